"""People and their memberships."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from portal.access.rules import require
from portal.access.scope import visible_people
from portal.db import session
from portal.errors import NotFound
from portal.models import Case, Membership, RegisterEntry, User
from portal.queries.organisations import swedish_order
from portal.vocabulary import KAA_ROLES, OPEN_CASE_STATES, EntryState, Permission, Role

PAGE = 50
_WITH_ORGANISATION = (
    joinedload(Membership.user),
    joinedload(Membership.school_unit),
    joinedload(Membership.municipality),
    joinedload(Membership.organiser),
)
# Every request begins with it: put together once.
_RUNNING = (
    select(Membership)
    .where(Membership.id == bindparam("membership_id"), Membership.ended_at.is_(None))
    .options(*_WITH_ORGANISATION)
)


def running_membership(membership_id: UUID) -> Membership | None:
    """A membership that has not ended, with its user and organisation."""
    return session().scalar(_RUNNING, {"membership_id": membership_id})


def memberships_of(user: User) -> list[Membership]:
    """The running memberships of a user, the oldest first."""
    wanted = (
        select(Membership)
        .where(Membership.user_id == user.id, Membership.ended_at.is_(None))
        .options(*_WITH_ORGANISATION)
        .order_by(Membership.started_at, Membership.id)
    )
    return list(session().scalars(wanted))


def own_membership(user: User, membership_id: UUID) -> Membership:
    """One of a user's own running memberships."""
    membership = running_membership(membership_id)
    if membership is None or membership.user_id != user.id:
        raise NotFound
    return membership


def user(user_id: UUID) -> User:
    """One account, locked: what changes in it changes once."""
    return session().get_one(User, user_id, with_for_update=True, populate_existing=True)


def user_by_email(email: str) -> User | None:
    """The account with this address, whatever its case."""
    return session().scalar(select(User).where(func.lower(User.email) == email.strip().lower()))


def caseworkers(municipality_code: str) -> list[Membership]:
    """Those who may have cases in a municipality, by name."""
    return with_roles(municipality_code, KAA_ROLES)


def names_of_caseworkers(municipality_code: str) -> list[tuple[UUID, str]]:
    """Id and name of those who may have cases, by name: a list to choose from."""
    wanted = (
        select(Membership.id, User.name)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.municipality_code == municipality_code,
            Membership.role.in_(KAA_ROLES),
            Membership.ended_at.is_(None),
        )
        .order_by(User.name, Membership.id)
    )
    return [(one, name) for one, name in session().execute(wanted)]


def with_roles(municipality_code: str, roles: Iterable[Role]) -> list[Membership]:
    """Those who hold one of some roles in a municipality, by name."""
    wanted = (
        select(Membership)
        .join(Membership.user)
        .where(
            Membership.municipality_code == municipality_code,
            Membership.role.in_(roles),
            Membership.ended_at.is_(None),
        )
        .options(joinedload(Membership.user))
        .order_by(User.name, Membership.id)
    )
    return list(session().scalars(wanted))


def everybody_of(by: Membership) -> Sequence[Membership]:
    """All who have or have had a role in somebody's municipality, by name."""
    order = (swedish_order(User.name), Membership.id)
    wanted = (
        select(Membership)
        .join(Membership.user)
        .where(Membership.municipality_code == by.municipality_code)
        .options(joinedload(Membership.user))
    )
    return session().scalars(wanted.order_by(*order)).all()


@dataclass(frozen=True)
class Search:
    """Which roles are looked for; what is left out matches everything."""

    role: Role | None = None
    school_unit_code: str = ""
    municipality_code: str = ""
    ended: bool = False


def people_for(
    by: Membership, search: Search, *, after: UUID | None = None
) -> Sequence[Membership]:
    """A page of the roles somebody administers and the first of the next, by name.

    A page begins after a membership, so that no name stands in an address.
    """
    order = (swedish_order(User.name), Membership.id)
    wanted = (
        select(Membership)
        .join(Membership.user)
        .where(visible_people(by), *_matches(search))
        .options(*_WITH_ORGANISATION)
    )
    if after is not None:
        last = select(*order).join(Membership.user).where(Membership.id == after)
        wanted = wanted.where(tuple_(*order) > last.scalar_subquery())
    return session().scalars(wanted.order_by(*order).limit(PAGE + 1)).all()


def _matches(search: Search) -> list[ColumnElement[bool]]:
    has_ended = Membership.ended_at.is_not(None)
    found: list[ColumnElement[bool]] = [has_ended if search.ended else ~has_ended]
    if search.role is not None:
        found.append(Membership.role == search.role)
    if search.school_unit_code:
        found.append(Membership.school_unit_code == search.school_unit_code)
    if search.municipality_code:
        found.append(Membership.municipality_code == search.municipality_code)
    return found


def membership_for(by: Membership, membership_id: UUID, *, locked: bool = False) -> Membership:
    """One running role that somebody administers; others' do not exist."""
    wanted = (
        select(Membership)
        .where(Membership.id == membership_id, Membership.ended_at.is_(None), visible_people(by))
        .options(*_WITH_ORGANISATION)
    )
    if locked:
        wanted = wanted.with_for_update(of=Membership).execution_options(populate_existing=True)
    membership = session().scalar(wanted)
    if membership is None:
        raise NotFound
    require(by, Permission.PEOPLE_MANAGE, membership)
    return membership


def holders_of_same_post(membership: Membership) -> Sequence[Membership]:
    """Who holds the same role in the same organisation, locked: two who end each other's roles do
    it one after the other, and the second finds that their own has ended."""
    wanted = (
        select(Membership)
        .where(
            Membership.role == membership.role,
            Membership.ended_at.is_(None),
            Membership.school_unit_code.is_not_distinct_from(membership.school_unit_code),
            Membership.municipality_code.is_not_distinct_from(membership.municipality_code),
            Membership.organiser_id.is_not_distinct_from(membership.organiser_id),
        )
        .order_by(Membership.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session().scalars(wanted).all()


def work_of(
    membership: Membership, *, locked: bool = False
) -> tuple[list[Case], list[RegisterEntry]]:
    """The open cases and entries somebody has in hand."""
    cases = (
        select(Case)
        .where(Case.caseworker_id == membership.id, Case.state.in_(OPEN_CASE_STATES))
        .options(joinedload(Case.routine), selectinload(Case.deadlines))
        .order_by(Case.id)
    )
    entries = (
        select(RegisterEntry)
        .where(RegisterEntry.caseworker_id == membership.id, RegisterEntry.state == EntryState.OPEN)
        .order_by(RegisterEntry.id)
    )
    if locked:
        cases = cases.with_for_update(of=Case).execution_options(populate_existing=True)
        entries = entries.with_for_update().execution_options(populate_existing=True)
    return list(session().scalars(cases)), list(session().scalars(entries))


def amount_of_work(membership: Membership) -> tuple[int, int]:
    """How many open cases and entries somebody has in hand."""
    cases = select(func.count()).where(
        Case.caseworker_id == membership.id, Case.state.in_(OPEN_CASE_STATES)
    )
    entries = select(func.count()).where(
        RegisterEntry.caseworker_id == membership.id, RegisterEntry.state == EntryState.OPEN
    )
    row = session().execute(select(cases.scalar_subquery(), entries.scalar_subquery())).one()
    return row[0], row[1]
