"""The queue: what stands in it, how it is narrowed and searched, and how many are given at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.identity import parse
from portal.models import Case
from portal.vocabulary import CloseReason, FormKind, HomeGround
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
def test_the_list_is_narrowed(login, town, stored, rows, query, shown):
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
