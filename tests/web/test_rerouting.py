"""Sending a case on to another municipality, from its page."""

import pytest
from sqlalchemy import select

from portal.models import Meeting, Rerouting
from portal.vocabulary import (
    CaseState,
    MeetingState,
)
from portal.workflow import casework
from tests.town import AT, a_case

FORMS = {
    "ask": {"question": "Har eleven provat ett annat program?"},
    "note": {"text": "Ringde skolan."},
    "monitor": {"follow_up_on": "2026-12-01", "reason": "Se om stödet hjälper."},
    "reply": {"coded": "contacting", "text": ""},
    "hand-back": {"reason": "Jag är ledig."},
    "reroute": {"to": "0581", "reason": "Eleven bor i Norrköping."},
    "close": {"reason": "stays", "what": "Eleven går kvar.", "on": "", "text": ""},
}
"""Each step's form, filled in as it may be sent."""


@pytest.fixture
def case(town, stored):
    return stored(a_case(town))


@pytest.fixture
def mine(case, town, rows):
    """The case in the caseworker's hands."""
    casework.take_on(case, by=town.caseworker, at=AT)
    rows.commit()
    return case


def of(case, step=""):
    return f"/cases/{case.reference}" + (f"/{step}" if step else "")


def fill(client, case, step, **changed):
    page = client.get(of(case, step)).page
    return client.post(of(case, step), data=page.values | FORMS.get(step, {}) | changed)


# --- re-routing ---------------------------------------------------------------------------------


def test_a_rerouted_case_stands_in_the_other_queue_and_is_gone_here(login, town, mine, rows):
    client = login(town.caseworker)

    answer = fill(client, mine, "reroute")

    assert answer.location == "/queue/sent-on"
    assert client.get(of(mine)).status_code == 404
    assert mine.reference in client.get("/queue/sent-on").page.text
    rows.expire_all()
    assert (mine.municipality_code, mine.state) == ("0581", CaseState.QUEUED)
    trace = rows.scalars(select(Rerouting)).one()
    assert (trace.from_code, trace.to_code, trace.arrived_at) == ("0182", "0581", AT)
    assert "Wilma Ek" in login(town.other_caseworker).get("/queue").page.links


def test_a_rerouted_meeting_is_called_off_and_asked_for_anew(login, town, mine, rows):
    fill(login(town.caseworker), mine, "reroute")

    rows.expire_all()
    meetings = rows.scalars(select(Meeting).order_by(Meeting.created_at)).all()
    assert [(one.state, one.municipality_code) for one in meetings] == [
        (MeetingState.CANCELLED, "0182"),
        (MeetingState.TO_BOOK, "0581"),
    ]


def test_a_municipality_that_has_not_joined_is_said_to_be_so(login, town, mine):
    page = login(town.caseworker).get(of(mine, "reroute")).page

    assert "Tyresö kommun (inte ansluten ännu)" in page.text
    assert "Nacka kommun" not in [option.text for option in page.all("option")]


@pytest.mark.parametrize("to", ["", "0182", "9999"])
def test_a_case_is_sent_to_another_municipality_that_exists(login, town, mine, rows, to):
    answer = fill(login(town.caseworker), mine, "reroute", to=to)

    assert answer.status_code == 422
    rows.expire_all()
    assert mine.municipality_code == "0182"


def test_a_case_is_not_sent_where_the_school_has_one_already(login, town, mine, rows, stored):
    stored(a_case(town, home=town.norrkoping))

    answer = fill(login(town.caseworker), mine, "reroute")

    assert answer.status_code == 422
    assert "redan ett öppet ärende" in answer.page.text
    assert "Eleven bor i Norrköping." in answer.page.text
    rows.expire_all()
    assert mine.municipality_code == "0182"
