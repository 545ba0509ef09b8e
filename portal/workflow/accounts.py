"""Accounts: logging in, choosing a password, ending sessions. What people may do is people.py."""

from datetime import datetime, timedelta

from portal.access import passwords
from portal.db import keyed_hash
from portal.errors import WrongPassword
from portal.models import LoginFailure, Message, User
from portal.vocabulary import Channel
from portal.workflow.weak_passwords import refuse_weak

TRY_WINDOW = timedelta(minutes=5)
TRIES_PER_ACCOUNT = 10
TRIES_PER_ADDRESS = 50
"""A whole school may sit behind one address."""


def account_hash(email: str, purpose: str = "login") -> str:
    """Which account somebody tries, to those who hold the key."""
    return keyed_hash(f"{purpose}:{email.strip().lower()}")


def address_hash(address: str) -> str:
    """From where somebody tries."""
    return keyed_hash(f"address:{address}")


def attempt(email: str, address: str, *, at: datetime, purpose: str = "login") -> LoginFailure:
    """A try counts as failed until it has succeeded: guesses at the same time count too."""
    return LoginFailure(
        account_hash=account_hash(email, purpose), address_hash=address_hash(address), at=at
    )


def knows_password(user: User | None, password: str) -> bool:
    """Whether it is the user's password; takes as long when there is no user."""
    return passwords.fits(user.password_hash if user is not None else "", password)


def refresh_hash(user: User, password: str) -> None:
    """Hash anew when the cost has been raised since."""
    if passwords.is_outdated(user.password_hash):
        user.password_hash = passwords.hash_password(password)


def choose_password(user: User, password: str) -> None:
    """Set a password; every session and every link the person has ends."""
    refuse_weak(password, user)
    user.password_hash = passwords.hash_password(password)
    end_sessions(user)


def change_password(user: User, current: str, password: str, *, at: datetime) -> Message:
    """Set another password, by who knows the one there is; the person is told by mail."""
    if not knows_password(user, current):
        raise WrongPassword
    choose_password(user, password)
    return letter(user, "password_changed", at=at)


def end_sessions(user: User) -> None:
    """Every session the person has ends with its next request."""
    user.session_version += 1


def forgotten(user: User, *, at: datetime) -> Message:
    """Send a link with which a new password can be chosen."""
    return letter(user, "reset" if user.password_hash else "invitation", at=at)


def letter(user: User, template: str, *, at: datetime) -> Message:
    """A mail about somebody's account. A link in it is made when it is sent."""
    return Message(
        user_id=user.id,
        channel=Channel.MAIL,
        template=template,
        recipient=user.email,
        locale=user.locale,
        created_at=at,
        due_at=at,
    )


def describe(user: User, name: str, title: str, phone: str, locale: str) -> None:
    """How the person is called and reached."""
    user.name, user.title, user.phone, user.locale = name, title, phone, locale
