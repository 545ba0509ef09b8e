"""Protected personal data stop a filing before anything is asked or kept."""

import pytest
from sqlalchemy import select

from portal.models import Draft
from tests.web.filing.typed import Counter


@pytest.mark.parametrize("said", ["yes", "unknown"])
def test_protected_or_not_known_stops_before_anything_is_asked_or_kept(said, town, login, rows):
    browser = login(town.counsellor)
    first = browser.get("/filings/new/dropout")
    assert set(first.page.values) == {"csrf_token", "next"}

    answer = browser.send(first, protected=said)

    page = browser.get(f"{answer.location}&municipality=0182").page
    assert "08-465 004 01" in page.text
    assert not rows.scalars(select(Draft)).all()


def test_the_first_question_must_be_answered(town, login):
    browser = login(town.counsellor)

    answer = browser.send(browser.get("/filings/new/dropout"))

    assert answer.status_code == 422
    assert "Svara på frågan" in answer.page.text


def test_a_draft_whose_pupil_turns_out_to_be_protected_is_deleted(town, login, rows):
    writer = Counter(login(town.counsellor))
    writer.fill()

    answer = writer.browser.send(writer.page("protected"), protected="yes")

    assert answer.location.endswith("/filings/protected?kind=at_risk")
    assert not rows.scalars(select(Draft)).all()


@pytest.mark.parametrize("code", ["9999", "0182 OR 1=1", "å"])
def test_a_municipality_that_is_none_is_said_to_be_none(code, town, login):
    answer = login(town.counsellor).get("/filings/protected", query_string={"municipality": code})

    assert answer.status_code == 200
    assert "Kommunen finns inte" in answer.page.text
