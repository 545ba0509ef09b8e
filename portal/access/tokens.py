"""Links for those who cannot log in: signed, for one purpose, and not for long.

A token is made when its mail is sent and stands nowhere else. One for choosing a password is bound
to the password and the sessions of the moment, so that choosing a password, or ending the sessions,
uses all of them up. One for a pick-up is bound to its code and worth nothing without it.
"""

import base64
from datetime import timedelta
from enum import Enum
from uuid import UUID

from itsdangerous import BadData, URLSafeTimedSerializer

from portal.config import settings
from portal.db import keyed_hash, session
from portal.models import MeasureReport, Pickup, User

GUEST_TOKEN_LENGTH = 32
"""Letters and digits, five bits each: short enough for a letter, too long to guess."""


class Purpose(Enum):
    """What a link is for, and how long it lives."""

    INVITATION = "invitation", timedelta(days=2)
    RESET = "reset", timedelta(minutes=60)
    PICKUP = "pickup", timedelta(days=14)
    REPORT = "report", timedelta(days=14)

    def __init__(self, word: str, lasts: timedelta) -> None:
        self.word = word
        self.lasts = lasts


def invitation_token(user: User) -> str:
    """For the mail that invites somebody to choose their first password."""
    return _token(user, Purpose.INVITATION)


def reset_token(user: User) -> str:
    """For the mail to somebody who has forgotten their password."""
    return _token(user, Purpose.RESET)


def invitation_path(user: User) -> str:
    """Where that mail leads, below the portal's address."""
    return f"/invitation/{invitation_token(user)}"


def reset_path(user: User) -> str:
    """Where that mail leads, below the portal's address."""
    return f"/reset/{reset_token(user)}"


def guest_token(participant_id: UUID) -> str:
    """The word in the link of somebody without an account: always the same, and stored nowhere.

    What it is made of is drawn, and useless without our key. A link lives as long as its meeting.
    """
    return _word(f"guest:{participant_id}")


def guest_path(participant_id: UUID) -> str:
    """Where a summons leads, below the portal's address."""
    return f"/guest/{guest_token(participant_id)}"


def guest_hash(token: str) -> str:
    """All that is stored of a guest's link."""
    return keyed_hash(f"guest link:{token}")


def report_token(report: MeasureReport) -> str:
    """The word in the link of a provider: another one for each link, and stored nowhere."""
    return _word(f"report:{report.id}:{report.links}")


def report_path(report: MeasureReport) -> str:
    """Where the mail that asks for a report leads, below the portal's address."""
    return f"/measure-report/{report_token(report)}"


def report_hash(token: str) -> str:
    """All that is stored of a provider's link."""
    return keyed_hash(f"report link:{token}")


def ping_path(token: str) -> str:
    """Where a pupil system tells that something has changed, below the portal's address."""
    return f"/pings/{token}"


def ping_hash(token: str) -> str:
    """All that is stored of that address."""
    return keyed_hash(f"ping:{token}")


def _word(of: str) -> str:
    return base64.b32encode(bytes.fromhex(keyed_hash(of))).decode().lower()[:GUEST_TOKEN_LENGTH]


def user_of_token(token: str, purpose: Purpose, *, locked: bool = False) -> User | None:
    """Whose link it is; None when it is forged, used, too old or for something else.

    Locked, only one of two who use it at the same moment finds it unused.
    """
    try:
        identifier, mark = _signer(purpose).loads(token, max_age=int(purpose.lasts.total_seconds()))
        user = session().get(
            User, UUID(identifier), with_for_update=locked or None, populate_existing=locked
        )
    except (BadData, ValueError, TypeError):
        return None
    return user if user is not None and mark == _mark(user) else None


def pickup_path(pickup: Pickup) -> str:
    """Where the mail about a pick-up leads, below the portal's address."""
    return f"/pickup/{_signer(Purpose.PICKUP).dumps([pickup.id.hex, _mark_of(pickup)])}"


def pickup_of_token(token: str) -> Pickup | None:
    """Which pick-up a link leads to, locked so that tries at the same moment are all counted."""
    lasts = int(Purpose.PICKUP.lasts.total_seconds())
    try:
        identifier, mark = _signer(Purpose.PICKUP).loads(token, max_age=lasts)
        pickup = session().get(Pickup, UUID(identifier), with_for_update=True)
    except (BadData, ValueError, TypeError):
        return None
    return pickup if pickup is not None and mark == _mark_of(pickup) else None


def _mark_of(pickup: Pickup) -> str:
    return keyed_hash(f"pickup:{pickup.id}:{pickup.code}")[:32]


def _token(user: User, purpose: Purpose) -> str:
    return str(_signer(purpose).dumps([user.id.hex, _mark(user)]))


def _mark(user: User) -> str:
    return keyed_hash(f"link:{user.id}:{user.password_hash}:{user.session_version}")[:32]


def _signer(purpose: Purpose) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt=purpose.word)
