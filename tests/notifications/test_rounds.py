"""The register's round begins what falls on a day: each thing once, whoever makes it how often."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifications.rounds import Hourly, make_round
from portal.clock import from_local
from portal.models import RegisterRoutine, Task
from portal.vocabulary import ContactChannel, ContactOutcome, Trigger
from portal.workflow import register, tasks
from tests.workflow.ladder import ADULT, FIRST, Ladder

SENT = ContactOutcome.SENT
ASKED = 10
"""Questions of a round with unanswered letters."""


def morning(day: date) -> datetime:
    return from_local(day, time(6))


@pytest.fixture
def youth(rows: Session) -> Callable[..., Ladder]:
    """A stored youth, and how to store what a test did to them."""

    def make(preset: str = "nacka", born: date = ADULT, **more: Any) -> Ladder:
        ladder = Ladder(preset, born, **more)
        rows.add(ladder.entry)
        rows.commit()
        return ladder

    return make


def keys(rows: Session) -> list[str]:
    """What is open, by its row of the plan."""
    rows.rollback()
    rows.expire_all()
    return sorted(
        task.routine.key + "+" * task.follows_up if task.routine else "look"
        for task in rows.scalars(select(Task))
        if task.open
    )


def test_a_letter_that_nobody_answers_begins_the_next_rung_once(youth, rows):
    ladder = youth()
    attempt = ladder.posts(ContactChannel.LETTER)
    rows.commit()
    last = attempt.waits_until

    make_round(morning(last - timedelta(days=1)))
    assert "N-C2" not in keys(rows)

    for hours in range(3):
        make_round(morning(last) + timedelta(hours=hours))
    assert keys(rows).count("N-C2") == 1
    assert attempt.outcome is ContactOutcome.NO_ANSWER


def test_a_letter_to_somebody_who_has_left_is_not_waited_for(youth, rows):
    ladder = youth()
    ladder.posts(ContactChannel.LETTER)
    ladder.entry.state, ladder.entry.closed_on = "closed", FIRST
    ladder.entry.end_reason = "deceased"
    rows.commit()

    make_round(morning(FIRST + timedelta(days=60)))

    assert ladder.entry.attempts[0].outcome is SENT


@pytest.mark.parametrize("born", [date(2007, 5, 19), date(2008, 2, 29)])
def test_who_is_soon_20_is_to_be_written_to_once_and_not_too_early(youth, rows, born):
    youth(born=born)
    begins = register.turns_20_on(born)
    begins = date(begins.year - (begins.month <= 7), (begins.month - 8) % 12 + 1, begins.day)

    make_round(morning(begins - timedelta(days=1)))
    assert "N-C6" not in keys(rows)

    for days in range(40):
        make_round(morning(begins + timedelta(days=days)))
    assert keys(rows).count("N-C6") == 1


@pytest.mark.parametrize("born", [date(2006, 12, 1), date(2008, 2, 29)])
def test_who_turns_20_is_to_leave_on_the_day_itself(youth, rows, born):
    youth("norrkoping", born)
    birthday = register.turns_20_on(born)

    make_round(morning(birthday - timedelta(days=1)))
    assert "NK-I3" not in keys(rows)

    make_round(morning(birthday))
    make_round(morning(birthday))
    assert keys(rows).count("NK-I3") == 1


def test_who_has_no_caseworker_is_to_be_assigned_again_when_the_task_was_done_for_nothing(
    youth, rows
):
    ladder = youth("norrkoping", assigned=False)
    for week in range(3):
        at = morning(FIRST + timedelta(weeks=week))
        make_round(at)
        assert keys(rows).count("NK-C2") == 1
        task = next(one for one in ladder.entry.tasks if one.open and one.action == "assign")
        tasks.do(task, by=ladder.by, at=at)
        rows.commit()


def test_an_entry_whose_routines_were_switched_off_gets_somebody_to_look(youth, rows):
    ladder = youth()
    for routine in ladder.home.register_routines:
        routine.active = False
    for task in ladder.entry.tasks:
        task.called_off_at = ladder.at
    rows.commit()

    make_round(morning(FIRST))

    assert keys(rows) == ["look"]


def test_what_is_done_about_minors_ends_with_their_18th_birthday(youth, rows):
    ladder = youth(born=date(2008, 12, 24))
    ladder.tries(ContactChannel.HOME_VISIT, ContactOutcome.CARD_LEFT)
    rows.commit()

    make_round(morning(date(2026, 12, 23)))
    assert "N-C5a+" in keys(rows)
    make_round(morning(date(2026, 12, 24)))
    assert "N-C5a+" not in keys(rows)


def test_a_municipality_without_such_routines_is_passed_by(youth, rows):
    youth(born=date(2006, 12, 1), assigned=False)
    rows.query(RegisterRoutine).update({"active": False})
    rows.commit()
    before = keys(rows)

    make_round(morning(date(2026, 12, 1)))

    assert keys(rows) == before


def letters(count: int, youth: Callable[..., Ladder], rows: Session) -> None:
    """So many youths of one municipality, each with a letter that nobody answers."""
    first = youth()
    for place in range(count):
        ladder = Ladder("nacka") if place else first
        if place:
            ladder.entry.tasks.clear()
            ladder.entry.municipality, ladder.entry.caseworker = first.home, first.by
            ladder.home, ladder.by = first.home, first.by
            ladder.entry.reference, ladder.entry.number_hash = f"26-TEST-1{place:03}", str(place)
            tasks.fire(ladder.entry, Trigger.REGISTERED, at=ladder.at)
        ladder.posts(ContactChannel.LETTER)
        rows.add(ladder.entry)
    rows.commit()


@pytest.mark.parametrize("count", [1, 30])
def test_a_round_asks_as_much_about_many_as_about_one(youth, rows, statements, count):
    letters(count, youth, rows)
    statements.clear()

    make_round(morning(FIRST + timedelta(days=31)))

    assert len([one for one in statements if one.startswith("SELECT")]) == ASKED
    assert keys(rows).count("N-C2") == count


def test_rounds_are_made_once_an_hour(youth, rows):
    youth()
    hourly = Hourly()
    at = morning(FIRST + timedelta(days=1))
    rows.query(Task).update({"called_off_at": at})
    rows.commit()

    assert hourly.make(at) == 1
    rows.query(Task).update({"called_off_at": at})
    rows.commit()
    assert hourly.make(at + timedelta(minutes=59)) == 0
    assert hourly.make(at + timedelta(minutes=60)) == 1
