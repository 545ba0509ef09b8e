"""What leaves the house: the outbox as it is read."""

from datetime import datetime

from sqlalchemy import select

from portal.db import AWAY, session
from portal.models import Message
from portal.vocabulary import MessageState


def waits_since(*, at: datetime) -> datetime | None:
    """Since when something that is due has waited, `at` when nothing has; None: no answer."""
    due = (
        select(Message.due_at)
        .where(Message.state == MessageState.WAITING, Message.due_at <= at)
        .order_by(Message.due_at, Message.id)
        .limit(1)
    )
    try:
        return session().scalar(due) or at
    except AWAY:
        return None
