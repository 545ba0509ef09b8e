"""When a role ends: at once, with nothing lost, and never by the wrong hand."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.models import (
    Case,
    Event,
    Membership,
    User,
)
from portal.vocabulary import CaseState, Role, Step
from portal.workflow import casework
from tests.town import AT, TODAY, a_case

PEOPLE = "/admin/people"


@pytest.fixture
def end(login):
    def ended(by, membership):
        client = login(by)
        token = client.get(PEOPLE).page.values["csrf_token"]
        return client.post(f"{PEOPLE}/{membership.id}/end", data={"csrf_token": token})

    return ended


def test_who_loses_a_role_is_out_with_the_next_request(town, login, another_client, end, rows):
    working = login(town.caseworker, another_client())
    assert working.get("/queue").status_code == 200

    answer = end(town.municipality_admin, town.caseworker)

    assert answer.location == PEOPLE
    assert working.get("/queue").location.startswith("/login")
    assert rows.get(Membership, town.caseworker.id, populate_existing=True).ended_at is not None


def test_ending_a_role_is_confirmed_and_says_what_becomes_of_the_work(town, login, stored):
    case = a_case(town)
    casework.take_on(case, by=town.caseworker, at=AT)
    stored(case)

    page = login(town.municipality_admin).get(f"{PEOPLE}/{town.caseworker.id}/end").page

    assert page.heading == "Avsluta rollen?"
    assert "1 öppet ärende går tillbaka till kön" in page.text
    assert case.reference not in page.text
    assert "Wilma" not in page.text


@pytest.mark.parametrize(
    ("step", "state"),
    [
        (lambda *_: None, CaseState.QUEUED),
        (lambda case, by: casework.ask(case, "När?", by=by, at=AT), CaseState.NEEDS_INFO),
        (
            lambda case, by: casework.monitor(
                case, TODAY + timedelta(days=30), "Bevaka", by=by, at=AT
            ),
            CaseState.MONITORING,
        ),
    ],
    ids=["in progress", "waiting for the school", "monitoring"],
)
def test_the_open_cases_of_who_leaves_go_back_and_nobody_is_lost(
    town, stored, end, rows, step, state
):
    case = a_case(town)
    casework.take_on(case, by=town.caseworker, at=AT)
    step(case, town.caseworker)
    stored(case)

    end(town.municipality_admin, town.caseworker)

    found = rows.get(Case, case.id, populate_existing=True)
    assert (found.caseworker_id, found.state) == (None, state)
    assert found.due_on is not None
    last = rows.scalars(select(Event).where(Event.step == Step.HAND_BACK)).one()
    assert last.actor_id is None


@pytest.mark.parametrize(
    ("by", "of"),
    [
        ("organiser_admin", "other_counsellor"),
        ("organiser_admin", "caseworker"),
        ("municipality_admin", "other_caseworker"),
        ("municipality_admin", "counsellor"),
        ("municipality_admin", "platform_admin"),
        ("platform_admin", "caseworker"),
    ],
)
def test_what_is_not_theirs_does_not_exist(town, login, end, rows, by, of):
    whose, membership = getattr(town, by), getattr(town, of)

    assert login(whose).get(f"{PEOPLE}/{membership.id}/end").status_code == 404
    assert end(whose, membership).status_code == 404
    assert rows.get(Membership, membership.id, populate_existing=True).ended_at is None


@pytest.mark.parametrize(
    ("by", "of", "said"),
    [
        ("municipality_admin", "municipality_admin", "din egen roll"),
        ("municipality_admin", "protection_officer", "kan du inte ge eller avsluta"),
        ("platform_admin", "municipality_admin", "minst en administratör kvar"),
        ("platform_admin", "organiser_admin", "minst en administratör kvar"),
    ],
)
def test_some_roles_stay(town, end, rows, by, of, said):
    membership = getattr(town, of)

    answer = end(getattr(town, by), membership)

    assert answer.status_code == 422
    assert said in answer.page.text
    assert rows.get(Membership, membership.id, populate_existing=True).ended_at is None


def test_an_ended_role_is_listed_as_ended_and_cannot_end_again(town, login, end):
    end(town.municipality_admin, town.caseworker)
    client = login(town.municipality_admin)

    assert "Amina Berg" not in client.get(PEOPLE).page.text
    assert "Amina Berg" in client.get(f"{PEOPLE}?ended=yes").page.text
    assert end(town.municipality_admin, town.caseworker).status_code == 404


def test_the_list_pages_by_name_without_names_in_the_address(town, login, rows, statements):
    for place in range(120):
        user = User(email=f"p{place}@example.se", name=f"Åke Nummer{place:03}", created_at=AT)
        rows.add(
            Membership(user=user, role=Role.CASEWORKER, municipality_code="0182", started_at=AT)
        )
    rows.commit()
    client = login(town.municipality_admin)

    seen, address = [], PEOPLE
    while address:
        statements.clear()
        page = client.get(address).page
        assert len(statements) <= 4
        seen += [cell.text for cell in page.all("th", scope="row")]
        address = page.links.get("Visa nästa")
        assert address is None or "ke" not in address
    assert len(seen) == len(set(seen)) == 126
    assert [name for name in seen if name.startswith("Åke")] == seen[-120:]


@pytest.mark.parametrize("name", ["_external", "_scheme", "_anchor", "_method", "endpoint", "self"])
def test_what_else_stands_in_the_address_of_a_list_does_nothing(town, login, rows, name):
    for place in range(60):
        user = User(email=f"p{place}@example.se", name=f"Å{place:03}", created_at=AT)
        rows.add(
            Membership(user=user, role=Role.CASEWORKER, municipality_code="0182", started_at=AT)
        )
    rows.commit()

    page = login(town.municipality_admin).get(
        PEOPLE, query_string={name: "x", "role": "caseworker"}
    )

    assert page.page.links["Visa nästa"].startswith("/admin/people?after=")
    assert "role=caseworker" in page.page.links["Visa nästa"]
