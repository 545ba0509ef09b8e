"""Trying a password: told the same, and as slowly, whether or not there is such an account."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from flask import request
from flask_babel import gettext

from portal.db import transaction
from portal.queries import accounts as tries
from portal.queries import people
from portal.workflow import accounts

if TYPE_CHECKING:
    from portal.models import Membership

    Memberships = list[Membership]

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class CameIn:
    """Somebody with at least one running role."""

    memberships: "Memberships"


def wrong_login() -> str:
    said = gettext("E-postadressen och lösenordet hör inte ihop. Kontrollera båda och försök igen.")
    return str(said)


def too_many_tries() -> str:
    return str(gettext("För många försök. Vänta fem minuter och försök igen."))


def no_role() -> str:
    return str(
        gettext("Du har ingen roll i portalen just nu. Be administratören i din organisation.")
    )


def log_in(email: str, password: str, *, at: datetime) -> CameIn | str:
    """Who came in, or the sentence that says why not."""
    if not may_try(email, at=at):
        log.info("login refused", why="too many tries")
        return too_many_tries()
    user = people.user_by_email(email)
    if not accounts.knows_password(user, password) or user is None:
        log.info("login refused", why="wrong")
        return wrong_login()
    memberships = people.memberships_of(user)
    with transaction():
        forget_tries(email)
        accounts.refresh_hash(user, password)
    return CameIn(memberships) if memberships else no_role()


def may_try(email: str, *, at: datetime, purpose: str = "login", apart: bool = False) -> bool:
    """Count this try, unless there have been too many of this account or from this address.

    Counted apart, a machine uses up nothing of what people have who sit behind the same address.
    """
    here = f"{purpose}:{request.remote_addr}" if apart else request.remote_addr or ""
    attempt = accounts.attempt(email, here, at=at, purpose=purpose)
    with transaction() as session:
        tries.lock_tries(attempt.account_hash)
        account, address = tries.recent_tries(
            attempt.account_hash, attempt.address_hash, since=at - accounts.TRY_WINDOW
        )
        allowed = account < accounts.TRIES_PER_ACCOUNT and address < accounts.TRIES_PER_ADDRESS
        if allowed:
            session.add(attempt)
    return allowed


def too_many_from_here(*, at: datetime) -> bool:
    """Whether so much has been guessed from this address that nothing more is looked up."""
    here = accounts.address_hash(request.remote_addr or "")
    _, tried = tries.recent_tries("", here, since=at - accounts.TRY_WINDOW)
    return tried >= accounts.TRIES_PER_ADDRESS


def end_all_sessions(user_id: UUID) -> None:
    """Log the person out everywhere: a copied cookie is worth nothing afterwards."""
    accounts.end_sessions(people.user(user_id))


def forget_tries(email: str) -> None:
    """The person has shown who they are."""
    tries.forget_tries(accounts.account_hash(email))


def send_link(email: str, *, at: datetime) -> None:
    """A link for choosing a new password, if there is such an account with a role.

    Too many asked for: none is sent. What is shown is the same in every case.
    """
    if not may_try(email, at=at, purpose="reset"):
        log.info("link refused", why="too many tries")
        return
    user = people.user_by_email(email)
    with transaction() as session:
        if user is not None and people.memberships_of(user):
            session.add(accounts.forgotten(user, at=at))
