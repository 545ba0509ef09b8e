"""The worker's round of erasure: what is decided goes at once, what the law demands on its day."""

from datetime import date, datetime
from functools import lru_cache

import structlog

from portal import erasing
from portal.clock import today

log = structlog.get_logger(__name__)

MOST = 50
"""Persons of one round: mails must not wait for all of a year's."""


@lru_cache(maxsize=1)
def _sealed_on(day: date) -> int:
    """Once a day: sealed records are opened one by one. One that failed is tried again."""
    return erasing.erase_sealed(day)


def erase_round(now: datetime) -> int:
    """Erase some of those whose turn it is; how many. The next round goes on."""
    try:
        _sealed_on(today(now))
        return erasing.erase_due(now, most=MOST)
    except Exception as error:  # noqa: BLE001 (mails must go out whatever is wrong here)
        log.warning("nobody erased", error=type(error).__name__)
        return 0
