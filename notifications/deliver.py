"""Message rows go out by their channel: one message, one transaction, backing off when refused."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import select

from notifications.channels import SEND
from portal.db import transaction
from portal.models import Message
from portal.vocabulary import MessageState

log = structlog.get_logger(__name__)

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, *[480] * 9))
"""How long to wait after each refusal: 72 hours in all, then a human is told."""


def deliver_due(now: datetime) -> int:
    """Send what is due; how many messages were tried. Safe to run in many workers at once."""
    tried = 0
    while deliver_next(now):
        tried += 1
    return tried


def deliver_next(now: datetime) -> bool:
    """Send the message that has been due the longest; False when none is."""
    due = (
        select(Message)
        .where(Message.state == MessageState.WAITING, Message.due_at <= now)
        .order_by(Message.due_at, Message.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with transaction() as session:
        message = session.scalar(due)
        if message is None:
            return False
        try:
            SEND[message.channel](message)
        except Exception as error:  # noqa: BLE001 (one bad message must not hold up the rest)
            _refused(message, error, now)
        else:
            message.state, message.sent_at, message.last_error = MessageState.SENT, now, ""
        return True


def _refused(message: Message, error: Exception, now: datetime) -> None:
    """Try again later; the kind of error is kept, never its text, which may name somebody."""
    message.last_error = type(error).__name__
    log.warning("not sent", message=str(message.id), error=message.last_error)
    if message.attempts < len(WAITS):
        message.due_at = now + WAITS[message.attempts]
    else:
        message.state = MessageState.FAILED
    message.attempts += 1
