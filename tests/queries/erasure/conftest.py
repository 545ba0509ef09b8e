"""A folder for files, a list of what was erased, and two pupils who are easily mixed up."""

from datetime import UTC, date, datetime

import pytest

from portal.config import settings
from portal.erasing import erase_due, limits
from portal.queries import erasure
from portal.vocabulary import ErasureSubject
from portal.workflow import erasure as workflow
from tests.queries.erasure.everything import somebody
from tests.town import EIGHTEEN

LAST_DAY = date(2028, 12, 31)
"""Of whom was born in 2007."""
NOON = datetime(2028, 12, 31, 11, 0, tzinfo=UTC)
NINETEEN = "200702112392"
"""Of somebody who is 19 when it all begins."""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where files lie, and beside it the list of what was erased."""
    monkeypatch.setenv("ATTACHMENTS_FOLDER", str(tmp_path / "files"))
    monkeypatch.setenv("ERASED_LIST", str(tmp_path / "erased"))
    settings.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def pupil(town, rows, folder):
    """Somebody who turns 21 in 2028."""
    return somebody(town, rows, NINETEEN)


@pytest.fixture
def twin(town, rows, folder):
    """Somebody of nearly the same name, a year younger, at the same schools."""
    return somebody(town, rows, EIGHTEEN, name="Kanarielle", family="Gulfjädra")


@pytest.fixture
def plan(town, stored):
    """Sets how many years Nacka keeps things: register, at_risk, absence, dropout, start."""

    def make(by=town.municipality_admin, municipality=town.nacka, **years):
        wanted = {ErasureSubject(name): number for name, number in years.items()}
        new, _gone = workflow.set_plan(municipality, {}, wanted, by=by, at=NOON)
        stored(*new)

    return make


@pytest.fixture
def decide(town, rows, database):
    """The coordinator decides about everything that may be erased on a day; how much it was."""

    def do(at=NOON):
        page = erasure.page(town.coordinator, limits(at.date()))
        register = ErasureSubject.REGISTER
        decision, items = workflow.decide(
            [one.id for one in page if one.subject != register],
            [one.id for one in page if one.subject == register],
            by=town.coordinator,
            at=at,
        )
        rows.add(decision)
        rows.flush()
        rows.add_all(items)
        rows.commit()
        return len(page)

    return do


@pytest.fixture
def erase(database):
    """The worker's round at a time; how many persons."""
    return lambda at=NOON: erase_due(at)
