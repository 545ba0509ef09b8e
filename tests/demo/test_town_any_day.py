"""The demo is started whenever somebody wants to see it."""

from datetime import date

import pytest
from sqlalchemy import func, select

from portal import db
from portal.clock import today
from portal.demo.town import build
from portal.models import Case, Event


@pytest.mark.parametrize("day", [date(2026, 12, 27), date(2027, 7, 12)], ids=["Christmas", "July"])
def test_the_town_has_its_late_and_coming_deadlines_on_any_day(reference, rows, day):
    with db.transaction() as session:
        build(session, day)

    due = rows.scalars(select(Case.due_on).where(Case.due_on.is_not(None))).all()
    assert len(due) > 40
    assert any(one < day for one in due)
    assert any(one > day for one in due)
    assert today(rows.scalar(select(func.max(Event.at)))) < day
