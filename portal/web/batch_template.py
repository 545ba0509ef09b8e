"""The template of a batch, as Excel with lists to choose from and as CSV; with its pupils in it."""

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import Response
from flask_babel import gettext
from wtforms import Field, SelectField, SelectMultipleField

from forms.base import Facts
from forms.batch import questions
from forms.fields import DayField
from portal.web import csvfile
from portal.workflow.batch import MOST

if TYPE_CHECKING:
    from portal.web.batch_writing import Whole

LONGEST_PROMPT = 250
"""Characters; Excel opens no file with a longer one."""
WIDE, NARROW = 28, 16
MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Column(NamedTuple):
    """One question as a column."""

    field: Field
    head: str
    hint: str
    answers: dict[str, str]
    """Code → what is read; empty when anything may be written."""

    @property
    def several(self) -> bool:
        return isinstance(self.field, SelectMultipleField)

    def text(self, typed: Sequence[str]) -> str:
        """A pupil's answer as it stands in the cell."""
        return "; ".join(self.answers.get(one, one) for one in typed)


def columns(whole: "Whole") -> list[Column]:
    """Every question about a pupil, in its order."""
    facts = Facts(whole.facts.today, meets=whole.facts.meets, municipalities=whole.municipalities)
    return [_column(field) for field in questions(whole.kind, facts)]


def _column(field: Field) -> Column:
    answers = {}
    if isinstance(field, SelectField):
        choices = ((str(code), str(label)) for code, label, *_rest in field.iter_choices())
        answers = {code: label for code, label in choices if code}
    hints = [str(field.description or "")]
    if isinstance(field, DayField):
        hints.append(gettext("Skriv datumet som 2026-11-23."))
    if isinstance(field, SelectMultipleField):
        hints.append(gettext("Flera svar skrivs efter varandra med semikolon emellan."))
    hint = " ".join(filter(None, hints))
    return Column(field, str(field.label.text), hint, answers)


def _rows(whole: "Whole", shown: Sequence[Column]) -> list[list[str]]:
    """The pupils that are in the batch, with their own answers; the common ones stay common."""
    every = (row.typed or {} for row in whole.batch.rows)
    return [[one.text(typed.get(one.field.name, ())) for one in shown] for typed in every]


def as_csv(whole: "Whole") -> Response:
    """For those without Excel."""
    shown = columns(whole)
    return csvfile.download(_file_name(whole), [one.head for one in shown], _rows(whole, shown))


def _file_name(whole: "Whole") -> str:
    return f"mall-{whole.kind.value}"


def as_xlsx(whole: "Whole") -> Response:
    """With explanations and lists. Every text is a text: none of them is ever a formula."""
    from openpyxl import Workbook  # 20 MB, and only where a template is made

    shown = columns(whole)
    book = Workbook()
    sheet: Any = book.active
    sheet.title = gettext("Elever")
    _write(sheet, [[one.head for one in shown], *_rows(whole, shown)])
    sheet.freeze_panes = "C2"
    lists: Any = book.create_sheet(gettext("Svar"))
    lists.sheet_state = "hidden"
    for place, one in enumerate(shown, 1):
        _furnish(sheet, lists, place, one)
    _explain(book.create_sheet(gettext("Förklaringar")), shown)
    target = io.BytesIO()
    book.save(target)
    answer = Response(target.getvalue(), mimetype=MIME)
    name = f'attachment; filename="{_file_name(whole)}.xlsx"'
    answer.headers["Content-Disposition"] = name
    return answer


def _write(sheet: Any, rows: Iterable[Sequence[str]]) -> None:
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            if text:
                cell = sheet.cell(number, place, text)
                cell.data_type, cell.number_format = "s", "@"


def _furnish(sheet: Any, lists: Any, place: int, one: Column) -> None:
    """A column's width, explanation and list of answers."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letter = get_column_letter(place)
    sheet.column_dimensions[letter].width = WIDE if one.answers else NARROW
    sheet.column_dimensions[letter].number_format = "@"
    sheet.cell(1, place).font = Font(bold=True)
    rule = DataValidation(allow_blank=True, prompt=one.hint[:LONGEST_PROMPT] or None)
    rule.showInputMessage = bool(one.hint)
    if one.answers:
        for number, text in enumerate(one.answers.values(), 1):
            lists.cell(number, place, text).data_type = "s"
        rule.type = "list"
        rule.formula1 = f"'{lists.title}'!${letter}$1:${letter}${len(one.answers)}"
        rule.showErrorMessage = not one.several
        rule.error = gettext("Välj ett av svaren i listan.")
    rule.add(f"{letter}2:{letter}{MOST + 1}")
    sheet.add_data_validation(rule)


def _explain(sheet: Any, shown: Sequence[Column]) -> None:
    heads = [gettext("Kolumn"), gettext("Måste besvaras"), gettext("Förklaring"), gettext("Svar")]
    _write(sheet, [heads, *(_explained(one) for one in shown)])
    for letter, width in zip("ABCD", (40, 16, 60, 60), strict=True):
        sheet.column_dimensions[letter].width = width


def _explained(one: Column) -> list[str]:
    must = gettext("Ja, här eller lika för alla") if one.field.flags.required else ""
    answers = "; ".join(one.answers.values())
    if one.field.name == "home_municipality":
        answers = gettext("Kommunens namn eller kod, till exempel Nacka eller 0182")
    return [one.head, must, one.hint, answers]
