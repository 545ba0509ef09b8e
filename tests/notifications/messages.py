"""A row of the outbox, as tests want it."""

from typing import Any

from portal.models import Message
from portal.vocabulary import Channel, MessageState
from tests.town import AT


def a_message(
    template: str = "new_filing", *, to: str = "kaa@0182.example", **says: Any
) -> Message:
    usual: dict[str, Any] = {
        "channel": Channel.MAIL,
        "template": template,
        "recipient": to,
        "reference": "26-7F3K-Q2MD",
        "locale": "sv",
        "state": MessageState.WAITING,
        "created_at": AT,
        "due_at": AT,
    }
    return Message(**(usual | says))
