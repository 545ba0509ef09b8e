"""Who is called to a joint meeting, and what they hear when it is moved, changed or cancelled."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import session, transaction
from portal.models import Case, Membership, Message, Summons
from portal.vocabulary import CloseReason, ParticipantKind
from portal.workflow import closing, meetings
from portal.workflow.summonses import Invited
from tests.notifications.summonses import (
    EVERYBODY,
    GUARDIAN,
    NOON,
    PLACE,
    PUPIL,
    PURPOSE,
    addresses,
    entry_of,
    event,
)
from tests.town import AT, EIGHTEEN, Town, a_case, number

# --- who is told --------------------------------------------------------------------------------


def test_everybody_with_an_address_gets_a_mail_of_their_own(book: Any, told: Any) -> None:
    book()

    assert addresses(told()) == EVERYBODY
    assert {event(one)["ATTENDEE"] for one in told()} == {f"mailto:{one}" for one in EVERYBODY}


def test_the_school_that_is_called_gets_no_second_mail_about_the_same(
    book: Any, rows: Session
) -> None:
    book()

    rows.rollback()
    assert {one.template for one in rows.scalars(select(Message))} == {"summons_request"}


def test_the_school_that_is_not_called_hears_of_the_meeting(book: Any, rows: Session) -> None:
    book(invited=[PUPIL])

    rows.rollback()
    found = sorted((one.template, one.address) for one in rows.scalars(select(Message)))
    assert found == [("meeting", "karin.holm@example.se"), ("summons_request", "w@example.se")]


def test_a_guests_address_stands_nowhere_unencrypted(
    book: Any, rows: Session, database: Any
) -> None:
    book()

    for table in ("message", "summons", "participant", "meeting"):
        for row in database.execute(f"SELECT t::text FROM {table} t").fetchall():
            assert "w@example.se" not in row[0]


def test_no_guardian_is_called_once_the_pupil_is_18(app: Flask, rows: Session, town: Town) -> None:
    grown_up = a_case(town, number=number(EIGHTEEN))
    rows.add(grown_up)
    rows.commit()
    meeting = session().get_one(Case, grown_up.id).meetings[0]
    by = session().get_one(Membership, town.caseworker.id)
    with transaction():
        meetings.book(meeting, NOON, PLACE, PURPOSE, 45, [PUPIL, GUARDIAN], by=by, at=AT)

    rows.rollback()
    assert [one.email for one in rows.scalars(select(Summons))] == ["w@example.se"]


def test_who_has_ended_their_role_is_not_called(book: Any, town: Town, told: Any) -> None:
    with transaction():
        session().get_one(Membership, town.counsellor.id).ended_at = AT
    book()

    assert "karin.holm@example.se" not in addresses(told())


def test_what_rolls_back_calls_nobody(case: Case, kaa: Membership, people: Any, told: Any) -> None:
    meetings.book(case.meetings[0], NOON, PLACE, PURPOSE, 45, people, by=kaa, at=AT)
    session().flush()
    session().rollback()

    assert told() == []


# --- one entry over its whole life --------------------------------------------------------------


def test_an_entry_keeps_its_name_and_counts_its_changes(
    book: Any, move: Any, kaa: Membership, told: Any
) -> None:
    third = move(move(book(), NOON + timedelta(days=1)), NOON + timedelta(days=2))
    with transaction():
        meetings.cancel(third, "Behövs inte.", by=kaa, at=AT)

    for address in EVERYBODY:
        entries = [event(one) for one in told(address)]
        assert len({str(one["UID"]) for one in entries}) == 1
        assert [int(one["SEQUENCE"]) for one in entries] == [0, 1, 2, 3]
        assert [str(one["STATUS"]) for one in entries] == [*["CONFIRMED"] * 3, "CANCELLED"]
        assert [one.decoded("DTSTART") for one in entries] == [
            *(NOON + timedelta(days=days) for days in (0, 1, 2, 2)),
        ]


def test_two_meetings_are_two_entries(book: Any, case: Case, kaa: Membership, told: Any) -> None:
    first = book()
    with transaction():
        meetings.cancel(first, "Behövs inte.", by=kaa, at=AT)
        meetings.call(case, by=kaa, at=AT)
    book()

    assert len({str(event(one)["UID"]) for one in told("w@example.se")}) == 2


def test_an_unchanged_meeting_tells_nobody(
    book: Any, kaa: Membership, people: Any, told: Any
) -> None:
    meeting = book()
    with transaction():
        meetings.change(meeting, PLACE, "Andra ord.", 45, people, by=kaa, at=AT)

    assert len(told()) == len(EVERYBODY)
    assert meeting.calendar_sequence == 0


def test_another_place_is_told_to_everybody(
    book: Any, kaa: Membership, people: Any, told: Any
) -> None:
    meeting = book()
    with transaction():
        meetings.change(meeting, "Rådhuset", PURPOSE, 45, people, by=kaa, at=AT)

    assert [int(event(one)["SEQUENCE"]) for one in told("w@example.se")] == [0, 1]


def test_who_comes_is_called_and_who_goes_is_called_off_and_others_are_left_alone(
    book: Any, kaa: Membership, people: Any, told: Any
) -> None:
    meeting = book()
    newcomer = Invited(ParticipantKind.OTHER, "Ny", email="ny@example.se")
    with transaction():
        meetings.change(meeting, PLACE, PURPOSE, 45, [PUPIL, newcomer], by=kaa, at=AT)

    assert [str(event(one)["STATUS"]) for one in told("w@example.se")] == ["CONFIRMED"]
    assert [str(event(one)["STATUS"]) for one in told("ny@example.se")] == ["CONFIRMED"]
    for gone in ("p@example.se", "karin.holm@example.se"):
        assert [str(event(one)["STATUS"]) for one in told(gone)] == ["CONFIRMED", "CANCELLED"]


def test_a_late_mail_still_says_what_was_so_when_it_was_written(
    book: Any, move: Any, told: Any
) -> None:
    before = entry_of(book() and told("w@example.se")[0])
    move(meetings.running(session().scalars(select(Case)).one()), NOON + timedelta(days=9))

    assert entry_of(told("w@example.se")[0]) == before


def test_a_case_that_ends_calls_its_meeting_off(
    book: Any, case: Case, kaa: Membership, told: Any
) -> None:
    book()
    with transaction():
        closing.close(case, CloseReason.STAYS, what="Går kvar.", by=kaa, at=AT)

    assert [str(event(one)["STATUS"]) for one in told("w@example.se")] == ["CONFIRMED", "CANCELLED"]


def test_proposed_times_are_asked_about_without_an_entry(
    case: Case, kaa: Membership, people: Any, told: Any
) -> None:
    with transaction():
        meetings.propose(case.meetings[0], [NOON], PLACE, PURPOSE, 45, people, by=kaa, at=AT)

    assert addresses(told()) == EVERYBODY
    for mail in told():
        assert [part.get_content_type() for part in mail.iter_parts()] == [
            "text/plain",
            "text/html",
        ]
    assert "/guest/" in told("w@example.se")[0].get_body(("plain",)).get_content()
    assert "/guest/" not in told("karin.holm@example.se")[0].get_body(("plain",)).get_content()
