"""A counsellor with a filled-in draft, and a portal that takes files."""

import pytest

from portal.config import settings
from tests.web.filing.typed import Counter


@pytest.fixture
def setting(monkeypatch):
    def choose(**names):
        for name, value in names.items():
            monkeypatch.setenv(name.upper(), str(value))
        settings.cache_clear()

    yield choose
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def folder(tmp_path, setting):
    """Where the files lie."""
    place = tmp_path / "attachments"
    setting(attachments_folder=place)
    return place


@pytest.fixture
def writer(town, login, folder):
    counter = Counter(login(town.counsellor))
    counter.fill()
    return counter
