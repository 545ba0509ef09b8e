"""The day that lists of what is missing are about."""

from datetime import datetime

from portal.clock import today
from portal.identity import turns
from portal.queries.unfiled import Day
from portal.workflow.legal import KAA_AGE


def of(at: datetime) -> Day:
    """That day, and whom KAA covers on it."""
    day = today(at)
    return Day(day, turns(day, -KAA_AGE))
