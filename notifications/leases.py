"""Who sends which rows: a worker takes a lease and commits it before it sends.

A worker that is killed leaves a lease that runs out; the next one takes the row again. Attempts
are counted when the lease is taken, so that a row which kills its worker cannot do so for ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_, select, update
from sqlalchemy.orm import Session

from portal.models import Message
from portal.vocabulary import Channel, MessageState
from portal.workflow.hours import AT_ONCE, earliest

LEASE = timedelta(seconds=60)
"""Longer than one mail may take (channels/mail.py)."""
LOSSES = 5
"""After so many workers in a row that took it and were not heard of again, a row has failed."""
COUNTER = 1_832_020
"""The lock behind which leases are dealt: rows that share a mail are never dealt to two workers."""

OWN_LINK = frozenset({"pickup", "measure_report"})
"""Letters whose link leads to one case or report: a mail carries one of them, and nothing else."""

_OLDEST = (Message.due_at.asc(), Message.id.asc())
_NEWEST = (Message.due_at.desc(), Message.id.desc())
TURNS = (
    (Message.attempts == 0, _OLDEST),
    (Message.attempts == 0, _NEWEST),
    (Message.attempts > 0, _OLDEST),
)
"""Whose turn it is: whatever stands in line in thousands, the other two get every third place."""


@dataclass(frozen=True)
class Lease:
    """Rows that one mail carries, the first of them its own. The instant names the lease."""

    rows: Sequence[Message]
    at: datetime

    @property
    def message(self) -> Message:
        return self.rows[0]

    @property
    def ids(self) -> list[UUID]:
        return [row.id for row in self.rows]

    @property
    def is_poison(self) -> bool:
        return self.message.lost_leases >= LOSSES


def held(at: datetime) -> ColumnElement[bool]:
    """Whether a worker has a row. A lease from the future is none: the clock was set back."""
    return and_(Message.leased_at.is_not(None), Message.leased_at.between(at - LEASE, at + LEASE))


def free(at: datetime) -> ColumnElement[bool]:
    """Whether a worker may take a row: it waits, and nobody has it."""
    nobodys = or_(Message.leased_at.is_(None), not_(held(at)))
    return and_(Message.state == MessageState.WAITING, nobodys)


def take(turn: int, session: Session, *, at: datetime, only: Channel | None = None) -> Lease | None:
    """Lease what is first in one of the lines, with what shares its mail; None when it is empty."""
    session.execute(select(func.pg_advisory_xact_lock(COUNTER)))
    which, order = TURNS[turn]
    due = select(Message).where(which, free(at), Message.due_at <= at)
    if only is not None:
        due = due.where(Message.channel == only)
    if earliest("", at) != at:
        due = due.where(Message.template.in_(AT_ONCE))
    first = session.scalar(_locked(due.order_by(*order).limit(1)))
    if first is None:
        return None
    lease = Lease([first], at) if _alone(first) else Lease(_together(first, session, at), at)
    for row in lease.rows:
        _count(row, at)
    return lease


def put_off(session: Session, *, at: datetime) -> None:
    """In hours without mails: what the day has left over waits for the morning, and is not late."""
    morning = earliest("", at)
    if morning == at:
        return
    left_over = free(at), Message.due_at <= at, Message.template.not_in(AT_ONCE)
    later = {"due_at": morning, "tried_since": Message.tried_since + (morning - at)}
    put = update(Message).where(*left_over).values(later)
    session.execute(put.execution_options(synchronize_session=False))


def end(lease: Lease, session: Session, **becomes: Any) -> bool:
    """Write down what came of it; False when it had run out and somebody else has the rows."""
    mine = (
        update(Message)
        .where(Message.id.in_(lease.ids), Message.leased_at == lease.at)
        .where(Message.state == MessageState.WAITING)
        .values(leased_at=None, **becomes)
        .returning(Message.id)
        .execution_options(synchronize_session=False)
    )
    return len(session.scalars(mine).all()) == len(lease.rows)


def carried_by(message: Message) -> ColumnElement[Any]:
    """For all rows of a lease: the one whose mail it was; for that one itself nothing."""
    return case((Message.id == message.id, None), else_=message.id)


def _alone(message: Message) -> bool:
    """Whether it was due when it was written, or its link is its own."""
    waited = message.due_at != message.created_at and message.template not in AT_ONCE
    return not waited or message.summons_id is not None or message.template in OWN_LINK


def _together(first: Message, session: Session, at: datetime) -> list[Message]:
    """What waited for the same morning with the same text for the same receiver, in order."""
    same = (
        Message.recipient == first.recipient,
        Message.template == first.template,
        Message.summons_id.is_(None),
        Message.due_at == first.due_at,
        Message.due_at != Message.created_at,
        Message.locale == first.locale,
        Message.channel == first.channel,
        Message.user_id.is_not_distinct_from(first.user_id),
    )
    alike = select(Message).where(free(at), *same).order_by(Message.created_at, Message.id)
    return list(session.scalars(_locked(alike)))


def _locked(rows: Select[Message]) -> Select[Message]:
    """As they stand now, and not those that somebody is just writing to."""
    locked = rows.with_for_update(of=Message, skip_locked=True)
    return locked.execution_options(populate_existing=True)


def _count(row: Message, at: datetime) -> None:
    if row.leased_at is not None:
        row.lost_leases += 1
    if row.lost_leases < LOSSES:
        row.attempts += 1
    row.leased_at = at
    row.tried_since = row.tried_since or at
