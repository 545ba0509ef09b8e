"""Ageing out and erasure, to the day: birthdays around the turn of the year and of February."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from dateutil.relativedelta import relativedelta
from sqlalchemy import select

from notifications.rounds import make_round
from portal.clock import from_local, working_day
from portal.db import forget_session, transaction
from portal.erasing import erase_due
from portal.errors import NotYet20
from portal.models import RegisterEntry, Task
from portal.queries import rounds
from portal.vocabulary import (
    EntryEndReason,
    EntryOrigin,
    OccupationKind,
    RegistrationReason,
    TaskAction,
)
from portal.workflow import register
from portal.workflow.admission import Youth, admit
from portal.workflow.leaving import Onward
from portal.year import place

BORN = tuple(
    date(year, month, day)
    for year in range(2004, 2013)
    for month, day in ((1, 1), (2, 28), (2, 29), (3, 1), (12, 31))
    if (month, day) != (2, 29) or year % 4 == 0
)
_DAY = timedelta(1)


@dataclass
class Leaving:
    """What became of one youth who turns 20."""

    born: date
    entry_id: UUID
    asked_to_close_on: date | None = None
    left_on: date | None = None
    written_to: bool = False
    too_early: bool = False
    """It could be closed, or was asked to be, before the day."""
    known_until: date | None = None
    """The last evening on which the register knew the youth."""

    @property
    def turns_20_on(self) -> date:
        """Counted here anew: the day of the same name twenty years later."""
        return date(self.born.year + 20, self.born.month, self.born.day)

    @property
    def letter_on(self) -> date:
        """The last day that is worked, six months before at the latest."""
        day: date = self.turns_20_on - relativedelta(months=6)
        while not working_day(day):
            day -= _DAY
        return day

    @property
    def forgotten_on(self) -> date:
        return date(self.born.year + 21, 12, 31)

    @property
    def exact(self) -> bool:
        return (
            self.asked_to_close_on == self.left_on == self.turns_20_on
            and self.written_to
            and not self.too_early
            and self.known_until == self.forgotten_on - _DAY
        )

    def line(self) -> str:
        verdict = "ok" if self.exact else "MISSED"
        return (
            f"{self.born}   20 on {self.turns_20_on}: left {self.left_on}   "
            f"erased after {self.known_until}   {verdict}"
        )


def leavings(preset: str, born: tuple[date, ...] = BORN) -> list[Leaving]:
    """Live through the days that matter of each of them, in order."""
    with transaction() as session:
        place.settle(session, preset, _at(min(born) + timedelta(16 * 365)))
    youths = [_come(one, preset) for one in born]
    days: dict[date, list[Leaving]] = {}
    for youth in youths:
        for day in (youth.letter_on, youth.turns_20_on - _DAY, youth.turns_20_on):
            days.setdefault(day, []).append(youth)
    for day in sorted(days):
        _live(day, days[day])
    for day in sorted({youth.forgotten_on for youth in youths}):
        for evening in (day - _DAY, day):
            erase_due(_at(evening))
            _remember(evening, youths)
    return youths


def _come(born: date, preset: str) -> Leaving:
    at = _at(born + timedelta(17 * 365 + 90))
    with transaction() as session:
        here = place.visit(session, preset)
        youth = Youth("Kim", "Ek", f"{born:%Y%m%d}Y", born, _REASON, EntryOrigin.DATABASE)
        entry = admit(youth, here.home, here.staff[0], begins_in=1, by=here.staff[0], at=at)
        session.add(entry)
        session.flush()
        return Leaving(born, entry.id)


_REASON = RegistrationReason.STUDIEBEVIS


def _live(day: date, youths: list[Leaving]) -> None:
    """The morning's round, and somebody who tries to close the entries of those who turn 20."""
    make_round(_at(day, time(0, 30)))
    for youth in youths:
        _try_to_close(youth, day)
    forget_session()


def _try_to_close(youth: Leaving, day: date) -> None:
    with transaction() as session:
        question = select(RegisterEntry).where(RegisterEntry.id == youth.entry_id)
        entry = session.scalars(question.options(*rounds.everything())).one()
        asked = [one for one in entry.tasks if one.action is TaskAction.CLOSE_ENTRY]
        youth.written_to = any(_is_in_time(one, youth) for one in entry.tasks)
        if asked and youth.asked_to_close_on is None:
            youth.asked_to_close_on = day
        try:
            _close(entry, _at(day))
        except NotYet20:
            return
        youth.left_on = entry.closed_on
        youth.too_early = day < youth.turns_20_on


def _is_in_time(task: Task, youth: Leaving) -> bool:
    return task.action is TaskAction.WRITE_BEFORE_20 and task.due_on == youth.letter_on


def _close(entry: RegisterEntry, at: datetime) -> None:
    assert entry.caseworker is not None
    register.close(
        entry,
        EntryEndReason.AGE_20,
        what="Arbetsförmedlingen",
        onward=Onward(OccupationKind.WORK),
        by=entry.caseworker,
        at=at,
    )


def _remember(evening: date, youths: list[Leaving]) -> None:
    with transaction() as session:
        known = set(session.scalars(select(RegisterEntry.id)))
    for youth in youths:
        if youth.entry_id in known:
            youth.known_until = evening


def _at(day: date, when: time = time(9)) -> datetime:
    return from_local(day, when)
