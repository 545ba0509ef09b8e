"""A round of the outbox, a worker as an operator starts it, and a meeting people are called to."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from email.message import EmailMessage
from typing import Any

import psycopg
import pytest
from flask import Flask
from msgspec.structs import fields
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifications.announce import CHANNEL
from notifications.channels import mail
from notifications.deliver import deliver_due
from portal.config import Settings, settings
from portal.db import forget_session, session, transaction
from portal.drills.post_office import PostOffice
from portal.models import Case, Meeting, Membership, Message, Summons
from portal.vocabulary import ParticipantKind, RescheduleAsker
from portal.workflow import meetings
from portal.workflow.summonses import Invited
from tests.notifications.summonses import GUARDIAN, NO_MAIL, NOON, PLACE, PUPIL, PURPOSE
from tests.town import AT, Town, a_case

LONG = 15
"""Seconds: shorter than a worker's own round, so that only a wake-up can be the reason."""


@pytest.fixture
def deliver(app: Flask) -> Callable[[datetime], int]:
    """One round at an instant; gives how many mails were tried."""

    def run(at: datetime) -> int:
        with app.app_context():
            tried = deliver_due(lambda: at)
        forget_session()
        return tried

    return run


@pytest.fixture
def working_hours(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Mails go out when they do unless somebody says otherwise."""
    (hours,) = (one for one in fields(Settings) if one.name == "mail_hours")
    monkeypatch.setenv("MAIL_HOURS", str(hours.default))
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def worker(
    app: Flask, database: Any, post_office: PostOffice
) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts the worker as an operator does, with a queue at some address; stopped afterwards."""
    started: list[subprocess.Popen[bytes]] = []

    def start(redis_url: str = "") -> subprocess.Popen[bytes]:
        port = str(app.extensions["mail"].port)
        own = {"REDIS_URL": redis_url, "SMTP_PORT": port, "PYTHONWARNINGS": "default"}
        command = [sys.executable, "-m", "portal.cli", "worker"]
        started.append(subprocess.Popen(command, env={**os.environ, **own}))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
            assert process.wait(LONG) == 0


@pytest.fixture
def listens(database: psycopg.Connection[Any]) -> Callable[[], None]:
    """Wait until the worker's ears are open."""

    def wait() -> None:
        asked = "SELECT count(*) FROM pg_stat_activity WHERE query = %s AND state = 'idle'"
        for _ in range(2000):
            row = database.execute(asked, [f"LISTEN {CHANNEL}"]).fetchone()
            if row and row[0]:
                return
            database.execute("SELECT pg_sleep(0.02)")
        raise AssertionError("the worker does not listen")

    return wait


# --- a joint meeting that is booked, moved and changed, and the mails it makes ---


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
            mails = [mail.compose([one]) for one in found]
        return [one for one in mails if address in str(one["To"])]

    return read
