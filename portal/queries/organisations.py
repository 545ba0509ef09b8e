"""Municipalities, organisers and school units, as their administrators see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from portal.access.rules import require
from portal.access.scope import visible_municipalities, visible_school_units
from portal.db import session
from portal.errors import NotFound
from portal.models import Membership, Municipality, Organiser, SchoolUnit
from portal.vocabulary import Permission

PAGE = 50


@dataclass(frozen=True)
class UnitSearch:
    """Which school units are looked for; what is left out matches everything."""

    name: str = ""
    municipality_code: str = ""
    only_incomplete: bool = False


def swedish_order(name: InstrumentedAttribute[str]) -> ColumnElement[str]:
    """What names are sorted by: å, ä and ö come last, whatever languages the database knows."""
    return func.translate(func.lower(name), "åäö", "{|}").collate("C")


def municipalities_for(
    by: Membership, *, name: str = "", joined: bool | None = None
) -> Sequence[Municipality]:
    """The municipalities somebody administers, by name."""
    wanted = select(Municipality).where(visible_municipalities(by))
    if name:
        wanted = wanted.where(func.lower(Municipality.name).contains(name.lower(), autoescape=True))
    if joined is not None:
        has_joined = Municipality.joined_on.is_not(None)
        wanted = wanted.where(has_joined if joined else ~has_joined)
    return session().scalars(wanted.order_by(swedish_order(Municipality.name))).all()


def municipality_for(by: Membership, code: str, *, locked: bool = False) -> Municipality:
    """One municipality with its routines; another's does not exist."""
    wanted = (
        select(Municipality)
        .where(Municipality.code == code, visible_municipalities(by))
        .options(selectinload(Municipality.routines))
    )
    if locked:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    municipality = session().scalar(wanted)
    if municipality is None:
        raise NotFound
    require(by, Permission.MUNICIPALITY_MANAGE, municipality)
    return municipality


def choices_of_municipalities() -> list[tuple[str, str]]:
    """Code and name of all, for lists to choose from."""
    wanted = select(Municipality.code, Municipality.name)
    rows = session().execute(wanted.order_by(swedish_order(Municipality.name)))
    return [(code, name) for code, name in rows]


def municipality(code: str | None) -> Municipality | None:
    """Any municipality, as a place."""
    return session().get(Municipality, code) if code else None


def units_for(
    by: Membership, search: UnitSearch, *, after: str | None = None
) -> Sequence[SchoolUnit]:
    """A page of the school units somebody administers and the first of the next, by name."""
    wanted = (
        select(SchoolUnit)
        .where(visible_school_units(by), *_matches(search))
        .options(joinedload(SchoolUnit.organiser), joinedload(SchoolUnit.municipality))
    )
    order = tuple_(swedish_order(SchoolUnit.name), SchoolUnit.code)
    if after:
        last = select(swedish_order(SchoolUnit.name), SchoolUnit.code).where(
            SchoolUnit.code == after
        )
        wanted = wanted.where(order > last.scalar_subquery())
    by_name = wanted.order_by(swedish_order(SchoolUnit.name), SchoolUnit.code)
    return session().scalars(by_name.limit(PAGE + 1)).all()


def _matches(search: UnitSearch) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if search.name:
        text = search.name.strip().lower()
        found.append(
            func.lower(SchoolUnit.name).contains(text, autoescape=True) | (SchoolUnit.code == text)
        )
    if search.municipality_code:
        found.append(SchoolUnit.municipality_code == search.municipality_code)
    if search.only_incomplete:
        found.append(~SchoolUnit.complete)
    return found


def unit_for(by: Membership, code: str, *, locked: bool = False) -> SchoolUnit:
    """One school unit; another organiser's does not exist."""
    wanted = (
        select(SchoolUnit)
        .where(SchoolUnit.code == code, visible_school_units(by))
        .options(joinedload(SchoolUnit.organiser), joinedload(SchoolUnit.municipality))
    )
    if locked:
        wanted = wanted.with_for_update(of=SchoolUnit).execution_options(populate_existing=True)
    unit = session().scalar(wanted)
    if unit is None:
        raise NotFound
    require(by, Permission.SCHOOL_UNIT_MANAGE, unit)
    return unit


def unit_exists(code: str) -> bool:
    return session().get(SchoolUnit, code) is not None


def choices_of_units(by: Membership) -> list[tuple[str, str]]:
    """Code and name of the units somebody administers, for lists to choose from."""
    wanted = select(SchoolUnit.code, SchoolUnit.name).where(visible_school_units(by))
    rows = session().execute(wanted.order_by(swedish_order(SchoolUnit.name), SchoolUnit.code))
    return [(code, f"{name} ({code})" if name else code) for code, name in rows]


def organisers() -> Sequence[Organiser]:
    """All who run schools, by name."""
    return session().scalars(select(Organiser).order_by(swedish_order(Organiser.name))).all()


def organiser(organiser_id: UUID | None) -> Organiser | None:
    return session().get(Organiser, organiser_id) if organiser_id else None


def organiser_exists(name: str, municipality_code: str | None) -> bool:
    """Whether there is one of this name, or one of this municipality."""
    same = func.lower(Organiser.name) == name.lower()
    if municipality_code:
        same = same | (Organiser.municipality_code == municipality_code)
    return session().scalar(select(Organiser.id).where(same).limit(1)) is not None
