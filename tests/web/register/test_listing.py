"""The KAA register's list: for whom, in what order, narrowed and searched."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, inspect, select

from portal.models import AccessLogEntry, RegisterEntry
from portal.vocabulary import (
    EntryEndReason,
    EntryState,
    Opened,
)
from tests.town import EIGHTEEN, TODAY, number
from tests.web.register.places import REGISTER

# --- who ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["counsellor", "rector", "municipality_admin", "platform_admin", "log_reviewer"]
)
def test_the_register_is_for_kaa_alone(login, town, page, who):
    client = login(getattr(town, who))

    assert client.get(REGISTER).status_code == 403
    assert client.get(f"{REGISTER}/search").status_code == 403
    assert client.get(page).status_code == 404


STEPS = ("/contact", "/status", "/occupations/new", "/caseworker", "/close", "/reopen", "/number")


@pytest.mark.parametrize("step", ["", *STEPS])
@pytest.mark.parametrize("who", ["other_caseworker", "counsellor"])
def test_outsiders_find_no_entry(login, town, page, who, step):
    assert login(getattr(town, who)).get(page + step).status_code == 404


def test_another_municipalitys_youths_are_not_in_the_list(login, town, entry):
    assert "Wilma Ek" not in login(town.other_caseworker).get(REGISTER).page.text


def test_every_opening_is_in_the_access_log(kaa, page, rows, entry, town):
    kaa.get(page)
    kaa.get(f"{page}/number")

    rows.expire_all()
    seen = rows.scalars(
        select(AccessLogEntry).where(AccessLogEntry.reference == entry.reference)
    ).all()
    assert [one.opened for one in seen] == [Opened.ENTRY, Opened.ENTRY]
    assert {one.membership_id for one in seen} == {town.caseworker.id}


# --- the list -----------------------------------------------------------------------------------


def test_a_row_says_who_when_and_what_is_known(kaa, entry):
    shown = kaa.get(REGISTER).page

    assert shown.links["Wilma Ek"] == f"{REGISTER}/{entry.reference}"
    for said in ("Ons 25 nov", "Inte nådd ännu", "29 mars 2010", "Amina Berg"):
        assert said in shown.text.replace("\xa0", " ")


def test_an_empty_register_says_how_it_is_filled(kaa):
    assert "när du tar emot en överlämning" in kaa.get(REGISTER).page.text


def test_overdue_is_said_in_words_and_has_a_list(kaa, change):
    change(next_follow_up_on=TODAY - timedelta(days=3))

    text = kaa.get(f"{REGISTER}?view=overdue").page.text

    assert "Försenad 3 dagar" in text


def test_what_is_not_overdue_is_not_in_that_list(kaa, entry):
    assert "Wilma Ek" not in kaa.get(f"{REGISTER}?view=overdue").page.text


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (date(2007, 2, 18), "Fyller 20 om 3 månader"),
        (date(2006, 11, 28), "Fyller 20 om 10 dagar"),
        (date(2006, 11, 1), "Har fyllt 20"),
    ],
)
def test_turning_20_soon_is_said_in_words(kaa, change, page, born, said):
    change(birth_date=born)

    assert said in kaa.get(f"{REGISTER}?view=soon-20").page.text
    assert said in kaa.get(page).page.text


def test_who_does_not_turn_20_soon_is_not_in_that_list(kaa, entry, page):
    assert "Wilma Ek" not in kaa.get(f"{REGISTER}?view=soon-20").page.text
    assert "Fyller 20 om" not in kaa.get(page).page.text


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("status=not_reached", True),
        ("status=reached", False),
        ("caseworker=me", True),
        ("caseworker=nobody", False),
        ("caseworker=00000000-0000-0000-0000-000000000000", False),
        ("view=closed", False),
        ("view=nonsense", True),
        ("status=nonsense&caseworker=nonsense", True),
        ("after=nonsense", True),
        ("after=2026-11-24_00000000-0000-0000-0000-000000000000", True),
        ("after=2026-11-26_00000000-0000-0000-0000-000000000000", False),
    ],
)
def test_the_list_is_narrowed_by_what_is_known(kaa, entry, query, there):
    assert ("Wilma Ek" in kaa.get(f"{REGISTER}?{query}").page.text) is there


def test_a_youth_without_caseworker_is_found_among_nobodys(kaa, change):
    change(caseworker_id=None)

    assert "Wilma Ek" in kaa.get(f"{REGISTER}?caseworker=nobody").page.text


@pytest.mark.parametrize("words", ["ek", "Wilma", "wil", "EK WILMA"])
def test_a_youth_is_found_by_name_that_stands_in_no_address(kaa, entry, words):
    answer = kaa.send(kaa.get(f"{REGISTER}/search"), q=words)

    assert answer.status_code == 200
    assert "Wilma Ek" in answer.page.links


@pytest.mark.parametrize("words", ["lma", "%", "_", "Åberg"])
def test_others_are_not_found(kaa, entry, words):
    answer = kaa.send(kaa.get(f"{REGISTER}/search"), q=words)

    assert "Ingen träff" in answer.page.text


def test_a_whole_reference_leads_straight_there(kaa, entry, page):
    answer = kaa.send(kaa.get(f"{REGISTER}/search"), q=entry.reference.lower())

    assert answer.location == page


def test_an_empty_search_says_what_to_write(kaa, entry):
    answer = kaa.send(kaa.get(f"{REGISTER}/search"), q=" ")

    assert answer.status_code == 422
    assert "Skriv en referens eller början av ett namn." in answer.page.text


def test_who_has_turned_20_stands_first_on_every_page_and_list(kaa, entry, rows, change, enter):
    many(rows, entry, 60)
    late = enter(number=number(EIGHTEEN), given_name="Örjan", family_name="Åberg")
    rows.expire_all()
    late = rows.get(RegisterEntry, late.id)
    late.birth_date, late.next_follow_up_on = date(2006, 11, 18), date(2027, 11, 18)
    rows.commit()

    first = kaa.get(REGISTER).page
    names = [
        link.text
        for link in first.all("a")
        if (link.get("href") or "").startswith(f"{REGISTER}/26-")
    ]

    assert names[0] == "Örjan Åberg"
    assert "Örjan Åberg" not in kaa.get(first.links["Visa nästa"]).page.text


def test_a_page_may_end_among_those_who_have_turned_20(kaa, entry, rows, change):
    change(birth_date=date(2006, 1, 7))
    many(rows, entry, 70)

    seen, url = set(), REGISTER
    while url:
        shown = kaa.get(url).page
        links = [link.get("href") for link in shown.all("a")]
        seen |= {one for one in links if (one or "").startswith(f"{REGISTER}/26-")}
        url = shown.links.get("Visa nästa")

    assert len(seen) == 71


def many(rows, entry, count):
    """So many more youths with the same day."""
    rows.expire_all()
    one = rows.get(RegisterEntry, entry.id)
    kept = {column.key: getattr(one, column.key) for column in inspect(RegisterEntry).column_attrs}
    rows.execute(
        insert(RegisterEntry),
        [
            kept | {"id": uuid4(), "reference": f"26-COPY-{place:04}", "number_hash": uuid4().hex}
            for place in range(count)
        ],
    )
    rows.commit()


@pytest.mark.parametrize("view", ["open", "closed"])
def test_the_list_pages_through_all_once_and_costs_the_same(
    kaa, entry, rows, statements, view, change
):
    if view == "closed":
        change(
            state=EntryState.CLOSED,
            closed_on=TODAY,
            end_reason=EntryEndReason.MOVED,
            next_follow_up_on=None,
        )
    url = f"{REGISTER}?view={view}"
    kaa.get(url)
    statements.clear()
    kaa.get(url)
    few = len(statements)
    many(rows, entry, 120)
    statements.clear()
    kaa.get(url)
    cost = len(statements)

    seen = []
    while url:
        shown = kaa.get(url).page
        found = [
            link.get("href")
            for link in shown.all("a")
            if (link.get("href") or "").startswith(f"{REGISTER}/26-")
        ]
        assert len(found) <= 50
        seen += found
        url = shown.links.get("Visa nästa")

    assert len(seen) == len(set(seen)) == 121
    assert cost == few <= 10
