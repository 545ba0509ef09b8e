"""A subscription at a pupil system: it tells when something has changed, so it is asked sooner.

Nothing depends on it. A system may refuse, forget it, or give up after a few pings that did not
reach us: the night's fetch comes all the same.
"""

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from portal.access.tokens import ping_hash, ping_path
from portal.config import settings
from portal.db import transaction
from portal.errors import Conflict
from portal.models import PupilSource
from portal.queries import sources
from portal.rolls.ss12000.connection import Connection
from portal.rolls.ss12000.settings import access_of
from portal.rolls.table import Unreadable
from portal.vocabulary import RollFault
from portal.workflow import sources as schedule

PATH = "/subscriptions"
RESOURCES = ("Person",)
"""Whose changes matter before the night: enrolments are told with the person."""
SECONDS, AT_LAST = 20, 5
"""For all that is said of a subscription; and to end it, while somebody waits for a page."""
PASSING = frozenset({RollFault.SOURCE_AWAY, RollFault.SOURCE_SLOW, RollFault.SOURCE_TLS})
"""Says nothing of the subscription."""
LONGEST_ID = 200


@dataclass(frozen=True)
class _Talk:
    """With the system of one school unit, about what it is to tell."""

    unit_code: str
    address: str
    connection: Connection
    at: datetime

    def source(self) -> PupilSource | None:
        """As it is now; None when it was removed meanwhile, or leads to another system."""
        found = sources.find(self.unit_code)
        return found if found is not None and found.address == self.address else None


def keep(unit_code: str, *, now: Callable[[], datetime]) -> None:
    """See to it that the system tells of changes, as long as it wants to."""
    if not settings().hears_pings:
        return
    at = now()
    with transaction():  # reading is over before the server is spoken to, which may take long
        source = sources.find(unit_code)
    if source is None or not schedule.is_to_renew(source, at=at):
        return
    address, kept = source.address, source.subscription_id
    with suppress(Conflict):  # removed at this very moment
        try:
            talk = _Talk(unit_code, address, Connection(access_of(source), SECONDS), at)
            _renew(talk, kept) if kept else _begin(talk)
        except Unreadable as error:
            if error.fault.kind not in PASSING:
                _refused(unit_code, address, at=at)


def end(source: PupilSource) -> None:
    """Say so there, if somebody answers. Here its token is dead already."""
    if source.subscription_id:
        with suppress(Unreadable):
            Connection(access_of(source), AT_LAST).send("DELETE", _path(source.subscription_id))


def _renew(talk: _Talk, kept: str) -> None:
    """The one there is; what the system does not know any more, or cannot renew, gives way."""
    try:
        answer = talk.connection.send("PATCH", _path(kept), {})
    except Unreadable as error:
        if error.fault.kind in PASSING:
            raise
        with suppress(Unreadable):
            talk.connection.send("DELETE", _path(kept))
        _begin(talk)
        return
    with transaction():
        source = talk.source()
        if source is not None:
            schedule.subscribed(source, kept, until=_until(answer), at=talk.at)


def _begin(talk: _Talk) -> None:
    """A new one. Its token is known here before it is told: the first ping may come at once."""
    token = secrets.token_urlsafe(32)
    with transaction():
        source = talk.source()
        if source is None:
            return
        schedule.expect_pings(source, ping_hash(token))
    said = {
        "name": "Överlämningen",
        "target": settings().base_url.rstrip("/") + ping_path(token),
        "resourceTypes": [{"resource": one} for one in RESOURCES],
    }
    answer = talk.connection.send("POST", PATH, said)
    made = _id(answer)
    with transaction():
        source = talk.source()
        expected = source is not None and source.ping_hash == ping_hash(token)
        if source is not None and expected:
            schedule.subscribed(source, made, until=_until(answer), at=talk.at)
    if not expected:
        talk.connection.send("DELETE", _path(made))


def _refused(unit_code: str, address: str, *, at: datetime) -> None:
    """Polling alone, until it is asked again in another night."""
    with transaction():
        source = sources.find(unit_code)
        if source is not None and source.address == address:
            schedule.unsubscribed(source, again_at=at + schedule.RENEWED)


def _path(subscription_id: str) -> str:
    return f"{PATH}/{quote(subscription_id, safe='')}"


def _id(answer: Any) -> str:
    found = answer.get("id") if isinstance(answer, dict) else None
    if not isinstance(found, str) or not found.isprintable() or not 0 < len(found) <= LONGEST_ID:
        raise Unreadable(RollFault.SOURCE_STRANGE)
    return found


def _until(answer: Any) -> datetime | None:
    """Until when it lives; systems may leave that out, or say it in a way of their own."""
    said = answer.get("expires") if isinstance(answer, dict) else None
    try:
        until = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return until if until.tzinfo is not None else None
