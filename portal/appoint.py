"""The first of those whom nobody in the portal can invite: from the command line."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from portal.access import tokens
from portal.config import settings
from portal.db import session, transaction
from portal.models import Membership, Municipality
from portal.queries import people
from portal.vocabulary import Role
from portal.workflow.people import Post, new_user


class CannotAppoint(Exception):
    """Why not, in a sentence for whoever typed the command."""


@dataclass(frozen=True)
class Appointed:
    """Where the person chooses a password; nothing for those who have one."""

    link: str


def appoint(
    email: str, name: str, *, protects: str | None, another: bool, at: datetime
) -> Appointed:
    """Make somebody the portal's administrator, or a municipality's protection officer."""
    with transaction() as rows:
        post = _post(protects)
        held = rows.scalar(select(func.count()).where(*_holds(post)))
        if held and not another:
            raise CannotAppoint(f"There is one already ({held}). Say --another for one more.")
        user = people.user_by_email(email)
        has = people.memberships_of(user) if user is not None else []
        if any(post.is_held_as(one) for one in has):
            raise CannotAppoint("The person has that role already.")
        user = user or new_user(email.strip(), name.strip(), "", "", at=at)
        rows.add(post.held_by(user, at=at))
        rows.flush()
        path = "" if user.password_hash else tokens.invitation_path(user)
    return Appointed(f"{settings().base_url}{path}" if path else "")


def _post(protects: str | None) -> Post:
    if protects is None:
        return Post(Role.PLATFORM_ADMIN)
    municipality = session().get(Municipality, protects)
    if municipality is None:
        raise CannotAppoint(f"There is no municipality {protects}. Run ./run reference first.")
    return Post(Role.PROTECTION_OFFICER, municipality=municipality)


def _holds(post: Post) -> tuple[ColumnElement[bool], ...]:
    code = post.municipality.code if post.municipality else None
    return (
        Membership.role == post.role,
        Membership.municipality_code.is_not_distinct_from(code),
        Membership.ended_at.is_(None),
    )
