"""New events become message rows in the flush that stores them; what rolls back was never said."""

from typing import Any

import structlog
from sqlalchemy import event as orm_event
from sqlalchemy.orm import Session

from notifications.jobs import wake
from notifications.subscriptions import SUBSCRIPTIONS, Receiver
from portal.db import PortalSession
from portal.models import Case, Event, Message
from portal.vocabulary import Channel, MessageState

log = structlog.get_logger(__name__)

TOLD = "told"
"""Marks an event whose messages are written, so that a second flush writes none."""
WAITING = "messages waiting"


def register() -> None:
    """Listen to every session of this process."""
    for name, listener in (("before_flush", announce), ("after_commit", call_worker)):
        if not orm_event.contains(PortalSession, name, listener):
            orm_event.listen(PortalSession, name, listener)


def announce(session: Session, *_: Any) -> None:
    """Before each flush: put what new events call for in the outbox, in the same transaction."""
    for event in [new for new in session.new if isinstance(new, Event)]:
        told = session.info.setdefault(TOLD, set())
        if event.case is None or id(event) in told:
            continue
        told.add(id(event))
        _tell(event, event.case, session)
    if any(isinstance(new, Message) for new in session.new):
        session.info[WAITING] = True


def _tell(event: Event, case: Case, session: Session) -> None:
    for notice in SUBSCRIPTIONS.get(event.step, ()):
        for receiver in notice.to(case, session):
            session.add(_message(event, case.reference, notice.template, receiver))


def _message(event: Event, reference: str, template: str, receiver: Receiver) -> Message:
    return Message(
        event=event,
        user=receiver.user,
        channel=Channel.MAIL,
        template=template,
        recipient=receiver.address,
        reference=reference,
        locale=receiver.locale,
        state=MessageState.WAITING,
        created_at=event.at,
        due_at=event.at,
        attempts=0,
        last_error="",
    )


def call_worker(session: Session) -> None:
    """After commit: wake the worker. A hint only; the rows wait for its own round too."""
    session.info.pop(TOLD, None)
    if session.info.pop(WAITING, False):
        wake()
