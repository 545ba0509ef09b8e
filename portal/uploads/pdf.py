"""PDF: whole, without a password, and without anything that runs or is hidden inside it."""

from portal.errors import FileBroken, FileHasCode, FileLocked

BEGINS = b"%PDF-"
ENDS = b"%%EOF"
RUNS = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
LAST = 2048
"""Writers put a little after the end mark, but not much: else it is two files in one."""


def checked(content: bytes) -> bytes:
    """The file as it came; refused when it is broken, locked or does something by itself."""
    if ENDS not in content[-LAST:]:
        raise FileBroken
    if b"/Encrypt" in content:
        raise FileLocked
    if any(word in content for word in RUNS):
        raise FileHasCode
    return content
