"""The list of what a school has filed."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.identity import parse
from portal.models import Draft
from portal.queries.school import Place
from portal.vocabulary import (
    FormKind,
    Outcome,
)
from tests.town import AT, EIGHTEEN, TODAY, a_case
from tests.web.school.following import held, page_of, token


def many_cases(town, stored, count):
    numbers = iter(range(count))
    cases = []
    for n in numbers:
        at = AT + timedelta(minutes=n // 3)
        case = a_case(town, given_name=f"Elev{n:03}", at=at)
        case.number_hash = uuid4().hex
        cases.append(case)
    stored(*cases)
    return cases


def test_the_list_says_what_happens_next_and_by_when(login, town, case):
    page = login(town.counsellor).get("/school/cases").page

    assert page.heading == "Mina anmälningar"
    assert "Wilma Ek" in page.text
    assert "Risk för studieavbrott" in page.text
    assert "I kö" in page.text
    assert "Kommunen kvitterar anmälan" in page.text
    assert "Fre 20 nov" in page.text


def test_an_empty_list_says_what_to_do(login, town):
    page = login(town.counsellor).get("/school/cases").page

    assert "Inga anmälningar än" in page.text
    assert "/filings/new" in page.links.values()


def test_a_colleague_sees_nothing_until_the_unit_shares(login, town, case, rows):
    assert "Wilma" not in login(town.colleague).get("/school/cases?whose=school").page.text

    town.ybc.shares_filings = True
    rows.commit()
    client = login(town.colleague)

    assert "Wilma" not in client.get("/school/cases").page.text
    shared = client.get("/school/cases?whose=school").page
    assert shared.heading == "Skolans anmälningar"
    assert "Wilma Ek" in shared.text


def test_the_rector_sees_all_of_the_own_school_and_no_other(login, town, case):
    assert "Wilma Ek" in login(town.rector).get("/school/cases").page.text
    assert "Wilma Ek" not in login(town.other_rector).get("/school/cases").page.text


@pytest.mark.parametrize("who", ["caseworker", "organiser_admin", "log_reviewer", "platform_admin"])
def test_the_list_is_for_the_school_only(login, town, who):
    assert login(getattr(town, who)).get("/school/cases").status_code == 403


def test_filters_narrow_and_an_unknown_filter_narrows_nothing(login, town, case, stored):
    stored(a_case(town, FormKind.DROPOUT, number=parse(EIGHTEEN, TODAY), given_name="Ali"))
    client = login(town.counsellor)

    by_kind = client.get("/school/cases?kind=dropout").page.text
    assert "Ali Ek" in by_kind
    assert "Wilma Ek" not in by_kind
    assert "Inget ärende passar filtret" in client.get("/school/cases?state=closed").page.text
    assert "Wilma Ek" in client.get("/school/cases?state=nonsense&after=nonsense").page.text


@pytest.mark.parametrize("text", ["ek", "WIL", "Ek Wil"])
def test_a_name_is_found_by_its_beginning_and_never_stands_in_the_address(login, town, case, text):
    client = login(town.counsellor)

    found = client.post("/school/cases", data={"text": text, **token(client)})

    assert found.status_code == 200
    assert "Wilma Ek" in found.page.text


def test_a_reference_is_found_and_other_schools_cases_are_not(login, town, case):
    client = login(town.counsellor)
    mine = client.post("/school/cases", data={"text": case.reference.lower(), **token(client)})
    assert "Wilma Ek" in mine.page.text

    client = login(town.other_counsellor)
    theirs = client.post("/school/cases", data={"text": case.reference, **token(client)})
    assert "Ingen träff" in theirs.page.text


@pytest.mark.parametrize(
    ("text", "status"),
    [("%", 200), ("", 422), (" ", 422), ("x" * 5000, 422), ("\x00", 422), ("a\u202eb", 422)],
)
def test_a_strange_search_is_answered_in_words(login, town, case, text, status):
    client = login(town.counsellor)

    answer = client.post("/school/cases", data={"text": text, **token(client)})

    assert answer.status_code == status
    assert "Wilma" not in answer.page.text


def test_pages_of_the_list_have_every_case_once(login, town, stored):
    cases = many_cases(town, stored, 120)
    client, seen, url = login(town.counsellor), [], "/school/cases"
    while url:
        page = client.get(url).page
        seen += [name for name in page.links if name.startswith(("Elev0", "Elev1"))]
        url = page.links.get("Visa nästa")

    assert len(seen) == len(set(seen)) == len(cases)


def test_the_list_costs_the_same_for_many_rows(login, town, stored, statements):
    many_cases(town, stored, 10)
    client = login(town.counsellor)
    statements.clear()
    client.get("/school/cases")
    few = len(statements)

    for case in many_cases(town, stored, 190):
        assert case.reference
    statements.clear()
    client.get("/school/cases")

    assert len(statements) == few <= 10


def test_a_place_in_the_list_survives_the_address():
    place = Place(datetime(2026, 11, 18, 9, 0, 0, 7, UTC), uuid4())

    assert Place.read(str(place)) == place
    assert Place.read("x") is None


def test_the_dropout_form_opens_filled_in_after_the_meeting(login, town, case, change, rows):
    held(town, case, Outcome.LEAVES, change)
    client = login(town.counsellor)
    page = client.get(page_of(case))
    assert "Skolan anmäler studieavbrottet" in page.page.text or "skolan anmäler" in page.page.text

    answer = client.post(f"{page_of(case)}/again", data={"kind": "dropout", **token(client)})

    draft = rows.scalar(select(Draft))
    assert answer.status_code == 303
    assert str(draft.id) in answer.location
    assert (draft.kind, draft.case_id) == (FormKind.DROPOUT, case.id)
    assert draft.answers["given_name"] == ["Wilma"]
    assert "Skriv klart: Studieavbrott" in client.get("/").page.links
