"""Municipalities, organisers, school units and programmes as data, loaded into rows.

Loading may be repeated: it adds what is new and brings the rest up to date, deletes nothing and
leaves alone what an administrator has completed. Sources and licences: SOURCES.md.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.models import Municipality, Organiser, Programme, SchoolUnit
from portal.models.organisations import full_name
from portal.vocabulary import OrganiserKind, SchoolForm

_HERE = Path(__file__).parent
_ORGANISERS = {
    "kommunal": OrganiserKind.MUNICIPAL,
    "kommunalforbund": OrganiserKind.ASSOCIATION,
    "region": OrganiserKind.REGION,
    "enskild": OrganiserKind.INDEPENDENT,
}
_FORMS = {"GY": SchoolForm.UPPER_SECONDARY, "GYAN": SchoolForm.ADAPTED}


class Counts(NamedTuple):
    """How many of each the reference data holds."""

    municipalities: int
    named_units: int
    nameless_units: int
    programmes: int


def load(session: Session) -> Counts:
    """Bring the reference data into the database; the caller commits."""
    municipalities = list(_read("kommuner.csv"))
    units = list(_read("skolenheter.csv"))
    nameless = list(_read("skolenheter-utan-namn.csv"))
    programmes = list(_read("program.csv"))
    _load_municipalities(session, municipalities)
    _load_units(session, units, _organisers_by_municipality(session, municipalities))
    _load_nameless(session, nameless)
    _load_programmes(session, programmes)
    return Counts(len(municipalities), len(units), len(nameless), len(programmes))


def _read(name: str) -> Iterator[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _load_municipalities(session: Session, rows: list[dict[str, str]]) -> None:
    """Name and county only: whether a municipality has joined and how to reach it is its own."""
    statement = insert(Municipality)
    new = statement.excluded
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[Municipality.code], set_={"name": new.name, "county": new.county}
        ),
        [{"code": row["kommunkod"], "name": row["kommun"], "county": row["lan"]} for row in rows],
    )


def _organisers_by_municipality(session: Session, rows: list[dict[str, str]]) -> dict[str, UUID]:
    """Each municipality as organiser of its own schools, by its code."""
    session.execute(
        insert(Organiser).on_conflict_do_nothing(),
        [
            {
                "id": uuid4(),
                "name": full_name(row["kommun"]),
                "kind": OrganiserKind.MUNICIPAL,
                "municipality_code": row["kommunkod"],
            }
            for row in rows
        ],
    )
    own = select(Organiser.municipality_code, Organiser.id).where(
        Organiser.municipality_code.is_not(None)
    )
    return {code: organiser for code, organiser in session.execute(own) if code is not None}


def _load_units(session: Session, rows: list[dict[str, str]], organisers: dict[str, UUID]) -> None:
    values = [_unit(row, organisers) for row in rows]
    statement = insert(SchoolUnit)
    known = {name: statement.excluded[name] for name in values[0] if name != "code"}
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[SchoolUnit.code], set_=known, where=~SchoolUnit.edited
        ),
        values,
    )


def _unit(row: dict[str, str], organisers: dict[str, UUID]) -> dict[str, Any]:
    """A school unit's facts. Who runs it is known by name only when that is the municipality."""
    kind, code = _ORGANISERS[row["huvudmannatyp"]], row["kommunkod"]
    return {
        "code": row["skolenhetskod"],
        "name": row["namn"],
        "form": SchoolForm(row["skolform"]),
        "organiser_kind": kind,
        "organiser_id": organisers.get(code) if kind is OrganiserKind.MUNICIPAL else None,
        "municipality_code": code,
        "town": row["postort"],
        "programme_codes": row["programkoder"],
        "complete": True,
    }


def _load_nameless(session: Session, rows: list[dict[str, str]]) -> None:
    """Units of which only the code is known: they may file, and an administrator completes them."""
    session.execute(
        insert(SchoolUnit).on_conflict_do_nothing(),
        [{"code": row["skolenhetskod"]} for row in rows],
    )


def _load_programmes(session: Session, rows: list[dict[str, str]]) -> None:
    statement = insert(Programme)
    values = [
        {
            "code": row["code"],
            "name": row["name"],
            "form": _FORMS[row["school_form"]],
            "type": row["type"],
            "curriculum": row["laroplan"],
        }
        for row in rows
    ]
    known = {name: statement.excluded[name] for name in values[0] if name != "code"}
    session.execute(
        statement.on_conflict_do_update(index_elements=[Programme.code], set_=known), values
    )
