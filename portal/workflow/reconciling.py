"""The reconciliation in September: each youth of the summer is closed, asked about or confirmed."""

from datetime import date, datetime

from portal.clock import add_working_days, today
from portal.errors import WrongState
from portal.models import Membership, Reconciliation, RegisterEntry
from portal.vocabulary import (
    ASKS,
    CLOSES,
    N_,
    EntryEndReason,
    EntryOrigin,
    Reconciled,
    RegistrationReason,
    Step,
    TaskAction,
)
from portal.workflow import register, tasks
from portal.workflow.intake import begins_in
from portal.workflow.steps import take

BY_LIST = N_("Enligt inskrivningslistan")
"""Where a youth went, when the list does not say to which school."""
COMPULSORY = ("grundskola", "grundsarskola", "sarskola", "anpassad", "specialskola", "sameskola")
"""Parts of the names of school forms in which a pupil goes on, and has nothing to do with KAA."""


def suggest(entry: RegisterEntry, *, found: bool, stays: bool) -> Reconciled:
    """What the list says of a youth, and what the register itself makes likely."""
    if found:
        return Reconciled.STILL_AT_SCHOOL if stays else Reconciled.STARTED
    if entry.origin is EntryOrigin.HANDOVER:
        return Reconciled.NOT_ON_LIST
    if entry.reason is RegistrationReason.DROPPED_OUT:
        return Reconciled.ASK_SCHOOL
    if entry.reason is RegistrationReason.MOVED_IN:
        return Reconciled.ASK_MUNICIPALITY
    return Reconciled.NOT_ON_LIST


def decide(one: Reconciliation, result: Reconciled, *, by: Membership, at: datetime) -> None:
    """Close, ask or confirm; decided once."""
    if one.decided is not None:
        raise WrongState
    entry = one.entry
    take(entry, Step.RECONCILE, by=by, at=at, result=result)
    one.decided, one.decided_at, one.by_id = result, at, by.id
    if result in CLOSES:
        _close(one, result, by=by, at=at)
    elif result in ASKS:
        _ask(entry, result, at=at)


def _close(one: Reconciliation, result: Reconciled, *, by: Membership, at: datetime) -> None:
    started = result is Reconciled.STARTED
    reason = EntryEndReason.STARTED_STUDIES if started else EntryEndReason.STILL_AT_SCHOOL
    register.close(one.entry, reason, what=one.school or BY_LIST, on=today(at), by=by, at=at)


def _ask(entry: RegisterEntry, result: Reconciled, *, at: datetime) -> None:
    """Somebody asks, within the time that the municipality has for a first contact."""
    asks_school = result is Reconciled.ASK_SCHOOL
    action = TaskAction.ASK_SCHOOL if asks_school else TaskAction.ASK_OLD_MUNICIPALITY
    if any(task.open and task.action is action for task in entry.tasks):
        return
    day: date = today(at)
    due_on = add_working_days(day, begins_in(entry.municipality))
    tasks.begin(entry, action, add_working_days(day, 0), due_on, at=at)
