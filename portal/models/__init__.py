"""What is stored."""

from portal.models.cases import Case, Deadline, Event, Rerouting
from portal.models.filings import Draft, Filing
from portal.models.meetings import Commitment, Meeting, Participant
from portal.models.organisations import Municipality, Organiser, Programme, Routine, SchoolUnit
from portal.models.people import HeldForm, LoginFailure, Membership, User
from portal.models.pickups import Pickup
from portal.models.register import Handover, Occupation, RegisterEntry
from portal.models.trail import AccessLogEntry, Message

__all__ = [
    "AccessLogEntry",
    "Case",
    "Commitment",
    "Deadline",
    "Draft",
    "Event",
    "Filing",
    "Handover",
    "HeldForm",
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
    "RegisterEntry",
    "Rerouting",
    "Routine",
    "SchoolUnit",
    "User",
]
