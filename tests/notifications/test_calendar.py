"""The entry that a summons puts in a calendar, as two readers and a suspicious one see it."""

from datetime import UTC, date, time, timedelta
from typing import Any

import icalendar
import pytest
import vobject
from flask import Flask

from notifications.channels import mail
from portal.clock import from_local
from portal.db import transaction
from portal.models import Case, Membership
from portal.vocabulary import ParticipantKind
from portal.workflow import meetings
from portal.workflow.summonses import Invited
from tests.notifications.summonses import NOON, a_summons, entry_of, event
from tests.town import AT


def test_two_readers_understand_the_entry_alike(book: Any, told: Any) -> None:
    book()
    (letter,) = told("w@example.se")
    text = entry_of(letter)

    one, other = event(letter), vobject.readOne(text.decode()).vevent
    assert one.decoded("DTSTART") == other.dtstart.value == NOON
    assert one.decoded("DTEND") == other.dtend.value == NOON + timedelta(minutes=45)
    assert str(one["DTSTART"].params["TZID"]) == "Europe/Stockholm"
    assert str(one["UID"]) == other.uid.value
    assert str(one["SUMMARY"]) == other.summary.value == "Möte KAA"
    assert str(one["ORGANIZER"]) == "mailto:overlamningen@localhost"
    assert one["ORGANIZER"].params["CN"] == "KAA"
    assert "LOCATION" not in one
    assert text.count(b"BEGIN:VTIMEZONE") == 1
    assert f"DTSTAMP:{AT:%Y%m%dT%H%M%SZ}".encode() in text


def test_lines_end_and_fold_as_they_should(book: Any, told: Any) -> None:
    book()
    for letter in told():
        lines = entry_of(letter).split(b"\r\n")
        assert lines[-1] == b""
        assert max(map(len, lines)) <= 75
        assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_the_mail_says_what_its_part_is(book: Any, told: Any) -> None:
    book()
    (letter,) = told("w@example.se")
    text, page, calendar = letter.iter_parts()

    assert letter.get_content_type() == "multipart/alternative"
    assert text.get_content_type() == "text/plain"
    assert page.get_content_type() == "text/html"
    assert calendar["Content-Type"].params["method"] == "REQUEST"
    assert calendar["Content-Type"].params["charset"] == "utf-8"
    assert icalendar.Calendar.from_ical(entry_of(letter))["METHOD"] == "REQUEST"


NIGHTS = [
    (date(2026, 10, 25), time(1, 30)),
    (date(2026, 10, 25), time(3, 30)),
    (date(2026, 10, 24), time(23, 0)),
    (date(2027, 3, 28), time(1, 30)),
    (date(2027, 3, 28), time(3, 30)),
    (date(2027, 3, 27), time(23, 0)),
]


@pytest.mark.parametrize(("day", "clock"), NIGHTS)
@pytest.mark.parametrize("minutes", [45, 90, 120])
def test_the_nights_when_clocks_change_move_nothing(
    app: Flask, day: date, clock: time, minutes: int
) -> None:
    starts_at = from_local(day, clock)
    with app.app_context():
        entry = entry_of(mail.compose([a_summons(starts_at=starts_at, minutes_long=minutes)]))

    (one,) = icalendar.Calendar.from_ical(entry).walk("VEVENT")
    other = vobject.readOne(entry.decode()).vevent
    ends_at = starts_at + timedelta(minutes=minutes)
    assert one.decoded("DTSTART").astimezone(UTC) == starts_at
    assert one.decoded("DTEND").astimezone(UTC) == ends_at
    assert other.dtstart.value.astimezone(UTC) == starts_at
    assert other.dtend.value.astimezone(UTC) == ends_at


@pytest.mark.parametrize(
    "ending",
    [
        "\r\nBEGIN:VALARM",
        "\rX:1",
        "\nX:1",
        "\u2028X:1",
        "\u2029X",
        "\x85X",
        "\x0bX",
        ";X=1, b@c.se",
    ],
)
def test_nothing_is_slipped_in_by_an_address(app: Flask, ending: str) -> None:
    with app.app_context(), pytest.raises(ValueError, match="addr"):
        mail.compose([a_summons(f"w@example.se{ending}")])


@pytest.mark.parametrize(
    "control", ["\r\nX-EVIL:1", "\rX-EVIL:1", "\u2028X-EVIL:1", "\u0085X-EVIL"]
)
def test_no_typed_text_is_in_mail_or_entry_however_it_is_written(
    case: Case, kaa: Membership, told: Any, control: str
) -> None:
    typed = f"Kanarie{control}"
    invited = [Invited(ParticipantKind.OTHER, typed, typed, None, "w@example.se", typed)]
    with transaction():
        meetings.book(case.meetings[0], NOON, typed, typed, 45, invited, by=kaa, at=AT)

    (letter,) = told("w@example.se")
    assert b"EVIL" not in letter.as_bytes() + entry_of(letter)


def test_no_mail_and_no_entry_says_whom_it_is_about(
    book: Any, move: Any, kaa: Membership, case: Case, told: Any
) -> None:
    moved = move(book(), NOON + timedelta(days=1))
    with transaction():
        meetings.cancel(moved, "Kanarie är sjuk.", by=kaa, at=AT)

    canaries = ("kanarie", "Wilma", "YBC", "Amina", "Karin", "Nacka", case.number, case.reference)
    for letter in told():
        whole = "\n".join(
            [
                *(f"{name}: {value}" for name, value in letter.items() if name != "To"),
                letter.get_body(("plain",)).get_content(),
                entry_of(letter).decode().replace("\r\n ", ""),
            ]
        )
        whole = whole.replace(str(letter["To"]), "")
        assert [one for one in canaries if one.lower() in whole.lower()] == []
