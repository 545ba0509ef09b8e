"""A pupil system the operator has opened for."""

import pytest

from portal.config import settings
from tests.rolls.ss12000_server import Authority, PupilSystem


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
