"""./run outbox: how many messages are where, how late they are, and sending again."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy.orm import Session

from portal.cli import portal
from portal.db import forget_session
from portal.drills.post_office import PostOffice
from portal.models import Message
from portal.vocabulary import MessageState
from tests.notifications.messages import a_message
from tests.town import AT

HOUR = timedelta(hours=1)
SENT = {"state": MessageState.SENT, "sent_at": AT}
FAILED = {"state": MessageState.FAILED, "attempts": 17, "last_error": "SMTPDataError"}


@pytest.fixture
def outbox(app: Flask, database: Any, clock: time_machine.Traveller) -> Callable[..., Result]:
    def run(*words: str) -> Result:
        answer = CliRunner().invoke(portal, ["outbox", *words])
        forget_session()
        return answer

    return run


def test_an_empty_outbox_is_all_noughts(outbox: Callable[..., Result]) -> None:
    assert json.loads(outbox("status", "--json").stdout) == {
        "waiting": 0,
        "leased": 0,
        "sent": 0,
        "failed": 0,
        "bounced": 0,
        "oldest_age_seconds": 0,
    }


def test_every_row_is_counted_once_and_the_oldest_is_as_old_as_it_is_late(
    outbox: Callable[..., Result], stored: Callable[..., Message]
) -> None:
    stored(
        a_message(due_at=AT + 12 * HOUR),
        a_message(due_at=AT - HOUR),
        a_message(due_at=AT + HOUR, tried_since=AT - 2 * HOUR, attempts=5),
        a_message(leased_at=AT, attempts=1, tried_since=AT),
        a_message(leased_at=AT - HOUR, attempts=1, tried_since=AT - HOUR),
        a_message(**SENT),
        a_message(**FAILED),
    )

    assert json.loads(outbox("status", "--json").stdout) == {
        "waiting": 4,
        "leased": 1,
        "sent": 1,
        "failed": 1,
        "bounced": 0,
        "oldest_age_seconds": 7200,
    }
    assert outbox("status").stdout.split("\n")[0].split() == ["waiting", "4"]


def test_what_waits_for_the_morning_is_not_late(
    outbox: Callable[..., Result], stored: Callable[..., Message]
) -> None:
    stored(a_message(created_at=AT - HOUR, due_at=AT + HOUR))

    assert json.loads(outbox("status", "--json").stdout)["oldest_age_seconds"] == 0


@pytest.mark.parametrize("state", [FAILED, SENT, {}], ids=["failed", "sent", "waiting"])
def test_one_message_is_sent_again_as_if_it_were_new(
    outbox: Callable[..., Result],
    deliver: Callable[[datetime], int],
    stored: Callable[..., Message],
    rows: Session,
    post_office: PostOffice,
    state: dict[str, Any],
) -> None:
    message = stored(a_message(**({"due_at": AT + 12 * HOUR} | state)), a_message(**FAILED))

    answer = outbox("resend", str(message.id))

    assert (answer.exit_code, answer.stdout) == (0, "1 messages wait to be sent again\n")
    deliver(AT + HOUR)
    rows.refresh(message)
    assert (message.state, message.attempts) == (MessageState.SENT, 1)
    assert [mail["X-Message-Ref"] for mail in post_office.mails] == [str(message.id)]


def test_all_that_failed_are_sent_again(
    outbox: Callable[..., Result],
    deliver: Callable[[datetime], int],
    stored: Callable[..., Message],
    post_office: PostOffice,
) -> None:
    stored(a_message(**SENT), *(a_message(to=f"{n}@0182.example", **FAILED) for n in range(3)))

    assert outbox("resend", "--failed").stdout == "3 messages wait to be sent again\n"
    deliver(AT + HOUR)
    assert sorted(address for address, _ in post_office.told) == [
        f"{n}@0182.example" for n in range(3)
    ]


def test_what_is_just_being_sent_and_what_is_not_there_are_left_alone(
    outbox: Callable[..., Result], stored: Callable[..., Message]
) -> None:
    message = stored(a_message(leased_at=AT, attempts=1))

    for which in (message.id, uuid4()):
        answer = outbox("resend", str(which))
        assert answer.exit_code == 1
        assert "There is no such message, or it is just being sent." in answer.output


@pytest.mark.parametrize("words", [[], [str(uuid4()), "--failed"], ["not-an-id"]])
def test_resend_wants_one_thing(outbox: Callable[..., Result], words: list[str]) -> None:
    assert outbox("resend", *words).exit_code == 2
