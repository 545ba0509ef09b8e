"""Rolls that are too large to be read while somebody waits: the worker reads and stores them."""

from uuid import UUID

import structlog
from sqlalchemy.exc import OperationalError

from portal.clock import now
from portal.db import forget_session, transaction
from portal.queries import rolls
from portal.rolls import importing

log = structlog.get_logger(__name__)


def import_roll(import_id: str) -> None:
    """A job of the queue; all it carries is an id that says nothing."""
    try:
        importing.work(UUID(import_id), now=now)
    except OperationalError as error:  # the next round finds it where this one left it
        log.warning("database away", error=type(error).__name__)
    finally:
        forget_session()


def import_waiting() -> None:
    """The worker's own round: forget files of yesterday, and take what nobody was called to."""
    from portal.rolls import fetching
    from portal.rolls.ss12000 import subscribing

    begun: list[str] = []
    try:
        while unit_code := fetching.begin_due(at=now()):
            begun.append(unit_code)
        with transaction():
            importing.forget(at=now())
            waiting = rolls.waiting(at=now())
        for import_id in waiting:
            importing.work(import_id, now=now)
        for unit_code in begun:
            subscribing.keep(unit_code, now=now)
    except OperationalError as error:
        log.warning("database away", error=type(error).__name__)
    finally:
        forget_session()
