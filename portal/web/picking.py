"""Which case this browser has opened by link and code, and for how long it may rest."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import session as cookie

from portal.config import settings

WHICH, SEEN = "pickup", "pickup_seen"


def begin(pickup_id: UUID, *, at: datetime) -> None:
    """The code was right: this browser reads that one case, and no other."""
    cookie[WHICH] = pickup_id.hex
    touch(at=at)


def touch(*, at: datetime) -> None:
    """Somebody is there: the limit counts from now."""
    cookie[SEEN] = at.isoformat(timespec="seconds")


def current(*, at: datetime) -> UUID | None:
    """What was opened, unless it has rested too long."""
    which, seen = cookie.get(WHICH), cookie.get(SEEN)
    if which is None or seen is None:
        return None
    rested = at - datetime.fromisoformat(seen)
    return UUID(which) if rested <= timedelta(minutes=settings().pickup_minutes) else None


def end() -> None:
    """Nothing is open in this browser any more."""
    cookie.pop(WHICH, None)
    cookie.pop(SEEN, None)
