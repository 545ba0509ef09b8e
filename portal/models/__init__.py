"""What is stored."""

from portal.models.attachments import Attachment
from portal.models.batches import Batch, BatchPupil
from portal.models.cases import Case, Deadline, Event, Rerouting
from portal.models.erasure import (
    ErasedCount,
    Erasing,
    ErasureDecision,
    ErasureItem,
    ErasurePlan,
    LegalHold,
)
from portal.models.external_register import ExternalRegister
from portal.models.filings import Draft, Filing
from portal.models.intake import EntryOffer, Reconciliation, RegisterColumn, RegisterFile
from portal.models.measures import Measure, MeasureOffer, MeasureReport, Provider
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
from portal.models.routines import RegisterRoutine, RoutineChange
from portal.models.sealed import (
    GlassBreak,
    OfficerProposal,
    RecordAt,
    SealedContents,
    SealedEvent,
    SealedFile,
    SealedPerson,
    SealedRecord,
    SealedSource,
)
from portal.models.source import PupilSource
from portal.models.statistics import StatisticsExport, StatisticsMapping, StatisticsMappingRow
from portal.models.trail import AccessLogEntry, Message
from portal.models.unfiled import Handled, Sought
from portal.models.work import ContactAttempt, MappingStep, Plan, Task

__all__ = [
    "AccessLogEntry",
    "Attachment",
    "Batch",
    "BatchPupil",
    "Case",
    "Commitment",
    "ContactAttempt",
    "Deadline",
    "Draft",
    "EntryOffer",
    "ErasedCount",
    "Erasing",
    "ErasureDecision",
    "ErasureItem",
    "ErasurePlan",
    "Event",
    "ExternalRegister",
    "Filing",
    "GlassBreak",
    "Handled",
    "Handover",
    "HeldForm",
    "Leave",
    "LegalHold",
    "LoginFailure",
    "MappingStep",
    "Measure",
    "MeasureOffer",
    "MeasureReport",
    "Meeting",
    "Membership",
    "Message",
    "Municipality",
    "Occupation",
    "OfficerProposal",
    "Organiser",
    "Participant",
    "Pickup",
    "Plan",
    "Programme",
    "Provider",
    "PupilSource",
    "Reconciliation",
    "RecordAt",
    "RegisterColumn",
    "RegisterEntry",
    "RegisterFile",
    "RegisterRoutine",
    "Reminder",
    "Rerouting",
    "RollColumns",
    "RollImport",
    "RollPupil",
    "Routine",
    "RoutineChange",
    "SchoolBreak",
    "SchoolUnit",
    "SealedContents",
    "SealedEvent",
    "SealedFile",
    "SealedPerson",
    "SealedRecord",
    "SealedSource",
    "Sought",
    "StatisticsExport",
    "StatisticsMapping",
    "StatisticsMappingRow",
    "Substitute",
    "Summons",
    "Task",
    "User",
]
