"""What a person looks at before the file is made: each check is one question about one youth."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from portal.clock import HalfYear, today
from portal.queries.statistics import MeasureOf, Youth
from portal.statistics.mapping import Layout
from portal.vocabulary import (
    END_DEMANDS,
    FormKind,
    HomeGround,
    MeasureEndReason,
    OccupationKind,
    StatisticsCheck,
    StatisticsField,
)
from portal.workflow.register import turns_20_on

SCHOOL_ENDS_AT = 16
"""Compulsory school normally ends with the spring term of the year of turning 16 (7 kap. 12 §)."""


@dataclass(frozen=True)
class Then:
    """The half-year as seen from today: what lies ahead is not missing yet."""

    half: HalfYear
    day: date

    @property
    def until(self) -> date:
        return min(self.half.last, self.day)

    def within(self, day: date | None) -> bool:
        return day is not None and self.half.first <= day <= self.half.last


Check = Callable[[Youth, Then], bool]


def _not_registered(youth: Youth, _: Then) -> bool:
    return youth.told is not None and youth.told.ground is not HomeGround.REGISTERED


def _has_examen(youth: Youth, _: Then) -> bool:
    return youth.examen_on is not None and youth.examen_on < today(youth.last.registered_at)


def _in_school(youth: Youth, then: Then) -> bool:
    if youth.last.closed_on is not None and youth.last.closed_on <= then.until:
        return False
    told = youth.told
    started = told is not None and told.kind is FormKind.START
    return started or youth.occupation_on(then.until) is OccupationKind.STUDIES


def _school_age(youth: Youth, _: Then) -> bool:
    ends = date(youth.first.birth_date.year + SCHOOL_ENDS_AT, 7, 1)
    return today(youth.first.registered_at) < ends


def _turned_20(youth: Youth, then: Then) -> bool:
    turns = turns_20_on(youth.last.birth_date)
    return turns <= min(youth.last.closed_on or date.max, then.until) and (
        youth.last.closed_on is None or turns < youth.last.closed_on
    )


def _no_occupation(youth: Youth, _: Then) -> bool:
    unknown = (None, OccupationKind.UNKNOWN)
    return any(youth.occupation_on(one.on) in unknown for one in youth.contacts)


def _end_before_start(youth: Youth, _: Then) -> bool:
    entries = (
        one.closed_on is not None and one.closed_on < today(one.registered_at)
        for one in youth.entries
    )
    return any(entries) or any(
        one.starts_on and one.ended_on and one.ended_on < one.starts_on and _took_place(one)
        for one in youth.measures
    )


def _no_measure_end(youth: Youth, then: Then) -> bool:
    closed = {one.id for one in youth.entries if one.closed_on and one.closed_on <= then.until}
    return any(
        one.ended_on is None
        and (one.entry_id in closed or (one.planned_end_on or date.max) < then.until)
        for one in youth.measures
    )


def _no_occupation_after(youth: Youth, then: Then) -> bool:
    unknown = (None, OccupationKind.UNKNOWN)
    return any(
        then.within(one.ended_on) and _took_place(one) and one.occupation_after in unknown
        for one in youth.measures
    )


def _end_unsaid(youth: Youth, then: Then) -> bool:
    last = youth.last
    if not then.within(last.closed_on) or last.end_reason is None:
        return False
    return "what" in END_DEMANDS[last.end_reason] and not last.ended_to.strip()


def _two_entries(youth: Youth, _: Then) -> bool:
    return len(youth.entries) > 1


def _took_place(one: MeasureOf) -> bool:
    return one.end_reason is not MeasureEndReason.NEVER_STARTED


CHECKS: dict[StatisticsCheck, Check] = {
    StatisticsCheck.NOT_REGISTERED: _not_registered,
    StatisticsCheck.HAS_EXAMEN: _has_examen,
    StatisticsCheck.IN_SCHOOL: _in_school,
    StatisticsCheck.SCHOOL_AGE: _school_age,
    StatisticsCheck.TURNED_20: _turned_20,
    StatisticsCheck.NO_OCCUPATION: _no_occupation,
    StatisticsCheck.END_BEFORE_START: _end_before_start,
    StatisticsCheck.NO_MEASURE_END: _no_measure_end,
    StatisticsCheck.NO_OCCUPATION_AFTER: _no_occupation_after,
    StatisticsCheck.END_UNSAID: _end_unsaid,
    StatisticsCheck.TWO_ENTRIES: _two_entries,
}


def findings(
    every: Sequence[Youth], half: HalfYear, day: date
) -> dict[StatisticsCheck, list[Youth]]:
    """Who is found by each check; none by most of them, one hopes."""
    then = Then(half, day)
    return {
        check: [youth for youth in every if finds(youth, then)] for check, finds in CHECKS.items()
    }


def uncoded(
    used: Iterable[tuple[StatisticsField, str]], layout: Layout
) -> list[tuple[StatisticsField, str]]:
    """Values that stand in the file without a code of the receiver's, each once."""
    return [one for one in dict.fromkeys(used) if not layout.codes.get(one)]
