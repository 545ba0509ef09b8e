"""A meeting's page for both sides, and the municipality's list."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.models import Case, Meeting
from portal.vocabulary import FormKind, MeetingState
from portal.workflow import casework
from tests.town import AT, copies
from tests.web.meetings.typed import came

# --- the page of one and the list of all --------------------------------------------------------


def test_the_school_sees_the_meeting_but_no_way_to_change_it(login, town, book, another_client):
    booked = book()

    page = login(town.counsellor, another_client()).get(booked.location).page

    assert "YBC, rum 212" in page.text
    assert "Flytta mötet" not in page.text


@pytest.mark.parametrize("who", ["colleague", "other_counsellor", "other_caseworker"])
def test_outsiders_find_no_meeting(login, town, book, another_client, who):
    booked = book()

    assert login(getattr(town, who), another_client()).get(booked.location).status_code == 404


@pytest.mark.parametrize("step", ["", "/change", "/reschedule", "/cancel", "/hold"])
@pytest.mark.parametrize(("who", "status"), [("counsellor", 403), ("other_caseworker", 404)])
def test_only_the_home_municipality_arranges(login, town, arrange, who, status, step):
    assert login(getattr(town, who)).get(f"{arrange}{step}").status_code == status


def test_a_rerouted_case_does_not_show_the_meeting_of_the_municipality_before(
    login, town, kaa, book, case, rows, another_client
):
    booked = book()
    rows.expire_all()
    case = rows.get(Case, case.id)
    routine = next(one for one in town.norrkoping.routines if one.kind is FormKind.AT_RISK)
    trace = casework.reroute(
        case,
        rows.merge(routine),
        "Flyttat",
        standing_there=None,
        by=rows.merge(town.caseworker),
        at=AT,
    )
    rows.add(trace)
    rows.commit()

    there = login(town.other_caseworker, another_client())

    assert there.get(booked.location).status_code == 404
    page = there.get(f"/cases/{case.reference}")
    assert "YBC, rum 212" not in page.page.text


def test_the_list_tells_what_is_to_be_booked_and_what_comes(kaa, book, case):
    to_do = kaa.get("/meetings").page
    book()
    coming = kaa.get("/meetings?view=coming").page

    assert "Ska bokas" in to_do.text
    assert to_do.links["Wilma Ek"] == f"/cases/{case.reference}"
    assert "Wilma Ek" in coming.text
    assert "Inget möte väntar på dig" in kaa.get("/meetings").page.text


def test_a_meeting_that_has_been_waits_to_be_written_down_and_then_lies_behind(kaa, hold, case):
    page = hold()
    waiting = kaa.get("/meetings").page.text
    kaa.send(page, **came(page), outcome="stays_watch")

    assert "Skriv in hur det gick" in waiting
    assert "Eleven stannar, vi bevakar" in kaa.get("/meetings?view=past").page.text


@pytest.mark.parametrize("address", ["?view=x", "?after=x", "?view=coming&after=1~2"])
def test_a_mistyped_address_shows_the_first_page(kaa, case, address):
    assert kaa.get(f"/meetings{address}").status_code == 200


def test_another_municipalitys_meetings_are_not_in_the_list(login, town, case):
    assert "Wilma Ek" not in login(town.other_caseworker).get("/meetings").page.text


def many(rows, case, count, **about):
    """So many meetings of other pupils' cases."""
    copies(rows, rows.get(Case, case.id), count)
    others = rows.scalars(select(Case).where(Case.id != case.id)).all()
    for place, one in enumerate(others):
        rows.add(
            Meeting(
                case_id=one.id,
                municipality_code=one.municipality_code,
                state=MeetingState.BOOKED,
                starts_at=AT + timedelta(days=1, minutes=place // 2),
                created_at=AT,
                **about,
            )
        )
    rows.commit()


def test_the_list_costs_the_same_however_long_and_pages_through_all(kaa, rows, case, statements):
    kaa.get("/meetings?view=coming")
    statements.clear()
    kaa.get("/meetings?view=coming")
    few = len(statements)
    many(rows, case, 120)
    statements.clear()
    page = kaa.get("/meetings?view=coming").page
    cost = len(statements)

    seen = [link for link in page.links.values() if "/meetings/" in link]
    hrefs = set()
    url = "/meetings?view=coming"
    while url:
        page = kaa.get(url).page
        hrefs |= {
            link.get("href") for link in page.all("a") if "/meetings/" in (link.get("href") or "")
        }
        url = page.links.get("Visa nästa")
    assert len(seen) <= 50
    assert len(hrefs) == 120
    assert cost == few <= 10


def test_a_page_of_a_meeting_costs_few_statements(kaa, book, statements):
    booked = book()
    kaa.get(booked.location)
    statements.clear()

    kaa.get(booked.location)

    assert len(statements) <= 10
