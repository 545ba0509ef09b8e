"""What the portal has sent lately: nearly all of it arrived, and some of it did not."""

from collections.abc import Iterator
from datetime import time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from notifications.announce import written
from notifications.subscriptions import SUBSCRIPTIONS
from portal.clock import from_local, today
from portal.demo.town_story import Stage
from portal.models import Event, Message
from portal.vocabulary import MessageState
from portal.workflow.hours import earliest

DAYS_BACK = 10
"""Working days of history."""
MISHAPS = {
    9: (MessageState.FAILED, "SMTPRecipientsRefused", 4),
    24: (MessageState.BOUNCED, "Bounced5", 1),
    37: (MessageState.WAITING, "SMTPServerDisconnected", 3),
}
"""Which mail of EVERY went wrong, in what way, and after how many tries."""
EVERY = 45
SENDING = timedelta(seconds=2)


def remember(stage: Stage) -> None:
    """The messages of the last days, as their events called for them."""
    for place, message in enumerate(_written(stage)):
        state, error, tries = MISHAPS.get(place % EVERY, (MessageState.SENT, "", 1))
        message.state, message.last_error, message.attempts = state, error, tries
        message.due_at = earliest(message.template, message.created_at)
        if state is MessageState.WAITING:
            message.tried_since = message.due_at
            message.due_at = stage.days.office_hour(stage.days.away(1))
        elif state is not MessageState.FAILED:
            message.sent_at = message.due_at + SENDING
        stage.session.add(message)
    stage.session.flush()


def _written(stage: Stage) -> Iterator[Message]:
    since = from_local(stage.days.away(-DAYS_BACK), time.min)
    recent = (
        select(Event)
        .where(Event.at >= since, Event.step.in_(SUBSCRIPTIONS), Event.case_id.is_not(None))
        .options(joinedload(Event.case))
        .order_by(Event.at, Event.ordinal)
    )
    for event in stage.session.scalars(recent).all():
        if event.case is None:
            continue
        for notice in SUBSCRIPTIONS[event.step]:
            for receiver in notice.to(event.case, stage.session, today(event.at)):
                yield written(event, event.case, notice.template, receiver)
