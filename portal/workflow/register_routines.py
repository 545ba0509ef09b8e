"""Routines for youths in the register, as their municipality changes them: with history.

Changed is what is asked for from now on. What is asked for already moves only when the one who
changes a routine says so, having seen which tasks move to which days.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import uuid4

from portal.access.rules import require
from portal.clock import add_working_days, today
from portal.errors import RoutineOfCases, RoutineTimes
from portal.models import Membership, Municipality, RegisterRoutine, RoutineChange
from portal.vocabulary import OF_CASES, Permission, Trigger
from portal.workflow.spans import later, not_before, span
from portal.workflow.tasks import STANDARD_FOLLOW_UP

OWN = "E-"
"""How the keys of a municipality's own routines begin."""
_TIMES = frozenset({"after", "within", "unit", "season"})
"""Changed by the municipality, the time is no longer the portal's own."""
_COUNTS = ("after", "within", "staff", "follow_up_after")
CHANGEABLE = (
    *("active", "after", "within", "unit", "season", "repeats", "channels"),
    *("guardian_under_18", "only_under_18", "staff", "responsible"),
    *("follow_up", "follow_up_channels", "follow_up_after", "follow_up_unit", "note"),
)
"""All but what a routine is: its area, what begins it and what is done."""


class Asked(NamedTuple):
    """Open tasks that are alike in all that their days hang on."""

    counted_from: date | None
    began_on: date
    follows_up: bool
    earliest_on: date
    due_on: date
    number: int


class Shift(NamedTuple):
    """Such tasks, and the days they get."""

    tasks: Asked
    earliest_on: date
    due_on: date


class Effect(NamedTuple):
    """What a change would do to the open tasks of a routine."""

    shifts: tuple[Shift, ...]
    stays: int
    """Tasks that keep their days: set by hand, counted from a birthday, or none the wiser."""
    stops: int
    """Tasks that would no longer be asked for, as the routine is put out of use."""

    @property
    def moves(self) -> int:
        return sum(shift.tasks.number for shift in self.shifts)

    @property
    def days(self) -> list[tuple[date, date, int]]:
        """From which day to which, and how many, the nearest first."""
        counts: dict[tuple[date, date], int] = {}
        for shift in self.shifts:
            pair = (shift.tasks.due_on, shift.due_on)
            counts[pair] = counts.get(pair, 0) + shift.tasks.number
        return [(*pair, count) for pair, count in sorted(counts.items())]


def differing(routine: RegisterRoutine, said: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """The fields that would be changed, with what stands there and what would."""
    return [
        (field, getattr(routine, field), said[field])
        for field in CHANGEABLE
        if field in said and getattr(routine, field) != said[field]
    ]


def change(
    routine: RegisterRoutine, said: Mapping[str, Any], *, by: Membership, at: datetime
) -> list[RoutineChange]:
    """Change a routine, from the next time it begins; gives its history."""
    require(by, Permission.ROUTINE_MANAGE, routine)
    _may_be(routine.trigger, said)
    changes = differing(routine, said)
    for field, _, after in changes:
        setattr(routine, field, after)
    if any(field in _TIMES for field, _, _ in changes):
        routine.ours = False
    return [
        RoutineChange.of(routine.municipality_code, routine.key, *one, at=at, by=by)
        for one in changes
    ]


def add(
    municipality: Municipality,
    routines: Sequence[RegisterRoutine],
    said: Mapping[str, Any],
    *,
    by: Membership,
    at: datetime,
) -> tuple[RegisterRoutine, RoutineChange]:
    """A row of the municipality's own, after those it has."""
    require(by, Permission.ROUTINE_MANAGE, municipality)
    _may_be(said["trigger"], said)
    numbers = [int(one.key.removeprefix(OWN)) for one in routines if one.key.startswith(OWN)]
    routine = RegisterRoutine(
        id=uuid4(),
        municipality_code=municipality.code,
        key=f"{OWN}{max(numbers, default=0) + 1}",
        ordinal=max((one.ordinal for one in routines), default=0) + 1,
        ours=False,
        **said,
    )
    history = RoutineChange.of(
        municipality.code, routine.key, "key", None, routine.key, at=at, by=by
    )
    return routine, history


def moved(routine: RegisterRoutine, count: int, *, by: Membership, at: datetime) -> RoutineChange:
    """Into the history: so many open tasks went along with a change."""
    return RoutineChange.of(
        routine.municipality_code, routine.key, "tasks", None, count, at=at, by=by
    )


def effect(
    routine: RegisterRoutine, said: Mapping[str, Any], asked: Iterable[Asked], *, at: datetime
) -> Effect:
    """What a change would do to the open tasks that the routine has begun."""
    groups = list(asked)
    total = sum(one.number for one in groups)
    after = RegisterRoutine(
        **{field: said.get(field, getattr(routine, field)) for field in CHANGEABLE}
    )
    if routine.active and not after.active:
        return Effect((), 0, total)
    shifts = tuple(shift for one in groups if (shift := _shift(one, routine, after, at=at)))
    return Effect(shifts, total - sum(one.tasks.number for one in shifts), 0)


def look_on(*, at: datetime) -> date:
    """When somebody looks at a youth for whom nothing else is asked for any more."""
    return add_working_days(today(at), STANDARD_FOLLOW_UP)


def _shift(
    asked: Asked, before: RegisterRoutine, after: RegisterRoutine, *, at: datetime
) -> Shift | None:
    was, becomes = _days(before, asked), _days(after, asked)
    if was is None or becomes is None:
        return None
    if not_before(was, asked.began_on) != (asked.earliest_on, asked.due_on):
        return None
    new = not_before(not_before(becomes, asked.began_on), today(at))
    is_late_anyhow = max(asked.due_on, becomes[1]) < today(at)
    if was == becomes or is_late_anyhow or new == (asked.earliest_on, asked.due_on):
        return None
    return Shift(asked, *new)


def _days(routine: RegisterRoutine, asked: Asked) -> tuple[date, date] | None:
    if asked.counted_from is None:
        return None
    if not asked.follows_up:
        return span(routine, asked.counted_from)
    if routine.follow_up_after is None or routine.follow_up_unit is None:
        return None
    day = later(asked.counted_from, routine.follow_up_after, routine.follow_up_unit)
    return day, day


def _may_be(trigger: Trigger, said: Mapping[str, Any]) -> None:
    """What the database would refuse as well, said before it does."""
    if trigger in OF_CASES:
        raise RoutineOfCases
    follows = (said["follow_up"], said["follow_up_after"], said["follow_up_unit"])
    positive = all(said[name] is None or said[name] >= 1 for name in _COUNTS)
    in_order = said["after"] is None or said["after"] <= said["within"]
    if not positive or not in_order or len({one is None for one in follows}) > 1:
        raise RoutineTimes
