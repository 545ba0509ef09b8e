"""The queue: what stands in it, how it is narrowed and searched, and how many are given at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.identity import parse
from portal.models import Case
from portal.vocabulary import CaseState, CloseReason, FormKind, HomeGround
from portal.workflow import casework, closing
from tests.town import AT, EIGHTEEN, TODAY, a_case, a_filing, copies

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


# --- what is shown ------------------------------------------------------------------------------


def test_a_row_says_who_from_where_and_what_is_due(client, login, town, case):
    page = login(town.caseworker).get(QUEUE).page

    assert page.links["Wilma Ek"] == f"/cases/{case.reference}"
    for said in ("16 år", "YBC", "Risk för studieavbrott", "Kvittera", "I kö", "Ingen"):
        assert said in page.text


def test_an_empty_queue_says_why(login, town):
    assert "Inget i kön" in login(town.caseworker).get(QUEUE).page.text


def test_overdue_is_said_in_words(login, town, case, clock):
    clock.shift(timedelta(days=6))

    assert "Försenad 4 dagar" in login(town.caseworker).get(QUEUE).page.text


def test_the_nearest_deadline_comes_first(login, town, stored):
    stored(a_case(town))
    late = stored(another(town, at=AT - timedelta(days=20)))

    text = login(town.caseworker).get(QUEUE).page.text

    assert late.due_on < TODAY
    assert text.index("Örjan Åberg") < text.index("Wilma Ek")


def test_another_municipalitys_cases_are_not_there(login, town, case):
    assert "Wilma Ek" not in login(town.other_caseworker).get(QUEUE).page.text


@pytest.mark.parametrize(
    "who", ["counsellor", "rector", "municipality_admin", "platform_admin", "protection_officer"]
)
@pytest.mark.parametrize("path", [QUEUE, "/queue/sent-on", "/queue/search"])
def test_the_queue_is_for_kaa_alone(login, town, who, path):
    assert login(getattr(town, who)).get(path).status_code == 403


def test_the_tabs_count_what_is_in_each_state(login, town, stored, rows):
    first = stored(a_case(town))
    stored(another(town))
    casework.take_on(first, by=town.caseworker, at=AT)
    rows.commit()

    links = login(town.caseworker).get(QUEUE).page.links

    assert "Alla öppna 2" in links
    assert "I kö 1" in links
    assert "Under handläggning 1" in links


# --- narrowing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("state=queued", {"Örjan Åberg"}),
        ("state=monitoring", {"Wilma Ek"}),
        ("kind=absence", {"Örjan Åberg"}),
        ("school=68285560", {"Wilma Ek", "Örjan Åberg"}),
        ("school=46611859", set()),
        ("caseworker=me", {"Wilma Ek"}),
        ("caseworker=nobody", {"Örjan Åberg"}),
        ("due=overdue", {"Örjan Åberg"}),
        ("due=week", {"Wilma Ek"}),
        ("due=today", set()),
        ("kind=absence&caseworker=me", set()),
        ("state=ended", set()),
        ("state=nonsense&kind=x&school=x&caseworker=x&due=x&after=x", {"Wilma Ek", "Örjan Åberg"}),
        ("after=2026-11-18T10:00:00_7", {"Wilma Ek", "Örjan Åberg"}),
    ],
)
def test_the_list_is_narrowed(login, town, stored, rows, query, shown):  # noqa: PLR0917 (fixtures)
    mine = stored(a_case(town))
    stored(another(town, at=AT - timedelta(days=20)))
    casework.take_on(mine, by=town.caseworker, at=AT)
    casework.monitor(mine, TODAY + timedelta(days=2), "x", by=town.caseworker, at=AT)
    rows.commit()

    links = login(town.caseworker).get(f"{QUEUE}?{query}").page.links

    assert {name for name in ("Wilma Ek", "Örjan Åberg") if name in links} == shown


def test_a_colleagues_cases_are_found_by_the_colleague(login, town, case, rows):
    casework.take_on(case, by=town.second_caseworker, at=AT)
    rows.commit()
    client = login(town.coordinator)

    theirs = client.get(f"{QUEUE}?caseworker={town.second_caseworker.id}").page
    mine = client.get(f"{QUEUE}?caseworker=me").page

    assert "Wilma Ek" in theirs.links
    assert "Wilma Ek" not in mine.links
    assert "Inga ärenden passar filtret" in mine.text


def test_closed_cases_are_reached_by_their_tab(login, town, case, rows):
    closing.close(case, CloseReason.OTHER, what="x", by=town.caseworker, at=AT)
    rows.commit()
    client = login(town.caseworker)

    assert "Wilma Ek" not in client.get(QUEUE).page.links
    assert "Wilma Ek" in client.get(f"{QUEUE}?state=ended").page.links


# --- paging -------------------------------------------------------------------------------------


def test_paging_shows_every_case_once_and_keeps_the_filter(login, town, case, rows):
    copies(rows, case, 119, given_name="Kopia")
    client = login(town.caseworker)

    seen, address = [], f"{QUEUE}?kind=at_risk"
    while address:
        page = client.get(address).page
        assert "kind=at_risk" in address
        seen += [href for href in hrefs(page) if href.startswith("/cases/")]
        address = page.links.get("Visa nästa", "")

    assert len(seen) == len(set(seen)) == 120


def test_paging_of_closed_cases_shows_every_case_once(login, town, case, rows):
    closing.close(case, CloseReason.OTHER, what="x", by=town.caseworker, at=AT)
    rows.commit()
    copies(rows, case, 60)
    client = login(town.caseworker)

    first = client.get(f"{QUEUE}?state=ended").page
    second = client.get(first.links["Visa nästa"]).page

    assert len({*hrefs(first), *hrefs(second)} & cases_of(rows)) == 61


def cases_of(rows):
    return {f"/cases/{reference}" for reference in rows.scalars(select(Case.reference))}


def test_the_queue_costs_the_same_for_many_rows(login, town, case, rows, statements):
    copies(rows, case, 9)
    client = login(town.caseworker)
    client.get(QUEUE)
    statements.clear()
    client.get(QUEUE)
    few = len(statements)
    copies(rows, case, 990, prefix="MORE")
    statements.clear()
    client.get(QUEUE)

    assert len(statements) == few <= 10


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


# --- sent on ------------------------------------------------------------------------------------


def test_what_was_sent_on_is_a_fact_without_a_person(login, town, rows):
    filing = a_filing(town, home_ground=HomeGround.STATED)
    rows.add(filing)
    rows.commit()
    routine = next(one for one in town.norrkoping.routines if one.kind is FormKind.AT_RISK)
    at = AT + timedelta(days=1)
    rows.add(casework.reroute(filing.case, routine, "Flyttat.", by=town.caseworker, at=at))
    rows.commit()

    page = login(town.caseworker).get("/queue/sent-on").page

    assert filing.case.reference in page.text
    assert "Norrköping" in page.text
    assert "18 nov 2026" in page.text
    assert "19 nov 2026" in page.text
    assert "Wilma" not in page.text
    assert "Flyttat" not in page.text


def test_nothing_sent_on_says_so(login, town):
    assert "inte skickat vidare" in login(town.caseworker).get("/queue/sent-on").page.text
