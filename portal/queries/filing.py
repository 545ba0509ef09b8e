"""What a school needs to know while it files: its drafts, the places, the pupil's open case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, func, select, true
from sqlalchemy.orm import contains_eager, joinedload

from portal.access.rules import may
from portal.access.scope import visible_cases, visible_drafts
from portal.db import keyed_hash, session
from portal.errors import NotFound
from portal.models import (
    Case,
    Draft,
    Filing,
    Membership,
    Municipality,
    Programme,
    RegisterEntry,
    Routine,
)
from portal.vocabulary import OPEN_CASE_STATES, EntryState, FilingState, FormKind, Permission

MOST = 50
"""Drafts on the page; more than this nobody has under way."""


def drafts(by: Membership) -> list[Draft]:
    """One's own drafts and those that colleagues share, with whose they are, the latest first."""
    wanted = (
        select(Draft)
        .where(visible_drafts(by))
        .options(joinedload(Draft.author).joinedload(Membership.user))
        .order_by(Draft.changed_at.desc(), Draft.id)
        .limit(MOST)
    )
    return list(session().scalars(wanted))


def forget_drafts(*, before: datetime) -> int:
    """Clear out what nobody has touched since; how many there were."""
    old = delete(Draft).where(Draft.changed_at < before).returning(true())
    return len(session().execute(old).all())


def municipalities() -> list[tuple[str, str]]:
    """Code and name of all municipalities, in Swedish order."""
    name = func.translate(func.lower(Municipality.name), "åäö", "{|}")
    rows = session().execute(select(Municipality.code, Municipality.name).order_by(name))
    return [(code, name) for code, name in rows]


def programmes() -> list[tuple[str, str]]:
    """Code and name of the national and introduction programmes."""
    rows = session().execute(
        select(Programme.code, Programme.name).order_by(Programme.name, Programme.code.desc())
    )
    return [(code, name) for code, name in rows]


def municipality(code: str) -> Municipality | None:
    """One municipality by its code."""
    return session().get(Municipality, code)


@dataclass(frozen=True)
class Home:
    """Where a filing goes: the home municipality and its routine for the kind."""

    municipality: Municipality
    routine: Routine


def home(code: str, kind: FormKind) -> Home:
    """The municipality with this code and its routine for a kind."""
    wanted = (
        select(Municipality, Routine)
        .join(Routine, Routine.municipality_code == Municipality.code)
        .where(Municipality.code == code, Routine.kind == kind)
    )
    row = session().execute(wanted).first()
    if row is None:
        raise NotFound
    return Home(row[0], row[1])


@dataclass(frozen=True)
class Thread:
    """The school's open case about a pupil, and who filed last in it."""

    case: Case
    latest: Filing


def thread(by: Membership, number: str, municipality_code: str) -> Thread | None:
    """One's own school's open case about a pupil in a municipality; never another school's."""
    wanted = (
        _open_case(by.school_unit_code, number, municipality_code)
        .join(Filing, Filing.case_id == Case.id)
        .add_columns(Filing)
        .where(Filing.current, Filing.state == FilingState.FILED)
        .options(joinedload(Filing.author).joinedload(Membership.user))
        .order_by(Filing.ordinal.desc())
        .limit(1)
    )
    row = session().execute(wanted).first()
    return None if row is None else Thread(row[0], row[1])


def locked_thread(by: Membership, number: str, municipality_code: str) -> Case | None:
    """The same case, for filing in it.

    Two who file about the same pupil at once come one after the other: the lock is on the pupil,
    the school and the municipality, whether there is a case yet or not, and lasts until commit.
    """
    key = f"{keyed_hash(number)}{by.school_unit_code}{municipality_code}"
    session().execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))
    wanted = _open_case(by.school_unit_code, number, municipality_code)
    return session().scalar(
        wanted.with_for_update(of=Case).execution_options(populate_existing=True)
    )


def _open_case(school_unit_code: str | None, number: str, municipality_code: str) -> Select[Case]:
    return select(Case).where(
        Case.school_unit_code == school_unit_code,
        Case.municipality_code == municipality_code,
        Case.number_hash == keyed_hash(number),
        Case.state.in_(OPEN_CASE_STATES),
    )


def open_entry(number: str, municipality_code: str) -> RegisterEntry | None:
    """The youth's open entry in the municipality's register, locked; for the workflow only."""
    wanted = select(RegisterEntry).where(
        RegisterEntry.number_hash == keyed_hash(number),
        RegisterEntry.municipality_code == municipality_code,
        RegisterEntry.state == EntryState.OPEN,
    )
    return session().scalar(wanted.with_for_update(of=RegisterEntry))


def elsewhere(by: Membership, number: str, municipality_code: str) -> Sequence[Case]:
    """Other schools' open cases about a pupil in the municipality, locked; workflow only."""
    wanted = (
        select(Case)
        .where(
            Case.municipality_code == municipality_code,
            Case.number_hash == keyed_hash(number),
            Case.school_unit_code != by.school_unit_code,
            Case.state.in_(OPEN_CASE_STATES),
        )
        .order_by(Case.id)
    )
    return list(session().scalars(wanted.with_for_update(of=Case)))


def sent(by: Membership, draft_id: UUID) -> Filing | None:
    """What became of a draft that has been sent, for whoever follows its case."""
    wanted = (
        select(Filing)
        .join(Filing.case)
        .where(Filing.draft_id == draft_id, visible_cases(by))
        .options(contains_eager(Filing.case))
    )
    filing = session().scalar(wanted)
    seen = filing is not None and may(by, Permission.CASE_FOLLOW, filing.case)
    return filing if seen else None


def corrected(by: Membership, filing_id: UUID) -> Filing:
    """The filing that a draft corrects, as long as it may be."""
    wanted = (
        select(Filing)
        .join(Filing.case)
        .where(Filing.id == filing_id, visible_cases(by))
        .options(joinedload(Filing.case))
    )
    filing = session().scalar(wanted)
    if filing is None:
        raise NotFound
    return filing


def receipt(case: Case, ordinal: int) -> Filing:
    """The standing version of a case's nth filing, with who filed it."""
    if ordinal > case.filings_count:
        raise NotFound
    wanted = (
        select(Filing)
        .where(Filing.case_id == case.id, Filing.ordinal == ordinal, Filing.current)
        .options(joinedload(Filing.author).joinedload(Membership.user))
    )
    filing = session().scalar(wanted)
    if filing is None:
        raise NotFound
    return filing
