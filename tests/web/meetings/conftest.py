"""A case whose meeting is to be booked, and the way to its pages."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.models import Meeting
from tests.town import a_case
from tests.web.meetings.typed import DETAILS, GUARDIANS, TUESDAY


@pytest.fixture
def case(town, stored):
    return stored(a_case(town, answers=GUARDIANS))


@pytest.fixture
def arrange(case):
    return f"/cases/{case.reference}/meeting"


@pytest.fixture
def kaa(login, town):
    return login(town.caseworker)


@pytest.fixture
def meeting(rows, case):
    """The case's meetings as they stand, the first one first."""

    def read(place=-1):
        wanted = select(Meeting).where(Meeting.case_id == case.id)
        wanted = wanted.order_by(Meeting.created_at, Meeting.id)
        rows.expire_all()
        return list(rows.scalars(wanted))[place]

    return read


@pytest.fixture
def book(kaa, arrange):
    """Books the meeting on the first of December at one o'clock."""

    def do():
        return kaa.send(kaa.get(arrange), decision="other", **TUESDAY, **DETAILS)

    return do


@pytest.fixture
def hold(kaa, book, arrange, clock, login, town):
    """Opens the page about how it went, after the meeting."""

    def open_page():
        book()
        clock.shift(timedelta(days=13, hours=4))
        login(town.caseworker)
        return kaa.get(f"{arrange}/hold")

    return open_page
