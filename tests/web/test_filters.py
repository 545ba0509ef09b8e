"""How days, times, numbers and words read, in both languages."""

import timeit
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from flask_babel import force_locale

from portal.vocabulary import FormKind
from portal.web import filters

TODAY = date(2026, 11, 24)
MORNING = datetime(2026, 11, 23, 8, 12, tzinfo=UTC)
SUMMER_NIGHT = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_a_request(gallery: Flask) -> Iterator[None]:
    with (
        time_machine.travel(datetime(2026, 11, 24, 8, 0, tzinfo=UTC)),
        gallery.test_request_context(),
    ):
        yield


@pytest.fixture
def english(in_a_request: None) -> Iterator[None]:
    with force_locale("en"):
        yield


def plain(text: str) -> str:
    """With ordinary spaces, so that the expected texts can be read."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_days_and_times_as_swedish_writes_them() -> None:
    assert plain(filters.day(date(2026, 11, 26))) == "Tor 26 nov"
    assert plain(filters.day(date(2026, 11, 26), inline=True)) == "tor 26 nov"
    assert plain(filters.day(date(2025, 11, 26))) == "Ons 26 nov 2025"
    assert plain(filters.date_long(date(2026, 3, 5))) == "5 mars 2026"
    assert plain(filters.date_full(date(2026, 11, 5))) == "5 november 2026"
    assert plain(filters.moment(MORNING)) == "23 nov 2026 kl. 09.12"
    assert plain(filters.day_moment(MORNING)) == "Mån 23 nov kl. 09.12"
    assert filters.clock_time(MORNING) == "09.12"
    assert filters.month(date(2026, 11, 1)) == "november 2026"
    assert filters.month_short(date(2026, 7, 1)) == "juli"
    assert filters.week(date(2026, 11, 24)) == 48


@pytest.mark.usefixtures("english")
def test_days_and_times_as_english_writes_them() -> None:
    assert plain(filters.day(date(2026, 11, 26))) == "Thu 26 Nov"
    assert plain(filters.day(date(2026, 11, 26), inline=True)) == "Thu 26 Nov"
    assert plain(filters.moment(MORNING)) == "23 Nov 2026 at 09:12"
    assert plain(filters.number(1234567)) == "1,234,567"
    assert plain(filters.percent(14.5)) == "14.5%"


def test_an_instant_belongs_to_the_day_it_is_in_sweden() -> None:
    assert plain(filters.date_long(SUMMER_NIGHT)) == "1 juli 2026"
    assert plain(filters.moment(SUMMER_NIGHT)) == "1 juli 2026 kl. 00.30"


def test_nothing_is_written_where_there_is_no_date() -> None:
    for write in (filters.day, filters.date_long, filters.date_full):
        assert write(None) == ""
    for write in (filters.moment, filters.day_moment, filters.clock_time):
        assert write(None) == ""


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2026, 11, 23), date(2026, 11, 29), "23–29 november 2026"),
        (date(2026, 11, 30), date(2026, 12, 6), "30 november–6 december 2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 december 2026–3 januari 2027"),
    ],
)
def test_a_period_says_month_and_year_once_where_once_is_enough(
    start: date, end: date, text: str
) -> None:
    assert plain(filters.period(start, end)) == text


def test_a_meeting_says_day_and_both_times() -> None:
    start = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
    end = datetime(2026, 12, 1, 12, 45, tzinfo=UTC)

    assert plain(filters.span(start, end)) == "Tis 1 december kl. 13.00–13.45"
    assert plain(filters.span(start)) == "Tis 1 december kl. 13.00"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (1000, "1 000"), (-1234, "−1 234"), (3.5, "3,5"), (3.04, "3"), (1234.56, "1 234,6")],
)
def test_numbers_as_swedish_writes_them(value: float, text: str) -> None:
    assert plain(filters.number(value)) == text


def test_a_number_that_rounds_to_nought_has_no_sign() -> None:
    assert filters.number(-0.04) == "0"


def test_numbers_never_break_over_two_lines() -> None:
    assert "\N{NO-BREAK SPACE}" in filters.number(1000)
    assert " " not in filters.number(1000)
    assert filters.percent(14.5) == "14,5\N{NO-BREAK SPACE}%"


def test_what_is_not_known_is_a_dash() -> None:
    assert filters.number(None) == filters.percent(None) == "–"


@pytest.mark.parametrize(
    ("due_on", "met_on", "text", "tone"),
    [
        (date(2026, 11, 22), None, "Försenad 2 dagar", "late"),
        (date(2026, 11, 23), None, "Försenad 1 dag", "late"),
        (date(2026, 11, 24), None, "I dag", "soon"),
        (date(2026, 11, 25), None, "I morgon", "soon"),
        (date(2026, 11, 26), None, "Tor 26 nov", ""),
        (date(2026, 11, 20), date(2026, 11, 20), "Klart i tid", "done"),
        (date(2026, 11, 20), date(2026, 11, 2), "Klart i tid", "done"),
        (date(2026, 11, 20), date(2026, 11, 21), "Klart 1 dag sent", "neutral"),
        (date(2026, 11, 20), MORNING, "Klart 3 dagar sent", "neutral"),
        (None, None, "Ingen tidsfrist", ""),
    ],
)
def test_a_deadline_says_how_it_stands(
    due_on: date | None, met_on: date | None, text: str, tone: str
) -> None:
    said = filters.deadline_text(due_on, TODAY, met_on)

    assert (plain(said.text), said.tone) == (text, tone)


def test_a_word_reads_as_its_label() -> None:
    assert filters.word(FormKind.AT_RISK) == "Risk för studieavbrott"
    assert filters.word(None) == ""


def test_an_identity_number_in_full_and_masked() -> None:
    assert filters.identity_number("201003072380") == "20100307-2380"
    assert filters.masked("201003072380") == "2010-03-07-••••"


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("08-000 00 12", "tel:+4680000012"),
        ("+46 8 000 00 12", "tel:+4680000012"),
        ("112", "tel:112"),
    ],
)
def test_a_telephone_number_rings_as_it_is_written(written: str, link: str) -> None:
    assert filters.tel(written) == link


def test_writing_a_page_of_dates_is_quick() -> None:
    """A queue of fifty rows writes some two hundred; Babel alone would take 20 milliseconds."""
    seconds = min(timeit.repeat(lambda: filters.day(TODAY), number=200, repeat=5))

    assert seconds < 0.01
