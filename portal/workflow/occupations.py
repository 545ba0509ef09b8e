"""What a youth does now: each answer has its own follow-up in the municipality's routines."""

from datetime import datetime

from portal.models import RegisterEntry
from portal.vocabulary import OccupationKind, Trigger
from portal.workflow import tasks

_STATED = {
    OccupationKind.STUDIES: Trigger.STUDYING,
    OccupationKind.WORK: Trigger.WORKING,
    OccupationKind.OTHER: Trigger.WORKING,
    OccupationKind.NONE: Trigger.NO_OCCUPATION,
}


def stated(entry: RegisterEntry, kind: OccupationKind, *, at: datetime) -> None:
    """Begin its follow-up; that of what the youth did before is no longer asked for."""
    trigger = _STATED.get(kind)
    if trigger is None:
        return
    tasks.fire(entry, trigger, at=at)
    tasks.call_off_of(entry, set(_STATED.values()) - {trigger}, at=at)
