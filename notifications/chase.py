"""Filings that wait to be picked up: the mailbox is reminded, and the school is told at the end."""

from datetime import datetime

from portal.db import transaction
from portal.errors import Conflict
from portal.queries import pickups
from portal.workflow.pickups import see_to


def chase_due(now: datetime) -> int:
    """See to every pick-up whose time has come; how many. Safe to run in many workers at once."""
    seen = 0
    while _chase_next(now):
        seen += 1
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
