"""./run outbox bounce: a mail that came back marks its message; what is forged changes nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import pytest
import structlog
import time_machine
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cli import portal
from portal.db import forget_session
from portal.drills.post_office import PostOffice
from portal.models import Event, Message
from portal.vocabulary import MessageState
from tests.notifications.messages import a_message, a_message_about
from tests.servers import portal_at
from tests.town import AT, Town, a_case

MARKED, IGNORED, LATER = 0, 65, 75
SECRET = "550 5.1.1 <wilma.ek@example.se> Wilma Ek has left"
DSN = f"""\
From: MAILER-DAEMON@example.se (Mail Delivery System)
Subject: {SECRET}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

--=_b
Content-Type: text/plain; charset=us-ascii

I am sorry. {SECRET}

--=_b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.se
Arrival-Date: Wed, 18 Nov 2026 10:00:00 +0100

Final-Recipient: rfc822; kaa@0182.example
Action: {{action}}
Status: {{status}}
Diagnostic-Code: smtp; {SECRET}

--=_b
Content-Type: {{kind}}

{{returned}}
--=_b--
"""
Bounce = Callable[[bytes], Result]


@pytest.fixture
def bounce(app: Flask, database: Any, clock: time_machine.Traveller) -> Bounce:
    """Pipe a mail into the command, as a mail server does."""

    def run(raw: bytes) -> Result:
        answer = CliRunner().invoke(portal, ["outbox", "bounce"], input=raw)
        forget_session()
        return answer

    return run


@pytest.fixture
def mail(
    deliver: Callable[[datetime], int],
    stored: Callable[..., Any],
    town: Town,
    post_office: PostOffice,
) -> EmailMessage:
    """A mail about a case in Nacka, as a server took it."""
    case = a_case(town)
    stored(case, a_message_about(case, id=uuid4()))
    deliver(AT)
    return post_office.mails[-1]


def report(original: EmailMessage, status: str = "5.1.1", **but: Any) -> bytes:
    """What a server sends back by RFC 3464."""
    names = ("Subject", "To", "Message-ID", "X-Message-Ref")
    headers = {name: str(original[name]) for name in names} | but.get("headers", {})
    shown = "".join(f"{name}: {text}\n" for name, text in headers.items() if text)
    returned = original.as_string() if but.get("whole") else shown
    kind = "message/rfc822" if but.get("whole") else "text/rfc822-headers"
    return DSN.format(
        action=but.get("action", "failed"), status=status, kind=kind, returned=returned
    ).encode()


def the(message: Any, rows: Session) -> Message:
    rows.expire_all()
    found = rows.get(Message, str(message["X-Message-Ref"]))
    assert found is not None
    return found


@pytest.mark.parametrize("whole", [True, False], ids=["whole mail", "headers only"])
@pytest.mark.parametrize(("status", "kind"), [("5.1.1", "Bounced5"), ("4.4.7", "Bounced4")])
def test_a_mail_that_came_back_marks_its_message_with_the_class_alone(
    bounce: Bounce, mail: EmailMessage, rows: Session, whole: bool, status: str, kind: str
) -> None:
    answer = bounce(report(mail, status, whole=whole))

    assert (answer.exit_code, answer.stdout) == (MARKED, "bounced\n")
    found = the(mail, rows)
    assert (found.state, found.last_error, found.sent_at) == (MessageState.BOUNCED, kind, AT)


def test_nothing_of_what_it_says_is_kept_or_logged(
    bounce: Bounce, mail: EmailMessage, database: Any
) -> None:
    with structlog.testing.capture_logs() as lines:
        bounce(report(mail))

    assert "Wilma" not in str(lines)
    assert [line["event"] for line in lines] == ["bounced"]
    for (row,) in database.execute("SELECT m::text FROM message m").fetchall():
        assert "Wilma" not in row


def test_it_raises_the_same_alarm_as_a_failure_and_once(
    bounce: Bounce, mail: EmailMessage, rows: Session, town: Town
) -> None:
    assert bounce(report(mail)).exit_code == MARKED
    again = bounce(report(mail))

    assert (again.exit_code, again.stdout) == (MARKED, "told of before\n")
    alarms = rows.scalars(select(Message).where(Message.template == "undelivered")).all()
    assert [one.recipient for one in alarms] == [town.municipality_admin.user.email]


def test_everything_the_mail_carried_has_come_back(
    bounce: Bounce, stored: Callable[..., Any], rows: Session, mail: EmailMessage
) -> None:
    carried = a_message(
        id=uuid4(), state=MessageState.SENT, sent_at=AT, carrier_id=the(mail, rows).id
    )
    other = a_message(id=uuid4(), state=MessageState.SENT, sent_at=AT)
    stored(carried, other)

    bounce(report(mail))

    rows.expire_all()
    assert rows.get_one(Message, carried.id).state is MessageState.BOUNCED
    assert rows.get_one(Message, other.id).state is MessageState.SENT


@pytest.mark.parametrize(
    "but",
    [
        {"action": "delayed"},
        {"action": "delivered"},
        {"headers": {"Message-ID": "<x@elsewhere.example>", "X-Message-Ref": ""}},
        {"headers": {"X-Message-Ref": ""}},
        {"headers": {"X-Message-Ref": str(uuid4())}},
        {"headers": {"Message-ID": ""}},
        {"headers": {"Message-ID": "<nothing@localhost>", "X-Message-Ref": "nothing"}},
    ],
)
def test_a_report_that_is_none_of_ours_or_of_no_failure_is_ignored_and_logged(
    bounce: Bounce, mail: EmailMessage, rows: Session, but: dict[str, Any]
) -> None:
    with structlog.testing.capture_logs() as lines:
        answer = bounce(report(mail, **but))

    assert answer.exit_code == IGNORED
    assert [line["event"] for line in lines] == ["bounce ignored"]
    assert the(mail, rows).state is MessageState.SENT
    assert not rows.scalars(select(Message).where(Message.template == "undelivered")).all()


def test_a_drawn_number_that_was_never_ours_is_ignored(
    bounce: Bounce, mail: EmailMessage, rows: Session
) -> None:
    drawn = str(uuid4())
    forged = {"Message-ID": f"<{drawn}@localhost>", "X-Message-Ref": drawn}

    assert bounce(report(mail, headers=forged)).exit_code == IGNORED


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 100,
        b"Subject: Hej\n\nI am away.\n",
        b"Content-Type: multipart/report\n\n",
    ],
)
def test_what_is_no_report_at_all_is_ignored(bounce: Bounce, raw: bytes) -> None:
    answer = bounce(raw)

    assert (answer.exit_code, answer.exception.__class__) == (IGNORED, SystemExit)


def test_a_message_that_is_being_sent_again_is_left_alone(
    bounce: Bounce, mail: EmailMessage, rows: Session
) -> None:
    the(mail, rows).wait_again(at=AT)
    rows.commit()

    assert bounce(report(mail)).exit_code == IGNORED
    assert the(mail, rows).state is MessageState.WAITING


def test_without_a_database_the_mail_server_tries_again_later(
    bounce: Bounce, mail: EmailMessage
) -> None:
    with portal_at("postgresql://nobody@127.0.0.1:1/none"):
        assert bounce(report(mail)).exit_code == LATER


def test_what_came_back_is_sent_again_like_what_failed(
    bounce: Bounce, mail: EmailMessage, rows: Session, deliver: Any, post_office: PostOffice
) -> None:
    bounce(report(mail))
    CliRunner().invoke(portal, ["outbox", "resend", "--failed"])
    forget_session()
    deliver(AT + timedelta(minutes=5))

    assert the(mail, rows).state is MessageState.SENT
    assert str(mail["Message-ID"]) in [str(one["Message-ID"]) for one in post_office.mails[1:]]


def test_the_case_and_the_list_say_that_it_came_back(
    town: Town, login: Any, stored: Callable[..., Any], rows: Session
) -> None:
    case = a_case(town)
    came_back = {"state": MessageState.BOUNCED, "sent_at": AT, "last_error": "Bounced5"}
    stored(case, a_message_about(case, "assigned", **came_back))
    browser = login(town.coordinator)

    assert "Ett utskick kom inte fram" in browser.get(f"/cases/{case.reference}").page.text
    for address in ("/delivery", "/delivery?state=failed", "/delivery?state=bounced"):
        page = browser.get(address).page
        assert "Kom tillbaka" in page.text, address
        assert "skickade tillbaka mejlet" in page.text
    assert "Skicka igen" in page.text
    assert rows.scalars(select(Event)).first() is not None
    assert "Kom tillbaka" in login(town.platform_admin).get("/delivery").page.text
