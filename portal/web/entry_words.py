"""How a register entry reads: what has happened, how old the youth is, when it is erased."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext, ngettext

from portal.identity import age_on
from portal.vocabulary import (
    N_,
    ContactChannel,
    ContactOutcome,
    EntryEndReason,
    EntryOrigin,
    EntryReopenReason,
    FormKind,
    MappingStage,
    MeasureEndReason,
    Reconciled,
    ReturnReason,
    SkipReason,
    Step,
    TaskAction,
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
    "measure": N_("Åtgärd"),
    "report_link": N_("En ny länk för att rapportera om en åtgärd skickades"),
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


def _tried(facts: dict[str, Any]) -> str:
    channel, outcome = ContactChannel(facts["channel"]), ContactOutcome(facts["outcome"])
    return f"{filters.word(channel)}: {filters.word(outcome)}"


def _task(facts: dict[str, Any]) -> str:
    return filters.word(TaskAction(facts["action"]))


def _skipped(facts: dict[str, Any]) -> str:
    return f"{_task(facts)}: {filters.word(SkipReason(facts['reason']))}"


def _planned(facts: dict[str, Any]) -> str:
    due_on = filters.date_long(date.fromisoformat(facts["due_on"]))
    about: str = gettext("%(task)s, senast %(day)s", task=_task(facts), day=due_on)
    return about


def _version(facts: dict[str, Any]) -> str:
    about: str = gettext("Version %(number)s", number=facts["plan_version"])
    return about


def _measure(facts: dict[str, Any]) -> str:
    return str(facts["measure"])


def _ended(facts: dict[str, Any]) -> str:
    return f"{facts['measure']}, {filters.word(MeasureEndReason(facts['reason']))}"


def _reported(facts: dict[str, Any]) -> str:
    return f"{facts['measure']}, {filters.month(date.fromisoformat(facts['month']))}"


ABOUT: dict[Step, Callable[[dict[str, Any]], str]] = {
    Step.REGISTER: _case,
    Step.ATTACH: _filed,
    Step.UPDATE_ENTRY: _changed,
    Step.AGREE_MEASURE: _measure,
    Step.BEGIN_MEASURE: _measure,
    Step.END_MEASURE: _ended,
    Step.REPORT_MEASURE: _reported,
    Step.READ_REPORT: _reported,
    Step.ASSIGN_ENTRY: lambda facts: str(facts["to"]),
    Step.TRY_CONTACT: _tried,
    Step.DO_TASK: _task,
    Step.SKIP_TASK: _skipped,
    Step.PLAN_TASK: _planned,
    Step.MAP: lambda facts: filters.word(MappingStage(facts["stage"])),
    Step.MAKE_PLAN: _version,
    Step.SIGN_PLAN: _version,
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
