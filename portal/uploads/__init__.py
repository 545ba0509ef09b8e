"""Files that people send: known by what is in them, cleaned, looked through and kept encrypted."""

from collections.abc import Callable

from portal.errors import FileEmpty, FileTooLarge, FileTypeUnknown
from portal.uploads import docx, jpeg, pdf, png
from portal.vocabulary import FileType

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
READERS: dict[bytes, tuple[FileType, Callable[[bytes], bytes]]] = {
    pdf.BEGINS: (FileType.PDF, pdf.checked),
    png.BEGINS: (FileType.PNG, png.checked),
    jpeg.BEGINS: (FileType.JPEG, jpeg.checked),
    docx.BEGINS: (FileType.DOCX, docx.checked),
}


def read(content: bytes) -> tuple[FileType, bytes]:
    """What sort of file it is, and the file as it is to be kept. Raises a Refused that says why.

    Its name and what the browser says of it count for nothing.
    """
    if not content:
        raise FileEmpty
    if len(content) > LARGEST:
        raise FileTooLarge(most=str(LARGEST // MEGABYTE))
    for begins, (sort, checked) in READERS.items():
        if content.startswith(begins):
            return sort, checked(content)
    raise FileTypeUnknown
