"""./run purge forgets pick-ups so long after they ended, and nothing else of the case."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.config import settings
from portal.db import forget_session, transaction
from portal.models import Event, Pickup
from portal.queries import pickups
from portal.vocabulary import PickupEnd
from portal.workflow.pickups import end
from tests.town import AT


@pytest.fixture
def purge(app, rows):
    def run(at):
        with app.app_context(), transaction():
            number = pickups.purge(at=at)
        forget_session()
        rows.rollback()
        return number

    return run


@pytest.mark.parametrize(("days", "forgotten"), [(365, 0), (366, 1)])
def test_one_that_ended_is_kept_for_a_year(pickup, purge, rows, days, forgotten):
    end(pickup, PickupEnd.NOT_NEEDED, at=AT)
    rows.commit()
    steps = len(rows.scalars(select(Event)).all())

    assert purge(AT + timedelta(days=days)) == forgotten
    assert len(rows.scalars(select(Pickup)).all()) == 1 - forgotten
    assert len(rows.scalars(select(Event)).all()) == steps


def test_one_that_still_leads_somewhere_is_never_forgotten(pickup, purge):
    assert purge(AT + timedelta(days=4000)) == 0


def test_how_long_is_a_setting(pickup, purge, rows, monkeypatch):
    end(pickup, PickupEnd.NOT_NEEDED, at=AT)
    rows.commit()
    monkeypatch.setenv("PICKUP_KEPT_DAYS", "14")
    settings.cache_clear()
    forgotten = purge(AT + timedelta(days=15))
    monkeypatch.undo()
    settings.cache_clear()

    assert forgotten == 1


def test_the_school_still_sees_its_case(pickup, case, purge, rows, login, town):
    end(pickup, PickupEnd.NOT_NEEDED, at=AT)
    rows.commit()
    purge(AT + timedelta(days=366))

    page = login(town.counsellor).get(f"/school/cases/{case.reference}").page
    assert case.reference in page.text
