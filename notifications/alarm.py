"""When a message is given up, a human is told by a message of its own."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from notifications.leases import COUNTER
from portal.models import Event, Membership, Message, User
from portal.vocabulary import Channel, Role

TEMPLATE = "undelivered"
APART = timedelta(days=1)
"""A receiver hears of it at most this often, however many messages are given up."""


def tell_a_human(message: Message, session: Session, *, at: datetime, again: bool = False) -> None:
    """Tell the administrators, unless what was given up told them of just that.

    `again`: even those who have heard of something else lately.
    """
    if message.template == TEMPLATE:
        return
    session.execute(select(func.pg_advisory_xact_lock(COUNTER)))  # two workers tell once
    users = _administrators(message, session)
    session.add_all(_alarm(one, at) for one in (users if again else _untold(users, session, at)))


def _administrators(message: Message, session: Session) -> list[User]:
    """Of the municipality whose case it was; of the platform where it has none to reach."""
    event = session.get(Event, message.event_id) if message.event_id is not None else None
    platform = Membership.role == Role.PLATFORM_ADMIN
    code = event.municipality_code if event is not None else None
    if message.report_id is not None:
        code = message.municipality_code
    if code is None:
        return _reached(message, session, platform)
    here = Membership.municipality_code == code
    local = _reached(message, session, here, Membership.role == Role.MUNICIPALITY_ADMIN)
    return local or _reached(message, session, platform)


def _reached(message: Message, session: Session, *who: ColumnElement[bool]) -> list[User]:
    """Those with such a role, but not by the address that could not be reached."""
    wanted = (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(*who, Membership.ended_at.is_(None), User.email != message.recipient)
        .distinct()
        .order_by(User.id)
    )
    return list(session.scalars(wanted))


def _untold(users: list[User], session: Session, at: datetime) -> list[User]:
    lately = select(Message.recipient).where(
        Message.recipient.in_([user.email for user in users]),
        Message.template == TEMPLATE,
        Message.created_at > at - APART,
    )
    told = set(session.scalars(lately))
    return [user for user in users if user.email not in told]


def _alarm(user: User, at: datetime) -> Message:
    return Message(
        user=user,
        channel=Channel.MAIL,
        template=TEMPLATE,
        recipient=user.email,
        locale=user.locale,
        created_at=at,
        due_at=at,
    )
