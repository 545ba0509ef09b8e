"""Filings that wait to be picked up: the mailbox is reminded, and the school is told at the end."""

from datetime import datetime

import structlog

from portal.db import forget_session, transaction
from portal.errors import Conflict
from portal.queries import pickups
from portal.workflow.pickups import see_to

log = structlog.get_logger(__name__)


def chase_due(now: datetime) -> int:
    """See to every pick-up whose time has come; how many.

    Safe in many workers at once. A fault leaves the rest to the next round and holds up no mail.
    """
    seen = 0
    try:
        while _chase_next(now):
            seen += 1
    except Exception as error:  # noqa: BLE001 (mails must go out whatever is wrong here)
        log.warning("not chased", error=type(error).__name__)
    finally:
        forget_session()
    return seen


def _chase_next(now: datetime) -> bool:
    """One in a transaction of its own. Somebody at work with the same case goes first."""
    try:
        with transaction():
            pickup = pickups.next_due(now)
            if pickup is not None:
                see_to(pickup, at=now)
    except Conflict:
        return False
    return pickup is not None
