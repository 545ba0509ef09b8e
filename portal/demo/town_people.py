"""Who works in the town: real school units and municipalities, invented people."""

import csv
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import routines
from portal.models import Membership, Municipality, Organiser, SchoolUnit, User
from portal.routines.register import loading
from portal.vocabulary import MUNICIPALITY_ROLES, SCHOOL_ROLES, OrganiserKind, Role, SchoolForm

NACKA, NORRKOPING, HUDDINGE, TYRESO = "0182", "0581", "0126", "0138"
STOCKHOLM = "0180"

NACKA_GYMNASIUM, RYTMUS, PRAKTISKA = "92506886", "46611859", "72891848"
DE_GEER_1, DE_GEER_3, YRKES, HIMMELSTALUND = "58544422", "65150019", "67842103", "25745773"
HUDDINGEGYMNASIET, NTI, FRYSHUSET, TUMBA = "49862313", "99838438", "24759907", "40386043"
TYRESO_GYMNASIUM = "91048178"
EXAMPLE_SCHOOL, UNKNOWN_UNIT = "99999901", "99999902"
"""Invented units: one an administrator has completed, one of which only the code is known."""

SECOND_SCHOOLS = {
    NACKA: (FRYSHUSET, RYTMUS),
    NORRKOPING: (YRKES, DE_GEER_1),
    HUDDINGE: (NTI, TUMBA),
}
"""Where a municipality's youths go when they have left another school."""

BRANDS = {
    "Rytmus": (RYTMUS,),
    "Praktiska Gymnasiet": (PRAKTISKA, "62458752"),
    "NTI Gymnasiet": (NTI,),
}
"""Independent organisers of the town and their units."""

WHO_LEFT = "roger.palm@nacka.example"
"""Worked at Nacka until some months ago; what he did still bears his name."""


class Post(NamedTuple):
    """Somebody who works in the town, in one of their roles."""

    name: str
    email: str
    title: str
    phone: str
    role: Role
    where: str
    """Code of the school unit or municipality, or the name of the organiser."""
    place: str


@cache
def posts() -> tuple[Post, ...]:
    """Everybody's roles, those a visitor wants to try first at the top."""
    with (Path(__file__).parent / "people.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Post(**row | {"role": Role(row["role"])})  # type: ignore[arg-type]  # the header names the fields
            for row in csv.DictReader(lines)
        )


class Cast:
    """The people of the town by where they work."""

    def __init__(self, memberships: list[tuple[Post, Membership]]) -> None:
        self._memberships = memberships

    def at(self, where: str, *roles: Role) -> list[Membership]:
        """Those with one of these roles at a school or in a municipality, and still there."""
        return [
            membership
            for post, membership in self._memberships
            if post.where == where and post.role in roles and post.email != WHO_LEFT
        ]

    def counsellor(self, unit: str, turn: int = 0) -> Membership:
        """One of a school's counsellors, by turns."""
        there = self.at(unit, Role.COUNSELLOR)
        return there[turn % len(there)]

    def kaa(self, municipality: str, turn: int = 0) -> Membership:
        """One of a municipality's KAA staff, caseworkers first, by turns."""
        there = self.at(municipality, Role.CASEWORKER) + self.at(municipality, Role.COORDINATOR)
        return there[turn % len(there)]

    def who_left(self) -> Membership:
        """The caseworker who no longer works here."""
        return next(m for post, m in self._memberships if post.email == WHO_LEFT)


def settle(session: Session, day: date, *, password_hash: str, at: datetime) -> Cast:
    """Give the town its municipalities, schools and people."""
    _join(session, day, at)
    _open_schools(session)
    organisers = {one.name: one.id for one in session.scalars(select(Organiser))}
    users = {post.email: _user(post, password_hash, at) for post in posts()}
    members = [(post, _membership(post, users[post.email], organisers, at)) for post in posts()]
    session.add_all(membership for _, membership in members)
    session.flush()
    return Cast(members)


def _join(session: Session, day: date, at: datetime) -> None:
    """Three municipalities have joined; Tyresö has not, but can be written to and phoned."""
    for code, preset, slug, days_ago, line in (
        (NACKA, "nacka", "nacka", 640, 10),
        (NORRKOPING, "norrkoping", "norrkoping", 590, 30),
        (HUDDINGE, "huddinge", "huddinge", 470, 50),
        (TYRESO, "standard", "tyreso", 0, 60),
    ):
        municipality = session.get_one(Municipality, code)
        municipality.joined_on = day - timedelta(days_ago) if days_ago else None
        municipality.kaa_name = f"KAA {municipality.name}"
        municipality.email = f"kaa@{slug}.example"
        municipality.phone = f"08-465 004 {line}"
        municipality.phone_hours = "vardagar kl. 8.30–16.00"
        municipality.protected_phone = f"08-465 004 {line + 9}"
        routines.load(session, code, preset)
        if municipality.joined:
            loading.load(session, code, preset, at=at)


def _open_schools(session: Session) -> None:
    """Independent schools get an organiser by name; one unit is invented, one is unknown."""
    for name, units in BRANDS.items():
        organiser = Organiser(id=uuid4(), name=name, kind=OrganiserKind.INDEPENDENT)
        session.add(organiser)
        for code in units:
            session.get_one(SchoolUnit, code).organiser_id = organiser.id
    completed = SchoolUnit(
        code=EXAMPLE_SCHOOL,
        name="Exempelskolans anpassade gymnasium",
        form=SchoolForm.ADAPTED,
        organiser_kind=OrganiserKind.INDEPENDENT,
        municipality_code=STOCKHOLM,
        town="Stockholm",
        programme_codes="HS25 HO25 SK25",
        complete=True,
        edited=True,
    )
    session.add_all([completed, SchoolUnit(code=UNKNOWN_UNIT)])
    for code in (NACKA_GYMNASIUM, DE_GEER_3):
        session.get_one(SchoolUnit, code).shares_filings = True
    session.flush()


def _user(post: Post, password_hash: str, at: datetime) -> User:
    return User(
        email=post.email,
        name=post.name,
        title=post.title,
        phone=post.phone,
        password_hash=password_hash,
        created_at=at,
    )


def _membership(post: Post, user: User, organisers: dict[str, UUID], at: datetime) -> Membership:
    membership = Membership(user=user, role=post.role, started_at=at)
    if post.role in SCHOOL_ROLES:
        membership.school_unit_code = post.where
    elif post.role in MUNICIPALITY_ROLES:
        membership.municipality_code = post.where
    elif post.role is Role.ORGANISER_ADMIN:
        membership.organiser_id = organisers[post.where]
    return membership
