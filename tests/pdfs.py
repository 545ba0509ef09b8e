"""Reads a PDF as an archive does: what it says of itself, its fonts, and what it may not have."""

import re
import zlib

FORBIDDEN = (b"/Encrypt", b"/JavaScript", b"/JS ", b"/Launch", b"/EmbeddedFile", b"/OpenAction")


class Pdf:
    """One file, with its packed streams laid open."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.laid_open = data + b"".join(_streams(data))

    def says(self, name: str) -> str:
        """A value of its XMP metadata; empty when there is none."""
        found = re.search(rf"<{name}>(?:<[^>]+>)*([^<]*)".encode(), self.data)
        return found.group(1).decode() if found else ""

    @property
    def fonts(self) -> list[bytes]:
        """The descriptors of all fonts it uses."""
        return re.findall(rb"<<[^<>]*/Type\s*/FontDescriptor[^<>]*>>", self.laid_open)

    @property
    def loose_fonts(self) -> list[bytes]:
        """Those whose letters are not in the file."""
        return [one for one in self.fonts if b"/FontFile" not in one]

    @property
    def forbidden(self) -> list[bytes]:
        """What no file to be kept may have: a lock, a program, another file."""
        return [name for name in FORBIDDEN if name in self.laid_open]


def _streams(data: bytes) -> list[bytes]:
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    return [unpacked(one) for one in packed]


def unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def assert_is_kept_for_long(data: bytes, *, lang: str, title: str) -> None:
    """PDF/A-2a and PDF/UA-1, as far as can be told without a validator."""
    pdf = Pdf(data)
    assert (pdf.says("pdfaid:part"), pdf.says("pdfaid:conformance")) == ("2", "A")
    assert pdf.says("pdfuaid:part") == "1"
    assert (pdf.says("dc:title"), pdf.says("dc:language")) == (title, lang)
    assert pdf.says("xmp:CreateDate")
    assert f"/Lang({lang})".encode() in pdf.laid_open
    assert b"/GTS_PDFA1" in pdf.laid_open
    assert b"/Marked true" in pdf.laid_open
    assert pdf.fonts
    assert pdf.loose_fonts == []
    assert pdf.forbidden == []
