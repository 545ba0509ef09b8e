"""The summons to a joint meeting on paper, for those without account and e-mail."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Response
from flask_babel import force_locale, gettext

from portal.access.rules import may
from portal.access.tokens import guest_path
from portal.config import settings
from portal.vocabulary import GuestLanguage, MeetingState, Permission
from portal.web import filters, pdf
from portal.workflow.summonses import has_link

if TYPE_CHECKING:
    from portal.models import Case, Meeting, Membership, Participant

LANGUAGE = "sv"
"""A letter is written in Swedish, whatever language its writer reads; its page is in several."""


def needed(meeting: "Meeting", by: "Membership", at: datetime) -> set[UUID]:
    """Who is to be called by letter, to those who may call them."""
    if not may(by, Permission.MEETING_ARRANGE, meeting):
        return set()
    return {
        one.id for one in meeting.participants if not one.email and has_link(meeting, one, at=at)
    }


def download(case: "Case", meeting: "Meeting", one: "Participant", *, at: datetime) -> Response:
    """The letter. Its name says nothing about whom."""
    with force_locale(LANGUAGE):
        texts = _texts(case, meeting, one, at)
    return pdf.attachment(pdf.render("summons.typ", texts, at=at), "kallelse")


def _texts(case: "Case", meeting: "Meeting", one: "Participant", at: datetime) -> dict[str, object]:
    home = case.municipality
    return {
        "lang": LANGUAGE,
        "sender": ", ".join(part for part in (home.kaa_name, home.title) if part),
        "printed": filters.date_full(at),
        "to": one.name,
        "title": gettext("Kallelse till möte"),
        "lead": gettext("Hej! Kommunen bjuder in dig till ett möte."),
        "facts": [(label, said) for label, said in _facts(case, meeting, one) if said],
        "about_title": gettext("Vad mötet handlar om"),
        "about": meeting.purpose,
        "answer_title": gettext("Kan du komma?"),
        "answer": gettext(
            "Svara på din egen sida, så snart du kan. Skriv adressen i en webbläsare. Du behöver "
            "inget konto. Sidan finns på flera språk. Du kan också ringa."
        ),
        "address": settings().base_url + guest_path(one.id) + _in_their_language(one),
        "keep": gettext("Adressen är bara till dig. Den slutar gälla när mötet har varit."),
    }


def _in_their_language(one: "Participant") -> str:
    return "" if one.language is GuestLanguage.SWEDISH else f"/{one.language.value}"


def _facts(case: "Case", meeting: "Meeting", one: "Participant") -> list[tuple[str, str]]:
    times = meeting.proposed_times if meeting.state is MeetingState.PROPOSED else []
    home = case.municipality
    return [
        (gettext("Tid"), _when(meeting)),
        (gettext("Föreslagna tider"), "\n".join(filters.span(time) for time in times)),
        (gettext("Längd"), gettext("%(number)s minuter", number=meeting.minutes_long)),
        (gettext("Plats"), meeting.place),
        (gettext("Tolk på språket"), one.interpreter or ""),
        (gettext("Telefon"), ", ".join(part for part in (home.phone, home.phone_hours) if part)),
    ]


def _when(meeting: "Meeting") -> str:
    return filters.span(meeting.starts_at, meeting.ends_at) if meeting.starts_at else ""
