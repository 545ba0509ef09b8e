"""What the school's roll knows of a pupil and what is sealed about them go together."""

import pytest
from sqlalchemy import select

from portal.models import Case, Draft, RollPupil, SealedRecord
from tests.town import EIGHTEEN
from tests.web.roll.conftest import HEADER, Desk

SEEN = f"{HEADER}\r\n{EIGHTEEN};Kanariella;Gulfjäder;Nej;SA25B;SA25;2;0182;"
FLAGGED = f"{HEADER}\r\n{EIGHTEEN};Kanariella;Gulfjäder;Ja;SA25B;SA25;2;0182;"


@pytest.fixture
def desk(login, town, rows):
    return Desk(login(town.counsellor), rows)


def test_a_flag_in_the_roll_seals_every_case_about_the_pupil(everywhere, desk, rows, record, town):
    desk.import_(SEEN)
    desk.import_(FLAGGED)

    rows.expire_all()
    assert rows.scalars(select(Case)).all() == []
    assert rows.scalars(select(Draft)).all() == []
    assert len(record().known["cases"]) == 2
    assert len(record("0581").known["cases"]) == 1
    assert record().author_id == town.counsellor.id


def test_a_flag_about_somebody_nobody_has_told_of_seals_nothing(desk, rows):
    desk.import_(FLAGGED)

    assert rows.scalars(select(SealedRecord)).all() == []
    assert rows.scalars(select(RollPupil)).one().protected


def test_who_is_sealed_is_nobody_in_the_roll_from_then_on(case, desk, seal, rows, stored_text):
    desk.import_(SEEN)

    seal(browser=desk.browser)

    rows.expire_all()
    pupil = rows.scalars(select(RollPupil)).one()
    assert pupil.protected
    assert (pupil.number, pupil.given_name, pupil.birth_date) == (None, "", None)
    assert desk.browser.get(f"/roll/{pupil.id}").status_code == 404
