"""The last day of the year in which a pupil turns 21, and the coordinator who decides."""

import pytest

from tests.queries.erasure.conftest import (  # noqa: F401 (fixtures)
    NOON,
    decide,
    erase,
    folder,
    plan,
    pupil,
    twin,
)


@pytest.fixture
def last_day(clock):
    clock.move_to(NOON)


@pytest.fixture
def coordinator(login, town, last_day):
    return login(town.coordinator)


def ticks(page):
    """The rows that may be marked, in order."""
    return [one.get("value") for one in page.all("input", name="root")]
