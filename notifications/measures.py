"""Providers are asked how a month went, and reminded when the report is late."""

from datetime import datetime

import structlog

from portal.clock import today, working_day
from portal.db import forget_session, transaction
from portal.queries import measures as reading
from portal.workflow import measure_reports

log = structlog.get_logger(__name__)


def ask_providers(now: datetime) -> int:
    """Ask for what is over and chase what is late; how many were looked at. Never on a day off.

    Safe in many workers at once. A fault leaves the rest to the next round and holds up no mail.
    """
    if not working_day(today(now)):
        return 0
    seen = 0
    try:
        for batch in (_ask_batch, _chase_batch):
            while count := batch(now):
                seen += count
    except Exception as error:  # noqa: BLE001 (mails must go out whatever is wrong here)
        log.warning("no report asked for", error=type(error).__name__)
    finally:
        forget_session()
    return seen


def _ask_batch(now: datetime) -> int:
    """One transaction. Each measure leaves it with a later day or none, so the work has an end."""
    with transaction() as session:
        measures = reading.to_ask(today(now))
        letters = [measure_reports.ask(one, at=now) for one in measures]
        session.add_all(letter for letter in letters if letter is not None)
    return len(measures)


def _chase_batch(now: datetime) -> int:
    """Likewise for each report."""
    with transaction() as session:
        late = reading.to_chase(today(now))
        letters = [measure_reports.chase(one, at=now) for one in late]
        session.add_all(letter for letter in letters if letter is not None)
    return len(late)
