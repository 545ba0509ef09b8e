"""The school's roll: who is in it, how far an import has come, what it is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, tuple_, update
from sqlalchemy.orm import joinedload

from portal.access.scope import visible_imports, visible_roll
from portal.characters import folded
from portal.clock import today
from portal.db import keyed_hash, session
from portal.errors import NotFound
from portal.identity import BadIdentityNumber, parse
from portal.models import (
    BatchPupil,
    Draft,
    Handled,
    Membership,
    RollColumns,
    RollImport,
    RollPupil,
    Sought,
)
from portal.vocabulary import ENDED_STAGES, ImportStage

PAGE = 50
CHANNEL = "rolls"
"""Where PostgreSQL tells the worker of imports that wait."""
KEPT_FOR = timedelta(days=1)
"""How long an uploaded file waits to be stored."""
LEASE = timedelta(minutes=10)
OPEN = tuple(stage for stage in ImportStage if stage not in ENDED_STAGES)


@dataclass(frozen=True)
class Wanted:
    """Which pupils the reader asks for."""

    class_name: str = ""
    left: bool | None = None
    """Those who have left, or those who have not; else both."""
    text: str = ""
    """The beginning of a name, a class, or an identity number."""


def listing(by: Membership, wanted: Wanted, after: UUID | None, *, at: datetime) -> list[RollPupil]:
    """A page of the roll by name, and one row more when there is a next page.

    A page goes on after a pupil, by an id that says nothing: no name stands in an address.
    """
    rows = select(RollPupil).where(visible_roll(by), *_conditions(wanted, at))
    rows = rows.options(joinedload(RollPupil.home_municipality))
    if after is not None:
        seen = select(RollPupil.search_name, RollPupil.id).where(
            RollPupil.id == after, visible_roll(by)
        )
        rows = rows.where(tuple_(RollPupil.search_name, RollPupil.id) > seen.scalar_subquery())
    rows = rows.order_by(RollPupil.search_name, RollPupil.id).limit(PAGE + 1)
    return list(session().scalars(rows))


def _conditions(wanted: Wanted, at: datetime) -> Sequence[ColumnElement[bool]]:
    ended = func.coalesce(RollPupil.ended_on < today(at), False)
    has_left = or_(RollPupil.left_at.is_not(None), ended)
    said: list[ColumnElement[bool]] = []
    if wanted.left is not None:
        said.append(has_left if wanted.left else ~has_left)
    if wanted.class_name:
        said.append(RollPupil.class_name == wanted.class_name)
    if wanted.text:
        said.append(_matches(wanted.text, today(at)))
    return said


def _matches(text: str, day: date) -> ColumnElement[bool]:
    try:
        return RollPupil.number_hash == keyed_hash(parse(text, day).value)
    except BadIdentityNumber:
        name = folded(text)
    turned = folded(*reversed(text.split()))
    return or_(
        RollPupil.search_name.startswith(name, autoescape=True),
        RollPupil.search_name.startswith(turned, autoescape=True),
        RollPupil.search_name.contains(f" {name}", autoescape=True),
        func.lower(RollPupil.class_name) == text.casefold(),
    )


def classes(by: Membership) -> list[str]:
    """The classes there are, in their order."""
    named = select(RollPupil.class_name).where(visible_roll(by), RollPupil.class_name != "")
    return list(session().scalars(named.distinct().order_by(RollPupil.class_name)))


def has_any(by: Membership) -> bool:
    """Whether the school unit has a roll."""
    one = select(RollPupil.id).where(visible_roll(by)).limit(1)
    return session().scalar(one) is not None


def pupil(by: Membership, pupil_id: UUID) -> RollPupil:
    """One of them."""
    wanted = select(RollPupil).where(RollPupil.id == pupil_id, visible_roll(by))
    found = session().scalar(wanted.options(joinedload(RollPupil.home_municipality)))
    if found is None:
        raise NotFound
    return found


def is_protected(by: Membership, number: str) -> bool:
    """Whether the roll has a flag on this number. Asked only about a number somebody has typed."""
    wanted = select(RollPupil.id).where(
        RollPupil.school_unit_code == by.school_unit_code,
        RollPupil.number_hash == keyed_hash(number),
        RollPupil.protected,
    )
    return session().scalar(wanted) is not None


def with_number(number_hash: str) -> Sequence[RollPupil]:
    """A pupil turned out to be protected: where in schools' rolls they are still shown."""
    wanted = select(RollPupil).where(RollPupil.number_hash == number_hash, ~RollPupil.protected)
    return session().scalars(wanted.order_by(RollPupil.id).with_for_update()).all()


def latest(by: Membership) -> RollImport | None:
    """The import that was stored last, with who made it."""
    wanted = select(RollImport).where(visible_imports(by), RollImport.stage == ImportStage.STORED)
    return session().scalar(
        wanted.options(joinedload(RollImport.by).joinedload(Membership.user))
        .order_by(RollImport.created_at.desc(), RollImport.id)
        .limit(1)
    )


def one_import(by: Membership, import_id: UUID, *, locked: bool = False) -> RollImport:
    """An import of one's own school unit."""
    wanted = select(RollImport).where(RollImport.id == import_id, visible_imports(by))
    if locked:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session().scalar(wanted)
    if found is None:
        raise NotFound
    return found


def remembered(unit_code: str) -> RollColumns | None:
    """How the unit's columns were last paired."""
    return session().get(RollColumns, unit_code)


# --- for the import itself ----------------------------------------------------------------------


def everybody(unit_code: str) -> list[RollPupil]:
    """The whole roll, those with protected data too; imports of one unit come one by one."""
    lock = func.pg_advisory_xact_lock(func.hashtextextended(f"roll {unit_code}", 0))
    session().execute(select(lock))
    wanted = select(RollPupil).where(RollPupil.school_unit_code == unit_code)
    return list(session().scalars(wanted.order_by(RollPupil.id)))


def others_open(unit_code: str) -> list[RollImport]:
    """Imports that were begun and not ended; a new one takes their place."""
    wanted = select(RollImport).where(
        RollImport.school_unit_code == unit_code, RollImport.stage.in_(OPEN)
    )
    return list(session().scalars(wanted.with_for_update()))


def is_seconded(one: RollImport, *, at: datetime) -> bool:
    """Whether somebody else at the school unit had the same file refused within a day."""
    mine = select(Membership.user_id).where(Membership.id == one.by_id).scalar_subquery()
    wanted = (
        select(RollImport.id)
        .join(RollImport.by)
        .where(
            RollImport.school_unit_code == one.school_unit_code,
            RollImport.stage == ImportStage.REFUSED,
            RollImport.digest == one.digest,
            RollImport.created_at > at - KEPT_FOR,
            Membership.user_id != mine,
        )
    )
    return session().scalar(wanted.limit(1)) is not None


def call_worker(one: RollImport) -> None:
    """With the commit the worker hears of it, by an id that says nothing."""
    session().execute(select(func.pg_notify(CHANNEL, str(one.id))))


def waiting(*, at: datetime) -> list[UUID]:
    """Imports that wait for the worker, the oldest first."""
    wanted = select(RollImport.id).where(*_takes(at)).order_by(RollImport.created_at, RollImport.id)
    return list(session().scalars(wanted.limit(PAGE)))


def take(import_id: UUID, *, at: datetime) -> RollImport | None:
    """One that waits, for this worker alone."""
    wanted = select(RollImport).where(RollImport.id == import_id, *_takes(at))
    found = session().scalar(wanted.with_for_update(skip_locked=True))
    if found is not None:
        found.leased_at = at
    return found


def _takes(at: datetime) -> tuple[ColumnElement[bool], ...]:
    free = or_(RollImport.leased_at.is_(None), RollImport.leased_at < at - LEASE)
    return RollImport.stage.in_((ImportStage.READING, ImportStage.STORING)), free


def forget(*, at: datetime, of_age: date) -> int:
    """Files that nobody stored within a day, and guardians of those born by a day; how many."""
    old = and_(RollImport.stage.in_(OPEN), RollImport.created_at < at - KEPT_FOR)
    files = (
        update(RollImport)
        .where(old)
        .values(stage=ImportStage.ABORTED, ended_at=at, content=None, rows=None, leased_at=None)
        .returning(RollImport.id)
    )
    adults = (
        update(RollPupil)
        .where(RollPupil.guardians.is_not(None), RollPupil.birth_date <= of_age)
        .values(guardians=None)
        .returning(RollPupil.id)
    )
    return sum(len(session().execute(one).all()) for one in (files, adults))


def forget_written(pupil_ids: Sequence[UUID]) -> None:
    """Drafts about somebody whose data turned out to be protected, and what was asked and said."""
    if pupil_ids:
        session().execute(delete(Draft).where(Draft.pupil_id.in_(pupil_ids)))
        written = BatchPupil.pupil_id.in_(pupil_ids), BatchPupil.typed.is_not(None)
        session().execute(delete(BatchPupil).where(*written))
        session().execute(delete(Sought).where(Sought.pupil_id.in_(pupil_ids)))
        session().execute(delete(Handled).where(Handled.pupil_id.in_(pupil_ids)))


def begun_about(draft: Draft) -> RollPupil | None:
    """Whom in the roll a draft was filled in from, as long as the roll shows them."""
    if draft.pupil_id is None:
        return None
    wanted = select(RollPupil).where(RollPupil.id == draft.pupil_id, ~RollPupil.protected)
    return session().scalar(wanted.options(joinedload(RollPupil.home_municipality)))
