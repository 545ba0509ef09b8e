"""Who may send a row: nobody else while a worker has it, anybody after a minute of silence."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifications import leases
from notifications.deliver import deliver_due
from notifications.leases import LEASE, LOSSES, TURNS
from portal.db import forget_session, session, transaction
from portal.drills.post_office import PostOffice
from portal.models import Message
from portal.vocabulary import MessageState
from tests.notifications.messages import a_message
from tests.town import AT

SECOND = timedelta(seconds=1)


@pytest.fixture
def take(app: Flask) -> Callable[..., leases.Lease | None]:
    def run(at: datetime, turn: int = 0) -> leases.Lease | None:
        with transaction() as current:
            return leases.take(turn, current, at=at)

    return run


@pytest.mark.parametrize(
    ("leased", "state", "is_free"),
    [
        (None, MessageState.WAITING, True),
        (AT, MessageState.WAITING, False),
        (AT - LEASE, MessageState.WAITING, False),
        (AT - LEASE - SECOND, MessageState.WAITING, True),
        (AT - 400 * LEASE, MessageState.WAITING, True),
        (AT + SECOND, MessageState.WAITING, False),  # another machine's clock is a little ahead
        (AT + 60 * LEASE, MessageState.WAITING, True),  # the clock was set back by an hour
        (None, MessageState.SENT, False),
        (AT - 2 * LEASE, MessageState.SENT, False),
        (None, MessageState.FAILED, False),
        (AT - 2 * LEASE, MessageState.FAILED, False),
    ],
)
def test_a_row_may_be_taken_when_it_waits_and_nobody_has_it(
    stored: Callable[..., Message],
    rows: Session,
    leased: datetime | None,
    state: MessageState,
    is_free: bool,
) -> None:
    sent = AT if state is MessageState.SENT else None
    stored(a_message(leased_at=leased, state=state, sent_at=sent))

    free = rows.scalar(select(func.count()).select_from(Message).where(leases.free(AT)))

    assert free == is_free


def test_a_lease_is_stored_before_anything_is_sent_and_counts_as_an_attempt(
    take: Callable[..., leases.Lease | None], stored: Callable[..., Message], rows: Session
) -> None:
    message = stored(a_message())

    assert take(AT) is not None

    rows.refresh(message)
    assert (message.leased_at, message.attempts, message.tried_since) == (AT, 1, AT)
    assert [take(AT + LEASE, turn) for turn in range(len(TURNS))] == [None] * len(TURNS)


def test_a_row_that_is_lost_five_times_is_given_up_after_five_attempts(
    take: Callable[..., leases.Lease | None],
    deliver: Callable[[datetime], int],
    stored: Callable[..., Message],
    rows: Session,
    post_office: PostOffice,
) -> None:
    message, at, seen = stored(a_message()), AT, []
    for turn in [0, 2, 2, 2, 2]:
        lease = take(at, turn)
        assert lease is not None
        rows.refresh(message)
        seen.append((message.attempts, message.lost_leases, lease.is_poison))
        at += LEASE + SECOND

    deliver(at)

    rows.refresh(message)
    assert seen == [(number, number - 1, False) for number in range(1, LOSSES + 1)]
    assert (message.state, message.attempts) == (MessageState.FAILED, LOSSES)
    assert (message.last_error, message.leased_at) == ("LeaseLost", None)
    assert post_office.mails == []


def test_a_worker_that_was_heard_of_again_has_lost_nothing(
    take: Callable[..., leases.Lease | None],
    deliver: Callable[[datetime], int],
    stored: Callable[..., Message],
    rows: Session,
    post_office: PostOffice,
) -> None:
    message = stored(a_message())
    take(AT)
    post_office.refuses = True

    deliver(AT + 2 * LEASE)

    rows.refresh(message)
    assert (message.attempts, message.lost_leases, message.leased_at) == (2, 0, None)


def test_who_comes_too_late_changes_nothing(
    take: Callable[..., leases.Lease | None], stored: Callable[..., Message], rows: Session
) -> None:
    message = stored(a_message())
    late = take(AT)
    again = take(AT + 2 * LEASE, 2)
    assert late is not None
    assert again is not None

    with transaction():
        assert not leases.end(late, session(), state=MessageState.FAILED)
    with transaction():
        assert leases.end(again, session(), state=MessageState.SENT, sent_at=AT)
    with transaction():
        assert not leases.end(again, session(), state=MessageState.FAILED)

    rows.refresh(message)
    assert message.state is MessageState.SENT


def test_neither_the_newest_nor_what_failed_before_waits_for_thousands_of_others(
    take: Callable[..., leases.Lease | None], stored: Callable[..., Message]
) -> None:
    minute = timedelta(minutes=1)
    crowd = [a_message(to=f"desk{n}@0182.example", due_at=AT - n * minute) for n in range(2, 3000)]
    newest = a_message(to="newest@0182.example", due_at=AT)
    again = a_message(to="again@0182.example", due_at=AT, attempts=3)
    stored(newest, again, *crowd)

    taken = [take(AT, turn) for turn in range(len(TURNS))]

    assert [lease and lease.message.recipient for lease in taken] == [
        "desk2999@0182.example",
        "newest@0182.example",
        "again@0182.example",
    ]


def test_two_workers_send_two_hundred_rows_once_each(
    app: Flask, stored: Callable[..., Message], rows: Session, post_office: PostOffice
) -> None:
    stored(*(a_message() for _ in range(200)))

    def work() -> None:
        with app.app_context():
            deliver_due(lambda: AT)
        forget_session()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    references = sorted(str(mail["X-Message-Ref"]) for mail in post_office.mails)
    assert references == sorted(str(one) for one in rows.scalars(select(Message.id)))
    states = rows.execute(select(Message.state, Message.attempts).distinct()).all()
    assert [tuple(one) for one in states] == [(MessageState.SENT, 1)]
