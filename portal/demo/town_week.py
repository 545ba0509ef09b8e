"""The tasks of a youth's routines, done on the way as a caseworker does them."""

from datetime import datetime

from portal.clock import today
from portal.demo.town_story import Story
from portal.models import Membership, Task
from portal.vocabulary import (
    CONTACT_ACTIONS,
    MAILED_CHANNELS,
    ContactChannel,
    ContactOutcome,
    TaskAction,
    YouthStatus,
)
from portal.workflow import contact, tasks

WRITTEN_DOWN = CONTACT_ACTIONS | {TaskAction.BEGIN_CONTACT, TaskAction.WRITE_BEFORE_20}
LEFT_TO_OTHERS = frozenset({TaskAction.VISIT, TaskAction.CLOSE_ENTRY})
"""A visit is by two, and leaving has a story of its own."""


def keep_up(story: Story, status: YouthStatus, at: datetime) -> None:
    """Do what was to be done until now, one task after the other: each may end or begin others."""
    assert story.entry is not None
    done: set[int] = set()
    while task := next((one for one in story.entry.tasks if _waits(one, at, done)), None):
        done.add(id(task))
        _do(task, story.worker, status, at)


def _waits(task: Task, at: datetime, done: set[int]) -> bool:
    is_due = task.open and task.due_on <= today(at)
    return is_due and id(task) not in done and task.action not in LEFT_TO_OTHERS


def _do(task: Task, by: Membership, status: YouthStatus, at: datetime) -> None:
    if task.action not in WRITTEN_DOWN:
        tasks.do(task, by=by, at=at)
        return
    step = contact.proposed(task, on=today(at))
    channel = step.channel or ContactChannel.PHONE
    contact.try_to_reach(
        task.entry,
        channel,
        ContactOutcome.SENT if channel in MAILED_CHANNELS else _outcome(status),
        on=today(at),
        to_guardian=step.to_guardian,
        task=task,
        by=by,
        at=at,
    )


def _outcome(status: YouthStatus) -> ContactOutcome:
    if status is YouthStatus.NOT_REACHED:
        return ContactOutcome.NO_ANSWER
    return ContactOutcome.DECLINED if status is YouthStatus.DECLINES else ContactOutcome.REACHED
