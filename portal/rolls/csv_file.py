"""A CSV file as lines: semicolon, comma or tab; UTF-8, or Windows-1252 as Excel still writes it."""

import csv
import io
import re
from collections.abc import Iterator

from portal.rolls.table import LONGEST_CELL, Line, Unreadable
from portal.vocabulary import RollFault

_OLE = b"\xd0\xcf\x11\xe0"
"""How old Excel files and locked new ones begin."""
_MIXED = re.compile("Ã[¥¤¶…„–©]")
"""How å, ä, ö and é in UTF-8 read in Windows-1252."""
_SEPARATORS = ";\t,"
_AS_TEXT = re.compile(r'="(.*)"')
"""How some systems tell Excel that a number is a text."""


def lines(content: bytes) -> Iterator[Line]:
    """Every line by its number in the file."""
    text = _decoded(content)
    first = text.partition("\n")[0].strip()
    hint = re.fullmatch(r"sep=(.)", first, re.IGNORECASE)
    separator = hint[1] if hint else _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            if hint and reader.line_num == 1:
                continue
            yield Line(reader.line_num, [_plain(cell) for cell in cells])
    except csv.Error as error:
        if "field larger" in str(error):
            raise Unreadable(RollFault.LONG_CELL, most=LONGEST_CELL) from None
        raise Unreadable(RollFault.QUOTES) from None


def _plain(cell: str) -> str:
    cell = cell.strip()
    as_text = _AS_TEXT.fullmatch(cell)
    return as_text[1] if as_text else cell


def _decoded(content: bytes) -> str:
    if content.startswith(_OLE):
        raise Unreadable(RollFault.OLD_OR_LOCKED)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(RollFault.UTF16)
    if b"\0" in content[:1000] or content.lstrip()[:1] == b"<" or content.startswith(b"%PDF"):
        raise Unreadable(RollFault.NOT_A_TABLE)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if _MIXED.search(text):
        raise Unreadable(RollFault.MIXED_ENCODING)
    return text


def _separator(text: str) -> str:
    """The one that the header has most of."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    outside = re.sub(r'"[^"]*"', "", header)
    return max(_SEPARATORS, key=outside.count)
