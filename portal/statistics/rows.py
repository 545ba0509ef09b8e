"""The rows of the file: one for each youth, contact, measure started, measure ended and end."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.clock import HalfYear, today
from portal.queries.statistics import MeasureOf, Youth
from portal.statistics.mapping import Layout
from portal.vocabulary import (
    CODED,
    DAY_FORMATS,
    MeasureEndReason,
    OccupationKind,
    StatisticsBlock,
    StatisticsField,
    Word,
)

Field = StatisticsField
Value = str | date | Word


@dataclass(frozen=True)
class Record:
    """One row, before it is known how it is written."""

    block: StatisticsBlock
    says: Mapping[StatisticsField, Value]


def records(every: Iterable[Youth], half: HalfYear, municipality: str) -> Iterator[Record]:
    """Each youth's rows together, in the order of the blocks."""
    for youth in every:
        common = {Field.MUNICIPALITY: municipality, Field.NUMBER: youth.last.number}
        for block, says in _of(youth, half):
            yield Record(block, common | {Field.BLOCK: block.value} | says)


def _of(
    youth: Youth, half: HalfYear
) -> Iterator[tuple[StatisticsBlock, dict[StatisticsField, Value]]]:
    registered = today(youth.first.registered_at)
    yield (
        StatisticsBlock.BASICS,
        {Field.REGISTERED_ON: registered, Field.REASON: youth.first.reason},
    )
    for one in youth.contacts:
        known = youth.occupation_on(one.on) or OccupationKind.UNKNOWN
        yield StatisticsBlock.CONTACT, {Field.CONTACT_ON: one.on, Field.OCCUPATION: known}
    for measure in youth.measures:
        yield from _measure(measure, half)
    last = youth.last
    if last.closed_on and last.end_reason and half.first <= last.closed_on <= half.last:
        yield (
            StatisticsBlock.CEASED,
            {Field.CLOSED_ON: last.closed_on, Field.END_REASON: last.end_reason},
        )


def _measure(
    one: MeasureOf, half: HalfYear
) -> Iterator[tuple[StatisticsBlock, dict[StatisticsField, Value]]]:
    """What never started is not reported."""
    if one.end_reason is MeasureEndReason.NEVER_STARTED:
        return
    if one.starts_on and half.first <= one.starts_on <= half.last:
        yield StatisticsBlock.STARTED, {Field.MEASURE: one.kind, Field.STARTED_ON: one.starts_on}
    if one.ended_on and one.end_reason and half.first <= one.ended_on <= half.last:
        yield (
            StatisticsBlock.ENDED,
            {
                Field.MEASURE: one.kind,
                Field.ENDED_ON: one.ended_on,
                Field.MEASURE_END: one.end_reason,
                Field.OCCUPATION_AFTER: one.occupation_after or OccupationKind.UNKNOWN,
            },
        )


def used(rows: Iterable[Record], layout: Layout) -> Iterator[tuple[StatisticsField, str]]:
    """Every value that needs a code and stands in a column of the file."""
    fields = layout.fields
    for row in rows:
        for field, value in row.says.items():
            if field in CODED and field in fields:
                yield field, str(value)


def table(rows: Iterable[Record], layout: Layout) -> tuple[list[str], list[list[str]]]:
    """Headings and cells. A value without a code is an empty cell, never a guess."""
    heads = layout.heads
    places = {head: place for place, head in enumerate(heads)}
    return heads, [_cells(row, layout, places) for row in rows]


def _cells(row: Record, layout: Layout, places: Mapping[str, int]) -> list[str]:
    cells = [""] * len(places)
    for column in layout.columns[row.block]:
        cells[places[column.heading]] = _written(row, column.field, column.code, layout)
    return cells


def _written(row: Record, field: StatisticsField, day_format: str, layout: Layout) -> str:
    value = row.says[field]
    if field in CODED:
        return layout.codes.get((field, str(value)), "")
    if isinstance(value, date):
        return value.strftime(DAY_FORMATS.get(day_format, "%Y-%m-%d"))
    return str(value)


def counts(rows: Sequence[Record]) -> dict[StatisticsBlock, int]:
    """How many rows of each block."""
    return {one: sum(row.block is one for row in rows) for one in StatisticsBlock}
