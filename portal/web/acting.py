"""Who is logged in and as which membership; how long a session may rest and last."""

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast
from uuid import UUID

from flask import current_app
from flask import session as cookie
from flask_login import UserMixin, current_user, login_user, logout_user
from itsdangerous import BadData, URLSafeTimedSerializer

from portal.clock import now
from portal.queries import people
from portal.web.posted import uuid

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


def begin(membership: "Membership", *, has_others: bool) -> None:
    """Log in as a membership, in a session with nothing of an earlier one in it."""
    _empty()
    cookie["begun"] = now().isoformat(timespec="seconds")
    cookie["has_others"] = has_others
    _act_as(membership)
    touch()


def switch(membership: "Membership") -> None:
    """Act as another of one's own memberships; the session's age goes on.

    Pages that stand open from before no longer count: nobody acts in a role they do not see.
    """
    _act_as(membership)


def renew(membership: "Membership") -> None:
    """Go on in this session when all the person's others have been ended."""
    _act_as(membership)


def _act_as(membership: "Membership") -> None:
    cookie["id"] = secrets.token_urlsafe(16)
    cookie["user"] = membership.user_id.hex
    cookie["csrf_token"] = f"{membership.user_id.hex}.{secrets.token_hex(20)}"
    login_user(SignedIn(membership))


def end() -> None:
    """Log out; only the language stays."""
    logout_user()
    _empty()


def _empty() -> None:
    locale = cookie.get("locale")
    cookie.clear()
    if locale:
        cookie["locale"] = locale


def is_signed_in() -> bool:
    return bool(current_user.is_authenticated)


def actor() -> "Membership":
    """The membership that acts in this request: the `by` of every verb."""
    return cast("Membership", current_user.membership)


def may_have_others() -> bool:
    """Whether the person had several roles when they logged in; spares the others a query."""
    return bool(cookie.get("has_others"))


def last_user_id() -> UUID | None:
    """Whose session, running or expired, the request carries."""
    return uuid(cookie.get("user"))


def writer_of(token: str) -> UUID | None:
    """For whom a page with this CSRF token was made, however long ago; None when it is forged."""
    signer = URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="wtf-csrf-token")
    try:
        return uuid(str(signer.loads(token)).partition(".")[0])
    except BadData:
        return None
