"""What a monitor asks: whether the process lives, and whether it can do its work."""

import shutil
from datetime import datetime, timedelta

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.clock import now
from portal.config import settings
from portal.queries import delivery
from portal.web.guards import without_session
from portal.workflow.hours import AT_ONCE, open_between

bp = Blueprint("health", __name__)

MEGABYTE = 1024 * 1024
WELL = "ok"


@bp.get("/healthz")
@without_session
def lives() -> ResponseReturnValue:
    """The process answers. It asks nobody else, so that a database away restarts no web server."""
    return {"status": WELL}


@bp.get("/readyz")
@without_session
def is_ready() -> ResponseReturnValue:
    """Each part in one word; 503 unless all are well."""
    parts = {**_outbox(now()), "disk": _disk()}
    well = all(word == WELL for word in parts.values())
    return {"status": WELL if well else "failing", **parts}, 200 if well else 503


def _outbox(at: datetime) -> dict[str, str]:
    """The database by the one question that is asked of it: whether messages wait too long."""
    waits = delivery.waits_since(AT_ONCE, at=at)
    if waits is None:
        return {"database": "away", "messages": "unknown"}
    # A night is no delay of what waits for the morning; it is of what goes at once.
    waited = max(open_between(waits.for_hours, at), at - waits.at_once)
    is_late = waited > timedelta(seconds=settings().longest_wait)
    return {"database": WELL, "messages": "late" if is_late else WELL}


def _disk() -> str:
    try:
        free = shutil.disk_usage(settings().watched_folder).free
    except OSError:
        return "unknown"
    return WELL if free >= settings().least_free_disk * MEGABYTE else "full"
