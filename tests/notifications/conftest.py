"""A joint meeting that is booked, moved and changed, and the mails it makes."""

from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifications.channels import mail
from portal.db import session, transaction
from portal.models import Case, Meeting, Membership, Message, Summons
from portal.vocabulary import ParticipantKind, RescheduleAsker
from portal.workflow import meetings
from portal.workflow.summonses import Invited
from tests.notifications.summonses import GUARDIAN, NO_MAIL, NOON, PLACE, PUPIL, PURPOSE
from tests.town import AT, Town, a_case


@pytest.fixture
def case(app: Flask, rows: Session, town: Town) -> Case:
    """A case whose meeting is to be booked, in the portal's own session."""
    case = a_case(town)
    rows.add(case)
    rows.commit()
    return session().get_one(Case, case.id)


@pytest.fixture
def kaa(case: Case, town: Town) -> Membership:
    return session().get_one(Membership, town.caseworker.id)


@pytest.fixture
def people(town: Town) -> tuple[Invited, ...]:
    school, kaa = town.counsellor, town.caseworker
    return (
        PUPIL,
        GUARDIAN,
        NO_MAIL,
        Invited(ParticipantKind.SCHOOL, school.user.name, "", school.id),
        Invited(ParticipantKind.KAA, kaa.user.name, "", kaa.id),
    )


@pytest.fixture
def book(case: Case, kaa: Membership, people: Any) -> Callable[..., Meeting]:
    def do(starts_at: datetime = NOON, invited: Any = None, minutes: int = 45) -> Meeting:
        meeting = meetings.running(case)
        assert meeting is not None
        with transaction():
            meetings.book(
                meeting, starts_at, PLACE, PURPOSE, minutes, invited or people, by=kaa, at=AT
            )
        return meeting

    return do


@pytest.fixture
def move(kaa: Membership) -> Callable[..., Meeting]:
    def do(meeting: Meeting, starts_at: datetime) -> Meeting:
        with transaction():
            return meetings.reschedule(
                meeting, starts_at, PLACE, RescheduleAsker.PUPIL, "Prov.", by=kaa, at=AT
            )

    return do


@pytest.fixture
def told(app: Flask, rows: Session) -> Callable[..., list[EmailMessage]]:
    """The mails that wait to one address, in the order they were written; all without one."""

    def read(address: str = "") -> list[EmailMessage]:
        rows.rollback()
        wanted = select(Message).join(Summons, Message.summons_id == Summons.id)
        found = rows.scalars(wanted.order_by(Summons.calendar_sequence, Summons.id)).all()
        with app.app_context():
            mails = [mail.compose(one) for one in found]
        return [one for one in mails if address in str(one["To"])]

    return read
