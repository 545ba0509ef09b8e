"""PNG: its picture alone, without what cameras and programs write beside it."""

import struct
from collections.abc import Iterator

from portal.errors import FileBroken
from portal.uploads.pixels import refuse_many_pixels

BEGINS = b"\x89PNG\r\n\x1a\n"
FRAME = 12
"""Bytes around what a chunk holds: its length, its name and its check sum."""
SHOWN = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB"),
    *(b"bKGD", b"hIST", b"pHYs", b"sPLT"),
}
"""The chunks a picture is drawn from; the others carry texts, times and places."""


def checked(content: bytes) -> bytes:
    """The picture without its metadata."""
    kept, names = [BEGINS], []
    for name, chunk in _chunks(content):
        names.append(name)
        if name == b"IHDR":
            refuse_many_pixels(*struct.unpack(">II", chunk[8:16].ljust(8, b"\0")))
        if name in SHOWN:
            kept.append(chunk)
    if not names or names[0] != b"IHDR" or names[-1] != b"IEND" or b"IDAT" not in names:
        raise FileBroken
    return b"".join(kept)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk with its name, to the end mark; what follows that is no part of the picture."""
    at = len(BEGINS)
    while at + FRAME <= len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        end = at + FRAME + length
        if end > len(content):
            raise FileBroken
        name = content[at + 4 : at + 8]
        yield name, content[at:end]
        if name == b"IEND":
            return
        at = end
