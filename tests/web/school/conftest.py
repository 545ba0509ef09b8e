"""A case that a school follows, and steps taken with it."""

import pytest

from tests.town import a_case
from tests.web.school.following import HOME, LATER


@pytest.fixture
def case(town, stored):
    """Wilma Ek's case, filed by Karin Holm to Nacka."""
    return stored(a_case(town, answers=dict(HOME)))


@pytest.fixture
def change(rows):
    """Take a step in the test's own session."""

    def changed(step, *args, **kwargs):
        result = step(*args, **{"at": LATER} | kwargs)
        rows.commit()
        return result

    return changed
