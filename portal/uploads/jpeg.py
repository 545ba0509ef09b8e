"""JPEG: its picture and which way is up, without where, when and by whom it was taken."""

import struct
from collections.abc import Iterator

from portal.errors import FileBroken
from portal.uploads.pixels import refuse_many_pixels

BEGINS = b"\xff\xd8\xff"
START, END, SCAN, APP0, APP1, ADOBE, LAST_APP, COMMENT = (
    *(0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xEE, 0xEF, 0xFE),
)
SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Segments that say how large the picture is."""
PLAIN = (0x00, *range(0xD0, 0xD8))
"""What follows 0xFF inside the picture's own data without ending it."""
EXIF = b"Exif\0\0"
ORIENTATION = 0x0112
UPRIGHT = 1
WAYS_UP = range(1, 9)


def checked(content: bytes) -> bytes:
    """The picture without its metadata, but still the right way up."""
    kept, sized, way_up = [b"\xff\xd8"], False, UPRIGHT
    for mark, segment in _segments(content):
        if mark in SIZES:
            refuse_many_pixels(*reversed(struct.unpack(">HH", segment[5:9].ljust(4, b"\0"))))
            sized = True
        if mark == APP1 and segment[4:].startswith(EXIF):
            way_up = _orientation(segment[10:])
        if not (APP0 < mark <= LAST_APP and mark != ADOBE) and mark != COMMENT:
            kept.append(segment)
    if not sized:
        raise FileBroken
    if way_up != UPRIGHT:
        kept.insert(1, _says(way_up))
    return b"".join(kept)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment with its mark, to the end mark; what follows that is no part of the picture."""
    at = 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:  # noqa: PLR2004 (every segment begins so)
            raise FileBroken
        mark = content[at + 1]
        if mark == 0xFF:  # noqa: PLR2004 (filling)
            at += 1
            continue
        if mark == END:
            break
        end = at + 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
        if mark == SCAN:
            end = _after_scan(content, end)
        if end > len(content):
            raise FileBroken
        yield mark, content[at:end]
        at = end
    if content[at : at + 2] != b"\xff\xd9":
        raise FileBroken
    yield END, b"\xff\xd9"


def _after_scan(content: bytes, at: int) -> int:
    """Where the picture's data ends: at the next mark that is none of its own."""
    while (at := content.find(b"\xff", at)) != -1 and at + 1 < len(content):
        if content[at + 1] not in PLAIN:
            return at
        at += 2
    raise FileBroken


def _orientation(tiff: bytes) -> int:
    """Which way is up; upright when it cannot be read."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for place in range(min(count, 100)):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * place)
            if tag == ORIENTATION:
                return value if value in WAYS_UP else UPRIGHT
    except struct.error:
        return UPRIGHT
    return UPRIGHT


def _says(way_up: int) -> bytes:
    """The smallest segment that says which way is up, and nothing else."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, way_up, 0, 0)
    return struct.pack(">BBH", 0xFF, APP1, 2 + len(EXIF) + len(tiff)) + EXIF + tiff
