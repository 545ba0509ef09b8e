"""Word documents: without macros, without other programs' objects, and no larger than they look."""

import io
import zipfile

from portal.errors import FileBroken, FileHasCode, FileLocked, FileTypeUnknown, UnpacksTooLarge

BEGINS = b"PK\x03\x04"
CONTENTS, TEXT = "[Content_Types].xml", "word/document.xml"
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 2000
LARGEST_LIST = 1024 * 1024
RUNS = ("vbaproject", "vbadata", "activex", "oleobject")
RUN_BY_THEMSELVES = (".bin", ".exe", ".dll", ".js", ".vbs", ".ps1", ".hta")
OUTSIDE = (b"/relationships/attachedTemplate", b"/relationships/oleObject", b"/relationships/frame")
"""What a document can fetch from another place when it is opened."""
ENCRYPTED = 1


def checked(content: bytes) -> bytes:
    """The file as it came; refused when it is no plain document."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            _check(parts, len(content))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError):
        raise FileBroken from None
    return content


def _check(parts: zipfile.ZipFile, size: int) -> None:
    listed = parts.infolist()
    if CONTENTS not in parts.NameToInfo or TEXT not in parts.NameToInfo:
        raise FileTypeUnknown
    _refuse_bombs(listed, size)
    if any(one.flag_bits & ENCRYPTED for one in listed):
        raise FileLocked
    names = [one.filename.lower() for one in listed]
    if any(word in name for name in names for word in RUNS):
        raise FileHasCode
    if any(name.endswith(RUN_BY_THEMSELVES) for name in names):
        raise FileHasCode
    if b"macroEnabled" in _read(parts, CONTENTS):
        raise FileHasCode
    links = [one.filename for one in listed if one.filename.endswith(".rels")]
    if any(_reaches_out(_read(parts, name)) for name in links[:MOST_PARTS]):
        raise FileHasCode


def _refuse_bombs(listed: list[zipfile.ZipInfo], size: int) -> None:
    """A small file that unpacks to a large one, also by naming the same bytes many times."""
    unpacked = sum(one.file_size for one in listed)
    packed = sum(one.compress_size for one in listed)
    if unpacked > LARGEST_UNPACKED or packed > size or len(listed) > MOST_PARTS:
        raise UnpacksTooLarge


def _read(parts: zipfile.ZipFile, name: str) -> bytes:
    """A part that lists others; one that is large is none."""
    with parts.open(name) as part:
        text = part.read(LARGEST_LIST + 1)
    if len(text) > LARGEST_LIST:
        raise UnpacksTooLarge
    return text


def _reaches_out(links: bytes) -> bool:
    outside = [part for part in links.split(b"<") if b'TargetMode="External"' in part]
    return any(word in part for part in outside for word in OUTSIDE)
