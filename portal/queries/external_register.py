"""A municipality's own register: how it is reached, and what it was last told of a youth."""

from sqlalchemy import select, update
from sqlalchemy.orm import contains_eager

from portal.config import settings
from portal.db import session
from portal.errors import NotFound
from portal.models import Event, ExternalRegister, Membership, Message, Municipality, RegisterEntry
from portal.vocabulary import Channel, MessageState

SWITCHED_OFF = "SwitchedOff"
"""What is kept of a message that nobody wants any longer."""


def own(by: Membership, code: str, *, locked: bool = False) -> Municipality:
    """The administrator's own municipality; what it tells is nobody else's to say."""
    if by.municipality_code != code:
        raise NotFound
    wanted = select(Municipality).where(Municipality.code == code)
    return session().scalars(wanted.with_for_update() if locked else wanted).one()


def find(code: str) -> ExternalRegister | None:
    """As it is in the database now."""
    return session().get(ExternalRegister, code, populate_existing=True)


def of(code: str) -> ExternalRegister:
    """The one there is."""
    found = find(code)
    if found is None:
        raise NotFound
    return found


def give_up_waiting(code: str) -> None:
    """What still waits for a register that is switched off; one being sent has its own end."""
    waiting = (
        update(Message)
        .where(
            Message.channel == Channel.EXTERNAL_REGISTER,
            Message.municipality_code == code,
            Message.state == MessageState.WAITING,
            Message.leased_at.is_(None),
        )
        .values(state=MessageState.FAILED, last_error=SWITCHED_OFF)
    )
    session().execute(waiting.execution_options(synchronize_session=False))


def last_told(entry: RegisterEntry) -> Message | None:
    """The latest message about the entry; nothing where no such register can be reached."""
    if not settings().webhook_hosts:
        return None
    wanted = (
        select(Message)
        .join(Event, Event.id == Message.event_id)
        .where(Event.entry_id == entry.id, Message.channel == Channel.EXTERNAL_REGISTER)
        .options(contains_eager(Message.event))
        .order_by(Event.at.desc(), Event.ordinal.desc())
    )
    return session().scalar(wanted.limit(1))
