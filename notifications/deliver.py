"""Message rows go out by their channel: leased first, sent, and then written down as sent."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from enum import Enum, auto
from itertools import cycle
from random import SystemRandom

import structlog
from sqlalchemy.orm import Session

from notifications import leases
from notifications.alarm import tell_a_human
from notifications.channels import SENT
from notifications.channels.webhook import STOPPED
from notifications.external_register import hold_back
from notifications.faults import PATIENCE, SOON, Fault, NotTaken, wait
from notifications.leases import TURNS, Lease
from portal.db import transaction
from portal.models import Message
from portal.vocabulary import Channel, MessageState
from portal.workflow.hours import earliest

log = structlog.get_logger(__name__)
chance = SystemRandom().random


class Outcome(Enum):
    """What came of a turn."""

    NOTHING_DUE = auto()
    TRIED = auto()
    SERVER_AWAY = auto()


def deliver_due(clock: Callable[[], datetime], stopped: Callable[[], bool] = bool) -> int:
    """Send what is due, unless stopped; how many mails were tried. Many workers may do so at once.

    The clock is read for each mail: a lease that began when a long round began would have run out.
    """
    with transaction() as session:
        leases.put_off(session, at=clock())
    tried = idle = 0
    only: Channel | None = None
    for turn in cycle(range(len(TURNS))):
        if stopped():
            break
        outcome = deliver_next(clock, turn, only)
        idle = idle + 1 if outcome is Outcome.NOTHING_DUE else 0
        tried += outcome is not Outcome.NOTHING_DUE
        # A mail server that is away is away for the other mails too: they wait for the next round.
        if outcome is Outcome.SERVER_AWAY:
            only = Channel.EXTERNAL_REGISTER
        if idle == len(TURNS):
            break
    return tried


def deliver_next(
    clock: Callable[[], datetime], turn: int = 0, only: Channel | None = None
) -> Outcome:
    """Send what is first in one of the lines, or first of those that go one way."""
    at = clock()
    with transaction() as session:
        lease = leases.take(turn, session, at=at, only=only)
        if lease is None:
            return Outcome.NOTHING_DUE
        if lease.is_poison:
            _give_up(lease, "LeaseLost", session, at=at)
            return Outcome.TRIED
    with ExitStack() as talk:
        try:
            number = talk.enter_context(SENT[lease.message.channel](lease.rows))
        except NotTaken as error:
            return _refused(lease, error, at=clock())
        except Exception as error:  # noqa: BLE001 (one bad message must not hold up the rest)
            return _refused(lease, NotTaken(Fault.NEVER, type(error).__name__), at=clock())
        return _sent(lease, number, at=clock())


def _sent(lease: Lease, number: str | None, *, at: datetime) -> Outcome:
    with transaction() as session:
        _end(
            lease,
            session,
            state=MessageState.SENT,
            sent_at=at,
            last_error="",
            lost_leases=0,
            carrier_id=leases.carried_by(lease.message),
            acknowledgement=number,
        )
    return Outcome.TRIED


def _refused(lease: Lease, refusal: NotTaken, *, at: datetime) -> Outcome:
    """Try again later; the kind of error is kept, never its text, which may name somebody."""
    message, fault, kind = lease.message, refusal.fault, refusal.kind
    log.warning("not sent", message=str(message.id), error=kind)
    since = message.tried_since or at
    pause = _pause(message, refusal, waited=at - since)
    with transaction() as session:
        if pause is None:
            _give_up(lease, kind, session, at=at)
        else:
            due = earliest(message.template, at + pause)
            if message.channel is Channel.EXTERNAL_REGISTER:
                hold_back(message.municipality_code, message.id, session, until=at + SOON)
            _end(
                lease,
                session,
                due_at=due,
                tried_since=since + (due - at - pause),
                # While the server is away no message was tried: its own waits are still before it.
                attempts=Message.attempts - int(fault is Fault.AWAY),
                last_error=kind,
                lost_leases=0,
            )
    return Outcome.SERVER_AWAY if fault is Fault.AWAY else Outcome.TRIED


def _pause(message: Message, refusal: NotTaken, *, waited: timedelta) -> timedelta | None:
    """How long until the next try: our own wait, or longer when the receiver asks for it."""
    own = wait(refusal.fault, message.attempts, waited, chance())
    if own is None or (refusal.after and waited >= PATIENCE):
        return None
    return max(own, refusal.after)


def _give_up(lease: Lease, kind: str, session: Session, *, at: datetime) -> None:
    session.flush()
    if _end(lease, session, state=MessageState.FAILED, last_error=kind):
        log.error("given up", message=str(lease.message.id), error=kind)
        tell_a_human(lease.message, session, at=at, again=kind == STOPPED)


def _end(lease: Lease, session: Session, **becomes: object) -> bool:
    ended = leases.end(lease, session, **becomes)
    if not ended:
        log.warning("lease lost", message=str(lease.message.id))
    return ended
