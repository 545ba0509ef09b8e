"""Small files of every sort, good and bad, as bytes."""

import io
import struct
import zipfile
import zlib

SECRET = b"Wilma Ek, 59.3N 18.1E"
"""What a camera or a program writes beside a picture."""
CONTENTS = '<Types><Default Extension="xml" ContentType="application/xml"/></Types>'
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int = 2, height: int = 2, *, after: bytes = b"") -> bytes:
    """A picture with a text in it."""
    parts = (
        png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        png_chunk(b"tEXt", b"Author\0" + SECRET),
        png_chunk(b"eXIf", SECRET),
        png_chunk(b"IDAT", zlib.compress(b"\0\0\0" * 2)),
        png_chunk(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + after


def _segment(mark: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, mark, len(data) + 2) + data


def exif(way_up: int) -> bytes:
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, way_up, 0)
    return b"Exif\0\0" + b"II*\0" + struct.pack("<IH", 8, 1) + entry + b"\0" * 4 + SECRET


def jpeg(width: int = 2, height: int = 2, *, way_up: int = 1, after: bytes = b"") -> bytes:
    """A picture as a telephone takes it, with where and by whom."""
    parts = (
        _segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        _segment(0xE1, exif(way_up)),
        _segment(0xFE, SECRET),
        _segment(0xDB, b"\0" * 65),
        _segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\0"),
        _segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd0\x56",
    )
    return b"\xff\xd8" + b"".join(parts) + b"\xff\xd9" + after


def docx(**parts: bytes | str) -> bytes:
    """A document; further parts by name, with __ for a slash and _ for a dot."""
    held: dict[str, bytes | str] = {
        "[Content_Types].xml": CONTENTS,
        "word/document.xml": "<w:document/>",
    }
    named = {name.replace("___", "/%").replace("__", "/"): part for name, part in parts.items()}
    named = {name.replace("_", ".").replace("%", "_"): part for name, part in named.items()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in (held | named).items():
            packed.writestr(name, part)
    return target.getvalue()


def bomb() -> bytes:
    """A file of a hundred kilobytes that unpacks to a hundred megabytes."""
    return docx(word__media__a_bmp=b"\0" * (100 * 1024 * 1024))


def plain_zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("hello.txt", "hej")
    return target.getvalue()
