"""New events become message rows in the flush that stores them; what rolls back was never said."""

from datetime import datetime
from typing import Any
from weakref import WeakSet

from sqlalchemy import event as orm_event
from sqlalchemy.orm import Session

from notifications import external_register
from notifications.subscriptions import SUBSCRIPTIONS, Receiver
from portal.clock import today
from portal.db import PortalSession
from portal.models import Case, Event, Membership, Message, Summons
from portal.vocabulary import Channel, GuestLanguage, MessageState
from portal.workflow.hours import earliest

TOLD = "told"
"""Marks an event whose messages are written, so that a second flush writes none."""
WAITING = "messages waiting"
CHANNEL = "messages"
"""Where PostgreSQL tells the worker of new rows; heard when the transaction commits."""


def register() -> None:
    """Listen to every session of this process."""
    for name, listener in LISTENERS.items():
        if not orm_event.contains(PortalSession, name, listener):
            orm_event.listen(PortalSession, name, listener)


def announce(session: Session, *_: Any) -> None:
    """Before each flush: put what new events call for in the outbox, in the same transaction.

    Whoever writes a message row, it waits for the hours in which mails go out.
    """
    for event in [new for new in session.new if isinstance(new, Event)]:
        told = session.info.setdefault(TOLD, WeakSet())
        if event in told:
            continue
        told.add(event)
        if event.case is not None:
            _tell(event, event.case, session)
        elif event.entry is not None:
            session.add_all(external_register.told(event, event.entry, session))
    for summons in [new for new in session.new if isinstance(new, Summons)]:
        told = session.info.setdefault(TOLD, WeakSet())
        if summons not in told:
            told.add(summons)
            _call(summons, session)
    for message in [new for new in session.new if isinstance(new, Message)]:
        message.due_at = earliest(message.template, message.due_at)
        session.info[WAITING] = True


def _tell(event: Event, case: Case, session: Session) -> None:
    for notice in SUBSCRIPTIONS.get(event.step, ()):
        for receiver in notice.to(case, session, today(event.at)):
            session.add(written(event, case, notice.template, receiver))


def _call(summons: Summons, session: Session) -> None:
    """One mail to one person; those who have ended their role are not called."""
    receiver = Receiver("")
    if summons.membership_id is not None:
        membership = session.get_one(Membership, summons.membership_id)
        if membership.ended_at is not None:
            return
        receiver = Receiver(membership.user.email, membership.user)
    case = summons.meeting.case
    message = _row(f"summons_{summons.kind}", case, receiver, summons.created_at)
    if summons.language is GuestLanguage.ENGLISH:
        message.locale = summons.language.value
    message.summons = summons
    session.add(message)


def written(event: Event, case: Case, template: str, receiver: Receiver) -> Message:
    """What one receiver is told of a step."""
    message = _row(template, case, receiver, event.at)
    message.event = event
    return message


def _row(template: str, case: Case, receiver: Receiver, at: datetime) -> Message:
    return Message(
        user=receiver.user,
        channel=Channel.MAIL,
        template=template,
        recipient=receiver.address,
        reference=case.reference,
        municipality_code=case.municipality_code,
        school_unit_code=case.school_unit_code,
        locale=receiver.locale,
        state=MessageState.WAITING,
        created_at=at,
        due_at=at,
        attempts=0,
        last_error="",
    )


def call_worker(session: Session) -> None:
    """With the commit: the worker hears of new rows. A hint; they wait for its own round too."""
    session.flush()
    if session.info.pop(WAITING, False):
        session.connection().exec_driver_sql(f"NOTIFY {CHANNEL}")


def unsay(session: Session) -> None:
    """What rolled back calls nobody."""
    session.info.pop(WAITING, None)


LISTENERS = {"before_flush": announce, "before_commit": call_worker, "after_rollback": unsay}
