"""How a plan reads: its seven items with what has changed, on the page and on paper."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask import Response
from flask_babel import gettext

from portal.vocabulary import N_, Word
from portal.web import filters, pdf, receipts
from portal.workflow import plans

if TYPE_CHECKING:
    from portal.models import Plan, RegisterEntry

TITLES = {
    "goal": N_("Planering och mål"),
    "youth_does": N_("Det här gör ungdomen"),
    "municipality_does": N_("Det här gör kommunen"),
    "others_do": N_("Det här gör någon annan"),
    "starts_on": N_("Planen börjar"),
    "ends_on": N_("Planen slutar"),
    "end_reason": N_("Varför planen slutade"),
    "follow_up_on": N_("Nästa uppföljning"),
}
"""The items of the documentation rule, in its order (domain: 6.2)."""
TO_THE_YOUTH = {
    "goal": N_("Vad du vill nå och vad vi har planerat"),
    "youth_does": N_("Det här gör du"),
    "starts_on": N_("Planen börjar"),
    "follow_up_on": N_("Då följer vi upp planen"),
}


@dataclass(frozen=True)
class Item:
    """One item of a version."""

    title: str
    text: str
    changed: bool
    before: str
    """What the version before says, when it says something else."""


def items(plan: "Plan", before: "Plan | None") -> list[Item]:
    """The items of a version, with what the version before says otherwise."""
    changed = plans.changed(plan, before)
    return [
        Item(
            gettext(title),
            _text(getattr(plan, name)),
            name in changed,
            _text(getattr(before, name)) if name in changed else "",
        )
        for name, title in TITLES.items()
    ]


def _text(value: Any) -> str:
    if isinstance(value, date):
        return filters.date_long(value)
    return filters.word(value) if isinstance(value, Word) else value or ""


def download(entry: "RegisterEntry", plan: "Plan", *, at: datetime) -> Response:
    """The version on paper, said to the youth, with lines to sign on."""
    number = f"{entry.reference}-{plan.version}"
    texts = {
        **receipts.frame(number, at),
        "sender": entry.municipality.kaa_name or entry.municipality.title,
        "title": gettext("Din plan"),
        "lead": gettext(
            "Det här är din plan. Du och kommunen har gjort den tillsammans. Läs den, och fråga om "
            "något är oklart. Planen går att ändra när du vill: säg till din handläggare."
        ),
        "facts": _about(entry, plan),
        "parts": _parts(plan),
        "sign_title": gettext("Underskrifter"),
        "sign_lead": gettext("Skriv under om planen stämmer."),
        "sign_lines": [gettext("Du"), gettext("Handläggaren i kommunen")],
        "sign_marks": [gettext("Datum"), gettext("Underskrift"), gettext("Namnförtydligande")],
    }
    return pdf.attachment(pdf.render("plan.typ", texts, at=at), f"plan-{number}")


def _about(entry: "RegisterEntry", plan: "Plan") -> list[tuple[str, str]]:
    caseworker = entry.caseworker.user.name if entry.caseworker else gettext("Ingen")
    version = gettext(
        "%(number)s, skriven %(day)s", number=plan.version, day=filters.date_long(plan.at)
    )
    return [
        (gettext("Namn"), entry.name),
        (gettext("Född"), filters.date_long(entry.birth_date)),
        (gettext("Din handläggare"), caseworker),
        (gettext("Version"), version),
    ]


def _parts(plan: "Plan") -> list[tuple[str, str]]:
    return [
        (gettext(TO_THE_YOUTH.get(name, title)), text)
        for name, title in TITLES.items()
        if (text := _text(getattr(plan, name)))
    ]
