"""A row of the outbox, as tests want it."""

from typing import Any

from portal.models import Case, Message
from portal.vocabulary import Channel, MessageState, Step
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


def a_message_about(case: Case, template: str = "new_filing", **says: Any) -> Message:
    """One that tells of a step in a case."""
    usual: dict[str, Any] = {
        "event": case.record(Step.ACKNOWLEDGE, by=None, at=AT),
        "reference": case.reference,
        "municipality_code": case.municipality_code,
        "school_unit_code": case.school_unit_code,
    }
    return a_message(template, **(usual | says))
