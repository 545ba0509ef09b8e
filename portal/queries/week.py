"""The week's work in the register: what is to be done by Sunday, whose it is, who comes of age.

Lists select columns, not whole entries: a row needs no decryption and no second look-up. The
figures are one question, however many youths there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, tuple_

from portal.access.scope import visible_entries
from portal.clock import months_later
from portal.db import session
from portal.models import Membership, RegisterEntry, Task, User
from portal.queries.register import OPEN, Place
from portal.vocabulary import (
    MAILED_ACTIONS,
    MAILED_CHANNELS,
    WORK_GROUPS,
    WorkGroup,
)

PAGE = 50
"""Rows on a page."""
MOST_BIRTHDAYS = 50
MONTHS_DIFFER = 3
"""Days: the 31st of a month comes back on the 28th of a shorter one."""
STILL_TO_DO = and_(Task.done_at.is_(None), Task.skipped_at.is_(None), Task.called_off_at.is_(None))
GOES_BY_POST = or_(
    Task.channel.in_(sorted(MAILED_CHANNELS)),
    and_(Task.channel.is_(None), Task.action.in_(sorted(MAILED_ACTIONS))),
)


@dataclass(frozen=True)
class Whose:
    """Whose youths are meant. Nothing said means the whole team's."""

    ids: frozenset[UUID] | None = None
    nobodys: bool = False
    """Also, or only, the youths that nobody has."""


@dataclass(frozen=True)
class Wanted:
    """What the week is narrowed to."""

    day: date
    until: date
    """The last day that counts: Sunday."""
    whose: Whose = Whose()
    group: WorkGroup | None = None
    overdue: bool = False


def page(by: Membership, wanted: Wanted, *, after: Place | None = None) -> Sequence[Row[Any]]:
    """One page and one row more, if there is more: what is most overdue first."""
    rows = (
        tasks_of(
            by,
            wanted,
            Task.id,
            Task.action,
            Task.channel,
            Task.due_on,
            Task.routine_id,
            RegisterEntry.reference,
            RegisterEntry.given_name,
            RegisterEntry.family_name,
            RegisterEntry.birth_date,
            RegisterEntry.caseworker_id,
            User.name.label("caseworker"),
        )
        .outerjoin(Membership, Membership.id == RegisterEntry.caseworker_id)
        .outerjoin(User, User.id == Membership.user_id)
        .where(*_narrowed(wanted))
        .order_by(Task.due_on, Task.id)
    )
    if after is not None:
        rows = rows.where(tuple_(Task.due_on, Task.id) > tuple_(after.on, after.id))
    return session().execute(rows.limit(PAGE + 1)).all()


def place_of(row: Row[Any]) -> Place:
    """Where the list goes on after this row."""
    return Place(row.due_on, row.id)


@dataclass(frozen=True)
class Sum:
    """How many tasks of one sort somebody has this week."""

    caseworker_id: UUID | None
    group: WorkGroup
    by_post: bool
    all: int
    overdue: int


def sums(by: Membership, wanted: Wanted) -> list[Sum]:
    """How many there are of each sort for each caseworker, whatever the list is narrowed to."""
    by_post = GOES_BY_POST.label("by_post")
    wanted_rows = tasks_of(
        by,
        wanted,
        RegisterEntry.caseworker_id,
        Task.action,
        by_post,
        func.count().label("all"),
        func.count().filter(Task.due_on < wanted.day).label("overdue"),
    ).group_by(RegisterEntry.caseworker_id, Task.action, by_post)
    return [
        Sum(row.caseworker_id, WORK_GROUPS[row.action], row.by_post, row.all, row.overdue)
        for row in session().execute(wanted_rows)
    ]


def tasks_of(by: Membership, wanted: Wanted, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Task)
        .join(RegisterEntry, RegisterEntry.id == Task.entry_id)
        .where(
            Task.municipality_code == by.municipality_code,
            STILL_TO_DO,
            Task.due_on <= wanted.until,
            visible_entries(by),
            *_of(wanted.whose),
        )
    )


def _of(whose: Whose) -> list[ColumnElement[bool]]:
    nobodys = RegisterEntry.caseworker_id.is_(None)
    if whose.ids is None:
        return [nobodys] if whose.nobodys else []
    theirs = RegisterEntry.caseworker_id.in_(sorted(whose.ids))
    return [or_(theirs, nobodys)] if whose.nobodys else [theirs]


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.overdue:
        found.append(Task.due_on < wanted.day)
    if wanted.group is not None:
        actions = [one for one, group in WORK_GROUPS.items() if group is wanted.group]
        found.append(Task.action.in_(actions))
    return found


# --- birthdays -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Birthday:
    """A youth who reaches an age that matters."""

    on: date
    months: int
    youth: Row[Any]


def birthdays(by: Membership, wanted: Wanted, ages: Sequence[int]) -> list[Birthday]:
    """Who reaches one of some ages, in months, this week."""
    week = [wanted.until - timedelta(days=left) for left in reversed(range(7))]
    born = {one: (on, months) for months in ages for one, on in _born(week, months).items()}
    rows: Select[*tuple[Any, ...]] = (
        select(
            RegisterEntry.reference,
            RegisterEntry.given_name,
            RegisterEntry.family_name,
            RegisterEntry.birth_date,
            RegisterEntry.caseworker_id,
        )
        .where(visible_entries(by), OPEN, RegisterEntry.birth_date.in_(born), *_of(wanted.whose))
        .order_by(RegisterEntry.birth_date.desc(), RegisterEntry.id)
    )
    found = session().execute(rows.limit(MOST_BIRTHDAYS)).all()
    return sorted(
        (Birthday(*born[row.birth_date], row) for row in found),
        key=lambda one: (one.on, one.months),
    )


def _born(week: Sequence[date], months: int) -> dict[date, date]:
    """The birth dates that come so many months old in a week, and on which day of it."""
    around = {
        months_later(day, -months) + timedelta(days=more)
        for day in week
        for more in range(-MONTHS_DIFFER, MONTHS_DIFFER + 1)
    }
    reached = {one: months_later(one, months) for one in around}
    return {one: on for one, on in reached.items() if on in week}
