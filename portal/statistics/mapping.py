"""How the file is written: which columns in which order, and the receiver's code for each value.

Codes and layout are not public, so what comes with the portal has no code: the municipality fills
them in, here or in a spreadsheet. A file that is read is checked row by row, and kept whole or not.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from portal.characters import is_hidden
from portal.rolls.table import Line, read_table
from portal.vocabulary import (
    CODED,
    DAY_FORMATS,
    DAYS,
    FIELDS_OF,
    UNREPORTED,
    MappingFault,
    StatisticsBlock,
    StatisticsField,
)

STANDARD = Path(__file__).with_name("standard.csv")
COLUMNS = ("Del", "Fält", "Rubrik", "Värde", "Betydelse", "SCB-kod", "Att göra")
"""What the columns of the mapping file are called; the file is the same in every language."""
LARGEST = 256 * 1024
_READ = ("Del", "Fält", "Rubrik", "Värde", "SCB-kod")
"""Those that are read; the others explain."""
LONGEST_HEADING = 60
_CODE = re.compile(r"[0-9A-Za-zÅÄÖåäö][0-9A-Za-zÅÄÖåäö._-]{0,19}")


@dataclass(frozen=True)
class MappingRow:
    """A column of a block, or a value of a field with its code."""

    block: StatisticsBlock | None
    field: StatisticsField
    heading: str = ""
    value: str = ""
    code: str = ""


@dataclass(frozen=True)
class Wrong:
    """What is wrong, in which row of the file; nothing of what stands there."""

    kind: MappingFault
    row: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """The mapping as the file is made by it."""

    columns: Mapping[StatisticsBlock, Sequence[MappingRow]]
    codes: Mapping[tuple[StatisticsField, str], str]

    @property
    def heads(self) -> list[str]:
        """Every heading once: fields with the same one stand in the same column."""
        return list(dict.fromkeys(one.heading for rows in self.columns.values() for one in rows))

    @property
    def fields(self) -> set[StatisticsField]:
        return {one.field for rows in self.columns.values() for one in rows}


def layout(rows: Iterable[MappingRow]) -> Layout:
    """Columns by block in the order of the mapping, and codes by value."""
    columns: dict[StatisticsBlock, list[MappingRow]] = {one: [] for one in StatisticsBlock}
    codes = {}
    for one in rows:
        if one.block is None:
            codes[one.field, one.value] = one.code
        else:
            columns[one.block].append(one)
    return Layout(columns, codes)


@lru_cache(maxsize=1)
def standard() -> tuple[MappingRow, ...]:
    """What comes with the portal: every field, every value, and no code."""
    rows, wrong = read(STANDARD.read_bytes())
    if wrong:
        raise ValueError("the mapping that comes along is not right")
    return tuple(rows)


def read(content: bytes) -> tuple[list[MappingRow], list[Wrong]]:
    """The rows of a file, CSV or Excel, and what is wrong. `Unreadable` when it is no table."""
    table = read_table(content)
    missing = [name for name in _READ if name not in table.headers]
    if missing:
        return [], [Wrong(MappingFault.COLUMNS, facts={"name": name}) for name in missing]
    places = [table.headers.index(name) for name in _READ]
    rows, wrong = [], []
    for line in table.lines:
        said = _row(_cells(line, places))
        if isinstance(said, MappingFault):
            wrong.append(Wrong(said, line.number))
        else:
            rows.append((line.number, said))
    wrong += _together(rows)
    return complete([one for _, one in rows]), sorted(wrong, key=lambda one: one.row or 0)


def _cells(line: Line, places: Sequence[int]) -> list[str]:
    return ["".join(line.cells[place : place + 1]).strip() for place in places]


def _row(cells: Sequence[str]) -> MappingRow | MappingFault:
    block, name, heading, value, code = cells
    if bool(block) == bool(value) or (value and heading):
        return MappingFault.ROW
    if name not in list(StatisticsField):
        return MappingFault.FIELD
    of = StatisticsField(name)
    return _value(of, value, code) if value else _column(block, of, heading, code)


def _value(of: StatisticsField, value: str, code: str) -> MappingRow | MappingFault:
    if of not in CODED or value not in values_of(of):
        return MappingFault.VALUE
    return MappingRow(None, of, value=value, code=code) if is_code(code) else MappingFault.CODE


def is_code(code: str) -> bool:
    """Whether it may be a code; empty is one that is not known yet."""
    return not code or _CODE.fullmatch(code) is not None


def _column(block: str, of: StatisticsField, heading: str, code: str) -> MappingRow | MappingFault:
    if block not in list(StatisticsBlock):
        return MappingFault.BLOCK
    if of not in FIELDS_OF[StatisticsBlock(block)]:
        return MappingFault.FIELD
    if not heading or len(heading) > LONGEST_HEADING or any(map(is_hidden, heading)):
        return MappingFault.HEADING
    if code and not (of in DAYS and code in DAY_FORMATS):
        return MappingFault.DAY
    return MappingRow(StatisticsBlock(block), of, heading, code=code)


def _together(rows: Sequence[tuple[int, MappingRow]]) -> Iterator[Wrong]:
    """What only shows when the rows are seen side by side."""
    places = Counter((one.block, one.field, one.value) for _, one in rows)
    heads = Counter((one.block, one.heading) for _, one in rows if one.block)
    for number, one in rows:
        if places[one.block, one.field, one.value] > 1:
            yield Wrong(MappingFault.TWICE, number)
        elif one.block and heads[one.block, one.heading] > 1:
            yield Wrong(MappingFault.SAME_HEADING, number)
    for block in StatisticsBlock:
        if not places[block, StatisticsField.NUMBER, ""]:
            yield Wrong(MappingFault.NO_NUMBER, facts={"block": block.value})


def values_of(of: StatisticsField) -> list[str]:
    """The values of a field that can stand in the file."""
    return [one.value for one in CODED[of] if (of, one.value) not in UNREPORTED]


def complete(rows: Sequence[MappingRow]) -> list[MappingRow]:
    """With an empty code for each value that the file had left out."""
    there = {(one.field, one.value) for one in rows if one.block is None}
    lacking = ((of, value) for of in CODED for value in values_of(of) if (of, value) not in there)
    return [*rows, *(MappingRow(None, of, value=value) for of, value in lacking)]


def with_codes(
    rows: Iterable[MappingRow], codes: Mapping[tuple[StatisticsField, str], str]
) -> list[MappingRow]:
    """The same columns with other codes."""
    return [
        replace(one, code=codes.get((one.field, one.value), one.code)) if one.value else one
        for one in rows
    ]
