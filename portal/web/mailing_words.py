"""What the week's post says: letters and cards in plain Swedish, and where they go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask_babel import gettext as _

from portal.vocabulary import CARDS, Mailing
from portal.web import filters
from portal.workflow.mailings import goes_to_guardian, mailing
from portal.workflow.register import turns_20_on

if TYPE_CHECKING:
    from portal.models import Municipality

MOST_LINES = 6
"""Lines of an address, beside the name, that show in the window of an envelope."""


@dataclass(frozen=True)
class Post:
    """One thing to send: what, to whom, and what stands in its way."""

    id: UUID
    mailing: Mailing
    to_guardian: bool
    row: Any
    lines: list[str]
    """The address; empty when there is none."""

    @property
    def hindrance(self) -> str:
        """Why it cannot be sent; empty when nothing is in the way."""
        if not self.lines:
            return str(_("Adress saknas. Fyll i den, eller hoppa över uppgiften."))
        if len(self.lines) > MOST_LINES:
            return str(_("Adressen har fler rader än som syns i fönstret. Korta den."))
        return ""

    @property
    def name(self) -> str:
        return f"{self.row.given_name} {self.row.family_name}".strip()

    @property
    def to(self) -> list[str]:
        """The address with whom it is for."""
        if self.to_guardian:
            return [str(_("Till vårdnadshavare för")), self.name, *self.lines]
        return [self.name, *self.lines]


def posts(rows: Iterable[Any], day: date) -> list[Post]:
    """The rows of a week's post, as things to send."""
    found = []
    for row in rows:
        to_guardian = goes_to_guardian(row.birth_date, day, guardian_under_18=row.guardian_under_18)
        what = mailing(row.action, row.channel, to_guardian=to_guardian)
        if what is not None:
            found.append(Post(row.id, what, to_guardian, row, address_lines(row.address)))
    return found


def address_lines(address: str) -> list[str]:
    """The lines of an address; what was typed on one line is parted at its commas."""
    parts = address.splitlines()
    if len(parts) == 1:
        parts = address.split(",")
    return [line for part in parts if (line := " ".join(part.split()))]


def texts(chosen: list[Post], home: "Municipality", at: datetime) -> dict[str, Any]:
    """All that the file says; the cards say nothing about whom they are for."""
    letters = [one for one in chosen if one.mailing not in CARDS]
    cards = [one for one in chosen if one.mailing in CARDS]
    return {
        "lang": "sv",
        "title": _("Veckans brev"),
        "sender": ", ".join(part for part in (home.kaa_name, home.title) if part),
        "date": filters.date_full(at),
        "letters": [_letter(one, home) for one in letters],
        "cards": [_card(one, home) for one in cards],
        "labels": [one.to for one in cards],
    }


def _letter(one: Post, home: "Municipality") -> dict[str, Any]:
    title, lead, paragraphs = LETTERS[one.mailing](one)
    return {
        "to": one.to,
        "title": title,
        "lead": lead,
        "paragraphs": paragraphs,
        "facts": [(label, said) for label, said in _reach(one, home) if said],
        "greeting": _("Vänliga hälsningar"),
        "signed": [part for part in (one.row.caseworker, home.kaa_name, home.title) if part],
    }


def _reach(one: Post, home: "Municipality") -> list[tuple[str, str]]:
    phone = one.row.caseworker_phone or home.phone
    return [
        (_("Din kontakt"), one.row.caseworker or home.kaa_name),
        (_("Telefon"), ", ".join(part for part in (phone, home.phone_hours) if part)),
        (_("E-post"), home.email),
    ]


def _to_youth(one: Post) -> tuple[str, str, list[str]]:
    return (
        _("Hur har du det med studier och arbete?"),
        _("Hej %(name)s!", name=one.row.given_name),
        [
            _(
                "Kommunen ska hålla kontakt med alla under 20 år som inte går i gymnasieskolan och "
                "inte har en gymnasieexamen. Det kallas det kommunala aktivitetsansvaret, KAA."
            ),
            _(
                "Vi hjälper dig att hitta en utbildning, en praktik eller ett arbete, eller att "
                "komma på vad du vill. Du väljer själv om du vill ha hjälp, och den kostar inget."
            ),
            _(
                "Studerar eller arbetar du redan? Hör av dig ändå och berätta, så vet vi det. "
                "Ring oss, skicka ett sms eller mejla."
            ),
        ],
    )


def _to_guardian(one: Post) -> tuple[str, str, list[str]]:
    return (
        _("Hur går det för din ungdom?"),
        _("Hej! Vi skriver till dig som är vårdnadshavare för %(name)s.", name=one.name),
        [
            _(
                "Kommunen ska hålla kontakt med alla under 20 år som inte går i gymnasieskolan och "
                "inte har en gymnasieexamen. Det kallas det kommunala aktivitetsansvaret, KAA."
            ),
            _(
                "Vi hjälper till att hitta en utbildning, en praktik eller ett arbete. Hjälpen är "
                "frivillig och kostar inget."
            ),
            _(
                "Hör av dig till oss, eller be ungdomen att göra det. Berätta gärna också om "
                "ungdomen redan studerar eller arbetar."
            ),
        ],
    )


def _before_20(one: Post) -> tuple[str, str, list[str]]:
    return (
        _("Snart fyller du 20 år"),
        _("Hej %(name)s!", name=one.row.given_name),
        [
            _(
                "Den %(day)s fyller du 20 år. Då slutar kommunens aktivitetsansvar, KAA, att gälla "
                "för dig. Fram till dess kan du få hjälp av oss.",
                day=filters.date_full(turns_20_on(one.row.birth_date)),
            ),
            _(
                "Efter det kan du läsa på komvux eller folkhögskola. En studie- och "
                "yrkesvägledare på komvux hjälper dig att välja. Söker du arbete kan du skriva in "
                "dig på Arbetsförmedlingen."
            ),
            _("Hör av dig, så går vi tillsammans igenom vad du vill göra och vem som kan hjälpa."),
        ],
    )


LETTERS = {
    Mailing.LETTER: _to_youth,
    Mailing.GUARDIAN_LETTER: _to_guardian,
    Mailing.BEFORE_20: _before_20,
}


def _card(one: Post, home: "Municipality") -> dict[str, Any]:
    title, paragraphs = CARD_TEXTS[one.mailing]()
    phone = one.row.caseworker_phone or home.phone
    return {
        "title": title,
        "paragraphs": paragraphs,
        "signed": [part for part in (one.row.caseworker, phone, home.email) if part],
    }


def _postcard() -> tuple[str, list[str]]:
    return (
        _("Vad gör du nu?"),
        [
            _(
                "Vi hjälper unga i kommunen att hitta studier, praktik eller arbete. Det är "
                "frivilligt och kostar inget."
            ),
            _("Hör av dig och berätta vad du gör, eller vad du skulle vilja göra."),
        ],
    )


def _visit_card() -> tuple[str, list[str]]:
    return (
        _("Får vi komma och hälsa på?"),
        [
            _(
                "Vi har sökt dig men inte fått tag i dig. Därför kommer vi snart gärna hem till "
                "dig, två från kommunen, och berättar vad vi kan hjälpa till med."
            ),
            _("Passar det inte, eller vill du hellre ses någon annanstans? Hör av dig till oss."),
        ],
    )


CARD_TEXTS = {Mailing.POSTCARD: _postcard, Mailing.VISIT_CARD: _visit_card}
