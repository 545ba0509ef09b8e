"""Everybody at one school unit, asked of its pupil system and given to the roll's reader."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from portal.rolls.rows import Reader
from portal.rolls.ss12000 import persons
from portal.rolls.ss12000.connection import Access, Connection
from portal.rolls.table import MOST_ROWS, Unreadable
from portal.vocabulary import RollFault

Json = dict[str, Any]
UNIT = "skolenhet"
AT_A_TIME = 100
"""Guardians asked for at once."""
PERIOD = timedelta(days=30)
"""How far back absence is asked for, yesterday included."""
NOT_OFFERED = frozenset({RollFault.SOURCE_ADDRESS, RollFault.SOURCE_REFUSES})
"""A server may lack a part, or not let us see it; the roll itself is good without."""


def fetch(access: Access, reader: Reader, day: date, progress: Callable[[int], None]) -> int:
    """Give the reader everybody who is or was enrolled; how much could not be read for certain."""
    connection = Connection(access)
    unit_id = _unit(connection, reader.unit_code)
    everybody = list(_enrolled(connection, unit_id))
    if not everybody:
        raise Unreadable(RollFault.SOURCE_EMPTY)
    progress(len(everybody))
    attendance = _attendance(connection, unit_id, day)
    guardians = _guardians(connection, everybody, day)
    normaliser = persons.Normaliser(reader.places, day)
    for number, person in enumerate(everybody, 1):
        texts = normaliser.texts(person, persons.enrolment(person, unit_id, day))
        if texts is None:
            continue
        if attendance is not None and not persons.is_flagged(person):
            texts |= attendance.of(persons.reference(person))
        ids = persons.guardian_ids(person, day)
        if ids and guardians is not None:
            texts |= persons.guardians(guardians[one] for one in ids if one in guardians)
        reader.take(number, texts)
    return normaliser.left_out


def _unit(connection: Connection, code: str) -> str:
    """The unit's id in the system; servers that do not know the filter give everything."""
    for one in connection.pages("/organisations", {"schoolUnitCode": code}):
        kind = str(one.get("organisationType") or UNIT).casefold()
        if str(one.get("schoolUnitCode")) == code and kind == UNIT and persons.reference(one):
            return persons.reference(one)
    raise Unreadable(RollFault.SOURCE_UNIT)


def _enrolled(connection: Connection, unit_id: str) -> Iterator[Json]:
    query = {"relationship.entity.type": "enrolment", "relationship.organisation": unit_id}
    seen: set[str] = set()
    for one in connection.pages("/persons", query):
        person_id = persons.reference(one)
        if person_id in seen or not _is_here(one, unit_id):
            continue
        if len(seen) >= MOST_ROWS:
            raise Unreadable(RollFault.SOURCE_LARGE)
        seen.add(person_id)
        yield one


def _is_here(person: Json, unit_id: str) -> bool:
    """Whatever the filter does: only those who have an enrolment at the unit."""
    found = person.get("enrolments")
    return isinstance(found, list) and any(
        isinstance(one, dict)
        and persons.reference(one.get("enroledAt", one.get("enrolledAt"))) == unit_id
        for one in found
    )


def _attendance(connection: Connection, unit_id: str, day: date) -> persons.Attendance | None:
    """The last month's minutes; a system that has none of anybody says nothing of absence."""
    first, last = day - PERIOD, day - timedelta(days=1)
    query = {"startDate": str(first), "endDate": str(last), "organisation": unit_id}
    try:
        rows = list(connection.pages("/aggregatedAttendance", query))
        return persons.added_up(rows, first, last) if rows else None
    except Unreadable as error:
        if error.fault.kind in NOT_OFFERED:
            return None
        raise


def _guardians(connection: Connection, everybody: list[Json], day: date) -> dict[str, Json] | None:
    ids = sorted({found for one in everybody for found in persons.guardian_ids(one, day)})
    try:
        return {
            persons.reference(one): one
            for start in range(0, len(ids), AT_A_TIME)
            for one in connection.look_up("/persons/lookup", ids[start : start + AT_A_TIME])
        }
    except Unreadable as error:
        if error.fault.kind in NOT_OFFERED:
            return None
        raise
