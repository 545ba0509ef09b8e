"""Reads what stands on the pages of a PDF that Typst has set, and where: as a printer would."""

import re
from typing import NamedTuple

from tests.pdfs import unpacked

PAGE = re.compile(rb"/Type/Page/Resources (\d+) 0 R.*?/Contents (\d+) 0 R", re.DOTALL)
SET = re.compile(rb"1 0 0 -1 ([\d.-]+) ([\d.-]+) cm|/(f\d+) ([\d.]+) Tf|\[(.*?)\]\s*TJ", re.DOTALL)
STRING = re.compile(rb"\(((?:\\.|[^\\)])*)\)", re.DOTALL)
ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
SIMPLE = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
HEIGHT = 841.8898
"""Points of an A4 sheet."""
MILLIMETRE = 72 / 25.4


class Piece(NamedTuple):
    """Text in one place: millimetres from the sheet's upper left corner."""

    x: float
    y: float
    size: float
    text: str


def pages(data: bytes) -> list[list[Piece]]:
    """What stands on each page, in the order it is read aloud."""
    objects = dict(re.findall(rb"(?:^|\n)(\d+) 0 obj(.*?)endobj", data, re.DOTALL))
    return [
        list(_pieces(_stream(objects[contents]), _fonts(objects, resources)))
        for resources, contents in PAGE.findall(data)
    ]


def text(data: bytes) -> str:
    """All that is said, page by page; a space that keeps words together is a space."""
    said = "\n".join(" ".join(piece.text for piece in page) for page in pages(data))
    return said.replace("\N{NO-BREAK SPACE}", " ")


def _stream(written: bytes) -> bytes:
    found = re.search(rb"stream\r?\n(.*)\r?\nendstream", written, re.DOTALL)
    assert found is not None
    return unpacked(found.group(1)) or found.group(1)


def _fonts(objects: dict[bytes, bytes], resources: bytes) -> dict[bytes, dict[bytes, str]]:
    found = {}
    for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", objects[resources]):
        unicode = re.search(rb"/ToUnicode (\d+) 0 R", objects[number])
        assert unicode is not None
        pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", _stream(objects[unicode.group(1)]))
        found[name] = {
            bytes.fromhex(glyph.decode()): bytes.fromhex(letters.decode()).decode("utf-16-be")
            for glyph, letters in pairs
        }
    return found


def _pieces(stream: bytes, fonts: dict[bytes, dict[bytes, str]]) -> list[Piece]:
    found: list[Piece] = []
    x = y = size = 0.0
    font: dict[bytes, str] = {}
    for at_x, at_y, name, points, shown in SET.findall(stream):
        if at_x:
            x, y = float(at_x) / MILLIMETRE, (HEIGHT - float(at_y)) / MILLIMETRE
        elif name:
            font, size = fonts[name], float(points)
        else:
            glyphs = b"".join(_bytes(one) for one in STRING.findall(shown))
            letters = (glyphs[place : place + 2] for place in range(0, len(glyphs), 2))
            found.append(Piece(x, y, size, "".join(font.get(one, "") for one in letters)))
    return found


def _bytes(string: bytes) -> bytes:
    def plain(found: re.Match[bytes]) -> bytes:
        said = found.group(1)
        return bytes([int(said, 8)]) if len(said) == 3 else SIMPLE.get(said, said)

    return ESCAPE.sub(plain, string)
