"""Tasks that somebody sets by hand, for any day and out of order."""

from datetime import date, datetime

from portal.clock import today
from portal.models import Membership, RegisterEntry, Task
from portal.vocabulary import ASKED_BY, Step, TaskAction
from portal.workflow import tasks
from portal.workflow.steps import take


def plan(
    entry: RegisterEntry, action: TaskAction, due_on: date, *, by: Membership, at: datetime
) -> Task:
    """Something to do that no routine asks for; somebody wants it by this day."""
    take(entry, Step.PLAN_TASK, by=by, at=at, action=action, due_on=due_on.isoformat())
    channel = next((one for one, asks in ASKED_BY.items() if asks is action), None)
    return tasks.begin(entry, action, min(today(at), due_on), due_on, channel=channel, at=at)
