"""The worker's round: what is due goes, and a fault with it holds up no mail."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from notifications import erasure
from portal import erasing
from portal.models import RegisterEntry
from tests.queries.erasure.conftest import NOON, folder, pupil  # noqa: F401 (fixtures)


@pytest.fixture(autouse=True)
def forgetful():
    erasure._sealed_on.cache_clear()
    yield
    erasure._sealed_on.cache_clear()


def test_the_round_of_the_last_day_erases_and_the_one_before_does_not(pupil, rows):  # noqa: F811
    assert erasure.erase_round(NOON - timedelta(days=1)) == 0
    assert erasure.erase_round(NOON) == 1
    assert erasure.erase_round(NOON) == 0
    assert rows.scalars(select(RegisterEntry)).all() == []


def test_a_fault_ends_the_round_and_nothing_else(database, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(erasing, "erase_due", fail)

    assert erasure.erase_round(NOON) == 0


def test_sealed_records_are_opened_once_a_day_and_again_after_a_fault(database, monkeypatch):
    looked = []

    def look(day):
        looked.append(day)
        if len(looked) == 1:
            raise RuntimeError
        return 0

    monkeypatch.setattr(erasing, "erase_sealed", look)
    for hours in (0, 1, 2, 24):
        erasure.erase_round(NOON + timedelta(hours=hours))

    day = NOON.date()
    assert looked == [day, day, day + timedelta(days=1)]
