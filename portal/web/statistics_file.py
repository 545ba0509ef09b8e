"""A table as CSV or Excel: every cell a text, which no spreadsheet runs."""

import io
from collections.abc import Sequence
from typing import Any

from flask import Response
from flask_babel import gettext

from portal.vocabulary import FileShape
from portal.web import csvfile
from portal.web.batch_template import MIME


def answer(
    name: str, heads: Sequence[str], rows: Sequence[Sequence[str]], shape: FileShape
) -> Response:
    """The download; its name says what it is and nothing about whom."""
    if shape is FileShape.CSV:
        return csvfile.download(name, [csvfile.text(head) for head in heads], rows)
    made = Response(_xlsx([heads, *rows]), mimetype=MIME)
    made.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return made


def _xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    from openpyxl import Workbook  # 20 MB, and only where a file is made
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(gettext("Statistik"))
    sheet.freeze_panes = "A2"
    for row in rows:
        cells = []
        for text in row:
            cell: Any = WriteOnlyCell(sheet, text or None)
            if text:
                cell.data_type, cell.number_format = "s", "@"
            cells.append(cell)
        sheet.append(cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
