"""A filing that waits is told again; when its link has expired the school is told instead."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from notifications import chase
from notifications.channels import mail
from portal.access.tokens import pickup_of_token
from portal.db import forget_session
from portal.drills.post_office import PostOffice
from portal.models import Case, Message, Pickup
from portal.vocabulary import PickupEnd
from portal.workflow import pickups, receiving
from tests.town import AT, TODAY, Town, a_filing

MAILBOX = "kaa@0138.example"
SCHOOL = "karin.holm@example.se"


@pytest.fixture
def pickup(app: Flask, rows: Session, town: Town) -> Pickup:
    town.tyreso.email = MAILBOX
    case = a_filing(town, home=town.tyreso).case
    rows.add(case)
    rows.commit()
    return case.pickups[0]


def chase_at(at: datetime) -> int:
    seen = chase.chase_due(at)
    forget_session()
    return seen


def told(rows: Session) -> list[tuple[str, str]]:
    rows.rollback()
    return sorted((one.template, one.recipient) for one in rows.scalars(select(Message)))


def test_the_mailbox_is_reminded_after_the_routines_days(pickup: Pickup, rows: Session) -> None:
    assert chase_at(AT + timedelta(days=2)) == 0
    monday = AT + timedelta(days=5)
    assert chase_at(monday) == 1
    assert chase_at(monday) == 0

    assert told(rows) == [("pickup", MAILBOX)]
    rows.refresh(pickup)
    assert pickup.next_at == AT + timedelta(days=8)


def test_what_is_opened_but_not_acknowledged_is_reminded_of(pickup: Pickup, rows: Session) -> None:
    receiving.try_code(pickup, pickup.code, at=AT)
    rows.commit()

    assert chase_at(AT + timedelta(days=5)) == 1


def test_what_is_acknowledged_is_left_in_peace(pickup: Pickup, rows: Session) -> None:
    receiving.acknowledge(pickup, at=AT)
    rows.commit()

    assert chase_at(AT + timedelta(days=13)) == 0
    assert chase_at(AT + timedelta(days=14)) == 1
    assert told(rows) == []
    rows.refresh(pickup)
    assert pickup.ended_why is PickupEnd.NOT_NEEDED


def test_after_expiry_the_school_is_told(pickup: Pickup, rows: Session) -> None:
    chase_at(AT + timedelta(days=15))

    assert told(rows) == [("pickup_lapsed", SCHOOL)]
    rows.refresh(pickup)
    assert pickup.ended_why is PickupEnd.EXPIRED


def test_what_nobody_needs_any_more_ends_in_silence(
    pickup: Pickup, rows: Session, town: Town
) -> None:
    town.tyreso.joined_on = TODAY
    rows.commit()

    assert chase_at(AT + timedelta(days=5)) == 1
    assert told(rows) == []
    rows.refresh(pickup)
    assert pickup.ended_why is PickupEnd.NOT_NEEDED


def test_the_mail_has_a_link_and_neither_code_nor_pupil_nor_school(
    pickup: Pickup, rows: Session, app: Flask
) -> None:
    chase_at(AT + timedelta(days=5))
    rows.rollback()
    message = rows.scalars(select(Message)).one()

    with app.app_context():
        said = mail.compose([message]).as_string()

    assert "/pickup/" in said
    stored = " ".join(str(getattr(message, one.name)) for one in Message.__table__.columns)
    for secret in (pickup.code, "Wilma", "YBC", "Risk"):
        assert secret not in said
        assert secret not in stored
    assert "/pickup/" not in stored


def test_a_mail_that_waited_leads_to_the_renewed_link(
    pickup: Pickup, rows: Session, app: Flask, town: Town
) -> None:
    chase_at(AT + timedelta(days=5))
    case = rows.get_one(Case, pickup.case_id)
    pickups.renew(case, by=town.counsellor, at=AT + timedelta(days=5))
    rows.commit()
    message = rows.scalars(select(Message)).one()

    with app.app_context():
        link = mail.link(message)
        forget_session()

    found = pickup_of_token(link.rpartition("/")[2])
    assert found is not None
    assert found.id == case.pickups[-1].id


def test_the_worker_sends_it(
    pickup: Pickup, post_office: PostOffice, deliver: Callable[[datetime], int]
) -> None:
    at = AT + timedelta(days=5)
    chase_at(at)
    deliver(at)

    assert post_office.told == [(MAILBOX, "En anmälan till er kommun väntar på att hämtas")]


def test_links_that_waited_for_the_same_morning_go_in_a_mail_each(
    working_hours: None,
    pickup: Pickup,
    post_office: PostOffice,
    rows: Session,
    town: Town,
    deliver: Callable[[datetime], int],
) -> None:
    rows.add(a_filing(town, by=town.far_counsellor, home=town.tyreso).case)
    rows.commit()
    evening = AT.replace(hour=20) + timedelta(days=5)
    assert chase_at(evening) == 2

    assert deliver(evening) == 0
    assert deliver(evening + timedelta(hours=12)) == 2

    bodies = [one.get_body(("plain",)) for one in post_office.mails]
    said = "".join(str(body.get_content()) for body in bodies if body is not None)
    assert len(set(re.findall(r"/pickup/\S+", said))) == 2
    assert "Mejlet samlar" not in said


def test_a_fault_while_chasing_holds_up_no_mail(pickup: Pickup, rows: Session) -> None:
    rows.execute(text("ALTER TABLE pickup RENAME TO pickup_away"))
    rows.commit()
    try:
        assert chase_at(AT + timedelta(days=5)) == 0
    finally:
        rows.execute(text("ALTER TABLE pickup_away RENAME TO pickup"))
        rows.commit()

    assert chase_at(AT + timedelta(days=5)) == 1
