"""Rows become mails once each, whatever the mail server says and whoever else is sending."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from notifications.channels import mail
from notifications.deliver import WAITS, deliver_due, deliver_next
from portal.db import forget_session
from portal.models import Message, User
from portal.vocabulary import MessageState
from tests.notifications.messages import a_message
from tests.post_office import PostOffice
from tests.town import AT, Town

LETTERS = (
    "new_filing",
    "changed_by_school",
    "assigned",
    "question",
    "news_for_school",
    "pickup_lapsed",
    "meeting",
    "invitation",
    "reset",
    "new_role",
    "password_changed",
)


@pytest.fixture
def deliver(app: Flask) -> Callable[[datetime], int]:
    def run(at: datetime) -> int:
        with app.app_context():
            tried = deliver_due(at)
        forget_session()
        return tried

    return run


def test_what_is_due_is_sent_once_and_the_row_says_when(
    deliver: Callable[..., int],
    stored: Callable[..., Message],
    post_office: PostOffice,
    rows: Session,
) -> None:
    message = stored(
        a_message(), a_message(to="later@0182.example", due_at=AT + timedelta(hours=1))
    )

    assert deliver(AT) == 1
    assert deliver(AT) == 0
    rows.refresh(message)
    assert post_office.told == [("kaa@0182.example", "En anmälan väntar i Överlämningen")]
    assert (message.state, message.sent_at) == (MessageState.SENT, AT)


def test_a_refused_mail_is_tried_again_later_and_holds_up_nobody(
    deliver: Callable[..., int],
    stored: Callable[..., Message],
    post_office: PostOffice,
    rows: Session,
) -> None:
    poisoned = stored(a_message("no_such_letter"), a_message(to="other@0182.example"))

    assert deliver(AT) == 2
    rows.refresh(poisoned)
    assert post_office.told == [("other@0182.example", "En anmälan väntar i Överlämningen")]
    assert (poisoned.state, poisoned.attempts) == (MessageState.WAITING, 1)
    assert poisoned.due_at == AT + WAITS[0]


def test_after_72_hours_of_refusals_a_message_has_failed(
    deliver: Callable[..., int],
    stored: Callable[..., Message],
    post_office: PostOffice,
    rows: Session,
) -> None:
    message, at = stored(a_message()), AT
    post_office.refuses = True
    for wait in WAITS:
        deliver(at)
        at += wait

    rows.refresh(message)
    assert message.state is MessageState.WAITING
    deliver(at)
    rows.refresh(message)
    assert at - AT >= timedelta(hours=72)
    assert message.state is MessageState.FAILED
    assert message.last_error == "SMTPDataError"


def test_ten_workers_send_forty_messages_once_each(
    app: Flask, stored: Callable[..., Message], post_office: PostOffice
) -> None:
    wanted = [f"desk{number}@0182.example" for number in range(40)]
    stored(*(a_message(to=address) for address in wanted))

    def work() -> None:
        with app.app_context():
            while deliver_next(AT):
                pass
        forget_session()

    workers = [threading.Thread(target=work) for _ in range(10)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(address for address, _ in post_office.told) == sorted(wanted)


@pytest.mark.parametrize("template", LETTERS)
def test_every_letter_has_a_subject_a_link_and_nothing_about_anybody(
    app: Flask, stored: Callable[..., Message], town: Town, rows: Session, template: str
) -> None:
    user = rows.get_one(User, town.counsellor.user_id)
    message = stored(a_message(template, to=user.email, user=user))

    with app.app_context():
        letter = mail.compose(message)

    text = letter.get_content()
    assert letter["Message-ID"] == f"<{message.id}@localhost>"
    assert letter["X-Message-Ref"] == str(message.id)
    assert letter["Subject"].strip()
    assert text.startswith("Hej!\n\n")
    assert text.count("http://localhost/") == 1
    assert "YBC" not in text + letter["Subject"]
    assert "26-7F3K-Q2MD" not in text


@pytest.mark.parametrize(
    "control", ["\r\nBcc: x@y.example", "\x0b", "\x0c", "\x1c", "\x1e", "\x00"]
)
def test_control_characters_never_become_headers(app: Flask, town: Town, control: str) -> None:
    message = a_message(to=f"kaa@0182.example{control}")

    with app.app_context(), pytest.raises(ValueError, match="addr"):
        mail.compose(message).as_bytes()


def test_a_mail_has_one_recipient(app: Flask, town: Town) -> None:
    with app.app_context(), pytest.raises(ValueError, match="addr_spec"):
        mail.compose(a_message(to="a@0182.example, b@0182.example"))


def test_the_worker_is_woken_through_the_queue_with_nothing_but_its_name(
    app: Flask, queue: str, stored: Callable[..., Message], post_office: PostOffice
) -> None:
    from redis import Redis
    from rq import Queue, SimpleWorker
    from rq.serializers import JSONSerializer

    from notifications import jobs

    stored(a_message())
    assert jobs.wake()
    assert jobs.wake()

    redis = Redis.from_url(queue)
    waiting = Queue(jobs.QUEUE, connection=redis, serializer=JSONSerializer)
    assert [(job.func_name, job.args, job.kwargs) for job in waiting.jobs] == [
        ("notifications.jobs.deliver", [], {})
    ]
    with app.app_context():
        SimpleWorker([waiting], connection=redis, serializer=JSONSerializer).work(burst=True)
    assert [address for address, _ in post_office.told] == ["kaa@0182.example"]
