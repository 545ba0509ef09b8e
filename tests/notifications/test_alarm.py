"""A message that is given up is told to a human: once a day, and never about itself."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifications.alarm import TEMPLATE
from notifications.faults import WAITS, Fault
from portal.drills.post_office import PostOffice
from portal.models import Event, Membership, Message, User
from portal.vocabulary import Role
from tests.notifications.messages import a_message
from tests.town import AT, Town, a_filing, somebody

LAST = {"attempts": len(WAITS[Fault.LATER])}
"""What has one try left."""
HOUR = timedelta(hours=1)


@pytest.fixture
def given_up(
    deliver: Callable[[datetime], int], stored: Callable[..., Any], post_office: PostOffice
) -> Callable[..., None]:
    """Some messages are tried for the last time, and refused."""

    def run(*messages: Message, at: datetime = AT) -> None:
        stored(*messages)
        post_office.refuses = True
        deliver(at)
        post_office.refuses = False

    return run


@pytest.fixture
def event(stored: Callable[..., Any], rows: Session, town: Town) -> Event:
    """In Nacka."""
    stored(a_filing(town))
    found = rows.scalars(select(Event)).first()
    assert found is not None
    return found


def told(rows: Session) -> list[str]:
    rows.expire_all()
    alarms = rows.scalars(select(Message).where(Message.template == TEMPLATE))
    return sorted(one.recipient for one in alarms)


def email(membership: Membership) -> str:
    return membership.user.email


def test_the_administrator_of_the_municipality_is_told_once_however_many_failed(
    given_up: Callable[..., None],
    deliver: Callable[[datetime], int],
    post_office: PostOffice,
    rows: Session,
    town: Town,
    event: Event,
) -> None:
    given_up(*(a_message(event=event, **LAST) for _ in range(5)))
    given_up(a_message(event=event, **LAST), at=AT + 23 * HOUR)

    assert told(rows) == [email(town.municipality_admin)]
    deliver(AT + 24 * HOUR)
    assert post_office.told == [
        (email(town.municipality_admin), "Ett utskick från Överlämningen kom inte fram")
    ]


def test_the_next_day_they_are_told_again(
    given_up: Callable[..., None], rows: Session, town: Town, event: Event
) -> None:
    given_up(a_message(event=event, **LAST))
    given_up(a_message(event=event, **LAST), at=AT + 25 * HOUR)

    assert told(rows) == [email(town.municipality_admin)] * 2


def test_what_is_about_no_case_is_told_to_the_platforms_administrator(
    given_up: Callable[..., None], rows: Session, town: Town
) -> None:
    given_up(a_message("reset", **LAST, user=rows.get(User, town.counsellor.user_id)))

    assert told(rows) == [email(town.platform_admin)]


@pytest.mark.parametrize("why", ["nobody left", "own address"])
def test_where_the_municipality_has_nobody_to_reach_the_platforms_administrator_is_told(
    given_up: Callable[..., None], rows: Session, town: Town, event: Event, why: str
) -> None:
    if why == "nobody left":
        rows.get_one(Membership, town.municipality_admin.id).ended_at = AT
        given_up(a_message(event=event, **LAST))
    else:
        given_up(a_message(event=event, to=email(town.municipality_admin), **LAST))

    assert told(rows) == [email(town.platform_admin)]


def test_an_alarm_that_is_given_up_raises_no_other(
    given_up: Callable[..., None], rows: Session, town: Town
) -> None:
    given_up(a_message(TEMPLATE, to=email(town.platform_admin), **LAST))

    assert told(rows) == [email(town.platform_admin)]


def test_an_alarm_says_nothing_about_the_message(
    given_up: Callable[..., None], rows: Session, town: Town, event: Event
) -> None:
    given_up(a_message(event=event, **LAST))

    alarm = rows.scalars(select(Message).where(Message.template == TEMPLATE)).one()
    assert (alarm.reference, alarm.event_id, alarm.user_id, alarm.locale) == (
        "",
        None,
        town.municipality_admin.user_id,
        "sv",
    )


def test_a_person_with_two_roles_is_told_once(
    given_up: Callable[..., None], stored: Callable[..., Any], rows: Session, town: Town
) -> None:
    second = somebody("Nils Berg", Role.PLATFORM_ADMIN)
    stored(second)

    given_up(a_message(**LAST), a_message(**LAST))

    assert told(rows) == sorted([email(second), email(town.platform_admin)])
