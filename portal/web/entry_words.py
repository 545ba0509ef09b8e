"""How a register entry reads: what has happened, how old the youth is, when it is erased."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext, ngettext

from portal.identity import age_on
from portal.vocabulary import (
    N_,
    EntryEndReason,
    EntryOrigin,
    EntryReopenReason,
    FormKind,
    Reconciled,
    ReturnReason,
    Step,
)
from portal.web import filters
from portal.workflow import register
from portal.workflow.legal import KAA_AGE

if TYPE_CHECKING:
    from portal.models import Event

CHANGED = {
    "contact": N_("Hur ungdomen nås"),
    "status": N_("Läge och nästa uppföljning"),
    "occupation": N_("Sysselsättning"),
    "handover": N_("Uppgifter från en överlämning lades till"),
}
DAYS_IN_A_MONTH = 30.4


@dataclass(frozen=True)
class Happening:
    """A step that was taken, in words."""

    title: str
    at: datetime
    who: str
    about: str


def happenings(events: "list[Event]") -> list[Happening]:
    """What has happened, the latest first."""
    return [
        Happening(
            title=filters.word(event.step),
            at=event.at,
            who=event.actor.user.name if event.actor else gettext("Portalen"),
            about=_about(event),
        )
        for event in events
    ]


def _about(event: "Event") -> str:
    say = ABOUT.get(event.step)
    return say(event.facts) if say else ""


def _case(facts: dict[str, Any]) -> str:
    about: str = gettext("Ärende %(reference)s", reference=facts["case"])
    return about


def _changed(facts: dict[str, Any]) -> str:
    what = CHANGED[facts["changed"]]
    return str(gettext(what))


def _filed(facts: dict[str, Any]) -> str:
    return f"{filters.word(FormKind(facts['kind']))}, {facts['case']}"


def _origin(facts: dict[str, Any]) -> str:
    return filters.word(EntryOrigin(facts["origin"]))


ABOUT: dict[Step, Callable[[dict[str, Any]], str]] = {
    Step.REGISTER: _case,
    Step.ATTACH: _filed,
    Step.UPDATE_ENTRY: _changed,
    Step.ASSIGN_ENTRY: lambda facts: str(facts["to"]),
    Step.CLOSE_ENTRY: lambda facts: filters.word(EntryEndReason(facts["reason"])),
    Step.TAKE_IN: _origin,
    Step.RECONCILE: lambda facts: filters.word(Reconciled(facts["result"])),
    Step.PASS_ON: lambda facts: str(facts["to"]),
    Step.RETURN_ENTRY: lambda facts: filters.word(ReturnReason(facts["reason"])),
    Step.REOPEN_ENTRY: lambda facts: filters.word(EntryReopenReason(facts["reason"])),
}


def ageing(birth_date: date, day: date) -> str:
    """That the youth turns 20 soon, or has; empty while there is time."""
    birthday = register.turns_20_on(birth_date)
    if birthday <= day:
        return str(gettext("Har fyllt %(age)s", age=age_on(birth_date, day)))
    if birth_date > register.soon_20(day):
        return ""
    left = (birthday - day).days
    if left < DAYS_IN_A_MONTH:
        return str(ngettext("Fyller 20 om %(num)s dag", "Fyller 20 om %(num)s dagar", left))
    months = round(left / DAYS_IN_A_MONTH)
    return str(ngettext("Fyller 20 om %(num)s månad", "Fyller 20 om %(num)s månader", months))


def has_turned_20(birth_date: date, day: date) -> bool:
    """Whether KAA's responsibility has ended by age."""
    return age_on(birth_date, day) >= KAA_AGE
