"""The cast: three municipalities of which one has not joined, three school units, every role.

Everybody is invented; the identity numbers are from Skatteverket's test series. `town()` gives
objects that no database knows; `settle(town, session)` stores them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, inspect
from sqlalchemy.orm import Session

from portal.identity import IdentityNumber, parse
from portal.models import (
    Case,
    Filing,
    Membership,
    Municipality,
    Organiser,
    Routine,
    SchoolUnit,
    User,
)
from portal.vocabulary import (
    AbsenceTrigger,
    FormKind,
    HomeGround,
    OrganiserKind,
    Role,
    SharingGround,
)
from portal.workflow.filing import Told, file

AT = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
"""A Wednesday morning; what tests call now unless they say otherwise."""
TODAY = date(2026, 11, 18)
PASSWORD = "korrekt-hast-batteri-klammer"
SIXTEEN = "201003292388"
"""A test number of somebody who is 16 on TODAY."""
EIGHTEEN = "200804182392"
TWENTY = "200601072382"


@dataclass
class Town:
    """Who there is. Attributes are memberships unless they are places."""

    nacka: Municipality
    norrkoping: Municipality
    tyreso: Municipality
    """Has not joined."""
    ybc: SchoolUnit
    """Municipal, in Nacka."""
    rytmus: SchoolUnit
    """Independent, in Nacka."""
    de_geer: SchoolUnit
    """Municipal, in Norrköping."""
    nacka_schools: Organiser
    rytmus_ltd: Organiser
    norrkoping_schools: Organiser
    counsellor: Membership
    colleague: Membership
    other_counsellor: Membership
    far_counsellor: Membership
    rector: Membership
    other_rector: Membership
    caseworker: Membership
    second_caseworker: Membership
    coordinator: Membership
    other_caseworker: Membership
    organiser_admin: Membership
    municipality_admin: Membership
    platform_admin: Membership
    protection_officer: Membership
    log_reviewer: Membership

    def everybody(self) -> Iterator[Membership]:
        """All memberships, in the order above."""
        for field in fields(self):
            someone = getattr(self, field.name)
            if isinstance(someone, Membership):
                yield someone


def a_municipality(code: str, name: str, *, joined: bool = True) -> Municipality:
    municipality = Municipality(
        code=code,
        name=name,
        county="Testlän",
        joined_on=date(2025, 8, 1) if joined else None,
        kaa_name=f"KAA {name}",
        email=f"kaa@{code}.example" if joined else "",
        phone="08-465 004 00",
        phone_hours="vardagar 9–15",
        protected_phone="08-465 004 01",
        routine_preset="standard",
        database_closed_from="06-01",
        database_closed_to="09-15",
    )
    municipality.routines = [a_routine(code, kind) for kind in FormKind]
    return municipality


def a_routine(code: str, kind: FormKind, **settings: Any) -> Routine:
    usual: dict[str, Any] = {
        "acknowledge_days": 2,
        "first_answer_days": 5,
        "opens_meeting": kind is FormKind.AT_RISK,
        "meeting_days": 10,
        "handover_days": 5,
        "question_days": 5,
        "next_step_days": 10,
        "first_contact_days": 5,
        "first_follow_up_days": 30,
        "second_follow_up_days": 90,
        "renew_months": 6,
        "ask_again_weeks": 4,
        "ask_again_spring_week": 11,
        "ask_again_autumn_week": 41,
        "remind_before_days": 2,
        "remind_coordinator_days": 3,
        "remind_leader_days": 5,
        "chase_days": 3,
        "absence_trigger": AbsenceTrigger.CSN_REPORTED if kind is FormKind.ABSENCE else None,
        "absence_hours": 4 if kind is FormKind.ABSENCE else None,
        "absence_occasions": 2 if kind is FormKind.ABSENCE else None,
    }
    return Routine(id=uuid4(), municipality_code=code, kind=kind, **(usual | settings))


def a_school_unit(
    code: str, name: str, kind: OrganiserKind, municipality: Municipality, organiser: Organiser
) -> SchoolUnit:
    return SchoolUnit(
        code=code,
        name=name,
        organiser_kind=kind,
        organiser=organiser,
        organiser_id=organiser.id,
        municipality=municipality,
        municipality_code=municipality.code,
        town=municipality.name,
        programme_codes="SA25 EK25 NA25",
        complete=True,
        shares_filings=False,
    )


def somebody(
    name: str,
    role: Role,
    *,
    unit: SchoolUnit | None = None,
    municipality: Municipality | None = None,
    organiser: Organiser | None = None,
) -> Membership:
    """A person with one role; the address is made of the name."""
    user = User(
        id=uuid4(),
        email=f"{name.lower().replace(' ', '.')}@example.se",
        name=name,
        title=role.label.lower(),
        phone="08-465 004 10",
        password_hash="",
        session_version=0,
        locale="sv",
        created_at=AT,
    )
    return Membership(
        id=uuid4(),
        user=user,
        user_id=user.id,
        role=role,
        school_unit=unit,
        school_unit_code=unit.code if unit else None,
        municipality=municipality,
        municipality_code=municipality.code if municipality else None,
        organiser=organiser,
        organiser_id=organiser.id if organiser else None,
        started_at=AT,
    )


def town() -> Town:
    """Everybody, known to no database yet."""
    nacka = a_municipality("0182", "Nacka")
    norrkoping = a_municipality("0581", "Norrköping")
    tyreso = a_municipality("0138", "Tyresö", joined=False)
    nacka_schools = Organiser(id=uuid4(), name="Nacka kommun", kind=OrganiserKind.MUNICIPAL)
    nacka_schools.municipality_code = nacka.code
    norrkoping_schools = Organiser(
        id=uuid4(), name="Norrköpings kommun", kind=OrganiserKind.MUNICIPAL
    )
    norrkoping_schools.municipality_code = norrkoping.code
    rytmus_ltd = Organiser(id=uuid4(), name="Rytmus AB", kind=OrganiserKind.INDEPENDENT)
    ybc = a_school_unit("68285560", "YBC", OrganiserKind.MUNICIPAL, nacka, nacka_schools)
    rytmus = a_school_unit("46611859", "Rytmus", OrganiserKind.INDEPENDENT, nacka, rytmus_ltd)
    de_geer = a_school_unit(
        "58544422", "De Geer 1", OrganiserKind.MUNICIPAL, norrkoping, norrkoping_schools
    )
    return Town(
        nacka=nacka,
        norrkoping=norrkoping,
        tyreso=tyreso,
        ybc=ybc,
        rytmus=rytmus,
        de_geer=de_geer,
        nacka_schools=nacka_schools,
        rytmus_ltd=rytmus_ltd,
        norrkoping_schools=norrkoping_schools,
        counsellor=somebody("Karin Holm", Role.COUNSELLOR, unit=ybc),
        colleague=somebody("Olle Sund", Role.COUNSELLOR, unit=ybc),
        other_counsellor=somebody("Sara Lund", Role.COUNSELLOR, unit=rytmus),
        far_counsellor=somebody("Nils Bro", Role.COUNSELLOR, unit=de_geer),
        rector=somebody("Rut Ek", Role.RECTOR, unit=ybc),
        other_rector=somebody("Rolf Alm", Role.RECTOR, unit=rytmus),
        caseworker=somebody("Amina Berg", Role.CASEWORKER, municipality=nacka),
        second_caseworker=somebody("Bo Dahl", Role.CASEWORKER, municipality=nacka),
        coordinator=somebody("Cilla Frid", Role.COORDINATOR, municipality=nacka),
        other_caseworker=somebody("Disa Gren", Role.CASEWORKER, municipality=norrkoping),
        organiser_admin=somebody("Hugo Rask", Role.ORGANISER_ADMIN, organiser=nacka_schools),
        municipality_admin=somebody("Maja Torn", Role.MUNICIPALITY_ADMIN, municipality=nacka),
        platform_admin=somebody("Petra Vik", Role.PLATFORM_ADMIN),
        protection_officer=somebody("Siv Natt", Role.PROTECTION_OFFICER, municipality=nacka),
        log_reviewer=somebody("Leo Grann", Role.LOG_REVIEWER, municipality=nacka),
    )


def settle(town: Town, session: Session) -> None:
    """Store the cast. Places that the reference data has already loaded are made the cast's."""
    for field in fields(town):
        session.add(getattr(town, field.name))


def number(text: str = SIXTEEN) -> IdentityNumber:
    return parse(text, TODAY)


def told(kind: FormKind = FormKind.AT_RISK, **says: Any) -> Told:
    """What a school tells about Wilma Ek, unless the test says otherwise."""
    identity = says.pop("number", number())
    usual: dict[str, Any] = {
        "given_name": "Wilma",
        "family_name": "Ek",
        "birth_date": identity.birth_date,
        "home_ground": HomeGround.REGISTERED,
        "event_on": TODAY,
        "programme_code": "SA25",
        "year": 1,
        "sharing_ground": SharingGround.CONSENT if kind is FormKind.AT_RISK else None,
        "answers": {},
    }
    return Told(kind=kind, number=identity, **(usual | says))


def a_filing(
    town: Town,
    kind: FormKind = FormKind.AT_RISK,
    *,
    by: Membership | None = None,
    home: Municipality | None = None,
    thread: Case | None = None,
    at: datetime = AT,
    **says: Any,
) -> Filing:
    """A filing by the counsellor to Nacka, unless the test says otherwise."""
    by, home = by or town.counsellor, home or town.nacka
    assert by.school_unit is not None
    routine = next(one for one in home.routines if one.kind is kind)
    return file(
        told(kind, **says),
        draft_id=uuid4(),
        unit=by.school_unit,
        routine=routine,
        thread=thread,
        entry=None,
        by=by,
        at=at,
    )


def a_case(town: Town, kind: FormKind = FormKind.AT_RISK, **says: Any) -> Case:
    """The case of such a filing."""
    return a_filing(town, kind, **says).case


def copies(
    session: Session, case: Case, count: int, *, prefix: str = "COPY", **changed: Any
) -> None:
    """So many more rows like a stored case, each about another pupil; without filings or clocks."""
    kept = {column.key: getattr(case, column.key) for column in inspect(Case).column_attrs}
    session.execute(
        insert(Case),
        [
            kept
            | {"id": uuid4(), "reference": f"26-{prefix}-{place:04}", "number_hash": uuid4().hex}
            | changed
            for place in range(count)
        ],
    )
    session.commit()
