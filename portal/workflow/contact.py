"""Each try to reach a youth. A stand-in until the engine's own comes with branch reg-b."""

from datetime import date, datetime

from portal.models import ContactAttempt, Membership, RegisterEntry, Task
from portal.vocabulary import ContactChannel, ContactOutcome, Step
from portal.workflow import tasks
from portal.workflow.steps import take


def try_to_reach(
    entry: RegisterEntry,
    channel: ContactChannel,
    outcome: ContactOutcome,
    *,
    on: date,
    to_guardian: bool = False,
    second: Membership | None = None,
    task: Task | None = None,
    by: Membership,
    at: datetime,
) -> ContactAttempt:
    """Write an attempt down with what came of it."""
    take(
        entry,
        Step.TRY_CONTACT,
        by=by,
        at=at,
        channel=channel,
        outcome=outcome,
        to_guardian=to_guardian,
    )
    attempt = ContactAttempt(
        task=task,
        on=on,
        channel=channel,
        to_guardian=to_guardian,
        outcome=outcome,
        by=by,
        second=second,
        at=at,
    )
    entry.attempts.append(attempt)
    if task is not None:
        tasks.do(task, by=by, at=at)
    return attempt


def answer(
    attempt: ContactAttempt, outcome: ContactOutcome, *, on: date, by: Membership, at: datetime
) -> None:
    """What was sent got its answer, or came back."""
    take(
        attempt.entry,
        Step.TRY_CONTACT,
        by=by,
        at=at,
        channel=attempt.channel,
        outcome=outcome,
        to_guardian=attempt.to_guardian,
    )
    attempt.outcome, attempt.answered_on = outcome, on
