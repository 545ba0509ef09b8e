"""Rows of a roll as they are stored: checked, in one shape, whatever source they come from.

A source gives each row as texts by field (`Reader.take`), a file by its columns, another system by
its answers. What comes out is JSON: it waits, encrypted, until somebody has looked at the preview.
Of a row with protected data nothing comes out but keyed hashes, by which a flag is remembered.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from portal.characters import folded, is_hidden
from portal.db import keyed_hash
from portal.identity import BadIdentityNumber, IdentityNumber, age_on, parse
from portal.rolls import values
from portal.rolls.table import Fault, Table
from portal.rolls.values import BadValue
from portal.vocabulary import RollFault, RollField
from portal.workflow.legal import ADULT_AGE

Row = dict[str, Any]
Texts = Mapping[RollField, str]
PROTECTED_SERIALS = ("TF10", "TF20")
"""What SCB asks schools to write instead of the number of a pupil with protected identity."""
STEP = 1000
"""Rows between two words of how far one has come."""
NAMED = (RollField.GIVEN_NAME, RollField.FAMILY_NAME)
CONTACT = (
    *(RollField.ADDRESS, RollField.POSTAL_CODE, RollField.TOWN, RollField.PHONE, RollField.EMAIL),
)
GUARDIANS = (
    *(RollField.GUARDIAN_NAME, RollField.GUARDIAN_PHONE),
    *(RollField.GUARDIAN2_NAME, RollField.GUARDIAN2_PHONE),
)
PLAIN = (RollField.CLASS_NAME, *CONTACT, *GUARDIANS)
DAYS = (
    *(RollField.STARTED_ON, RollField.ENDED_ON, RollField.ABSENT_SINCE),
    *(RollField.ATTENDANCE_FROM, RollField.ATTENDANCE_TO),
)
FIGURES = (
    *(RollField.UNEXCUSED_MINUTES, RollField.VALID_MINUTES, RollField.OFFERED_MINUTES),
    *(RollField.REPORTED_MINUTES, RollField.OCCASIONS),
)
LONGEST = {
    **dict.fromkeys(NAMED, 100),
    RollField.CLASS_NAME: 60,
    RollField.PHONE: 40,
    RollField.EMAIL: 254,
}
LINE = 200
_EXCEL = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)


class Reader:
    """Takes one row after the other and remembers whom it has seen."""

    def __init__(
        self, unit_code: str, municipalities: Iterable[tuple[str, str]], today: date
    ) -> None:
        self.unit_code, self.today = unit_code, today
        self.places = values.Places(municipalities)
        self.rows: list[Row] = []
        self.faults: list[Fault] = []
        self._seen: dict[str, int] = {}

    def take(self, number: int, texts: Texts) -> None:
        """Keep the row, or what is wrong with it."""
        texts = {field: values.tidy(text) for field, text in texts.items()}
        identity, bad = self._identity(texts)
        if values.flag(texts.get(RollField.PROTECTION, "")) or _is_protected(identity):
            self.rows.append(self._hashes(identity, texts) | {"flag": True})
            return
        faults = [bad] if bad else []
        row = self._row(identity, texts, faults)
        other = self._seen_before(number, row)
        if other is not None:
            faults.append(Fault(RollFault.SAME_NUMBER, None, {"other": other}))
        self.faults += [Fault(one.kind, number, one.facts) for one in faults]
        self.rows.append(row)

    def _identity(self, texts: Texts) -> tuple[IdentityNumber | None, Fault | None]:
        text = texts.get(RollField.NUMBER, "")
        if not text:
            return None, None
        if _EXCEL.fullmatch(text):
            return None, Fault(RollFault.EXCEL_NUMBER)
        try:
            return parse(text, self.today), None
        except BadIdentityNumber:
            return None, Fault(RollFault.BAD_NUMBER)

    def _born(self, identity: IdentityNumber | None, texts: Texts) -> date | None:
        """A birth date that is stated goes before the one in the number."""
        try:
            stated = values.day(texts.get(RollField.BIRTH_DATE, ""))
        except BadValue:
            stated = None
        return stated or (identity.birth_date if identity else None)

    def _hashes(self, identity: IdentityNumber | None, texts: Texts) -> Row:
        born = self._born(identity, texts)
        name = folded(*(texts.get(one, "") for one in reversed(NAMED)))
        own = identity is not None and not _is_protected(identity)
        return {
            "number_hash": keyed_hash(identity.value) if identity is not None and own else None,
            "name_hash": keyed_hash(f"{born}|{name}") if born and name else None,
        }

    def _row(self, identity: IdentityNumber | None, texts: Texts, faults: list[Fault]) -> Row:
        _check_characters(texts, faults)
        if any(text.startswith("=") for text in texts.values()):
            faults.append(Fault(RollFault.FORMULA))
        if not any(texts.get(one) for one in NAMED):
            faults.append(Fault(RollFault.NO_NAME))
        born = self._born(identity, texts)
        if identity is None and born is None and not faults:
            faults.append(Fault(RollFault.NO_IDENTITY))
        if texts.get(RollField.SCHOOL_UNIT, self.unit_code) not in ("", self.unit_code):
            faults.append(Fault(RollFault.OTHER_UNIT))
        return self._facts(texts, faults, born) | {
            **self._hashes(identity, texts),
            "flag": values.flag(texts.get(RollField.PROTECTION, "")),
            "number": identity.value if identity else None,
            "birth_date": born.isoformat() if born else None,
        }

    def _facts(self, texts: Texts, faults: list[Fault], born: date | None) -> Row:
        """Each field that the source speaks of; guardians only of who is not of age."""
        row: Row = {}
        for field, read in self._readers().items():
            if field in texts:
                try:
                    row[field.value] = read(texts[field])
                except BadValue as wrong:
                    facts = {"column": field.value} if "column" in wrong.kind.label else {}
                    faults.append(Fault(wrong.kind, None, facts))
        if RollField.HOME_MUNICIPALITY in texts:
            try:
                row["home_municipality"] = self.places.code(
                    texts[RollField.HOME_MUNICIPALITY], texts.get(RollField.COUNTY, "")
                )
            except BadValue as wrong:
                faults.append(Fault(wrong.kind))
        if _ends_before(row):
            faults.append(Fault(RollFault.BAD_DAYS))
        if born is not None and age_on(born, self.today) >= ADULT_AGE:
            row |= {field.value: "" for field in GUARDIANS if field.value in row}
        return row

    def _readers(self) -> dict[RollField, Callable[[str], Any]]:
        return {
            **dict.fromkeys((*NAMED, *PLAIN), str),
            **dict.fromkeys(DAYS, values.day_text),
            **dict.fromkeys(FIGURES, values.figure),
            RollField.PROGRAMME_CODE: values.programme,
            RollField.YEAR: values.school_year,
            RollField.BIRTH_DATE: self._birth_date,
        }

    def _birth_date(self, text: str) -> str | None:
        born = values.day(text)
        if born is not None and born > self.today:
            raise BadValue(RollFault.BAD_DAY)
        return values.day_text(text)

    def _seen_before(self, number: int, row: Row) -> int | None:
        """The row where the same pupil stands already."""
        key = row["number_hash"] or row["name_hash"]
        if key is None:
            return None
        first = self._seen.setdefault(key, number)
        return None if first == number else first


def _is_protected(identity: IdentityNumber | None) -> bool:
    return identity is not None and identity.value.endswith(PROTECTED_SERIALS)


def _check_characters(texts: Texts, faults: list[Fault]) -> None:
    for field, text in texts.items():
        most = LONGEST.get(field, LINE)
        if len(text) > most:
            faults.append(Fault(RollFault.LONG, None, {"column": field.value, "most": most}))
        if not (text.isascii() and text.isprintable()) and any(
            is_hidden(char) or char in "\t\n" for char in text
        ):
            faults.append(Fault(RollFault.HIDDEN, None, {"column": field.value}))


def _ends_before(row: Row) -> bool:
    pairs = (("started_on", "ended_on"), ("attendance_from", "attendance_to"))
    return any(row.get(first) and row.get(last) and row[last] < row[first] for first, last in pairs)


def read_rows(
    table: Table, columns: Mapping[str, str], reader: Reader, progress: Callable[[int], None]
) -> None:
    """Every row of a file, by what its columns say."""
    fields = [RollField(columns[name]) if columns.get(name) else None for name in table.headers]
    width = len(fields)
    for done, line in enumerate(table.lines, 1):
        if any(line.cells[width:]):
            reader.faults.append(Fault(RollFault.CELLS, line.number))
        elif len(line.cells) < width and table.is_ragged:
            reader.faults.append(Fault(RollFault.FEW_CELLS, line.number))
        else:
            cells = [*line.cells, *[""] * (width - len(line.cells))]
            reader.take(
                line.number,
                {field: cell for field, cell in zip(fields, cells, strict=False) if field},
            )
        if done % STEP == 0:
            progress(done)
