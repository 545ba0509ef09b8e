"""Who works where: people are invited to a role in an organisation, and one day it ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from portal.access.rules import require
from portal.errors import HasTheRole, LastAdministrator, NotGivenHere, OwnRole
from portal.models import (
    Case,
    Membership,
    Message,
    Municipality,
    Organiser,
    RegisterEntry,
    SchoolUnit,
    User,
)
from portal.vocabulary import ADMIN_ROLES, Permission, Role
from portal.workflow import casework, register
from portal.workflow.accounts import end_sessions, letter

GIVES: dict[Role, tuple[Role, ...]] = {
    Role.ORGANISER_ADMIN: (Role.COUNSELLOR, Role.RECTOR),
    Role.MUNICIPALITY_ADMIN: (
        Role.CASEWORKER,
        Role.COORDINATOR,
        Role.MUNICIPALITY_ADMIN,
        Role.LOG_REVIEWER,
    ),
    Role.PLATFORM_ADMIN: (Role.MUNICIPALITY_ADMIN, Role.ORGANISER_ADMIN, Role.PLATFORM_ADMIN),
}
"""Which roles an administrator gives and ends. Nobody gives the protection officer's alone."""


@dataclass(frozen=True)
class Post:
    """A role and where it is held: at a unit, in a municipality, at an organiser or nowhere."""

    role: Role
    unit: SchoolUnit | None = None
    municipality: Municipality | None = None
    organiser: Organiser | None = None

    def held_by(self, user: User, *, at: datetime) -> Membership:
        """The membership of somebody who holds it from now on."""
        return Membership(
            id=uuid4(),
            user=user,
            user_id=user.id,
            role=self.role,
            school_unit=self.unit,
            school_unit_code=self.unit.code if self.unit else None,
            municipality=self.municipality,
            municipality_code=self.municipality.code if self.municipality else None,
            organiser=self.organiser,
            organiser_id=self.organiser.id if self.organiser else None,
            started_at=at,
        )

    def is_held_as(self, membership: Membership) -> bool:
        """Whether a membership is this post."""
        return membership.ended_at is None and (
            membership.role,
            membership.school_unit_code,
            membership.municipality_code,
            membership.organiser_id,
        ) == (
            self.role,
            self.unit.code if self.unit else None,
            self.municipality.code if self.municipality else None,
            self.organiser.id if self.organiser else None,
        )


def new_user(email: str, name: str, title: str, phone: str, *, at: datetime) -> User:
    """An account without a password: it opens when the invitation is accepted."""
    return User(
        id=uuid4(),
        email=email,
        name=name,
        title=title,
        phone=phone,
        password_hash="",
        session_version=0,
        locale="sv",
        created_at=at,
    )


def invite(
    user: User, has: Iterable[Membership], post: Post, *, by: Membership, at: datetime
) -> tuple[Membership, Message]:
    """Give somebody a role, and tell them by mail. `has` is what they already hold."""
    _gives(by, post.role)
    if user.id == by.user_id:
        raise OwnRole
    if any(post.is_held_as(one) for one in has):
        raise HasTheRole
    membership = post.held_by(user, at=at)
    require(by, Permission.PEOPLE_MANAGE, membership)
    return membership, tell(membership, at=at)


def tell(membership: Membership, *, at: datetime) -> Message:
    """The mail about a new role; to whom has no password yet it is an invitation to choose one."""
    user = membership.user
    return letter(user, "new_role" if user.password_hash else "invitation", at=at)


def end(
    membership: Membership,
    cases: Iterable[Case],
    entries: Iterable[RegisterEntry],
    *,
    others: int,
    by: Membership,
    at: datetime,
) -> None:
    """Take a role away, at once. What the person had in hand goes back to the queue.

    `others` is how many more hold the same role in the same organisation.
    """
    require(by, Permission.PEOPLE_MANAGE, membership)
    _gives(by, membership.role)
    if membership.user_id == by.user_id:
        raise OwnRole
    if membership.role in ADMIN_ROLES and not others:
        raise LastAdministrator
    for case in cases:
        casework.hand_back(case, "", by=None, at=at)
    for entry in entries:
        register.release(entry, at=at)
    membership.ended_at = at
    end_sessions(membership.user)


def _gives(by: Membership, role: Role) -> None:
    if role not in GIVES.get(by.role, ()):
        raise NotGivenHere
