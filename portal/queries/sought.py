"""Whom a municipality asks the schools about, and what the schools have answered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, or_, select, tuple_
from sqlalchemy.orm import joinedload

from portal.access.scope import visible_sought
from portal.db import session
from portal.models import Membership, RollPupil, SchoolUnit, Sought
from portal.queries.unfiled import told_of_leaving
from portal.vocabulary import Role

PAGE = 50


@dataclass(frozen=True)
class Known:
    """A pupil in some school's roll, and whether there is anything left to ask."""

    pupil: RollPupil
    is_filed: bool
    is_asked: bool


@dataclass(frozen=True)
class Row:
    """One question as the municipality sees it: nothing of it comes from the school's roll."""

    id: UUID
    number: str
    school: str
    asked_at: datetime
    answered_at: datetime | None
    is_filed: bool


def pupils(by: Membership, hashes: Collection[str]) -> list[Known]:
    """Pupils with these numbers in any school's roll, but those the roll knows to live elsewhere.

    Who has protected data is in no answer: for them one phones.
    """
    asked = exists(
        select(Sought.id)
        .where(
            Sought.pupil_id == RollPupil.id,
            Sought.municipality_code == by.municipality_code,
            Sought.answered_at.is_(None),
        )
        .correlate(RollPupil)
    )
    home = RollPupil.home_municipality_code
    wanted = (
        select(RollPupil, told_of_leaving(), asked)
        .where(
            RollPupil.number_hash.in_(hashes),
            ~RollPupil.protected,
            or_(home.is_(None), home == by.municipality_code),
        )
        .order_by(RollPupil.school_unit_code, RollPupil.id)
    )
    return [Known(*row) for row in session().execute(wanted)]


def told_at(units: Collection[str]) -> Sequence[Membership]:
    """Those at some schools who file, each of whom is told once."""
    wanted = select(Membership).where(
        Membership.school_unit_code.in_(units),
        Membership.role == Role.COUNSELLOR,
        Membership.ended_at.is_(None),
    )
    return session().scalars(wanted.options(joinedload(Membership.user))).all()


def listing(by: Membership, after: UUID | None) -> list[Row]:
    """A page of one's own municipality's questions, the latest first, and one more if there is."""
    wanted = (
        select(Sought, SchoolUnit, told_of_leaving())
        .join(RollPupil, RollPupil.id == Sought.pupil_id)
        .join(SchoolUnit, SchoolUnit.code == RollPupil.school_unit_code)
        .where(visible_sought(by), ~RollPupil.protected)
        .order_by(Sought.asked_at.desc(), Sought.id.desc())
        .limit(PAGE + 1)
    )
    if after is not None:
        seen = select(Sought.asked_at, Sought.id).where(Sought.id == after, visible_sought(by))
        wanted = wanted.where(tuple_(Sought.asked_at, Sought.id) < seen.scalar_subquery())
    return [
        Row(one.id, one.number, unit.title, one.asked_at, one.answered_at, is_filed)
        for one, unit, is_filed in session().execute(wanted)
    ]
