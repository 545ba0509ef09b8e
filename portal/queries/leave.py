"""Who works at a municipality's KAA, who of them is away, and who stands in."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.db import session
from portal.errors import NotFound
from portal.models import Leave, Membership, Municipality, Substitute, User
from portal.vocabulary import KAA_ROLES


def colleagues(by: Membership) -> list[Membership]:
    """All who work at somebody's KAA, by name, with when they are away."""
    wanted = (
        select(Membership)
        .join(Membership.user)
        .where(
            Membership.municipality_code == by.municipality_code,
            Membership.role.in_(KAA_ROLES),
            Membership.ended_at.is_(None),
        )
        .options(joinedload(Membership.user), selectinload(Membership.leaves))
        .order_by(User.name, Membership.id)
    )
    return list(session().scalars(wanted))


def coming(by: Membership, day: date) -> list[Leave]:
    """Leave that is not over, the nearest first."""
    found = [leave for one in colleagues(by) for leave in one.leaves if leave.last_on >= day]
    return sorted(found, key=lambda one: (one.first_on, one.last_on, str(one.id)))


def leave_of(by: Membership, leave_id: UUID) -> Leave:
    """Somebody's leave, locked; another municipality's does not exist."""
    wanted = (
        select(Leave)
        .join(Leave.membership)
        .where(Leave.id == leave_id, Membership.municipality_code == by.municipality_code)
        .options(joinedload(Leave.membership))
        .with_for_update(of=Leave)
    )
    found = session().scalar(wanted)
    if found is None:
        raise NotFound
    return found


def own_municipality(by: Membership) -> Municipality:
    """The municipality with who stands in, locked: there is one substitute at a time."""
    wanted = (
        select(Municipality)
        .where(Municipality.code == by.municipality_code)
        .options(selectinload(Municipality.substitute).joinedload(Substitute.membership))
        .with_for_update(of=Municipality)
    )
    return session().scalars(wanted).one()


def substitute(by: Membership) -> Membership | None:
    """Who stands in at somebody's KAA, if anybody was chosen."""
    wanted = (
        select(Membership)
        .join(Substitute, Substitute.membership_id == Membership.id)
        .where(Substitute.municipality_code == by.municipality_code)
        .options(joinedload(Membership.user))
    )
    return session().scalar(wanted)
