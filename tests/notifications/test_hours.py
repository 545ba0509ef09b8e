"""No mail at night or on a day off; what a person sits and waits for goes at once."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from msgspec import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import read
from portal.db import forget_session, transaction
from portal.drills.post_office import PostOffice
from portal.models import Message, User
from portal.vocabulary import MessageState
from portal.workflow.accounts import letter
from portal.workflow.hours import AT_ONCE, earliest
from tests.notifications.messages import a_message
from tests.town import AT, Town

EVENING = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 19, 6, 0, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        ("2026-11-18 06:00", "2026-11-18 06:00"),  # Wednesday, opens
        ("2026-11-18 05:59:59", "2026-11-18 06:00"),
        ("2026-11-18 16:59:59", "2026-11-18 16:59:59"),
        ("2026-11-18 17:00", "2026-11-19 06:00"),  # closes
        ("2026-11-18 23:30", "2026-11-19 06:00"),  # it is Thursday already
        ("2026-11-20 17:00", "2026-11-23 06:00"),  # Friday
        ("2026-11-21 10:00", "2026-11-23 06:00"),  # Saturday
        ("2026-11-22 02:00", "2026-11-23 06:00"),  # Sunday, early
        ("2026-12-23 17:00", "2026-12-28 06:00"),  # Christmas, and the weekend after it
        ("2026-06-19 10:00", "2026-06-22 05:00"),  # midsommarafton; summer time
        ("2026-10-23 16:00", "2026-10-26 06:00"),  # the clocks change on that Sunday
        ("2027-03-26 10:00", "2027-03-30 05:00"),  # Easter, and the clocks change
    ],
)
def test_a_mail_waits_for_the_next_working_morning(working_hours: None, at: str, goes: str) -> None:
    assert earliest("new_filing", utc(at)) == utc(goes)


@pytest.mark.parametrize("template", ["invitation", "reset", "password_changed"])
def test_what_somebody_waits_for_goes_at_once(working_hours: None, template: str) -> None:
    assert template in AT_ONCE
    assert earliest(template, EVENING) == EVENING


def test_without_hours_a_mail_goes_at_any_time(app: object) -> None:
    assert earliest("new_filing", EVENING) == EVENING


@pytest.mark.parametrize("hours", ["18:00-07:00", "07:00-07:00", "7-18", "07:00", "25:00-26:00"])
def test_hours_that_make_no_sense_are_refused(hours: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_HOURS", hours)

    with pytest.raises(ValidationError, match="mail_hours"):
        read(os.environ)


def test_a_row_written_at_night_waits_whoever_writes_it(
    working_hours: None, rows: Session, town: Town
) -> None:
    user = rows.get_one(User, town.counsellor.user_id)
    with transaction() as session:
        session.add(a_message(created_at=EVENING, due_at=EVENING))
        session.add(letter(user, "new_role", at=EVENING))
        session.add(letter(user, "reset", at=EVENING))
    forget_session()

    due = {one.template: one.due_at for one in rows.scalars(select(Message))}
    assert due == {"new_filing": MORNING, "new_role": MORNING, "reset": EVENING}


def test_what_was_left_when_the_day_ended_waits_for_the_morning_and_is_not_late(
    working_hours: None,
    deliver: Callable[[datetime], int],
    stored: Callable[..., Message],
    rows: Session,
    town: Town,
    post_office: PostOffice,
) -> None:
    karin = rows.get_one(User, town.counsellor.user_id)
    tried = {"attempts": 2, "tried_since": EVENING - timedelta(hours=2)}
    left = stored(a_message(**tried), a_message("reset", to=karin.email, user=karin))

    deliver(EVENING)

    rows.refresh(left)
    assert [address for address, _ in post_office.told] == [karin.email]
    assert (left.due_at, left.tried_since) == (MORNING, MORNING - timedelta(hours=2))
    deliver(MORNING)
    assert len(post_office.told) == 2


def test_a_night_is_not_counted_while_the_server_is_away(
    working_hours: None,
    deliver: Callable[[datetime], int],
    stored: Callable[..., Message],
    rows: Session,
    post_office: PostOffice,
) -> None:
    message = stored(a_message())
    post_office.to_mail = "421 Going down"

    deliver(EVENING - timedelta(seconds=1))

    rows.refresh(message)
    assert message.due_at == MORNING
    assert message.tried_since is not None
    assert timedelta(0) < MORNING - message.tried_since <= timedelta(minutes=1)
    post_office.to_mail = ""
    deliver(MORNING)
    rows.refresh(message)
    assert (message.state, message.attempts) == (MessageState.SENT, 1)


# --- several that waited for the same morning ----------------------------------------------------


def waiting(**says: object) -> Message:
    return a_message(**{"created_at": EVENING, "due_at": MORNING, **says})  # type: ignore[arg-type]


def test_rows_that_waited_for_the_same_morning_become_one_mail_per_text_and_receiver(
    deliver: Callable[[datetime], int],
    stored: Callable[..., Message],
    rows: Session,
    post_office: PostOffice,
) -> None:
    first = stored(
        waiting(),
        *(waiting(created_at=EVENING + timedelta(minutes=minute)) for minute in range(1, 30)),
        waiting(template="changed_by_school"),
        waiting(to="kaa@0581.example"),
    )

    deliver(MORNING)

    assert sorted(post_office.told) == [
        ("kaa@0182.example", "En anmälan väntar i Överlämningen"),
        ("kaa@0182.example", "Nytt från en skola i Överlämningen"),
        ("kaa@0581.example", "En anmälan väntar i Överlämningen"),
    ]
    together = [mail for mail in post_office.mails if mail["X-Message-Ref"] == str(first.id)]
    plain = together[0].get_body(("plain",))
    assert plain is not None
    assert "Mejlet samlar 30 händelser." in plain.get_content()
    rows.expire_all()
    everything = rows.scalars(select(Message)).all()
    assert {(one.state, one.sent_at) for one in everything} == {(MessageState.SENT, MORNING)}
    carried = [one.carrier_id for one in everything if one.carrier_id is not None]
    assert carried == [first.id] * 29


def test_rows_that_were_due_at_once_are_a_mail_each(
    deliver: Callable[[datetime], int], stored: Callable[..., Message], post_office: PostOffice
) -> None:
    stored(a_message(), a_message())

    deliver(AT)

    assert len(post_office.mails) == 2


def test_what_is_refused_together_stays_together(
    deliver: Callable[[datetime], int],
    stored: Callable[..., Message],
    rows: Session,
    post_office: PostOffice,
) -> None:
    first, second = waiting(), waiting(created_at=EVENING + timedelta(minutes=1))
    stored(first, second)
    post_office.refuses = True
    deliver(MORNING)
    post_office.refuses = False
    rows.refresh(first)
    rows.refresh(second)
    assert first.due_at == second.due_at > MORNING

    deliver(first.due_at)

    assert [mail["X-Message-Ref"] for mail in post_office.mails] == [str(first.id)]
