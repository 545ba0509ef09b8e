"""People and their memberships."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.db import session
from portal.errors import NotFound
from portal.models import Membership, User
from portal.vocabulary import KAA_ROLES

_WITH_ORGANISATION = (
    joinedload(Membership.user),
    joinedload(Membership.school_unit),
    joinedload(Membership.municipality),
    joinedload(Membership.organiser),
)


def running_membership(membership_id: UUID) -> Membership | None:
    """A membership that has not ended, with its user and organisation."""
    wanted = select(Membership).where(Membership.id == membership_id, Membership.ended_at.is_(None))
    return session().scalar(wanted.options(*_WITH_ORGANISATION))


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
    wanted = (
        select(Membership)
        .join(Membership.user)
        .where(
            Membership.municipality_code == municipality_code,
            Membership.role.in_(KAA_ROLES),
            Membership.ended_at.is_(None),
        )
        .options(joinedload(Membership.user))
        .order_by(User.name, Membership.id)
    )
    return list(session().scalars(wanted))
