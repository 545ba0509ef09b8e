"""What the tests of summonses say again and again."""

from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import icalendar

from portal.models import Message, Summons
from portal.vocabulary import GuestLanguage, ParticipantKind, SummonsKind
from portal.workflow.summonses import Invited
from tests.notifications.messages import a_message
from tests.town import AT

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
PUPIL = Invited(ParticipantKind.PUPIL, "Wilma Kanarie", "070-000 00 34", email="w@example.se")
GUARDIAN = Invited(ParticipantKind.GUARDIAN, "Per Kanarie", email="p@example.se")
NO_MAIL = Invited(ParticipantKind.OTHER, "Tant Kanarie", "070-000 00 35")
PLACE, PURPOSE = "Kanariegymnasiet, rum 4", "Kanariefågelns frånvaro"
EVERYBODY = ["amina.berg@example.se", "karin.holm@example.se", "p@example.se", "w@example.se"]


def entry_of(letter: EmailMessage) -> bytes:
    """The calendar part as it goes on the wire, decoded."""
    (part,) = [one for one in letter.walk() if one.get_content_type() == "text/calendar"]
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


def event(letter: EmailMessage) -> Any:
    (found,) = icalendar.Calendar.from_ical(entry_of(letter)).walk("VEVENT")
    return found


def addresses(letters: list[EmailMessage]) -> list[str]:
    return sorted(str(one["To"]) for one in letters)


def a_summons(to: str = "w@example.se", **says: Any) -> Message:
    usual: dict[str, Any] = {
        "kind": SummonsKind.REQUEST,
        "participant_id": uuid4(),
        "email": to,
        "language": GuestLanguage.SWEDISH,
        "calendar_id": uuid4(),
        "calendar_sequence": 0,
        "starts_at": NOON,
        "minutes_long": 45,
        "created_at": AT,
    }
    return a_message("summons_request", to="", id=uuid4(), summons=Summons(**(usual | says)))
