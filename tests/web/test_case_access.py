"""Who opens a case, after saying why, and what is written down of it."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from portal.models import AccessLogEntry, Case
from portal.vocabulary import CloseReason, OpeningReason
from portal.workflow import casework, closing
from tests.town import AT, a_case

PAGES = ("", "/filings/1", "/reason")
FORMS = (
    *("assign", "hand-back", "ask", "note", "monitor", "reply", "reroute"),
    *("close", "duplicate", "refuse-reopen"),
)
BUTTONS = ("acknowledge", "take", "reopen")
CONTACT = {
    "pupil_phone": "070-174 06 05",
    "guardian_name": "Pernilla Ek",
    "guardian_phone": "070-174 06 06",
    "sender_phone": "08-465 004 77",
}


@pytest.fixture
def case(town, stored):
    return stored(a_case(town, answers=dict(CONTACT)))


def of(case, step=""):
    return f"/cases/{case.reference}" + (f"/{step}" if step else "")


def openings(rows, who=None):
    wanted = select(func.count()).select_from(AccessLogEntry)
    return rows.scalar(wanted.where(AccessLogEntry.membership_id == who.id) if who else wanted)


# --- who may ------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [*PAGES, *(f"/{form}" for form in FORMS)])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("other_caseworker", {404}),
        ("far_counsellor", {403, 404}),
        ("other_rector", {403, 404}),
        ("counsellor", {403}),
        ("rector", {403}),
        ("municipality_admin", {403, 404}),
        ("platform_admin", {403, 404}),
        ("protection_officer", {403, 404}),
        ("log_reviewer", {403, 404}),
    ],
)
def test_nobody_else_opens_a_case(login, town, case, rows, page, who, status):
    answer = login(getattr(town, who)).get(of(case) + page)

    assert answer.status_code in status
    assert "Wilma" not in answer.text
    assert openings(rows) == 0


@pytest.mark.parametrize("step", [*FORMS, *BUTTONS, "reason"])
def test_another_municipality_takes_no_step(login, town, case, rows, step):
    client = login(town.other_caseworker)
    token = client.get("/queue").page.values["csrf_token"]

    answer = client.post(of(case, step), data={"csrf_token": token})

    assert answer.status_code == 404
    rows.expire_all()
    assert case.version == rows.get(Case, case.id).version == 1


@pytest.mark.parametrize("step", BUTTONS)
def test_a_button_cannot_be_opened(login, town, case, step):
    assert login(town.caseworker).get(of(case, step)).status_code == 405


# --- the access log -----------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["", "filings/1", *FORMS])
def test_every_opening_is_logged(login, town, case, rows, page):
    casework.take_on(case, by=town.caseworker, at=AT)
    rows.commit()
    if page == "refuse-reopen":
        closing.close(case, CloseReason.OTHER, what="x", by=town.caseworker, at=AT)
        closing.request_reopen(case, "x", other_open=None, by=town.counsellor, at=AT)
        rows.commit()

    answer = login(town.caseworker).get(of(case, page))

    assert answer.status_code == 200
    assert openings(rows, town.caseworker) == 1


def test_what_cannot_be_logged_is_not_served(login, town, case, database, client):
    database.execute("ALTER TABLE access_log ADD CONSTRAINT full_disk CHECK (false) NOT VALID")
    client.breakage_expected = True
    try:
        answer = login(town.caseworker).get(of(case))
    finally:
        database.execute("ALTER TABLE access_log DROP CONSTRAINT full_disk")

    assert answer.status_code >= 400
    assert "Wilma" not in answer.text


def test_the_first_opening_is_told_to_the_school(login, town, case, rows):
    login(town.caseworker).get(of(case))

    rows.expire_all()
    assert case.first_opened_at is not None


# --- a colleague's case -------------------------------------------------------------------------


@pytest.fixture
def a_colleagues(case, town, rows):
    casework.take_on(case, by=town.second_caseworker, at=AT)
    rows.commit()
    return case


def test_a_colleagues_case_asks_why_and_logs_the_answer(login, town, a_colleagues, rows):
    client = login(town.caseworker)

    asked = client.get(of(a_colleagues, "note"))
    page = client.get(asked.location)
    assert "Wilma" not in page.text
    assert "Bo Dahl" in page.text
    answer = client.send(page, to=asked.location, reason="covering")

    assert answer.location == of(a_colleagues, "note")
    assert client.get(answer.location).status_code == 200
    said = rows.scalars(select(AccessLogEntry.reason).order_by(AccessLogEntry.id)).all()
    assert said == [OpeningReason.COVERING, None]


@pytest.mark.parametrize("reason", ["", "curious", "covering\x00"])
def test_a_colleagues_case_needs_one_of_the_reasons(login, town, a_colleagues, rows, reason):
    client = login(town.caseworker)
    page = client.get(of(a_colleagues, "reason"))

    answer = client.send(page, reason=reason)

    assert answer.status_code == 422
    assert openings(rows) == 0


@pytest.mark.parametrize(
    "onward",
    [
        "https://evil.example/",
        "//evil.example",
        "/admin/people",
        "/cases/26-7F3K-Q2MD",
        "{case}/take",
        "{case}/reason",
        "{case}/../../queue",
        "{case}?x=1",
    ],
)
def test_the_reason_leads_only_to_this_very_case(login, town, a_colleagues, onward):
    client = login(town.caseworker)
    page = client.get(of(a_colleagues, "reason"))

    query = urlencode({"next": onward.format(case=of(a_colleagues))})
    answer = client.send(page, to=f"{of(a_colleagues, 'reason')}?{query}", reason="team")

    assert answer.location == of(a_colleagues)


def test_the_coordinator_is_not_asked(login, town, a_colleagues):
    assert login(town.coordinator).get(of(a_colleagues)).status_code == 200


def test_the_reason_holds_for_the_day_and_no_longer(login, town, a_colleagues, clock):
    client = login(town.caseworker)
    client.send(client.get(of(a_colleagues, "reason")), reason="asked")
    assert client.get(of(a_colleagues)).status_code == 200

    clock.shift(timedelta(hours=11))

    assert (
        login(town.caseworker)
        .get(of(a_colleagues))
        .location.endswith("reason?next=" + of(a_colleagues))
    )
