"""Files as systems, people and ill will make them."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl import Workbook

HEADER = ("PersonNr", "Fornamn", "Efternamn", "Sekretess")


def xlsx(rows: Iterable[Iterable[Any]], *, merge: str = "") -> bytes:
    """An Excel file with one sheet."""
    book = Workbook()
    page = book.worksheets[0]
    for row in rows:
        page.append(list(row))
    if merge:
        page.merge_cells(merge)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def repacked(content: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """The same file with some parts changed, added or (None) left out."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in dict.fromkeys((*old.namelist(), *changes)):
            part = changes[name] if name in changes else old.read(name)
            if part is not None:
                new.writestr(name, part)
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def sheet(body: str) -> bytes:
    """A sheet written by hand."""
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{body}</sheetData></worksheet>"
    ).encode()


def bomb(megabytes: int) -> bytes:
    """A small file with a sheet of so many megabytes."""
    made = io.BytesIO(xlsx([HEADER]))
    with (
        zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as packed,
        packed.open("xl/extra.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(megabytes):
            part.write(b" " * 1024 * 1024)
    return made.getvalue()
