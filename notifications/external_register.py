"""Which steps of a register entry the municipality's own register is told of, if it wants to be."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.config import settings
from portal.models import Event, ExternalRegister, Message, Occupation, RegisterEntry
from portal.vocabulary import Channel, MessageState, Payload, Step

TEMPLATE = "external_register"
TYPES = {
    Step.REGISTER: "entry.registered",
    Step.TAKE_IN: "entry.registered",
    Step.UPDATE_ENTRY: "entry.updated",
    Step.ATTACH: "entry.filing_attached",
    Step.CLOSE_ENTRY: "entry.closed",
    Step.REOPEN_ENTRY: "entry.reopened",
}
"""What the receiver reads of each step; a step that is not here is the portal's own."""


def told(event: Event, entry: RegisterEntry, session: Session) -> list[Message]:
    """The row that a step calls for, if any."""
    if event.step not in TYPES or not settings().webhook_hosts:
        return []
    register = session.get(ExternalRegister, entry.municipality_code)
    if register is None or not register.active:
        return []
    return [
        Message(
            event=event,
            channel=Channel.EXTERNAL_REGISTER,
            template=TEMPLATE,
            recipient="",
            reference=entry.reference,
            municipality_code=entry.municipality_code,
            state=MessageState.WAITING,
            created_at=event.at,
            due_at=event.at,
            attempts=0,
            last_error="",
        )
    ]


def body(event: Event, payload: Payload, session: Session) -> dict[str, Any] | None:
    """What happened, and of whom: the entry as it stands now. None: it has left the register."""
    found = session.get(RegisterEntry, event.entry_id, populate_existing=True)
    if found is None:
        return None
    said: dict[str, Any] = {
        "type": TYPES[event.step],
        "timestamp": event.at.isoformat(),
        "reference": found.reference,
    }
    return said | _youth(found, session) if payload is Payload.FULL else said


def _youth(entry: RegisterEntry, session: Session) -> dict[str, Any]:
    """The closed list (domain 3.1) and never more: who, how to reach, why, and what they do."""
    known = select(Occupation).where(Occupation.entry_id == entry.id)
    known = known.order_by(Occupation.known_on, Occupation.id)
    return {
        "identity": {
            "given_name": entry.given_name,
            "family_name": entry.family_name,
            "number": entry.number,
        },
        "contact": {"address": entry.address, "email": entry.email, "phone": entry.phone},
        "reason": entry.reason.value,
        "occupation": [_occupation(one) for one in session.scalars(known)],
    }


def _occupation(one: Occupation) -> dict[str, Any]:
    return {
        "tense": one.tense.value,
        "kind": one.kind.value,
        "what": one.what,
        "since": one.since.isoformat() if one.since else None,
        "until": one.until.isoformat() if one.until else None,
        "source": one.source.value,
        "known_on": one.known_on.isoformat(),
    }


def hold_back(code: str | None, but: UUID, session: Session, *, until: datetime) -> None:
    """While one register does not answer, its other rows wait: each would hold up the mails."""
    others = (
        update(Message)
        .where(
            Message.channel == Channel.EXTERNAL_REGISTER,
            Message.municipality_code == code,
            Message.state == MessageState.WAITING,
            Message.id != but,
            Message.leased_at.is_(None),
            Message.due_at < until,
        )
        .values(due_at=until)
    )
    session.execute(others.execution_options(synchronize_session=False))
