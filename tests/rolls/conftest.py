"""A pupil system the operator has opened for."""

from datetime import UTC, datetime

import pytest

from notifications import rolls as worker
from portal.config import settings
from portal.models import PupilSource
from portal.rolls.rows import Reader
from portal.rolls.ss12000.connection import Access
from portal.rolls.ss12000.fetch import fetch
from portal.workflow import sources
from tests.rolls.ss12000_server import TOKEN, UNIT, Authority, PupilSystem
from tests.town import AT, TODAY

NIGHT = datetime(2026, 11, 19, 3, 30, tzinfo=UTC)
PLACES = [("0182", "Nacka"), ("0581", "Norrköping"), ("1882", "Askersund"), ("0125", "Ekerö")]


@pytest.fixture(scope="session")
def authority():
    return Authority()


@pytest.fixture
def opened(monkeypatch):
    """The operator has opened for the test server."""
    monkeypatch.setenv("SS12000_HOSTS", "127.0.0.1, localhost")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def system(authority, opened):
    made = PupilSystem(authority)
    yield made
    made.close()


@pytest.fixture
def ask(system, authority):
    """Everything the reader makes of what the system says."""

    def make(**access):
        said = {"token": TOKEN, "authority": authority.pem} | access
        reader = Reader(UNIT, PLACES, TODAY)
        left_out = fetch(Access(system.address, **said), reader, TODAY, lambda _count: None)
        assert reader.faults == []
        make.left_out = left_out
        return reader.rows

    return make


@pytest.fixture
def source(town, rows, system, authority):
    one = PupilSource(
        school_unit_code=UNIT,
        address=system.address,
        token=TOKEN,
        authority=authority.pem,
        changed_at=AT,
        next_at=sources.next_night(UNIT, at=AT),
        tries=0,
    )
    rows.add(one)
    rows.commit()
    return one


@pytest.fixture
def night(clock, rows):
    """The worker's rounds of a night."""

    def pass_by(at=NIGHT):
        clock.move_to(at)
        worker.import_waiting()
        rows.expire_all()

    return pass_by
