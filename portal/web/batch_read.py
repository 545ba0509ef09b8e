"""A filled-in template as rows of a batch: the words of a cell become what a form would post."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from flask_babel import force_locale, gettext
from wtforms import Field, SelectField, SelectMultipleField

from forms.base import Facts
from forms.batch import questions
from forms.checks import visible
from portal.identity import BadIdentityNumber, parse
from portal.queries import batches
from portal.rolls import columns
from portal.rolls.rows import PROTECTED_SERIALS
from portal.rolls.table import Line, Table, Unreadable, read_table
from portal.rolls.values import BadValue, Places, flag
from portal.vocabulary import FormKind, RollFault, RollField
from portal.web import roll_words
from portal.web.csvfile import RUN_BY_SPREADSHEETS
from portal.web.frame import LANGUAGES
from portal.workflow.batch import MOST, Read

if TYPE_CHECKING:
    from portal.models import Membership

ROLL_FIELDS = {
    **{field.value: field.value for field in RollField},
    RollField.PHONE.value: "pupil_phone",
    RollField.EMAIL.value: "pupil_email",
    RollField.ADDRESS.value: "pupil_address",
}
"""What a roll's columns are called in a form: a list from the pupil system may be filled in too."""
PROTECTION = RollField.PROTECTION.value
SEVERAL = re.compile(r"[;\n]")


class Wrong(NamedTuple):
    """What is wrong with a file: in which row, if in one, and whether one phones instead."""

    row: int | None
    text: str
    rings: bool = False


class Reading(NamedTuple):
    """What a file says, or what is wrong with it, in words; never both."""

    rows: list[Read]
    said: list[Wrong]


def read(
    content: bytes,
    kind: FormKind,
    municipalities: Sequence[tuple[str, str]],
    *,
    by: "Membership",
    today: date,
) -> Reading:
    """All rows of a file. Nothing is kept of one with somebody who may be protected in it."""
    try:
        table = read_table(content)
    except Unreadable as error:
        fault = error.fault
        return Reading([], [_wrong(None, fault.kind, fault.facts)])
    reader = Reader(kind, municipalities, table, today)
    said = reader.faults()
    if said:
        return Reading([], said)
    numbers = {number for line in table.lines if (number := reader.number(line))}
    flagged = batches.protected(by, numbers)
    said = [_protected(line.number) for line in table.lines if reader.is_flagged(line, flagged)]
    if said:
        return Reading([], said)
    known = batches.in_roll(by, numbers)
    return Reading(
        [
            Read(line.number, reader.typed(line), known.get(reader.number(line)))
            for line in table.lines
        ],
        [],
    )


def _wrong(row: int | None, kind: RollFault, facts: dict[str, object]) -> Wrong:
    return Wrong(row, roll_words.said(row, kind, facts).text)


def _protected(row: int) -> Wrong:
    return Wrong(
        row,
        gettext(
            "Eleven kan ha skyddade personuppgifter. Ta bort raden ur filen och ring hemkommunen."
        ),
        rings=True,
    )


class Reader:
    """Knows what the columns and the words of a file mean."""

    def __init__(
        self,
        kind: FormKind,
        municipalities: Sequence[tuple[str, str]],
        table: Table,
        today: date,
    ) -> None:
        self.table, self.today = table, today
        self.places = Places(municipalities)
        self.asked = {field.name: field for field in questions(kind, Facts(today))}
        self.names = _names(self.asked.values(), table.headers)
        self.words = {name: _words(field) for name, field in self.asked.items()}

    def faults(self) -> list[Wrong]:
        """What is wrong with the file, column by column and row by row."""
        unknown = [
            gettext("Kolumn %(number)s har en rubrik som inte finns i mallen.", number=place)
            for place, name in enumerate(self.names, 1)
            if name is None
        ]
        if "number" not in self.names:
            unknown.append(gettext("Kolumnen med personnummer saknas."))
        twice = [name for name in self.names if name and self.names.count(name) > 1]
        if twice:
            unknown.append(gettext("Två kolumner har samma rubrik. Ta bort den ena."))
        if len(self.table.lines) > MOST:
            unknown.append(gettext("Filen har fler än %(most)s elever. Dela upp den.", most=MOST))
        rows = [fault for line in self.table.lines for fault in self._of_row(line)]
        return [*(Wrong(None, text) for text in unknown), *rows]

    def _of_row(self, line: Line) -> Iterable[Wrong]:
        width = len(self.names)
        if any(line.cells[width:]):
            yield _wrong(line.number, RollFault.CELLS, {})
        if len(line.cells) < width and self.table.is_ragged:
            yield _wrong(line.number, RollFault.FEW_CELLS, {})
        if any(cell.startswith("=") for cell in line.cells):
            yield _wrong(line.number, RollFault.FORMULA, {})

    def _cells(self, line: Line) -> Iterable[tuple[str, str]]:
        pairs = zip(self.names, line.cells, strict=False)
        return ((name, _plain(cell)) for name, cell in pairs if name)

    def number(self, line: Line) -> str:
        """The identity number of a row; empty when it is none."""
        try:
            return parse(dict(self._cells(line)).get("number", ""), self.today).value
        except BadIdentityNumber:
            return ""

    def is_flagged(self, line: Line, flagged: set[str]) -> bool:
        """Whether the pupil is, or may be, protected: by the roll, the file or the number."""
        number = self.number(line)
        says = flag(dict(self._cells(line)).get(PROTECTION, ""))
        return number in flagged or number.endswith(PROTECTED_SERIALS) or bool(says)

    def typed(self, line: Line) -> dict[str, list[str]]:
        """The row as a form would post it; a word that is not understood stays as it is."""
        return {
            name: self._texts(name, text)
            for name, text in self._cells(line)
            if text and name in self.asked
        }

    def _texts(self, name: str, text: str) -> list[str]:
        if name == "home_municipality":
            try:
                return [self.places.code(text) or ""]
            except BadValue:
                return [text]
        words = self.words[name]
        if isinstance(self.asked[name], SelectMultipleField):
            parts = [part.strip() for part in SEVERAL.split(text) if part.strip()]
            return [words.get(fold(part), part) for part in parts]
        return [words.get(fold(text), text)]


def fold(text: str) -> str:
    """A header or an answer without what a hand may change in it."""
    return re.sub(r"[^\w]", "", text.casefold())


def _names(fields: Iterable[Field], headers: Sequence[str]) -> list[str | None]:
    """The question of each column; empty for one that is known and not used, else None."""
    known: dict[str, str] = {}
    for field in fields:
        for said in (field.name, *_in_all_languages(field.label.text)):
            known[fold(said)] = field.name
    asked = set(known.values())
    of_roll = columns.guess(headers, {})
    found: list[str | None] = []
    for header in headers:
        roll_name = ROLL_FIELDS.get(of_roll.get(header, ""), "")
        other = roll_name if roll_name in asked or roll_name == PROTECTION else ""
        found.append(known.get(fold(header), other if roll_name or not header else None))
    return found


def _in_all_languages(text: object) -> list[str]:
    said = []
    for language in LANGUAGES:
        with force_locale(language):
            said.append(str(text))
    return said


def _words(field: Field) -> Mapping[str, str]:
    """What may be answered, as it is read and as it is posted."""
    if not isinstance(field, SelectField):
        return {}
    words = {}
    for code, label, *_rest in field.iter_choices():
        for said in (str(code), *_in_all_languages(label)):
            words[fold(said)] = str(code)
    return words


def _plain(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running a text."""
    text = visible(cell.strip())
    if text.startswith("'") and text[1:].startswith(RUN_BY_SPREADSHEETS):
        return text[1:]
    return text
