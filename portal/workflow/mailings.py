"""What goes to a youth by post: which letter a task asks for, to whom, and that it was sent."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from portal.clock import today
from portal.identity import age_on
from portal.models import Membership, RegisterEntry, Task
from portal.vocabulary import (
    MAILED_ACTIONS,
    MAILING_CHANNELS,
    ContactChannel,
    ContactOutcome,
    Mailing,
    TaskAction,
)
from portal.workflow import contact
from portal.workflow.legal import ADULT_AGE

_CARDS = {
    ContactChannel.POSTCARD: Mailing.POSTCARD,
    ContactChannel.VISIT_CARD: Mailing.VISIT_CARD,
}


def mailing(
    action: TaskAction, channel: ContactChannel | None, *, to_guardian: bool
) -> Mailing | None:
    """What a task asks to be sent by post, if anything."""
    way = channel or MAILED_ACTIONS.get(action)
    if way is not ContactChannel.LETTER:
        return _CARDS.get(way) if way else None
    if to_guardian:
        return Mailing.GUARDIAN_LETTER
    return Mailing.BEFORE_20 if action is TaskAction.WRITE_BEFORE_20 else Mailing.LETTER


def goes_to_guardian(birth_date: date, day: date, *, guardian_under_18: bool | None) -> bool:
    """Where the routine says so, a guardian is written to instead while the youth is under 18."""
    return bool(guardian_under_18) and age_on(birth_date, day) < ADULT_AGE


def sent(
    entries: Iterable[RegisterEntry], ids: Collection[UUID], *, by: Membership, at: datetime
) -> int:
    """These tasks of some youths were posted today; how many attempts were written down.

    What is done already, or no longer asked for, stays as it is: marked twice is marked once.
    """
    chosen = [task for entry in entries for task in tuple(entry.tasks) if task.id in ids]
    return sum(_sent(task, by=by, at=at) for task in chosen)


def _sent(task: Task, *, by: Membership, at: datetime) -> bool:
    entry = task.entry
    guarded = task.routine.guardian_under_18 if task.routine else None
    to_guardian = goes_to_guardian(entry.birth_date, today(at), guardian_under_18=guarded)
    what = mailing(task.action, task.channel, to_guardian=to_guardian)
    if not task.open or what is None or not entry.address.strip():
        return False
    contact.try_to_reach(
        entry,
        MAILING_CHANNELS[what],
        ContactOutcome.SENT,
        on=today(at),
        to_guardian=to_guardian,
        task=task,
        by=by,
        at=at,
    )
    return True
