"""Who is logged in and as which membership; how long a session may rest and last."""

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast
from uuid import UUID

from flask import session as cookie
from flask_login import UserMixin, current_user, login_user, logout_user

from portal.clock import now
from portal.queries import people

if TYPE_CHECKING:
    from portal.models import Membership

IDLE = timedelta(minutes=30)
"""A session that rests longer has ended (security: idle limit)."""
LASTS = timedelta(hours=10)
"""A session never lasts longer than a working day."""


class SignedIn(UserMixin):  # type: ignore[misc]  # flask-login is untyped
    """What flask-login keeps for us: a membership, and which generation of sessions it is."""

    def __init__(self, membership: "Membership") -> None:
        self.membership = membership

    def get_id(self) -> str:
        return f"{self.membership.id}:{self.membership.user.session_version}"


def load(identifier: str) -> SignedIn | None:
    """The membership behind a session; None when it or the session has ended."""
    text, _, version = identifier.partition(":")
    try:
        membership = people.running_membership(UUID(text))
    except ValueError:
        return None
    if membership is None or str(membership.user.session_version) != version or _expired():
        return None
    return SignedIn(membership)


def _expired() -> bool:
    at = now()
    begun, seen = cookie.get("begun"), cookie.get("seen")
    if begun is None or seen is None:
        return True
    rested = at - datetime.fromisoformat(seen)
    return rested > IDLE or at - datetime.fromisoformat(begun) > LASTS


def touch() -> None:
    """The person is there: the idle limit counts from now."""
    cookie["seen"] = now().isoformat(timespec="seconds")


def begin(membership: "Membership") -> None:
    """Log in as a membership, in a session with nothing of an earlier one in it."""
    locale = cookie.get("locale")
    cookie.clear()
    if locale:
        cookie["locale"] = locale
    cookie["begun"] = now().isoformat(timespec="seconds")
    cookie["id"] = secrets.token_urlsafe(16)
    touch()
    login_user(SignedIn(membership))


def switch(membership: "Membership") -> None:
    """Act as another of one's own memberships; the session's age goes on."""
    login_user(SignedIn(membership))


def end() -> None:
    """Log out; only the language stays."""
    locale = cookie.get("locale")
    logout_user()
    cookie.clear()
    if locale:
        cookie["locale"] = locale


def is_signed_in() -> bool:
    return bool(current_user.is_authenticated)


def actor() -> "Membership":
    """The membership that acts in this request: the `by` of every verb."""
    return cast("Membership", current_user.membership)


def last_user_id() -> str | None:
    """Whose expired session a request still carries; for giving back what they typed, to them only."""
    return cookie.get("_user_id")
