"""Joint meetings in the nights when clocks change: called, moved, moved again, called off."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from itertools import pairwise
from typing import Any

import icalendar
import vobject
from sqlalchemy import select

from notifications.channels import mail
from portal.access.passwords import hash_password
from portal.app import create_app
from portal.bench import rows
from portal.clock import now, today
from portal.db import session, transaction
from portal.drills.figures import Figure
from portal.models import Case, Membership, Message, Summons
from portal.vocabulary import CaseState, ParticipantKind, RescheduleAsker, Role
from portal.workflow import meetings
from portal.workflow.summonses import Invited

NIGHTS = (date(2026, 10, 25), date(2027, 3, 28))
HOURS = (time(0, 0), time(0, 30), time(1, 30))
"""By UTC: before, in the hour that is shown twice or not at all, and after."""
LENGTHS = (45, 120)
CASES = 400
AHEAD = timedelta(days=30)
"""How long before the night the meeting is called and moved."""
ADDRESSES = ("kanarina@drill.example", "kanarius@drill.example")


def drill() -> Figure:
    """Each entry as two readers understand it, and all entries of a meeting together."""
    wrong: list[str] = []
    entries = 0
    with create_app().app_context():
        by, cases = _settle()
        for night in NIGHTS:
            for minutes in LENGTHS:
                case = session().get_one(Case, cases.pop())
                told = _meet(
                    case, [datetime.combine(night, hour, UTC) for hour in HOURS], minutes, by
                )
                entries += len(told)
                wrong += _faults(told, minutes)
    return Figure(
        f"{entries} entries over invite, move, move, cancel in {len(NIGHTS)} nights: "
        f"{len(wrong)} wrong{': ' + '; '.join(wrong[:3]) if wrong else ''}",
        "two readers agree on when, one UID, SEQUENCE 0 1 2 3, 0 wrong",
        entries == len(NIGHTS) * len(LENGTHS) * len(ADDRESSES) * 4 and not wrong,
    )


def _settle() -> tuple[Membership, list[Any]]:
    """The benchmark's people and some cases at work."""
    cast = rows.people(hash_password(rows.PASSWORD), now())
    rows.fill(CASES, cast, today(now()))
    at_work = select(Case.id).where(
        Case.municipality_code == rows.HOME, Case.state == CaseState.IN_PROGRESS
    )
    cases = list(session().scalars(at_work.order_by(Case.id).limit(len(NIGHTS) * len(LENGTHS))))
    return session().get_one(Membership, cast[Role.CASEWORKER]), cases


def _meet(
    case: Case, times: list[datetime], minutes: int, by: Membership
) -> list[tuple[datetime, EmailMessage]]:
    """The mails that are written on the way, each with the time it is about."""
    pupil, at = ParticipantKind.PUPIL, times[0] - AHEAD
    invited = [Invited(pupil, "Kanarina", "", email=address) for address in ADDRESSES]
    with transaction():
        meeting = meetings.running(case) or meetings.call(case, by=by, at=at)
    with transaction():
        meetings.book(meeting, times[0], "Rum 4", "Vi ses.", minutes, invited, by=by, at=at)
    for moved_to in times[1:]:
        with transaction():
            meeting = meetings.reschedule(
                meeting, moved_to, "Rum 4", RescheduleAsker.PUPIL, "Prov.", by=by, at=at
            )
    with transaction():
        meetings.cancel(meeting, "Sjuk.", by=by, at=at)
    wanted = select(Message).join(Summons, Message.summons_id == Summons.id)
    of_case = wanted.where(Message.reference == case.reference)
    found = session().scalars(of_case.order_by(Summons.calendar_sequence, Summons.id)).all()
    when = [*times, times[-1]]
    return [
        (when[one.summons.calendar_sequence], mail.compose([one])) for one in found if one.summons
    ]


def _faults(told: list[tuple[datetime, EmailMessage]], minutes: int) -> Iterator[str]:
    """What is wrong with one meeting's entries."""
    for address in ADDRESSES:
        read = []
        for starts_at, letter in told:
            if str(letter["To"]) == address:
                read.append(_read(letter))
                yield from _misread(read[-1], starts_at, minutes)
        if len({uid for uid, *_ in read}) != 1:
            yield "UID changes"
        if any(later - before != 1 for (_, before, *_), (_, later, *_) in pairwise(read)):
            yield "SEQUENCE does not rise"


def _read(letter: EmailMessage) -> tuple[str, int, set[datetime], set[datetime]]:
    """UID, SEQUENCE, and when it begins and ends by either reader."""
    (part,) = [one for one in letter.walk() if one.get_content_type() == "text/calendar"]
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    (one,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    other = vobject.readOne(content.decode()).vevent
    starts = {one.decoded("DTSTART").astimezone(UTC), other.dtstart.value.astimezone(UTC)}
    ends = {one.decoded("DTEND").astimezone(UTC), other.dtend.value.astimezone(UTC)}
    return str(one["UID"]), int(str(one["SEQUENCE"])), starts, ends


def _misread(
    read: tuple[str, int, set[datetime], set[datetime]], starts_at: datetime, minutes: int
) -> Iterator[str]:
    _, sequence, starts, ends = read
    if starts != {starts_at}:
        yield f"entry {sequence} of {starts_at:%Y-%m-%d %H:%M} UTC begins {starts}"
    if ends != {starts_at + timedelta(minutes=minutes)}:
        yield f"entry {sequence} of {starts_at:%Y-%m-%d %H:%M} UTC ends {ends}"
