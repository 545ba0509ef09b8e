"""How the outbox is, and sending again, for whoever looks after the portal."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, not_, select
from sqlalchemy.orm import Session

from notifications.leases import free, held
from portal.models import Message
from portal.vocabulary import UNDELIVERED, MessageState


def status(session: Session, *, at: datetime) -> dict[str, int]:
    """How many rows are where, and for how many seconds the oldest has been late."""
    waits = Message.state == MessageState.WAITING
    since = func.min(func.coalesce(Message.tried_since, Message.due_at)).filter(waits)
    numbers: dict[str, ColumnElement[Any]] = {
        "waiting": func.count().filter(free(at)),
        "leased": func.count().filter(waits, held(at)),
        "sent": func.count().filter(Message.state == MessageState.SENT),
        "failed": func.count().filter(Message.state == MessageState.FAILED),
        "bounced": func.count().filter(Message.state == MessageState.BOUNCED),
        "oldest_age_seconds": func.coalesce(func.extract("epoch", at - since), 0),
    }
    row = session.execute(select(*numbers.values()).select_from(Message)).one()
    return {name: max(0, int(number)) for name, number in zip(numbers, row, strict=True)}


def resend(which: UUID | None, session: Session, *, at: datetime) -> int:
    """Let one row, or all that did not arrive, be sent as if they were new; how many.

    What a worker is just sending is left alone.
    """
    wanted = Message.state.in_(UNDELIVERED) if which is None else Message.id == which
    sending = and_(Message.state == MessageState.WAITING, held(at))
    rows = session.scalars(select(Message).where(wanted, not_(sending)).with_for_update()).all()
    for message in rows:
        message.wait_again(at=at)
    return len(rows)
