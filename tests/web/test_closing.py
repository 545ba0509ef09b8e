"""How a case ends from its page, and how it is opened again."""

from datetime import timedelta

import pytest

from portal.identity import parse
from portal.vocabulary import (
    CaseState,
    CloseReason,
    FormKind,
)
from portal.workflow import casework, closing
from tests.town import AT, EIGHTEEN, TODAY, TWENTY, a_case

LATER = AT + timedelta(hours=1)
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


def press(client, case, step, **says):
    """Press a step's button on the case page."""
    data = {"csrf_token": client.get(of(case)).page.values["csrf_token"], **says}
    return client.post(of(case, step), data=data)


def fill(client, case, step, **changed):
    page = client.get(of(case, step)).page
    return client.post(of(case, step), data=page.values | FORMS.get(step, {}) | changed)


# --- closing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "what", "on", "accepted"),
    [
        ("stays", "Stöd", "", True),
        ("stays", "", "", False),
        ("moved_school", "Rytmus", "2026-11-01", True),
        ("moved_school", "Rytmus", "", False),
        ("moved_school", "", "2026-11-01", False),
        ("started_studies", "Komvux", "2027-01-10", True),
        ("not_covered", "Har examen", "", True),
        ("not_covered", "", "", False),
        ("already_in_register", "26-7F3K-Q2MD", "", True),
        ("deceased", "", "2026-11-10", True),
        ("deceased", "", "", False),
        ("deceased", "", "2026-12-10", False),
        ("other", "", "", False),
        ("age_20", "", "", False),
        ("duplicate", "x", "", False),
        ("", "x", "", False),
        ("stays", "Stöd", "2020-01-01", False),
    ],
)
def test_each_reason_demands_its_data(login, town, mine, rows, reason, what, on, accepted):
    answer = fill(login(town.caseworker), mine, "close", reason=reason, what=what, on=on)

    assert answer.status_code == (303 if accepted else 422)
    rows.expire_all()
    assert (mine.state is CaseState.CLOSED) is accepted


def test_somebody_who_is_20_can_be_closed_as_that(login, town, stored, rows):
    grown = stored(a_case(town, FormKind.DROPOUT, number=parse(TWENTY, TODAY)))

    answer = fill(login(town.caseworker), grown, "close", reason="age_20", what="", on="")

    assert answer.location == of(grown)
    rows.expire_all()
    assert grown.close_reason is CloseReason.AGE_20


def test_an_unanswered_handover_comes_first(login, town, stored):
    dropped = stored(a_case(town, FormKind.DROPOUT))

    answer = fill(login(town.caseworker), dropped, "close")

    assert answer.status_code == 422
    assert "Svara först på överlämningen" in answer.page.text
    assert "Eleven går kvar." in answer.page.values["what"]


def test_a_duplicate_points_at_its_original(login, town, mine, stored, rows):
    original = stored(a_case(town, FormKind.ABSENCE, by=town.other_counsellor))
    client = login(town.caseworker)

    fill(client, mine, "duplicate", original=original.reference)

    rows.expire_all()
    assert (mine.state, mine.duplicate_of_id) == (CaseState.CLOSED, original.id)
    assert original.reference in client.get(of(mine)).page.links
    assert "dubblett av det här" in client.get(of(original)).page.text


def test_a_duplicate_may_point_at_any_case_here_by_its_reference(login, town, mine, stored, rows):
    other = stored(a_case(town, number=parse(EIGHTEEN, TODAY)))

    typed = f" {other.reference.lower()} "
    fill(login(town.caseworker), mine, "duplicate", original="other", reference=typed)

    rows.expire_all()
    assert mine.duplicate_of_id == other.id


@pytest.mark.parametrize("reference", ["", "26-ZZZZ-ZZZZ", "own", "elsewhere", "%"])
def test_a_duplicate_of_nothing_is_refused(login, town, mine, stored, rows, reference):
    elsewhere = stored(a_case(town, home=town.norrkoping, by=town.far_counsellor))
    typed = {"own": mine.reference, "elsewhere": elsewhere.reference}.get(reference, reference)

    answer = fill(login(town.caseworker), mine, "duplicate", original="other", reference=typed)

    assert answer.status_code == 422
    rows.expire_all()
    assert mine.state is CaseState.IN_PROGRESS


# --- opening again ------------------------------------------------------------------------------


@pytest.fixture
def asked(mine, town, rows):
    """The school has asked to have the case opened again."""
    closing.close(mine, CloseReason.STAYS, what="x", by=town.caseworker, at=AT)
    closing.request_reopen(
        mine, "Eleven är borta igen.", other_open=None, by=town.counsellor, at=LATER
    )
    rows.commit()
    return mine


def test_the_schools_wish_is_told_with_its_reason(login, town, asked):
    text = login(town.caseworker).get(of(asked)).page.text

    assert "Svara om ärendet ska öppnas igen".lower() in text.lower()
    assert "Eleven är borta igen." in text


def test_a_case_is_opened_again(login, town, asked, rows):
    press(login(town.caseworker), asked, "reopen")

    rows.expire_all()
    assert (asked.state, asked.close_reason) == (CaseState.IN_PROGRESS, None)


def test_a_wish_is_refused_with_a_reason(login, town, asked, rows):
    client = login(town.caseworker)
    empty = fill(client, asked, "refuse-reopen", reason="")
    answer = fill(client, asked, "refuse-reopen", reason="Lämna in en ny anmälan.")

    assert empty.status_code == 422
    assert answer.location == of(asked)
    rows.expire_all()
    assert asked.state is CaseState.CLOSED
    assert asked.answer_text == "Lämna in en ny anmälan."


def test_what_is_open_cannot_be_opened_again(login, town, mine, rows):
    client = login(town.caseworker)

    press(client, mine, "reopen")

    assert "Det steget går inte att ta nu" in client.get(of(mine)).text
    assert client.get(of(mine, "refuse-reopen")).status_code == 409
