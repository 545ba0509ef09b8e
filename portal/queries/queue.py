"""The home municipality's queue: not a table but a question, asked by nearest deadline.

Lists select columns, not whole cases: a row needs no decryption and no second look-up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    and_,
    cast,
    func,
    or_,
    select,
    text,
    tuple_,
)
from sqlalchemy.orm import aliased, joinedload, selectinload

from portal.access.scope import visible_cases
from portal.db import session
from portal.models import Case, Membership, Municipality, Rerouting, SchoolUnit, User
from portal.references import REFERENCE
from portal.vocabulary import CaseState, DueWithin, FormKind

Rows = Sequence[Row[*tuple[Any, ...]]]
"""What a list query gives: columns by name."""
PAGE = 50
"""Rows on a page."""
LAST_DAY = date(9999, 12, 31)
"""Where a case without a deadline stands in a list by deadline."""

# Written out, not bound: only so does the planner know that the partial indexes fit.
IN_QUEUE = text("case_thread.state NOT IN ('handed_over', 'closed')")
ENDED = text("case_thread.state IN ('handed_over', 'closed')")


@dataclass(frozen=True)
class Wanted:
    """What the queue is narrowed to; nothing said means every open case."""

    state: CaseState | None = None
    ended: bool = False
    """The cases that are closed or handed over, instead of the open ones."""
    kind: FormKind | None = None
    school: str = ""
    caseworker_id: UUID | None = None
    nobody: bool = False
    """Only cases that nobody has."""
    due: DueWithin | None = None


class Place(NamedTuple):
    """Where in a list a page ends: by day or instant, and then by id."""

    by: date
    id: UUID


_COLUMNS = (
    Case.id,
    Case.reference,
    Case.state,
    Case.due_on,
    Case.due_kind,
    Case.given_name,
    Case.family_name,
    Case.birth_date,
    Case.latest_kind,
    Case.latest_filed_at,
    Case.caseworker_id,
    User.name.label("caseworker"),
    Case.school_unit_code,
    SchoolUnit.name.label("school"),
)


def case_rows() -> Select[*tuple[Any, ...]]:
    """What every list of cases shows of one."""
    return (
        select(*_COLUMNS)
        .join(SchoolUnit, SchoolUnit.code == Case.school_unit_code)
        .outerjoin(Membership, Membership.id == Case.caseworker_id)
        .outerjoin(User, User.id == Membership.user_id)
    )


def page(by: Membership, wanted: Wanted, *, day: date, after: Place | None = None) -> Rows:
    """One page and one row more, if there is more: the nearest deadline first, the ended by age."""
    rows = case_rows().where(visible_cases(by), *_narrowed(wanted, day))
    if wanted.ended:
        place = tuple_(Case.latest_filed_at, Case.id)
        rows = rows.order_by(Case.latest_filed_at.desc(), Case.id.desc())
        rows = rows.where(place < (after.by, after.id)) if after else rows
    else:
        rows = rows.order_by(Case.due_on, Case.id)
        rows = rows.where(tuple_(Case.due_on, Case.id) > (after.by, after.id)) if after else rows
    return session().execute(rows.limit(PAGE + 1)).all()


def open_cases(by: Membership) -> Rows:
    """All of them, with whom to phone at the school; the nearest deadline first."""
    sender, sender_user = aliased(Membership), aliased(User)
    rows = (
        case_rows()
        .add_columns(sender_user.name.label("sender"), sender_user.phone.label("sender_phone"))
        .outerjoin(sender, sender.id == Case.author_ids[func.cardinality(Case.author_ids)])
        .outerjoin(sender_user, sender_user.id == sender.user_id)
        .where(visible_cases(by), IN_QUEUE)
        .order_by(Case.due_on, Case.id)
    )
    return session().execute(rows).all()


@dataclass(frozen=True)
class Overview:
    """All open cases of a municipality, read once: how many and whose."""

    counts: dict[CaseState, int]
    """How many there are in each state, with all that is wanted but the state."""
    schools: list[tuple[str, str]]
    """Code and name of the schools that have one, in Swedish order."""


def overview(by: Membership, wanted: Wanted, *, day: date) -> Overview:
    """What stands around the list: the numbers on its tabs and the schools to choose among."""
    anywhere = replace(wanted, state=None, ended=False)
    # All cases once, by state and school together; the few sums are then added up both ways.
    counted = (
        select(
            Case.state,
            Case.school_unit_code.label("code"),
            func.count().filter(and_(*_narrowed(anywhere, day))).label("number"),
        )
        .where(visible_cases(by), IN_QUEUE)
        .group_by(Case.state, Case.school_unit_code)
        .subquery()
    )
    sets = func.grouping_sets(tuple_(counted.c.state), tuple_(counted.c.code))
    name = select(SchoolUnit.name).where(SchoolUnit.code == counted.c.code).scalar_subquery()
    summed = select(
        counted.c.state,
        counted.c.code,
        cast(func.sum(counted.c.number), Integer).label("number"),
        name.label("name"),
    ).group_by(sets)
    rows = session().execute(summed).all()
    schools = [(row.code, row.name or row.code) for row in rows if row.code]
    return Overview(
        {row.state: row.number for row in rows if row.state and row.number},
        sorted(schools, key=lambda school: (in_swedish_order(school[1]), school[0])),
    )


def _narrowed(wanted: Wanted, day: date) -> list[Any]:
    conditions: list[Any] = [ENDED if wanted.ended else IN_QUEUE]
    if wanted.state is not None:
        conditions.append(Case.state == wanted.state)
    if wanted.kind is not None:
        conditions.append(Case.latest_kind == wanted.kind)
    if wanted.school:
        conditions.append(Case.school_unit_code == wanted.school)
    if wanted.nobody:
        conditions.append(Case.caseworker_id.is_(None))
    elif wanted.caseworker_id is not None:
        conditions.append(Case.caseworker_id == wanted.caseworker_id)
    if wanted.due is not None:
        conditions.append(due_within(wanted.due, day))
    return conditions


def due_within(due: DueWithin, day: date) -> ColumnElement[bool]:
    """Cases whose nearest deadline has passed, is today, or comes before the week is over."""
    if due is DueWithin.OVERDUE:
        return Case.due_on < day
    if due is DueWithin.TODAY:
        return Case.due_on == day
    return and_(Case.due_on >= day, Case.due_on <= end_of_week(day))


def end_of_week(day: date) -> date:
    """The Sunday of a day's week."""
    return day + timedelta(days=6 - day.weekday())


def in_swedish_order(name: str) -> str:
    """What names are sorted by: å, ä and ö come last. The embedded database knows no languages."""
    return name.casefold().translate(str.maketrans("åäö", "{|}"))


def found(by: Membership, words: str, *, after: Place | None = None) -> Rows:
    """Cases by reference or by the start of a name, open or ended, the nearest deadline first."""
    due = func.coalesce(Case.due_on, LAST_DAY)
    first = select(Case.id).where(visible_cases(by), _fits(words)).order_by(due, Case.id)
    if after is not None:
        first = first.where(tuple_(due, Case.id) > (after.by, after.id))
    # Chosen from the index alone; only the rows of the page are read.
    chosen = case_rows().where(Case.id.in_(first.limit(PAGE + 1)))
    return session().execute(chosen.order_by(due, Case.id)).all()


def _fits(words: str) -> ColumnElement[bool]:
    """No name has a digit in it, every reference has; a whole one is looked straight up."""
    if any(char.isdigit() for char in words):
        sought = words.upper().replace(" ", "")
        if whole := REFERENCE.fullmatch(sought):
            return Case.reference == whole["case"]
        return Case.reference.contains(sought, autoescape=True)
    start = " ".join(words.casefold().split())
    begins = Case.search_name.startswith(start, autoescape=True)
    return or_(begins, Case.search_name.contains(f" {start}", autoescape=True))


def to_assign(by: Membership, references: Sequence[str]) -> list[Case]:
    """The marked cases, kept from others until commit, with what assigning touches."""
    marked = (visible_cases(by), Case.reference.in_(references[:PAGE]))
    # Locked first and read then: joined rows of one that was waited for would be stale.
    session().execute(select(Case.id).where(*marked).order_by(Case.id).with_for_update())
    wanted = (
        select(Case)
        .where(*marked)
        .options(
            joinedload(Case.routine),
            joinedload(Case.caseworker).joinedload(Membership.user),
            selectinload(Case.deadlines),
        )
        .order_by(Case.id)
        .execution_options(populate_existing=True)
    )
    return list(session().scalars(wanted))


def sent_on(by: Membership, *, before: Place | None = None) -> Rows:
    """Cases that the municipality has sent on to another: the fact, and nothing about the pupil."""
    rows = (
        select(
            Rerouting.id,
            Rerouting.reference,
            Rerouting.kind,
            Rerouting.arrived_at,
            Rerouting.at,
            Municipality.name.label("to"),
        )
        .join(Municipality, Municipality.code == Rerouting.to_code)
        .where(Rerouting.from_code == by.municipality_code)
        .order_by(Rerouting.at.desc(), Rerouting.id.desc())
    )
    if before is not None:
        rows = rows.where(tuple_(Rerouting.at, Rerouting.id) < (before.by, before.id))
    return session().execute(rows.limit(PAGE + 1)).all()


def place_of(row: Row[*tuple[Any, ...]], *, ended: bool = False) -> Place:
    """Where a row stands in its list."""
    at: datetime | date | None = row.latest_filed_at if ended else row.due_on
    return Place(at or LAST_DAY, row.id)
