"""Somebody without an account, with a link, and the town's KAA that called them."""

import pytest
from sqlalchemy import select

from portal.access.tokens import guest_path
from portal.models import Case, Meeting, Membership, Participant
from portal.vocabulary import ParticipantKind
from portal.workflow import meetings
from tests.town import AT, a_case
from tests.web.guest.called import PEOPLE, PLACE, TUESDAY, WEDNESDAY


@pytest.fixture
def case(town, stored):
    return stored(a_case(town))


@pytest.fixture
def kaa(rows, town):
    return rows.get(Membership, town.caseworker.id)


@pytest.fixture
def meeting(rows, case, kaa):
    """Booked for a Tuesday; the pupil, a guardian and somebody else are called."""
    booked = rows.get(Case, case.id).meetings[0]
    meetings.book(booked, TUESDAY, PLACE, "Kanariefågeln.", 45, PEOPLE, by=kaa, at=AT)
    rows.commit()
    return booked


@pytest.fixture
def proposed(rows, case, kaa):
    """Not booked yet: two times to choose between."""
    asked = rows.get(Case, case.id).meetings[0]
    times = [TUESDAY, WEDNESDAY]
    meetings.propose(asked, times, PLACE, "Kanariefågeln.", 45, PEOPLE, by=kaa, at=AT)
    rows.commit()
    return asked


@pytest.fixture
def link():
    """The address in somebody's summons."""

    def of(meeting, kind=ParticipantKind.PUPIL):
        return guest_path(next(one.id for one in meeting.participants if one.kind is kind))

    return of


@pytest.fixture
def pupil(rows):
    """The pupil's row as it stands."""

    def read():
        rows.expire_all()
        wanted = select(Participant).join(Meeting).where(Participant.kind == ParticipantKind.PUPIL)
        return rows.scalars(wanted.order_by(Meeting.created_at.desc())).first()

    return read
