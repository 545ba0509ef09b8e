"""A case with a meeting to book, and one with it booked."""

from uuid import uuid4

import pytest

from portal.models import Case, Meeting
from portal.workflow import meetings
from tests.town import AT, Town, a_case, town
from tests.workflow.meetings.room import ABOUT, PEOPLE, TOMORROW


@pytest.fixture
def cast() -> Town:
    return town()


@pytest.fixture
def case(cast: Town) -> Case:
    return a_case(cast)


@pytest.fixture
def booked(cast: Town, case: Case) -> Meeting:
    meeting = meetings.running(case)
    assert meeting is not None
    meetings.book(meeting, TOMORROW, *ABOUT, PEOPLE, by=cast.caseworker, at=AT)
    meeting.id = uuid4()
    for participant in meeting.participants:
        participant.id = uuid4()
    return meeting
