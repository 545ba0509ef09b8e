"""Rows become mails once each, whatever the mail server says and whoever else is sending."""

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifications.channels import smtp
from notifications.deliver import Outcome, deliver_due, deliver_next
from notifications.faults import PATIENCE, SOON, SPREAD, WAITS, Fault
from notifications.leases import LEASE
from portal.db import forget_session
from portal.demo.processes import LOOPBACK
from portal.drills.post_office import PostOffice
from portal.models import Message
from portal.vocabulary import MessageState
from tests.notifications.messages import a_message
from tests.town import AT

MINUTE = timedelta(minutes=1)


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


def test_a_refused_mail_is_tried_again_within_a_minute_and_holds_up_nobody(
    deliver: Callable[..., int],
    stored: Callable[..., Message],
    post_office: PostOffice,
    rows: Session,
) -> None:
    broken = stored(a_message("no_such_letter"), a_message(to="other@0182.example"))

    assert deliver(AT) == 2
    rows.refresh(broken)
    assert post_office.told == [("other@0182.example", "En anmälan väntar i Överlämningen")]
    assert (broken.state, broken.attempts) == (MessageState.WAITING, 1)
    assert AT + SOON <= broken.due_at <= AT + MINUTE
    assert (broken.last_error, broken.leased_at) == ("TemplateNotFound", None)


def test_after_72_hours_of_refusals_a_message_has_failed(
    deliver: Callable[..., int],
    stored: Callable[..., Message],
    post_office: PostOffice,
    rows: Session,
) -> None:
    message, at = stored(a_message()), AT
    post_office.refuses = True
    for wait in WAITS[Fault.LATER]:
        assert deliver(at) == 1
        at += wait * (1 + SPREAD)

    rows.refresh(message)
    assert message.state is MessageState.WAITING
    deliver(at)
    rows.refresh(message)
    assert at - AT >= timedelta(hours=72)
    assert message.state is MessageState.FAILED
    assert message.last_error == "SMTPDataError"


@pytest.mark.parametrize("says", ["550 No such user", "553 Not here"])
def test_a_receiver_refused_for_good_is_given_up_the_same_day(
    deliver: Callable[..., int],
    stored: Callable[..., Message],
    post_office: PostOffice,
    rows: Session,
    says: str,
) -> None:
    message, at = stored(a_message()), AT
    post_office.to_recipient = says
    for wait in WAITS[Fault.NEVER]:
        deliver(at)
        at += wait * (1 + SPREAD)
    deliver(at)

    rows.refresh(message)
    assert (message.state, message.attempts) == (MessageState.FAILED, 4)
    assert message.last_error == "SMTPRecipientsRefused"
    assert at - AT < timedelta(hours=7)


def cut(office: PostOffice) -> None:
    office.cuts = True


def greylist(office: PostOffice) -> None:
    office.to_recipient = "450 Try again later"


def refuse(office: PostOffice) -> None:
    office.refuses = True


def reject(office: PostOffice) -> None:
    office.to_mail = "554 Looks like spam"


@pytest.mark.parametrize("misbehave", [cut, greylist, refuse, reject])
def test_what_a_server_does_not_say_it_has_is_sent_again_as_the_same_mail(
    deliver: Callable[..., int],
    stored: Callable[..., Message],
    post_office: PostOffice,
    rows: Session,
    misbehave: Callable[[PostOffice], None],
) -> None:
    message = stored(a_message())
    misbehave(post_office)
    deliver(AT)
    rows.refresh(message)
    assert (message.state, message.attempts) == (MessageState.WAITING, 1)
    assert message.due_at <= AT + MINUTE

    post_office.cuts = post_office.refuses = False
    post_office.to_recipient = post_office.to_mail = ""
    deliver(AT + MINUTE)

    rows.refresh(message)
    assert (message.state, message.attempts) == (MessageState.SENT, 2)
    assert [mail["Message-ID"] for mail in post_office.mails] == [f"<{message.id}@localhost>"]


# --- the server is away ---------------------------------------------------------------------------


@pytest.fixture
def nobody_answers(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the mail server should be, nothing is."""
    monkeypatch.setattr(app.extensions["mail"], "server", LOOPBACK)
    monkeypatch.setattr(app.extensions["mail"], "port", 1)


def test_a_server_that_is_away_is_asked_once_a_round_and_blames_no_row(
    nobody_answers: None,
    deliver: Callable[..., int],
    stored: Callable[..., Message],
    rows: Session,
) -> None:
    first = stored(a_message(due_at=AT - MINUTE), a_message())

    assert deliver(AT) == 1

    rows.refresh(first)
    assert (first.state, first.attempts, first.tried_since) == (MessageState.WAITING, 0, AT)
    assert AT + SOON <= first.due_at <= AT + MINUTE
    assert first.last_error == "ConnectionRefusedError"


def test_all_are_sent_a_minute_after_a_server_is_back(
    deliver: Callable[..., int],
    stored: Callable[..., Message],
    post_office: PostOffice,
) -> None:
    stored(*(a_message(to=f"desk{number}@0182.example") for number in range(20)))
    post_office.to_mail = "421 Going down"
    for second in range(0, 4 * 3600, 240):
        assert deliver(AT + timedelta(seconds=second)) == 1
    post_office.to_mail = ""

    back = AT + timedelta(hours=4)
    deliver(back)
    deliver(back + MINUTE)

    assert len({address for address, _ in post_office.told}) == len(post_office.told) == 20


def test_a_server_that_is_away_for_72_hours_has_failed(
    nobody_answers: None,
    deliver: Callable[..., int],
    stored: Callable[..., Message],
    rows: Session,
) -> None:
    message = stored(a_message())
    deliver(AT)
    deliver(AT + PATIENCE - MINUTE)
    rows.refresh(message)
    assert message.state is MessageState.WAITING

    deliver(AT + PATIENCE)

    rows.refresh(message)
    assert message.state is MessageState.FAILED


@pytest.fixture
def mute(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Somebody takes the connection and says one letter after the other, for ever."""
    with socket.create_server((LOOPBACK, 0)) as door:
        ended = threading.Event()
        thread = threading.Thread(target=_drip, args=(door, ended))
        thread.start()
        monkeypatch.setattr(app.extensions["mail"], "server", LOOPBACK)
        monkeypatch.setattr(app.extensions["mail"], "port", door.getsockname()[1])
        monkeypatch.setattr(smtp, "WHOLE_TALK", 0.5)
        yield
        ended.set()
        thread.join()


def _drip(door: socket.socket, ended: threading.Event) -> None:
    caller, _ = door.accept()
    with caller:
        caller.sendall(b"220 hello\r\n")
        while not ended.wait(0.05):
            try:
                caller.sendall(b"2")
            except OSError:
                return


def test_a_server_that_never_comes_to_an_end_is_hung_up_on(
    mute: None, deliver: Callable[..., int], stored: Callable[..., Message], rows: Session
) -> None:
    message = stored(a_message())

    assert deliver(AT) == 1

    rows.refresh(message)
    assert (message.state, message.last_error) == (MessageState.WAITING, "SMTPServerDisconnected")


def test_a_talk_ends_before_its_lease() -> None:
    assert timedelta(seconds=smtp.TIMEOUT * 2 + smtp.WHOLE_TALK) < LEASE


def test_a_round_that_is_stopped_ends_with_the_mail_in_hand(
    app: Flask, stored: Callable[..., Message], post_office: PostOffice
) -> None:
    stored(*(a_message(to=f"desk{number}@0182.example") for number in range(5)))

    with app.app_context():
        assert deliver_due(lambda: AT, lambda: len(post_office.mails) == 2) == 2
    forget_session()

    assert len(post_office.mails) == 2


# --- several workers ------------------------------------------------------------------------------


def test_ten_workers_send_forty_messages_once_each(
    app: Flask, stored: Callable[..., Message], post_office: PostOffice, rows: Session
) -> None:
    stored(*(a_message(to=f"desk{number}@0182.example") for number in range(40)))

    def work() -> None:
        with app.app_context():
            while deliver_next(lambda: AT) is not Outcome.NOTHING_DUE:
                pass
        forget_session()

    workers = [threading.Thread(target=work) for _ in range(10)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    sent = sorted(str(mail["X-Message-Ref"]) for mail in post_office.mails)
    assert sent == sorted(str(one) for one in rows.scalars(select(Message.id)))
