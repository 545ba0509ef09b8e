"""What is stored."""

from portal.models.cases import Case, Deadline, Event, Rerouting
from portal.models.filings import Draft, Filing
from portal.models.meetings import Commitment, Meeting, Participant, Summons
from portal.models.organisations import (
    Municipality,
    Organiser,
    Programme,
    Routine,
    SchoolBreak,
    SchoolUnit,
)
from portal.models.people import HeldForm, Leave, LoginFailure, Membership, Substitute, User
from portal.models.pickups import Pickup
from portal.models.register import Handover, Occupation, RegisterEntry
from portal.models.reminders import Reminder
from portal.models.roll import RollColumns, RollImport, RollPupil
from portal.models.source import PupilSource
from portal.models.trail import AccessLogEntry, Message
from portal.models.unfiled import Handled, Sought

__all__ = [
    "AccessLogEntry",
    "Case",
    "Commitment",
    "Deadline",
    "Draft",
    "Event",
    "Filing",
    "Handled",
    "Handover",
    "HeldForm",
    "Leave",
    "LoginFailure",
    "Meeting",
    "Membership",
    "Message",
    "Municipality",
    "Occupation",
    "Organiser",
    "Participant",
    "Pickup",
    "Programme",
    "PupilSource",
    "RegisterEntry",
    "Reminder",
    "Rerouting",
    "RollColumns",
    "RollImport",
    "RollPupil",
    "Routine",
    "SchoolBreak",
    "SchoolUnit",
    "Sought",
    "Substitute",
    "Summons",
    "User",
]
