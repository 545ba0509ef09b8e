"""A file as a table of texts, whatever kind it is; what cannot be read is refused with a reason."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from portal.characters import is_hidden
from portal.vocabulary import RollFault, RollSource

LARGEST = 10 * 1024 * 1024
"""Bytes: 20 000 pupils with all columns are half of it."""
MOST_ROWS = 20_000
MOST_COLUMNS = 100
LONGEST_CELL = 500
_DATA = re.compile(r"\d{6}")
"""What a column's name does not look like, and a number or a day does."""


@dataclass(frozen=True)
class Fault:
    """What is wrong, in which row; nothing of what stands there."""

    kind: RollFault
    row: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> list[Any]:
        return [self.row, self.kind.value, self.facts]


class Unreadable(Exception):
    """The file as a whole cannot be read."""

    def __init__(self, kind: RollFault, **facts: Any) -> None:
        super().__init__(kind.value)
        self.fault = Fault(kind, None, facts)


@dataclass(frozen=True)
class Line:
    """One row under the header, by its number in the file."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """What a file says."""

    headers: list[str]
    lines: list[Line]
    is_ragged: bool = False
    """A row with too few cells means that something is cut off; a spreadsheet leaves them out."""


def source_of(content: bytes) -> RollSource:
    """What kind of file it seems to be, by its first bytes and never by its name."""
    return RollSource.XLSX if content.startswith(b"PK") else RollSource.CSV


def read_table(content: bytes) -> Table:
    """The table in a file."""
    from portal.rolls import csv_file, xlsx_file

    if not content.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise Unreadable(RollFault.EMPTY)
    if len(content) > LARGEST:
        raise Unreadable(RollFault.TOO_LARGE, most=LARGEST // 1024 // 1024)
    if source_of(content) is RollSource.XLSX:
        return table_of(xlsx_file.lines(content))
    return table_of(csv_file.lines(content), is_ragged=True)


def table_of(lines: Iterable[Line], *, is_ragged: bool = False) -> Table:
    """The first line with anything in it is the header."""
    filled = _filled(lines)
    header = next(filled, None)
    if header is None:
        raise Unreadable(RollFault.EMPTY)
    headers = [cell.strip() for cell in header.cells]
    while headers and not headers[-1]:
        headers.pop()
    rows = list(filled)
    _check_header(headers, rows)
    if not rows:
        raise Unreadable(RollFault.NO_ROWS)
    return Table(headers, rows, is_ragged)


def _filled(lines: Iterable[Line]) -> Iterator[Line]:
    count = 0
    for line in lines:
        if not any(cell.strip() for cell in line.cells):
            continue
        count += 1
        if count > MOST_ROWS + 1:
            raise Unreadable(RollFault.MANY_ROWS, most=MOST_ROWS)
        _check_cells(line.cells)
        yield line


def _check_cells(cells: list[str]) -> None:
    if any(cell for cell in cells[MOST_COLUMNS:]):
        raise Unreadable(RollFault.MANY_COLUMNS, most=MOST_COLUMNS)
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise Unreadable(RollFault.LONG_CELL, most=LONGEST_CELL)


def _check_header(headers: list[str], rows: list[Line]) -> None:
    if any(is_hidden(char) or char in "\n\t" for name in headers for char in name):
        raise Unreadable(RollFault.HIDDEN_IN_HEADER)
    if any(_DATA.search(name) for name in headers):
        raise Unreadable(RollFault.NO_HEADER)
    if sum(bool(name) for name in headers) == 1 and any(len(row.cells) > 1 for row in rows):
        raise Unreadable(RollFault.MERGED_HEADER)
    if rows and all(any(row.cells[len(headers) :]) for row in rows):
        raise Unreadable(RollFault.COLUMN_WITHOUT_HEADER, column=len(headers) + 1)
    for place, name in enumerate(headers):
        if not name and any("".join(row.cells[place : place + 1]).strip() for row in rows):
            raise Unreadable(RollFault.COLUMN_WITHOUT_HEADER, column=place + 1)
        if name and name in headers[:place]:
            raise Unreadable(RollFault.SAME_HEADER, column=place + 1)
