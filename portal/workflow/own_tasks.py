"""What somebody does by hand with tasks: sets one for any day, out of order, or follows up."""

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


def followed_up(entry: RegisterEntry, *, by: Membership, at: datetime) -> None:
    """Somebody has looked and set a new day: what was to be followed up by now is done."""
    for task in list(entry.tasks):
        if task.open and task.action is TaskAction.FOLLOW_UP and task.due_on <= today(at):
            tasks.end(task, by=by, at=at)
