"""Looking a case up in the queue, and giving many at once."""

import pytest
from sqlalchemy import select

from portal.identity import parse
from portal.models import Case
from portal.vocabulary import CaseState, FormKind
from portal.workflow import casework
from tests.town import AT, EIGHTEEN, TODAY, a_case, copies

QUEUE = "/queue"


def another(town, kind=FormKind.ABSENCE, number=EIGHTEEN, **says):
    """A case about somebody else than Wilma Ek."""
    usual = {"given_name": "Örjan", "family_name": "Åberg"}
    return a_case(town, kind, number=parse(number, TODAY), **(usual | says))


@pytest.fixture
def case(town, stored):
    return stored(a_case(town))


def hrefs(page):
    """Where all links of a page lead."""
    return [link.get("href", "") for link in page.all("a")]


def token(client):
    """The token that the queue's forms carry."""
    return client.get(QUEUE).page.values["csrf_token"]


def cases_of(rows):
    return {f"/cases/{reference}" for reference in rows.scalars(select(Case.reference))}


# --- search -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "hit"),
    [
        ("wil", True),
        ("EK", True),
        ("wilma e", True),
        ("ek wil", True),
        ("ilma", False),
        ("%", False),
        ("_", False),
        ("åberg", False),
    ],
)
def test_search_finds_the_start_of_a_name(login, town, case, words, hit):
    client = login(town.caseworker)

    page = client.post("/queue/search", data={"csrf_token": token(client), "q": words}).page

    assert ("Wilma Ek" in page.links) is hit
    assert hit or "Ingen träff" in page.text


@pytest.mark.parametrize("words", ["åb", "ÖRJAN", "Åberg"])
def test_search_knows_swedish_letters(login, town, stored, words):
    stored(another(town))
    client = login(town.caseworker)

    page = client.post("/queue/search", data={"csrf_token": token(client), "q": words}).page

    assert "Örjan Åberg" in page.links


def test_a_whole_reference_leads_straight_to_its_case(login, town, case):
    client = login(town.caseworker)
    typed = f" {case.reference.lower()} "

    answer = client.post("/queue/search", data={"csrf_token": token(client), "q": typed})

    assert answer.location == f"/cases/{case.reference}"


def test_the_number_of_a_receipt_leads_to_the_case_it_belongs_to(login, town, case):
    client = login(town.caseworker)

    answer = client.post(
        "/queue/search", data={"csrf_token": token(client), "q": f"{case.reference}-1"}
    )

    assert answer.location == f"/cases/{case.reference}"


def test_part_of_a_reference_finds_the_case(login, town, case):
    client = login(town.caseworker)

    answer = client.post(
        "/queue/search", data={"csrf_token": token(client), "q": case.reference[:6]}
    )

    assert "Wilma Ek" in answer.page.links


def test_another_municipality_finds_nothing(login, town, case):
    client = login(town.other_caseworker)

    for words in ("Wilma", case.reference):
        page = client.post("/queue/search", data={"csrf_token": token(client), "q": words}).page
        assert "Wilma Ek" not in page.links
        assert "Ingen träff" in page.text


@pytest.mark.parametrize("words", ["", "a" * 61, "Wil\x00ma", "Wil\x07"])
def test_an_unreadable_search_says_what_is_wrong(login, town, case, words):
    client = login(town.caseworker)

    answer = client.post("/queue/search", data={"csrf_token": token(client), "q": words})

    assert answer.status_code == 422
    assert answer.page.title.startswith("Fel: ")


def test_search_pages_by_posting_and_no_name_stands_in_an_address(login, town, case, rows):
    copies(rows, case, 70)
    client = login(town.caseworker)

    first = client.post("/queue/search", data={"csrf_token": token(client), "q": "Wilma"})
    second = client.post("/queue/search", data=first.page.values)

    both = {*hrefs(first.page), *hrefs(second.page)}
    assert len(both & cases_of(rows)) == 71
    assert not any("Wilma" in href for href in both)


# --- many at once -------------------------------------------------------------------------------


def marked(client, *cases, **says):
    data = {"csrf_token": token(client), "case": [case.reference for case in cases], **says}
    return client.post("/queue/assign", data=data)


def test_many_cases_are_taken_at_once(login, town, stored, rows):
    first, second = stored(a_case(town)), stored(another(town))
    client = login(town.caseworker)

    answer = marked(client, first, second, how="take", back="/queue?kind=absence")

    assert answer.location == "/queue?kind=absence"
    rows.expire_all()
    assert {first.caseworker_id, second.caseworker_id} == {town.caseworker.id}
    assert {first.state, second.state} == {CaseState.IN_PROGRESS}
    assert "2 ärenden är nu dina." in client.get(QUEUE).text


def test_a_coordinator_gives_many_to_a_colleague(login, town, stored, rows):
    first, second = stored(a_case(town)), stored(another(town))
    client = login(town.coordinator)

    marked(client, first, second, how="assign", to=str(town.second_caseworker.id))

    rows.expire_all()
    assert {first.caseworker_id, second.caseworker_id} == {town.second_caseworker.id}
    assert "Bo Dahl har nu 2 ärenden till." in client.get(QUEUE).text


def test_what_somebody_else_has_is_left_and_said(login, town, stored, rows):
    first, second = stored(a_case(town)), stored(another(town))
    casework.take_on(second, by=town.second_caseworker, at=AT)
    rows.commit()
    client = login(town.caseworker)

    marked(client, first, second, how="take")

    rows.expire_all()
    assert first.caseworker_id == town.caseworker.id
    assert second.caseworker_id == town.second_caseworker.id
    assert f"{second.reference}: Bo Dahl hann ta ärendet före dig." in client.get(QUEUE).text


def test_a_caseworker_cannot_give_away_what_nobody_has(login, town, case, rows):
    client = login(town.caseworker)

    marked(client, case, how="assign", to=str(town.second_caseworker.id))

    rows.expire_all()
    assert case.caseworker_id is None
    assert "Din roll får inte göra det här." in client.get(QUEUE).text


@pytest.mark.parametrize("to", ["", "nobody", "not-a-number"])
def test_nobody_chosen_is_said(login, town, case, rows, to):
    client = login(town.coordinator)

    marked(client, case, how="assign", to=to)

    assert "Markera minst ett ärende" in client.get(QUEUE).text


def test_nobody_of_another_municipality_can_be_given_a_case(login, town, case, rows):
    client = login(town.coordinator)

    marked(client, case, how="assign", to=str(town.other_caseworker.id))

    rows.expire_all()
    assert case.caseworker_id is None


def test_another_municipalitys_case_is_not_given(login, town, case, rows):
    client = login(town.other_caseworker)

    marked(client, case, how="take")

    rows.expire_all()
    assert case.caseworker_id is None


def test_the_way_back_leads_only_to_the_queue(login, town, case):
    client = login(town.caseworker)

    for elsewhere in ("https://evil.example/queue", "//evil.example", "/admin/people", "/queueX"):
        assert marked(client, case, how="take", back=elsewhere).location == QUEUE


def test_all_on_the_page_are_marked_without_script(login, town, case):
    client = login(town.caseworker)
    mark_all = client.get(QUEUE).page.links["Markera alla på sidan"]

    page = client.get(mark_all).page

    assert [box.get("value") for box in page.all("input", checked="")] == [case.reference]
