"""Lists to download: CSV as Swedish spreadsheets open it, with nothing that they would run."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from flask import Response

from portal import clock
from portal.vocabulary import Word
from portal.web import filters

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
RUN_BY_SPREADSHEETS = tuple("=+-@|\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What a cell must not begin with: a spreadsheet would take it for a formula or a command."""


def text(value: Any) -> str:
    """One cell: words in the reader's language, days and times as a spreadsheet sorts them."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return clock.local(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Word):
        return _harmless(filters.word(value))
    return _harmless(str(value))


def _harmless(said: str) -> str:
    """An apostrophe first makes any text a text."""
    visible = said.lstrip(" \N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}" + BYTE_ORDER_MARK)
    return f"'{said}" if visible.startswith(RUN_BY_SPREADSHEETS) else said


def download(name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """The file; its name says what it is and nothing about whom."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([text(value) for value in row] for row in rows)
    body = (BYTE_ORDER_MARK + target.getvalue()).encode()
    answer = Response(body, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
