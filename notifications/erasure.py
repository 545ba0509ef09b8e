"""The worker's round of erasure: what is decided goes at once, what the law demands on its day."""

from datetime import datetime

import structlog

from portal import erasing
from portal.db import AWAY

log = structlog.get_logger(__name__)

MOST = 50
"""Persons of one round: mails must not wait for all of a year's."""


def erase_round(now: datetime) -> int:
    """Erase some of those whose turn it is; how many. The next round goes on."""
    try:
        return erasing.erase_due(now, most=MOST)
    except AWAY as error:  # the next round finds them
        log.warning("nobody erased", error=type(error).__name__)
        return 0
