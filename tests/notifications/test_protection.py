"""Officers of a sealed record that waits are asked to log in, on working days, again and again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from notifications.protection import remind_officers
from portal.db import transaction
from portal.models import Message, SealedRecord
from portal.queries.sealing import seal_anew
from portal.vocabulary import FormKind
from portal.workflow import sealed
from tests.town import AT


@pytest.fixture
def record(town, stored):
    """Asked to be rung on the next day, a Thursday."""
    return stored(a_record(town, "SKYDD-7F3K"))


def a_record(town, name):
    routine = next(one for one in town.nacka.routines if one.kind is FormKind.ABSENCE)
    return sealed.refer(
        FormKind.ABSENCE, name, "08-465 004 10", AT + timedelta(days=1),
        unit=town.ybc, routine=routine, by=town.counsellor, at=AT,
    )  # fmt: skip


def told(rows):
    rows.rollback()
    return [(one.template, one.recipient) for one in rows.scalars(select(Message))]


def test_nobody_is_asked_before_the_day(record, rows):
    assert remind_officers(AT) == 0
    assert told(rows) == []


def test_on_the_day_each_officer_is_asked_once(record, rows):
    assert remind_officers(AT + timedelta(days=1)) == 1
    assert remind_officers(AT + timedelta(days=1, hours=2)) == 0
    assert told(rows) == [("protection", "siv.natt@example.se")]


def test_they_are_asked_again_as_often_as_the_routine_says(record, rows):
    days = [day for day in range(1, 10) if remind_officers(AT + timedelta(days=day))]

    # Thursday, then every third working day: Tuesday and Friday.
    assert days == [1, 6, 9]
    assert len(told(rows)) == len(days)


def test_nobody_is_asked_on_a_day_off(record, rows):
    assert remind_officers(AT + timedelta(days=3)) == 0
    assert told(rows) == []


def test_many_records_are_one_mail(record, town, stored, rows):
    stored(a_record(town, "SKYDD-2222"), a_record(town, "SKYDD-3333"))

    assert remind_officers(AT + timedelta(days=1)) == 3
    assert len(told(rows)) == 1


def test_everything_can_be_sealed_anew_under_a_newer_key(record, rows, database):
    before = database.execute("SELECT phone FROM sealed_record").fetchone()[0]
    with transaction():
        assert seal_anew() == 2

    after = database.execute("SELECT phone FROM sealed_record").fetchone()[0]
    assert before != after
    rows.rollback()
    assert rows.scalars(select(SealedRecord)).one().phone == "08-465 004 10"
