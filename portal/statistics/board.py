"""The board's report of a half-year or a year: tables of figures with small numbers hidden."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.clock import HalfYear
from portal.models import Membership
from portal.queries import board, board_schools
from portal.statistics.small_numbers import Shown, nothing, shown, tells_of_few, together
from portal.vocabulary import (
    Answered,
    BoardTable,
    Duration,
    EntryEndReason,
    FilingFate,
    Goal,
    HeldMeeting,
    InMeasure,
    LastKnown,
    MeasureEndReason,
    MeasureKind,
    OccupationKind,
    Registered,
    RegistrationReason,
    RiskOutcome,
    Timely,
    Word,
)

PARTS: dict[BoardTable, tuple[Word, ...]] = {
    BoardTable.REASON: tuple(RegistrationReason),
    BoardTable.DURATION: tuple(Duration),
    BoardTable.REGISTERED: tuple(Registered),
    BoardTable.ENDED: tuple(one for one in EntryEndReason if one is not EntryEndReason.MISTAKE),
    BoardTable.OCCUPATION: tuple(LastKnown),
    BoardTable.IN_MEASURE: tuple(InMeasure),
    BoardTable.STARTED: tuple(MeasureKind),
    BoardTable.MEASURE_END: tuple(
        one for one in MeasureEndReason if one is not MeasureEndReason.NEVER_STARTED
    ),
    BoardTable.AFTER: tuple(OccupationKind),
    BoardTable.GOAL: tuple(Goal),
    BoardTable.FILINGS: tuple(FilingFate),
    BoardTable.TIMELY: tuple(Timely),
    BoardTable.AT_RISK: tuple(RiskOutcome),
    BoardTable.MEETING: tuple(HeldMeeting),
    BoardTable.ANSWERS: tuple(Answered),
}
STOCK = frozenset(
    {BoardTable.REASON, BoardTable.DURATION, BoardTable.OCCUPATION, BoardTable.IN_MEASURE}
)
"""Persons, who may be there in both halves of a year: those are not added up."""
GOAL_PERCENT = 90
"""Nacka's goal for those who dropped out; shown as the plan's, not as the law's."""


@dataclass(frozen=True)
class Report:
    """What is shown for some half-years, and for their year where they are one."""

    halves: tuple[HalfYear, ...]
    tables: Mapping[BoardTable, list[Shown[Any]]]
    """A column for each half-year; a last one for the year where numbers may be added."""
    covered_in_year: int | None
    offers: list[tuple[str, MeasureKind]]

    @property
    def is_empty(self) -> bool:
        return all(one.whole == 0 for columns in self.tables.values() for one in columns)

    def last(self, table: BoardTable) -> Shown[Any]:
        """What the sentences are about: the year, or the latest half-year."""
        return self.tables[table][-1]

    @property
    def back(self) -> float | None:
        """Per cent of those who dropped out that are back; None when it would tell of a few."""
        parts = self.last(BoardTable.GOAL).parts
        back, not_back = parts[Goal.BACK], parts[Goal.NOT_BACK]
        unknown = parts[Goal.UNKNOWN]
        if back is None or not_back is None or unknown is None:
            return None
        whole = back + not_back + unknown
        return 100 * back / whole if whole else None


def report(by: Membership, halves: tuple[HalfYear, ...], day: date) -> Report:
    """The report of one half-year, or of both halves of a year."""
    each = [_protected(_counted(by, half, day)) for half in halves]
    tables = {table: [one[table] for one in each] for table in BoardTable}
    in_year = None
    if len(halves) > 1:
        for table in set(BoardTable) - STOCK:
            tables[table].append(together(tables[table]))
        in_year = _of_year(by, halves, [one[BoardTable.REASON].whole for one in each])
    return Report(halves, tables, in_year, board.offers(by))


def _counted(by: Membership, half: HalfYear, day: date) -> board.Counts:
    return {**board.figures(by, half), **board_schools.figures(by, half, day)}


def _of_year(by: Membership, halves: tuple[HalfYear, ...], wholes: list[int | None]) -> int | None:
    """Persons in the year, unless it differs from a half-year's by a few."""
    count = board.covered_in(by, halves[0], halves[-1])
    few = any(tells_of_few(0, count) or tells_of_few(count, whole) for whole in wholes)
    return None if few else count


def _protected(counts: board.Counts) -> dict[BoardTable, Shown[Any]]:
    parts = {
        table: {word: counts[table].get(word.value, 0) for word in words}
        for table, words in PARTS.items()
    }
    found = {table: shown(one) for table, one in parts.items()}
    for table in _told_by_others(parts, found):
        found[table] = nothing(parts[table])
    return found


def _told_by_others(
    parts: Mapping[BoardTable, Mapping[Word, int]], found: Mapping[BoardTable, Shown[Any]]
) -> set[BoardTable]:
    """Tables whose whole would tell what another hides."""
    covered = sum(parts[BoardTable.REASON].values())
    changes = {BoardTable.REGISTERED, BoardTable.ENDED}
    hidden = set()
    # Who was there before, and who is left, follow from those who came and those who went.
    if any(tells_of_few(covered, sum(parts[table].values())) for table in changes):
        hidden |= changes
    # As many cases of a risk as filings of one, nearly always.
    if found[BoardTable.FILINGS].parts[FilingFate.AT_RISK] is None:
        hidden |= {BoardTable.AT_RISK, BoardTable.MEETING}
    return hidden
