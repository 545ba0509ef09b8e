"""A message to a municipality's own register, as tests want it."""

from portal.models import Event, Message
from portal.vocabulary import Channel, Step
from tests.notifications.messages import a_message
from tests.town import AT


def a_message_about_entry(entry, **says) -> Message:
    """One that tells of a change of a register entry."""
    event = Event(
        entry_id=entry.id,
        step=Step.UPDATE_ENTRY,
        at=AT,
        facts={"changed": "contact"},
        municipality_code=entry.municipality_code,
    )
    usual = {
        "event": event,
        "channel": Channel.EXTERNAL_REGISTER,
        "reference": entry.reference,
        "municipality_code": entry.municipality_code,
    }
    return a_message("external_register", to="", **(usual | says))
