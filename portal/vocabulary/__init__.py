"""The words of the trade: one word per thing, in code, database and addresses.

The value is what stands in the database and in the URL; the label is the Swedish word on the page
and the key of its translation. A word that is not here is not used.
"""

from portal.vocabulary.cases import (
    CHOOSABLE_CLOSE_REASONS,
    CLOSE_DEMANDS,
    OPEN_CASE_STATES,
    CaseState,
    CloseReason,
    CodedAnswer,
    DeadlineKind,
    DueWithin,
    NextStep,
)
from portal.vocabulary.filings import (
    AbsenceTrigger,
    EndGround,
    FilingState,
    FormKind,
    HomeGround,
    LegalGround,
    SchoolForm,
    SharingGround,
)
from portal.vocabulary.meetings import (
    Attendance,
    MeetingState,
    Outcome,
    ParticipantKind,
    RescheduleAsker,
)
from portal.vocabulary.messages import Channel, MessageState
from portal.vocabulary.people import (
    ADMIN_ROLES,
    KAA_ROLES,
    MUNICIPALITY_ROLES,
    SCHOOL_ROLES,
    Opened,
    OpeningReason,
    OrganiserKind,
    Permission,
    Role,
    Side,
)
from portal.vocabulary.pickups import PickupEnd, PickupState
from portal.vocabulary.register import (
    END_DEMANDS,
    DeclineReason,
    EntryEndReason,
    EntryReopenReason,
    EntryState,
    HandoverState,
    OccupationKind,
    OccupationSource,
    RegistrationReason,
    Tense,
    YouthStatus,
)
from portal.vocabulary.steps import Step
from portal.vocabulary.word import N_, Word

__all__ = [
    "ADMIN_ROLES",
    "CHOOSABLE_CLOSE_REASONS",
    "CLOSE_DEMANDS",
    "END_DEMANDS",
    "KAA_ROLES",
    "MUNICIPALITY_ROLES",
    "N_",
    "OPEN_CASE_STATES",
    "SCHOOL_ROLES",
    "AbsenceTrigger",
    "Attendance",
    "CaseState",
    "Channel",
    "CloseReason",
    "CodedAnswer",
    "DeadlineKind",
    "DeclineReason",
    "DueWithin",
    "EndGround",
    "EntryEndReason",
    "EntryReopenReason",
    "EntryState",
    "FilingState",
    "FormKind",
    "HandoverState",
    "HomeGround",
    "LegalGround",
    "MeetingState",
    "MessageState",
    "NextStep",
    "OccupationKind",
    "OccupationSource",
    "Opened",
    "OpeningReason",
    "OrganiserKind",
    "Outcome",
    "ParticipantKind",
    "Permission",
    "PickupEnd",
    "PickupState",
    "RegistrationReason",
    "RescheduleAsker",
    "Role",
    "SchoolForm",
    "SharingGround",
    "Side",
    "Step",
    "Tense",
    "Word",
    "YouthStatus",
]
