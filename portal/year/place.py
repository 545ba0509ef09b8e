"""The municipality of the year: its routines, its people, and the school that files to it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.models import (
    MeasureOffer,
    Membership,
    Municipality,
    Provider,
    Routine,
    SchoolUnit,
    User,
)
from portal.routines import load_missing
from portal.routines.register import loading
from portal.vocabulary import Role

HOMES = {"nacka": "0182", "norrkoping": "0581"}
"""The municipalities whose plans the presets are."""
STAFF = ("Karin Ek", "Olle Bro", "Sara Lund", "Nils Dal")


@dataclass
class Place:
    """Who works there. All of it is loaded in the session it was asked for in."""

    home: Municipality
    staff: list[Membership]
    counsellor: Membership
    filing_routines: dict[str, Routine]
    offers: list[MeasureOffer]
    provider: Provider
    agreed: Counter[str] = field(default_factory=Counter)
    """How many have had each offer; goes on from visit to visit."""

    def second(self, first: Membership) -> Membership:
        """Who comes along on a visit."""
        return next(one for one in self.staff if one is not first)


def settle(session: Session, preset: str, at: datetime) -> None:
    """Let the municipality join with a preset, and give it and a school of its own people."""
    home = session.get_one(Municipality, HOMES[preset])
    home.joined_on, home.routine_preset = at.date(), preset
    home.email, home.phone = "kaa@year.example", "08-465 004 00"
    load_missing(session)
    loading.load_missing(session, home.code)
    session.add_all(_somebody(name, Role.CASEWORKER, at, municipality=home) for name in STAFF)
    unit = session.scalars(
        select(SchoolUnit)
        .where(SchoolUnit.municipality_code == home.code)
        .order_by(SchoolUnit.code)
        .limit(1)
    ).one()
    session.add(_somebody("Rut Alm", Role.COUNSELLOR, at, school_unit=unit))
    session.add(
        Provider(municipality_code=home.code, name="Anordnaren", email="anordnare@year.example")
    )


def _somebody(name: str, role: Role, at: datetime, **where: object) -> Membership:
    user = User(
        id=uuid4(),
        email=f"{name.lower().replace(' ', '.')}@year.example",
        name=name,
        title=role.label,
        phone="08-465 004 10",
        password_hash="",
        locale="sv",
        created_at=at,
    )
    return Membership(id=uuid4(), user=user, role=role, started_at=at, **where)


def visit(session: Session, preset: str, agreed: Counter[str] | None = None) -> Place:
    """The place as this session knows it."""
    home = session.get_one(Municipality, HOMES[preset])
    people = session.scalars(
        select(Membership)
        .join(User)
        .order_by(Membership.role, User.name)
        .options(joinedload(Membership.user), joinedload(Membership.school_unit))
    ).all()
    offers = select(MeasureOffer).where(MeasureOffer.municipality_code == home.code)
    provider = select(Provider).where(Provider.municipality_code == home.code)
    return Place(
        home,
        [one for one in people if one.municipality_code == home.code],
        next(one for one in people if one.role is Role.COUNSELLOR),
        {one.kind: one for one in home.routines},
        list(session.scalars(offers.order_by(MeasureOffer.key))),
        session.scalars(provider).one(),
        Counter() if agreed is None else agreed,
    )
