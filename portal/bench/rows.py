"""Cases by the thousand, about nobody: interim numbers, so that no real person is ever hit."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from typing import cast as as_type
from uuid import UUID, uuid4

from psycopg import sql
from sqlalchemy import Table, select

from portal.db import (
    EncryptedBytes,
    EncryptedJson,
    EncryptedText,
    Model,
    engine,
    keyed_hash,
    transaction,
)
from portal.identity import INTERIM_LETTERS
from portal.models import Case, Deadline, Event, Filing, Membership, Routine, SchoolUnit, User
from portal.references import LETTERS
from portal.vocabulary import (
    CaseState,
    CloseReason,
    DeadlineKind,
    FilingState,
    FormKind,
    HomeGround,
    LegalGround,
    Role,
    Step,
)
from portal.workflow.names import search_name

HOME = "0182"
"""The municipality whose queue is measured; it has a twentieth of all cases, at least FULL."""
UNIT = "68285560"
"""The school unit whose counsellor files and whose rector looks: a 200th, at least MANY."""
PASSWORD = "benchmark-password-for-nobody"  # noqa: S105 (a throw-away server on loopback)
GIVEN = ("Alva", "Ali", "Wilma", "Noor", "Elliot", "Saga", "Leo", "Maja", "Omar", "Ines")
FAMILY = ("Ek", "Lindqvist", "Haddad", "Åberg", "Öhman", "Nguyen", "Sandqvist", "Rezaei", "Ås")
FULL, MANY = 600, 500
"""So many that a page is as full among a thousand cases as among a hundred thousand: what grows is
what stands around it, and that is what growth measures."""
NEIGHBOURS = 100
"""At how many school units a municipality's youths are, besides the measured one."""
AT_ONCE = 20_000
"""Cases made and written at a time, so that a million need no more memory."""
ENCRYPTED = (EncryptedBytes, EncryptedText, EncryptedJson)
HAD = (CaseState.IN_PROGRESS, CaseState.MONITORING)
KINDS = (FormKind.AT_RISK, FormKind.ABSENCE, FormKind.DROPOUT)
STATES = (
    *(CaseState.QUEUED,) * 3,
    *(CaseState.IN_PROGRESS,) * 3,
    CaseState.NEEDS_INFO,
    CaseState.MONITORING,
    *(CaseState.CLOSED,) * 2,
)


@dataclass(frozen=True)
class Cast:
    """The three whose pages are measured, by e-mail."""

    counsellor: str = "counsellor@bench.example"
    caseworker: str = "caseworker@bench.example"
    rector: str = "rector@bench.example"


@dataclass(frozen=True)
class Places:
    """Where cases may be: routines by municipality and kind, and the codes of school units."""

    routines: dict[tuple[str, FormKind], UUID]
    municipalities: Sequence[str]
    units: Sequence[str]


def people(password_hash: str, at: datetime) -> dict[str, UUID]:
    """The cast, as memberships by role."""
    cast: Cast = Cast()
    made: dict[str, UUID] = {}
    roles = (
        (cast.counsellor, Role.COUNSELLOR, UNIT, None),
        (cast.caseworker, Role.CASEWORKER, None, HOME),
        (cast.rector, Role.RECTOR, UNIT, None),
    )
    with transaction() as session:
        for email, role, unit, municipality in roles:
            user = User(
                id=uuid4(), email=email, name=role.label, password_hash=password_hash, created_at=at
            )
            membership = Membership(
                id=uuid4(),
                user=user,
                role=role,
                school_unit_code=unit,
                municipality_code=municipality,
                started_at=at,
            )
            session.add(membership)
            made[role] = membership.id
    return made


def places() -> Places:
    """Read once what the reference data has loaded."""
    with transaction() as session:
        routines = {
            (code, kind): routine_id
            for routine_id, code, kind in session.execute(
                select(Routine.id, Routine.municipality_code, Routine.kind)
            )
        }
        units = session.scalars(select(SchoolUnit.code).order_by(SchoolUnit.code)).all()
    return Places(routines, sorted({code for code, _ in routines}), units)


def fill(count: int, cast: dict[str, UUID], today: date) -> None:
    """Make so many cases with their filings, events and clocks, spread over the last 14 months."""
    spread = Spread(places(), cast, today, random.Random(count))  # noqa: S311 (the same each time)
    for first in range(0, count, AT_ONCE):
        made = [
            _thread(number, _whose(number, count, spread), spread)
            for number in range(first, min(first + AT_ONCE, count))
        ]
        _copy(Case, (one.case for one in made))
        _copy(Filing, (one.filing for one in made))
        _copy(Event, (row for one in made for row in one.events))
        _copy(Deadline, (one.deadline for one in made))


@dataclass(frozen=True)
class Spread:
    """Over which places and days cases are spread, by which luck."""

    where: Places
    cast: dict[str, UUID]
    today: date
    chance: random.Random


@dataclass(frozen=True)
class Thread:
    """The rows of one case."""

    case: dict[str, Any]
    filing: dict[str, Any]
    events: list[dict[str, Any]]
    deadline: dict[str, Any]


def _whose(number: int, count: int, spread: Spread) -> tuple[str, str]:
    """Home municipality and school unit of a case; the first ones are the measured ones'."""
    where, chance = spread.where, spread.chance
    home = HOME if number < max(FULL, count // 20) else chance.choice(where.municipalities)
    near = where.municipalities.index(home) * NEIGHBOURS + chance.randrange(NEIGHBOURS)
    at_unit = number < max(MANY, count // 200)
    unit = UNIT if at_unit else where.units[near % len(where.units)]
    return home, unit


def _thread(number: int, whose: tuple[str, str], spread: Spread) -> Thread:
    home, unit = whose
    where, cast, today, chance = spread.where, spread.cast, spread.today, spread.chance
    kind, state = chance.choice(KINDS), chance.choice(STATES)
    if home != HOME and state in (CaseState.IN_PROGRESS, CaseState.MONITORING):
        state = CaseState.QUEUED
    filed_at = datetime(today.year, today.month, today.day, 8, tzinfo=UTC) - timedelta(
        days=chance.randrange(420), minutes=chance.randrange(480)
    )
    is_open = state is not CaseState.CLOSED
    due_on = today + timedelta(days=chance.randrange(-10, 30)) if is_open else None
    case_id, author = uuid4(), cast[Role.COUNSELLOR]
    pupil = _pupil(number, chance) | {"municipality_code": home, "school_unit_code": unit}
    case = pupil | {
        "id": case_id,
        "reference": f"{filed_at:%y}-{_code(number)}",
        "state": state,
        "author_ids": [author] if unit == UNIT else [],
        "caseworker_id": cast[Role.CASEWORKER] if state in HAD else None,
        "routine_id": where.routines[home, kind],
        "search_name": search_name(pupil["given_name"], pupil["family_name"]),
        "number_hash": keyed_hash(pupil["number"]),
        "latest_kind": kind,
        "latest_filed_at": filed_at,
        "filings_count": 1,
        "due_on": due_on,
        "due_kind": DeadlineKind.FIRST_ANSWER if is_open else None,
        "opened_at": filed_at,
        "close_reason": None if is_open else CloseReason.STAYS,
        "closed_at": None if is_open else filed_at + timedelta(days=20),
        "version": 1,
    }
    return Thread(
        case,
        _filing(pupil, case_id, author, kind, filed_at),
        [
            _event(case_id, home, author, Step.FILE, filed_at, kind=kind, filing=1),
            _event(case_id, home, None, Step.CALL_MEETING, filed_at),
        ],
        _deadline(case_id, home, filed_at, due_on),
    )


def _pupil(number: int, chance: random.Random) -> dict[str, Any]:
    birth_date = date(2006 + number // 21_000 % 6, number % 12 + 1, number % 28 + 1)
    return {
        "given_name": chance.choice(GIVEN),
        "family_name": f"{chance.choice(FAMILY)}-{number}",
        "number": interim_number(birth_date, number),
        "birth_date": birth_date,
        "programme_code": "SA25",
        "year": 2,
        "home_ground": HomeGround.REGISTERED,
    }


def interim_number(birth_date: date, number: int) -> str:
    """An interim number: the letter makes it nobody's. Different for 1.5 million numbers."""
    letter = INTERIM_LETTERS[number // 126_000 % len(INTERIM_LETTERS)]
    return f"{birth_date:%Y%m%d}{letter}{number % 1000:03}"


def _code(number: int) -> str:
    """What stands last in a reference, as people write it: different for each number."""
    drawn = "".join(LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def _filing(
    pupil: dict[str, Any], case_id: UUID, author: UUID, kind: FormKind, filed_at: datetime
) -> dict[str, Any]:
    return pupil | {
        "id": uuid4(),
        "case_id": case_id,
        "draft_id": uuid4(),
        "ordinal": 1,
        "version": 1,
        "current": True,
        "state": FilingState.FILED,
        "kind": kind,
        "legal_ground": LegalGround.SKOLLAGEN_15_15,
        "author_id": author,
        "event_on": filed_at.date() - timedelta(days=len(pupil["family_name"])),
        "answers": {"tried": "Samtal med eleven och anpassad studiegång."},
        "filed_at": filed_at,
        "correction_reason": "",
        "files_count": 0,
    }


def _event(
    case_id: UUID, home: str, by: UUID | None, step: Step, at: datetime, **facts: Any
) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "case_id": case_id,
        "step": step,
        "actor_id": by,
        "municipality_code": home,
        "at": at,
        "facts": facts,
    }


def _deadline(case_id: UUID, home: str, at: datetime, due_on: date | None) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "case_id": case_id,
        "kind": DeadlineKind.FIRST_ANSWER,
        "municipality_code": home,
        "started_at": at,
        "due_on": due_on or at.date() + timedelta(days=7),
        "met_at": None if due_on else at + timedelta(days=5),
    }


def _copy(model: type[Model], rows: Iterable[dict[str, Any]]) -> None:
    """Put rows in by COPY, each column as its own type writes it."""
    table = as_type(Table, model.__table__)
    listed = iter(rows)
    first = next(listed)
    names = [name for name in first if name in table.c]
    order = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with transaction() as session:
        raw = session.connection().connection.driver_connection
        assert raw is not None  # a session that is in a transaction has a connection
        with raw.cursor() as cursor, cursor.copy(order) as copy:
            for row in _from(first, listed):
                copy.write_row([_written(table, name, row[name]) for name in names])


def _from(first: dict[str, Any], rest: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield first
    yield from rest


def _written(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if value is None or not isinstance(kind, ENCRYPTED):
        return value
    encrypt = kind.bind_processor(engine().dialect)
    return encrypt(value) if encrypt else value
