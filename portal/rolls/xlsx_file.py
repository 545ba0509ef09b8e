"""An Excel file as lines. It is a packed one, so its sizes are looked at before it is unpacked.

Python unpacks no more of a part than the file's own directory says of it, so the sum of what the
directory says is a bound. openpyxl reads row by row, so that what is too much is stopped.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from portal.rolls.table import MOST_ROWS, Line, Unreadable
from portal.vocabulary import RollFault

UNPACKED = 30 * 1024 * 1024
"""Bytes that all parts of the file may have together when they are unpacked."""
MOST_PARTS = 500
FARTHEST_ROW = 5 * MOST_ROWS
"""Rows looked through, the empty ones too."""
LOCKED = 0x1
"""The bit that says a packed part is encrypted."""
WORKBOOK = "xl/workbook.xml"
MACROS = "xl/vbaProject.bin"
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_START = 4096


def lines(content: bytes) -> Iterator[Line]:
    """Every row of the first sheet by its number."""
    _look_before_unpacking(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what no cell of ours has: drawings, extensions
            yield from _rows(content)
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001 (a file made to hurt ends in whatever openpyxl trips over)
        raise Unreadable(RollFault.DAMAGED) from None


def unpacked_size(content: bytes) -> int:
    """What the parts have together, by the file's own directory; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return 0


def _look_before_unpacking(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            _check_sizes(parts)
            if WORKBOOK not in names:
                raise Unreadable(RollFault.NOT_A_TABLE)
            if MACROS in names:
                raise Unreadable(RollFault.MACROS)
            _check_definitions(packed, names)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        raise Unreadable(RollFault.DAMAGED) from None


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if sum(part.file_size for part in parts) > UNPACKED or len(parts) > MOST_PARTS:
        raise Unreadable(RollFault.UNPACKS_TOO_LARGE)
    if any(part.flag_bits & LOCKED for part in parts):
        raise Unreadable(RollFault.OLD_OR_LOCKED)


def _check_definitions(packed: zipfile.ZipFile, names: set[str]) -> None:
    """Excel writes no definitions of its own; they serve to make a small file large."""
    for name in names:
        if name.endswith((".xml", ".rels")):
            with packed.open(name) as part:
                if _DOCTYPE.search(part.read(_START)):
                    raise Unreadable(RollFault.DAMAGED)


def _rows(content: bytes) -> Iterator[Line]:
    from openpyxl import load_workbook  # 20 MB, and only where a roll is imported

    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    try:
        if not book.worksheets:
            raise Unreadable(RollFault.EMPTY)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # the sheet's own word for its size may be wrong
        for number, row in enumerate(sheet.iter_rows(), 1):
            if number > FARTHEST_ROW:
                raise Unreadable(RollFault.MANY_ROWS, most=MOST_ROWS)
            yield Line(number, [_text(cell) for cell in row])
    finally:
        book.close()


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        return "="
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()
