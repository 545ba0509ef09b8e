"""Rows of a file to the register: checked, in one shape, each with what it means to the register.

Of a row with protected data nothing comes out at all, not even a hash.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.characters import is_hidden
from portal.db import keyed_hash
from portal.identity import BadIdentityNumber, IdentityNumber, age_on, parse
from portal.queries.intake import Matches
from portal.rolls import values
from portal.rolls.columns import NAMES, plain
from portal.rolls.rows import PROTECTED_SERIALS
from portal.rolls.table import Table
from portal.rolls.values import BadValue
from portal.vocabulary import IntakeField, RegistrationReason, RollField, RowFault, RowStanding
from portal.workflow.legal import covered_by_kaa

Row = dict[str, Any]
Texts = Mapping[IntakeField, str]
LONGEST = 200
SHARED = {
    **{
        field: NAMES[RollField(field.value)]
        for field in IntakeField
        if field.value in list(RollField)
    },
    IntakeField.PROTECTION: NAMES[RollField.PROTECTION],
    IntakeField.REASON: "orsak inskrivningsorsak avgangsorsak avbrottsorsak status",
    IntakeField.SCHOOL: "skola skolnamn senasteskola skolenhet skolenhetsnamn",
    IntakeField.PROGRAMME: "program programkod studievag studievagskod",
    IntakeField.ENDED_ON: "slutdatum avbrottsdatum utskriven avgangsdatum",
    IntakeField.SCHOOL_STAGE: "skolform verksamhetsform",
}
"""The usual names of columns; those that a roll has too are called the same."""
KNOWN_HEADERS = {name: field.value for field, names in SHARED.items() for name in names.split()}
REASONS = {
    RegistrationReason.DROPPED_OUT: "avbrott avbruten avbrutit avbrutnastudier studieavbrott "
    "avbrutitgymnasiestudier avbrutna hoppatav",
    RegistrationReason.STUDIEBEVIS: "studiebevis slutatmedstudiebevis",
    RegistrationReason.NEVER_STARTED: "aldrigborjat aldrigborjatgymnasieskolan ejpaborjat "
    "ejborjat harintepaborjat",
    RegistrationReason.NEWLY_ARRIVED: "nyanland nyanlandefterskolpliktigalder",
    RegistrationReason.MOVED_IN: "inflyttad nyinflyttad inflyttadfranenannankommun",
}
"""How files say why a youth is in them."""
_REASONS = {text: reason for reason, texts in REASONS.items() for text in texts.split()}


@dataclass
class Read:
    """What a file says, and how many rows are about somebody protected."""

    rows: list[Row] = field(default_factory=list)
    flagged: int = 0


def guess(headers: list[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """As far as one can tell what the columns are; the rest is for somebody to say."""
    return {
        name: remembered.get(name, KNOWN_HEADERS.get(plain(name), ""))
        for name in filter(None, headers)
    }


def read(
    table: Table, paired: Mapping[str, str], reason: RegistrationReason | None, today: date
) -> Read:
    """Every row, by what its columns say."""
    found, seen = Read(), set[str]()
    for number, texts, whole in _texts(table, paired):
        identity, fault = _identity(texts, today)
        if _is_protected(identity, texts):
            found.flagged += 1
            continue
        row = _row(texts, identity, reason)
        if fault:
            row["faults"].insert(0, fault.value)
        if not whole:
            row["faults"] = [RowFault.CELLS.value]
        if row["hash"] in seen:
            row["faults"].append(RowFault.TWICE.value)
        seen.add(row["hash"] or f"row {number}")
        found.rows.append(row | {"row": number})
    return found


def _texts(table: Table, paired: Mapping[str, str]) -> Iterator[tuple[int, Texts, bool]]:
    fields = [IntakeField(paired[name]) if paired.get(name) else None for name in table.headers]
    for line in table.lines:
        cells = [values.tidy(cell) for cell in line.cells]
        cut = table.is_ragged and len(cells) < len(fields)
        whole = not cut and not any(cells[len(fields) :])
        cells += [""] * (len(fields) - len(cells))
        pairs = zip(fields, cells, strict=False)
        yield line.number, {name: cell for name, cell in pairs if name}, whole


def _identity(texts: Texts, today: date) -> tuple[IdentityNumber | None, RowFault | None]:
    text = texts.get(IntakeField.NUMBER, "")
    if not text:
        return None, RowFault.NO_NUMBER
    try:
        return parse(text, today), None
    except BadIdentityNumber:
        return None, RowFault.BAD_NUMBER


def _is_protected(identity: IdentityNumber | None, texts: Texts) -> bool:
    said = values.flag(texts.get(IntakeField.PROTECTION, ""))
    return bool(said) or (identity is not None and identity.value.endswith(PROTECTED_SERIALS))


def _row(texts: Texts, identity: IdentityNumber | None, reason: RegistrationReason | None) -> Row:
    faults = [one for one in (_characters(texts), _formula(texts), _nameless(texts)) if one]
    born, bad = _day(texts, IntakeField.BIRTH_DATE)
    born = (identity.birth_date if identity else None) or born
    ended, bad_end = _day(texts, IntakeField.ENDED_ON)
    if bad or bad_end:
        faults.append(RowFault.BAD_DAY)
    if identity is not None and born is None:
        faults.append(RowFault.NO_BIRTH_DATE)
    why = _reason(texts, reason)
    if why is None:
        faults.append(RowFault.BAD_REASON)
    return {
        "number": identity.value if identity else "",
        "hash": keyed_hash(identity.value) if identity else "",
        "birth_date": born.isoformat() if born else "",
        "ended_on": ended.isoformat() if ended else "",
        "reason": why.value if why else "",
        "address": _address(texts),
        "school": _school(texts),
        "stage": texts.get(IntakeField.SCHOOL_STAGE, ""),
        "faults": [one.value for one in faults],
    } | {name.value: texts.get(name, "") for name in _PLAIN}


_PLAIN = (
    *(IntakeField.GIVEN_NAME, IntakeField.FAMILY_NAME),
    *(IntakeField.PHONE, IntakeField.EMAIL),
)


def _characters(texts: Texts) -> RowFault | None:
    bad = any(
        len(text) > LONGEST or any(is_hidden(char) or char in "\t\n" for char in text)
        for text in texts.values()
    )
    return RowFault.BAD_CHARACTERS if bad else None


def _formula(texts: Texts) -> RowFault | None:
    return RowFault.FORMULA if any(text.startswith("=") for text in texts.values()) else None


def _nameless(texts: Texts) -> RowFault | None:
    names = (IntakeField.GIVEN_NAME, IntakeField.FAMILY_NAME)
    asked = any(name in texts for name in names)
    return RowFault.NO_NAME if asked and not any(texts.get(name) for name in names) else None


def _day(texts: Texts, name: IntakeField) -> tuple[date | None, bool]:
    """The day, and whether something stands there that is none."""
    try:
        return values.day(texts.get(name, "")), False
    except BadValue:
        return None, True


def _reason(texts: Texts, reason: RegistrationReason | None) -> RegistrationReason | None:
    """What the row says goes before what was said of all; what it says wrongly is a fault."""
    text = texts.get(IntakeField.REASON, "")
    return _REASONS.get(plain(text)) if text else reason


def _address(texts: Texts) -> str:
    town = " ".join(filter(None, (texts.get(one, "") for one in _TOWN)))
    return ", ".join(filter(None, (texts.get(IntakeField.ADDRESS, ""), town)))


_TOWN = (IntakeField.POSTAL_CODE, IntakeField.TOWN)


def _school(texts: Texts) -> str:
    return ", ".join(
        filter(None, (texts.get(one, "") for one in (IntakeField.SCHOOL, IntakeField.PROGRAMME)))
    )


def stand(rows: list[Row], known: Matches, today: date) -> dict[str, int]:
    """Write at each row what it means to the register now; how many there are of each."""
    counts = dict.fromkeys((one.value for one in RowStanding), 0)
    for row in rows:
        standing = _standing(row, known, today)
        row["standing"], row["about"] = standing.value, ""
        if standing is RowStanding.CLOSED:
            row["about"] = known.ended[row["hash"]]
        elif standing is RowStanding.IN_QUEUE:
            row["about"] = known.cases[row["hash"]]
        counts[standing.value] += 1
    return counts


def _standing(row: Row, known: Matches, today: date) -> RowStanding:
    """Who is in other hands reads as who is in the register: nothing else is told of them."""
    mark = row["hash"]
    if mark in known.running or mark in known.in_other_hands:
        return RowStanding.KNOWN
    if row["faults"]:
        return RowStanding.FAULTY
    if not covered_by_kaa(age_on(date.fromisoformat(row["birth_date"]), today)):
        return RowStanding.TOO_OLD
    if mark in known.ended:
        return RowStanding.CLOSED
    return RowStanding.IN_QUEUE if mark in known.cases else RowStanding.NEW
