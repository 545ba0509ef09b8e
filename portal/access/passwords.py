"""Passwords: argon2 hashes, and the same work whether or not there is one to compare with."""

import secrets
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.config import settings

LEAST = 15
"""Length is what makes a password hard to guess; no rules about signs and digits (ASVS 6.2)."""
MOST = 128


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=settings().argon2_cost)


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """A hash nothing fits, so that an unknown account takes the time of a known one."""
    return hash_password(secrets.token_urlsafe(32))


def hash_password(password: str) -> str:
    """What is stored instead of the password."""
    return _hasher().hash(password)


def fits(password_hash: str, password: str) -> bool:
    """Whether the password is the one; an empty hash is compared in vain, at the same cost."""
    try:
        _hasher().verify(password_hash or _nobodys(), password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(password_hash)


def is_outdated(password_hash: str) -> bool:
    """Hashed at another cost than today's."""
    return _hasher().check_needs_rehash(password_hash)
