"""Somebody hears of each deadline before its day, on it and after it: each time once."""

import threading
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from notifications.reminders import remind_due
from portal.clock import from_local
from portal.models import Case, Deadline, Leave, Message, Reminder, Substitute
from portal.vocabulary import DeadlineKind, FormKind, ReminderStage
from portal.workflow import casework, deadlines
from tests.town import AT, TODAY, Town, a_case

DUE = date(2026, 11, 25)
"""A Wednesday, five working days after TODAY; the cast's routine reminds two days before."""


def morning(day: date) -> datetime:
    return from_local(day, time(9))


@pytest.fixture
def case(app: Flask, rows: Session, town: Town) -> Case:
    """A case with nothing but a first answer to give, by DUE."""
    thread = a_case(town, FormKind.ABSENCE)
    only(thread, DeadlineKind.FIRST_ANSWER)
    rows.add(thread)
    rows.commit()
    return thread


def only(case: Case, kind: DeadlineKind, due_on: date = DUE) -> Deadline:
    deadlines.stop_all(case, at=AT)
    deadlines.start(case, kind, due_on, at=AT)
    deadlines.settle(case, at=AT)
    clock = deadlines.running(case, kind)
    assert clock is not None
    return clock


def told(rows: Session) -> list[tuple[str, str]]:
    rows.rollback()
    order = select(Message).order_by(Message.created_at, Message.recipient)
    return [(one.template, one.recipient) for one in rows.scalars(order)]


def stages(rows: Session) -> list[ReminderStage]:
    rows.rollback()
    return list(rows.scalars(select(Reminder.stage).order_by(Reminder.at)))


def taken(case: Case, town: Town, rows: Session) -> None:
    casework.take_on(case, by=town.caseworker, at=AT)
    rows.commit()


def test_each_stage_goes_to_whose_turn_it_is_and_each_once(
    case: Case, rows: Session, town: Town
) -> None:
    taken(case, town, rows)
    for days in range(30):
        for hour in (0, 9, 23):
            remind_due(from_local(TODAY + timedelta(days), time(hour)))

    mine, leads = "amina.berg@example.se", "cilla.frid@example.se"
    assert told(rows) == [
        ("reminder_before", mine),
        ("reminder_on_day", mine),
        ("reminder_overdue", leads),
    ]
    assert stages(rows) == list(ReminderStage)
    days_told = [at.date() for at in rows.scalars(select(Reminder.at).order_by(Reminder.at))]
    assert days_told == [
        date(2026, 11, 22),  # the first minute of the 23rd in Sweden
        date(2026, 11, 24),
        date(2026, 11, 29),
        date(2026, 12, 6),
    ]


def test_when_nobody_has_the_case_the_desk_is_told(case: Case, rows: Session, town: Town) -> None:
    remind_due(morning(DUE))

    assert told(rows) == [("reminder_on_day", "kaa@0182.example")]


@pytest.mark.parametrize("kind", [DeadlineKind.ANSWER_QUESTION, DeadlineKind.FILE_DROPOUT])
def test_of_the_schools_own_clocks_the_school_is_told(
    case: Case, rows: Session, town: Town, kind: DeadlineKind
) -> None:
    taken(case, town, rows)
    only(case, kind)
    rows.commit()

    remind_due(morning(DUE))

    assert told(rows) == [("reminder_on_day", "karin.holm@example.se")]


def test_somebody_who_has_left_the_school_is_not_reminded(
    case: Case, rows: Session, town: Town
) -> None:
    only(case, DeadlineKind.ANSWER_QUESTION)
    town.counsellor.ended_at = AT
    rows.commit()

    remind_due(morning(DUE))

    assert told(rows) == []


@pytest.mark.parametrize(
    ("back_on", "expected"),
    [
        (date(2026, 11, 24), [("reminder_before", "kaa@0182.example")]),
        (date(2026, 11, 27), [("reminder_on_day", "kaa@0182.example")]),
        (date(2026, 12, 1), [("reminder_overdue", "cilla.frid@example.se")]),
        (date(2027, 1, 18), []),
    ],
)
def test_after_a_standstill_only_the_latest_stage_is_told(
    case: Case, rows: Session, town: Town, back_on: date, expected: list[tuple[str, str]]
) -> None:
    remind_due(morning(back_on))
    remind_due(morning(back_on))

    assert told(rows) == expected
    assert len(stages(rows)) == 1


def test_nobody_is_reminded_on_a_day_off(case: Case, rows: Session, town: Town) -> None:
    only(case, DeadlineKind.FOLLOW_UP, date(2026, 12, 25))
    rows.commit()

    for day in (24, 25, 26, 27):
        remind_due(morning(date(2026, 12, day)))
    assert "reminder_on_day" not in dict(told(rows))

    remind_due(morning(date(2026, 12, 28)))
    assert "reminder_on_day" in dict(told(rows))


def test_what_was_done_is_not_reminded_of(case: Case, rows: Session, town: Town) -> None:
    deadlines.meet(case, DeadlineKind.FIRST_ANSWER, at=AT)
    rows.commit()

    remind_due(morning(DUE))

    assert told(rows) == []


def test_whoever_started_the_clock_today_is_not_told_that_it_soon_ends(
    case: Case, rows: Session, town: Town
) -> None:
    only(case, DeadlineKind.FIRST_ANSWER, date(2026, 11, 20))
    rows.commit()

    remind_due(AT)

    assert told(rows) == []


def test_forty_clocks_are_one_mail_to_the_one_who_has_them(
    case: Case, rows: Session, town: Town
) -> None:
    taken(case, town, rows)
    for kind in (DeadlineKind.FOLLOW_UP, DeadlineKind.BOOK_MEETING):
        deadlines.start(case, kind, DUE, at=AT)
    rows.commit()

    remind_due(morning(DUE))

    assert told(rows) == [("reminder_on_day", "amina.berg@example.se")]
    assert len(stages(rows)) == 3
    [message] = rows.scalars(select(Message))
    assert message.reference == case.reference


def test_the_rows_carry_no_word_about_the_pupil(case: Case, rows: Session, town: Town) -> None:
    remind_due(morning(DUE))

    [message] = rows.scalars(select(Message))
    said = " ".join(str(getattr(message, column.name)) for column in Message.__table__.columns)
    assert "Wilma" not in said
    assert "YBC" not in said
    assert case.number not in said


def test_many_workers_at_once_tell_once(case: Case, rows: Session, town: Town) -> None:
    start = threading.Barrier(6)

    def work() -> None:
        start.wait()
        remind_due(morning(DUE))

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert told(rows) == [("reminder_on_day", "kaa@0182.example")]
    assert stages(rows) == [ReminderStage.ON_DAY]


def test_a_stage_that_was_told_is_not_told_again_whatever_the_clock_says(
    case: Case, rows: Session, town: Town
) -> None:
    remind_due(morning(DUE))
    rows.execute(update(Deadline).values(remind_on=TODAY))
    rows.commit()

    remind_due(morning(DUE))

    assert told(rows) == [("reminder_on_day", "kaa@0182.example")]


def test_the_number_of_statements_does_not_grow_with_the_clocks(
    case: Case, rows: Session, town: Town, statements: list[str], stored: Callable[..., Case]
) -> None:
    def needed(at: datetime) -> int:
        statements.clear()
        remind_due(at)
        return len(statements)

    taken(case, town, rows)
    few = needed(morning(date(2026, 11, 23)))
    for kind in (DeadlineKind.FOLLOW_UP, DeadlineKind.BOOK_MEETING, DeadlineKind.HOLD_MEETING):
        deadlines.start(case, kind, date(2026, 12, 9), at=AT)
    rows.commit()

    assert needed(morning(date(2026, 12, 7))) <= few


def test_the_substitute_is_told_while_the_caseworker_is_on_leave(
    case: Case, rows: Session, town: Town
) -> None:
    taken(case, town, rows)
    rows.add(Leave(membership_id=town.caseworker.id, first_on=DUE, last_on=DUE))
    rows.add(Substitute(municipality_code="0182", membership_id=town.second_caseworker.id))
    rows.commit()

    remind_due(morning(date(2026, 11, 23)))
    remind_due(morning(DUE))

    assert told(rows) == [
        ("reminder_before", "amina.berg@example.se"),
        ("reminder_on_day", "bo.dahl@example.se"),
    ]


@pytest.mark.parametrize("deputy", ["nobody", "away", "gone"])
def test_when_nobody_stands_in_the_desk_is_told(
    case: Case, rows: Session, town: Town, deputy: str
) -> None:
    taken(case, town, rows)
    rows.add(Leave(membership_id=town.caseworker.id, first_on=DUE, last_on=DUE))
    if deputy != "nobody":
        rows.add(Substitute(municipality_code="0182", membership_id=town.second_caseworker.id))
    if deputy == "away":
        rows.add(Leave(membership_id=town.second_caseworker.id, first_on=DUE, last_on=DUE))
    if deputy == "gone":
        town.second_caseworker.ended_at = AT
    rows.commit()

    remind_due(morning(DUE))

    assert told(rows) == [("reminder_on_day", "kaa@0182.example")]
