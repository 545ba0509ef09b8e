"""Tasks that somebody sets by hand, for any day and out of order."""

from datetime import date, datetime

from portal.clock import today
from portal.models import Membership, RegisterEntry, Task
from portal.vocabulary import ContactChannel, Step, TaskAction
from portal.workflow import tasks
from portal.workflow.steps import take

CHANNEL_OF = {
    TaskAction.WRITE: ContactChannel.LETTER,
    TaskAction.WRITE_BEFORE_20: ContactChannel.LETTER,
    TaskAction.SEND_POSTCARD: ContactChannel.POSTCARD,
    TaskAction.SEND_VISIT_CARD: ContactChannel.VISIT_CARD,
    TaskAction.TRY_TO_REACH: ContactChannel.PHONE,
    TaskAction.VISIT: ContactChannel.HOME_VISIT,
}
"""How somebody is reached when no routine says it."""


def plan(
    entry: RegisterEntry, action: TaskAction, due_on: date, *, by: Membership, at: datetime
) -> Task:
    """Something to do that no routine asks for; somebody wants it by this day."""
    take(entry, Step.PLAN_TASK, by=by, at=at, action=action, due_on=due_on.isoformat())
    channel = CHANNEL_OF.get(action)
    return tasks.begin(entry, action, min(today(at), due_on), due_on, channel=channel, at=at)
