"""New events become message rows in the flush that stores them; what rolls back was never said."""

from typing import Any
from weakref import WeakSet

from sqlalchemy import event as orm_event
from sqlalchemy.orm import Session

from notifications.subscriptions import SUBSCRIPTIONS, Receiver
from portal.db import PortalSession
from portal.models import Case, Event, Message
from portal.vocabulary import Channel, MessageState

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
    """Before each flush: put what new events call for in the outbox, in the same transaction."""
    for event in [new for new in session.new if isinstance(new, Event)]:
        told = session.info.setdefault(TOLD, WeakSet())
        if event.case is None or event in told:
            continue
        told.add(event)
        _tell(event, event.case, session)
    if any(isinstance(new, Message) for new in session.new):
        session.info[WAITING] = True


def _tell(event: Event, case: Case, session: Session) -> None:
    for notice in SUBSCRIPTIONS.get(event.step, ()):
        for receiver in notice.to(case, session):
            session.add(_message(event, case, notice.template, receiver))


def _message(event: Event, case: Case, template: str, receiver: Receiver) -> Message:
    return Message(
        event=event,
        user=receiver.user,
        channel=Channel.MAIL,
        template=template,
        recipient=receiver.address,
        reference=case.reference,
        municipality_code=case.municipality_code,
        school_unit_code=case.school_unit_code,
        locale=receiver.locale,
        state=MessageState.WAITING,
        created_at=event.at,
        due_at=event.at,
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
