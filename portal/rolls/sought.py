"""Youths a municipality asks about, from a file: numbers, and the school units that let them go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.access.rules import require
from portal.db import keyed_hash, session, transaction
from portal.identity import BadIdentityNumber, parse
from portal.models import Membership, RollPupil
from portal.queries import sought
from portal.rolls import columns
from portal.rolls.table import Fault, Line, Table, Unreadable, read_table
from portal.vocabulary import Permission, RollFault, RollField
from portal.workflow import sought as workflow


@dataclass(frozen=True)
class Youth:
    """One row: whom it is about, and the school unit where it says one."""

    row: int
    number: str
    unit_code: str

    @property
    def number_hash(self) -> str:
        return keyed_hash(self.number)


@dataclass(frozen=True)
class Asked:
    """What came of a file: how many are asked about, which rows lead to no school."""

    asked: int
    filed: int
    """The school has filed the dropout already."""
    waiting: int
    """Asked about before, and not answered yet."""
    unknown: list[int]
    """Rows about youths in no school's roll here."""


def read(content: bytes, day: date) -> tuple[list[Youth], list[Fault]]:
    """The rows of a file, and what is wrong with them. Other columns are not looked at."""
    try:
        table = read_table(content)
        number, unit = _places(table)
    except Unreadable as error:
        return [], [error.fault]
    youths, faults = [], []
    for line in table.lines:
        try:
            said = parse(_cell(line, number), day)
        except BadIdentityNumber:
            faults.append(Fault(RollFault.BAD_NUMBER, line.number))
            continue
        youths.append(Youth(line.number, said.value, _cell(line, unit)))
    return youths, faults


def _places(table: Table) -> tuple[int, int | None]:
    """Where the number stands, and where the school unit's code."""
    paired = columns.guess(table.headers, {})
    found = [paired.get(name, "") for name in table.headers]
    if RollField.NUMBER.value not in found:
        raise Unreadable(RollFault.NO_NUMBER_COLUMN)
    unit = RollField.SCHOOL_UNIT.value
    return found.index(RollField.NUMBER.value), found.index(unit) if unit in found else None


def _cell(line: Line, place: int | None) -> str:
    return line.cells[place].strip() if place is not None and place < len(line.cells) else ""


def ask(youths: Sequence[Youth], *, by: Membership, at: datetime) -> Asked:
    """Ask the schools that have them in their rolls; no other hears of it. One mail to each."""
    require(by, Permission.SOUGHT_ASK, by.municipality)
    with transaction():
        known = sought.pupils(by, {one.number_hash for one in youths})
        by_hash: dict[str, list[sought.Known]] = {}
        for one in known:
            by_hash.setdefault(one.pupil.number_hash or "", []).append(one)
        pairs = {one: _of(one, by_hash.get(one.number_hash, ())) for one in youths}
        new = {
            found.pupil.id: (found.pupil, youth)
            for youth, here in pairs.items()
            for found in here
            if not (found.is_filed or found.is_asked)
        }
        _store(list(new.values()), by=by, at=at)
    everybody = [found for here in pairs.values() for found in here]
    return Asked(
        asked=len(new),
        filed=sum(one.is_filed for one in everybody),
        waiting=sum(one.is_asked and not one.is_filed for one in everybody),
        unknown=[one.row for one, here in pairs.items() if not here],
    )


def _of(youth: Youth, known: Sequence[sought.Known]) -> list[sought.Known]:
    return [one for one in known if youth.unit_code in ("", one.pupil.school_unit_code)]


def _store(new: list[tuple[RollPupil, Youth]], *, by: Membership, at: datetime) -> None:
    session().add_all(workflow.ask(pupil, youth.number, by=by, at=at) for pupil, youth in new)
    units = {pupil.school_unit_code for pupil, _ in new}
    session().add_all(workflow.letter(one, by=by, at=at) for one in sought.told_at(units))
