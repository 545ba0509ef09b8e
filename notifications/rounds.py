"""The register's round: what begins because a day has come, not because somebody did something.

Letters that nobody answers, birthdays, youths without a caseworker, and the rule that an open entry
always has something to do. Each round finds what is so now; one that is missed is made up for by
the next, and one made twice changes nothing.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog

from portal.clock import today
from portal.db import forget_session, transaction
from portal.queries import rounds
from portal.vocabulary import Trigger
from portal.workflow import birthdays, contact, tasks

log = structlog.get_logger(__name__)

Find = Callable[..., Sequence[Any]]
Begin = Callable[[Any, datetime], object]


class Hourly:
    """Makes a round when a new hour has begun: no day is missed, and no minute is spent on it."""

    def __init__(self) -> None:
        self.made: datetime | None = None

    def make(self, now: datetime) -> int:
        hour = now.replace(minute=0, second=0, microsecond=0)
        if hour == self.made:
            return 0
        self.made = hour
        return make_round(now)


def make_round(now: datetime) -> int:
    """Everything that is due; how many rows were looked at."""
    return sum(_made(find, begin, now) for find, begin in _PARTS)


def _made(find: Find, begin: Begin, now: datetime) -> int:
    """One part of the round. A fault leaves it to the next one and holds up nothing else."""
    try:
        return _until_none(find, begin, now)
    except Exception as error:  # noqa: BLE001 (mails must go out whatever is wrong here)
        log.warning("part of a round left out", part=find.__name__, error=type(error).__name__)
        return 0
    finally:
        forget_session()


def _until_none(find: Find, begin: Begin, now: datetime) -> int:
    """Batches, each in its own transaction."""
    seen, last = 0, None
    while True:
        with transaction() as session:
            found = find(session, today(now), last)
            for one in found:
                begin(one, now)
            last = _id(found[-1]) if found else None
        if last is None:
            return seen
        seen += len(found)


def _id(found: Any) -> UUID:
    row = found[0] if isinstance(found, tuple) else found
    known: UUID = row.id
    return known


_PARTS: tuple[tuple[Find, Begin], ...] = (
    (rounds.unanswered, lambda one, at: contact.give_up(one, at=at)),
    (rounds.of_age, lambda one, at: birthdays.of_age(one, at=at)),
    (rounds.soon_20, lambda one, at: birthdays.soon_20(*one, at=at)),
    (rounds.turned_20, lambda one, at: birthdays.no_longer_covered(*one, at=at)),
    (rounds.unassigned, lambda one, at: tasks.fire(one[0], Trigger.UNASSIGNED, at=at)),
    (rounds.without_task, lambda one, at: tasks.keep(one, at=at)),
)
