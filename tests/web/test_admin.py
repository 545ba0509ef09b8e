"""Municipalities and school units: how they are reached and how they want things done."""

import pytest
from sqlalchemy import select

from portal.models import (
    Municipality,
    Organiser,
    RegisterRoutine,
    Routine,
    SchoolUnit,
)
from portal.routines.register import preset
from portal.vocabulary import FormKind, OrganiserKind
from tests.town import TODAY, a_municipality

CONTACT = "/admin/municipalities/0182/contact"


def test_contact_data_is_changed_for_the_schools_to_see(town, login, rows):
    client = login(town.municipality_admin)

    answer = client.send(client.get(CONTACT), kaa_name="Ungdomsteamet", phone="08-465 005 00")

    assert answer.location == "/admin/municipalities/0182"
    found = rows.get(Municipality, "0182", populate_existing=True)
    assert (found.kaa_name, found.phone) == ("Ungdomsteamet", "08-465 005 00")


@pytest.mark.parametrize("field", ["kaa_name", "email", "phone", "protected_phone"])
def test_a_joined_municipality_can_always_be_reached(town, login, rows, field):
    client = login(town.municipality_admin)

    answer = client.send(client.get(CONTACT), **{field: ""})

    assert answer.status_code == 422
    assert "Annars når skolorna inte fram" in answer.page.text
    assert getattr(rows.get(Municipality, "0182", populate_existing=True), field)


def test_another_municipality_does_not_exist(town, login):
    client = login(town.municipality_admin)
    token = client.get(CONTACT).page.values["csrf_token"]
    for path in ("", "/contact", "/routines/absence"):
        assert client.get(f"/admin/municipalities/0581{path}").status_code == 404
    for path in ("/contact", "/routines/absence", "/join", "/preset"):
        data = {"csrf_token": token, "preset": "nacka", "kaa_name": "x"}
        assert client.post(f"/admin/municipalities/0581{path}", data=data).status_code == 404


def test_a_municipality_joins_once_it_can_be_reached_and_cannot_leave(town, login, rows):
    client = login(town.platform_admin)
    page = client.get("/admin/municipalities/0138").page
    token = {"csrf_token": page.values["csrf_token"]}
    refused = client.post("/admin/municipalities/0138/join", data=token)
    assert (refused.status_code, "Annars når" in refused.page.text) == (422, True)

    client.send(client.get("/admin/municipalities/0138/contact"), email="kaa@tyreso.example")
    client.post("/admin/municipalities/0138/join", data=token)

    assert rows.get(Municipality, "0138", populate_existing=True).joined_on == TODAY
    page = client.get("/admin/municipalities/0138").page
    assert page.all("form", action="/admin/municipalities/0138/join") == []
    routines = rows.scalars(
        select(RegisterRoutine.key).where(RegisterRoutine.municipality_code == "0138")
    )
    assert set(routines) == set(preset("standard").routines)


def test_a_municipality_does_not_join_by_its_own_hand(town, login, rows, stored):
    town.nacka.joined_on = None
    stored(town.nacka)
    client = login(town.municipality_admin)
    token = client.get(CONTACT).page.values["csrf_token"]

    answer = client.post("/admin/municipalities/0182/join", data={"csrf_token": token})

    assert answer.status_code == 422
    assert rows.get(Municipality, "0182", populate_existing=True).joined_on is None


def routine_of(rows, kind, code="0182"):
    wanted = select(Routine).where(Routine.municipality_code == code, Routine.kind == kind)
    return rows.scalars(wanted.execution_options(populate_existing=True)).one()


@pytest.mark.parametrize("kind", list(FormKind))
def test_every_routine_can_be_changed_and_says_when_it_was(town, login, rows, kind):
    client = login(town.municipality_admin)
    path = f"/admin/municipalities/0182/routines/{kind.value}"

    answer = client.send(client.get(path), acknowledge_days="7")

    assert answer.location == "/admin/municipalities/0182"
    routine = routine_of(rows, kind)
    assert (routine.acknowledge_days, routine.changed_at is not None) == (7, True)
    assert routine.question_days == 5
    assert routine.opens_meeting is (kind is FormKind.AT_RISK)


@pytest.mark.parametrize(
    "typed",
    [{"acknowledge_days": ""}, {"acknowledge_days": "0"}, {"acknowledge_days": "-1"},
     {"acknowledge_days": "61"}, {"acknowledge_days": "två"}, {"acknowledge_days": "1e3"},
     {"acknowledge_days": "9" * 400}, {"opens_meeting": "kanske"}, {"absence_trigger": ""},
     {"absence_trigger": "percent", "absence_percent": ""},
     {"absence_trigger": "percent", "absence_percent": "101"},
     {"ask_again_weeks": "53"}, {"ask_again_spring_week": "0"}, {"ask_again_autumn_week": "53"}],
)  # fmt: skip
def test_a_routine_that_could_not_be_kept_is_refused(town, login, rows, typed):
    client = login(town.municipality_admin)

    answer = client.send(client.get("/admin/municipalities/0182/routines/absence"), **typed)

    assert answer.status_code == 422
    assert routine_of(rows, FormKind.ABSENCE).changed_at is None


def test_a_municipality_may_have_schools_asked_in_two_weeks_of_the_year(town, login, rows):
    client = login(town.municipality_admin)
    path = "/admin/municipalities/0182/routines/absence"

    answer = client.send(client.get(path), ask_again_weeks="0", ask_again_spring_week="10")

    assert answer.location == "/admin/municipalities/0182"
    routine = routine_of(rows, FormKind.ABSENCE)
    assert (routine.ask_again_weeks, routine.ask_again_spring_week) == (0, 10)


def test_the_percentage_goes_when_it_no_longer_decides(town, login, rows):
    client = login(town.municipality_admin)
    path = "/admin/municipalities/0182/routines/absence"
    client.send(client.get(path), absence_trigger="percent", absence_percent="20")
    assert routine_of(rows, FormKind.ABSENCE).absence_percent == 20

    client.send(client.get(path), absence_trigger="csn_reported")

    assert routine_of(rows, FormKind.ABSENCE).absence_percent is None


def test_a_preset_replaces_what_was_changed(town, login, rows):
    client = login(town.municipality_admin)
    path = "/admin/municipalities/0182"
    client.send(client.get(f"{path}/routines/dropout"), acknowledge_days="30")
    token = client.get(path).page.values["csrf_token"]

    client.post(f"{path}/preset", data={"csrf_token": token, "preset": "nacka"})

    routine = routine_of(rows, FormKind.DROPOUT)
    assert (routine.acknowledge_days, routine.changed_at) == (2, None)
    assert "Förlaga: Nacka." in client.get(path).page.text
    wrong = client.post(f"{path}/preset", data={"csrf_token": token, "preset": "../nacka"})
    assert wrong.status_code == 404


def test_the_list_of_municipalities_can_be_narrowed(town, login, stored):
    stored(a_municipality("1480", "Göteborg", joined=False))
    client = login(town.platform_admin)

    def shown(query):
        page = client.get(f"/admin/municipalities?{query}").page
        return [
            link for link in page.links if link in ("Nacka", "Norrköping", "Tyresö", "Göteborg")
        ]

    assert shown("") == ["Göteborg", "Nacka", "Norrköping", "Tyresö"]
    assert shown("joined=no") == ["Göteborg", "Tyresö"]
    assert shown("name=NORR") == ["Norrköping"]


def test_a_new_unit_needs_only_its_code_and_is_completed_afterwards(town, login, rows):
    client = login(town.platform_admin)
    answer = client.send(client.get("/admin/school-units/new"), code="12345678")
    assert answer.location == "/admin/school-units/12345678"
    assert not rows.get(SchoolUnit, "12345678", populate_existing=True).complete

    client.send(
        client.get(answer.location),
        name="Nya gymnasiet", form="gymnasieskola", municipality_code="0182", town="Nacka",
        organiser_id=town.rytmus_ltd.id.hex, organiser_kind="", shares_filings="no",
    )  # fmt: skip

    unit = rows.get(SchoolUnit, "12345678", populate_existing=True)
    assert unit.complete
    assert (unit.organiser_id, unit.organiser_kind) == (
        town.rytmus_ltd.id,
        OrganiserKind.INDEPENDENT,
    )


@pytest.mark.parametrize(
    "code", ["", "1234567", "123456789", "1234567a", "68285560", "１２３４５６７８"]
)
def test_a_code_that_is_wrong_or_taken_is_refused(town, login, code):
    client = login(town.platform_admin)

    assert client.send(client.get("/admin/school-units/new"), code=code).status_code == 422


def test_an_incomplete_unit_is_found_and_says_so(town, login, stored):
    stored(SchoolUnit(code="12345678", name="", complete=False))
    client = login(town.platform_admin)

    page = client.get("/admin/school-units?state=incomplete").page

    assert "12345678" in page.text
    assert "Saknar uppgifter" in page.text
    assert "YBC" not in page.text


def test_an_organiser_completes_and_opens_its_own_units_only(town, login, rows):
    client = login(town.organiser_admin)

    answer = client.send(client.get("/admin/school-units/68285560"), shares_filings="yes")

    assert answer.location == "/admin/school-units"
    assert rows.get(SchoolUnit, "68285560", populate_existing=True).shares_filings
    assert client.get("/admin/school-units/46611859").status_code == 404
    data = client.get("/admin/school-units/68285560").page.values
    assert client.post("/admin/school-units/46611859", data=data).status_code == 404


def test_an_organiser_cannot_give_a_unit_to_another(town, login, rows):
    client = login(town.organiser_admin)

    client.send(
        client.get("/admin/school-units/68285560"),
        organiser_id=town.rytmus_ltd.id.hex, organiser_kind="independent", complete="",
        code="46611859",
    )  # fmt: skip

    unit = rows.get(SchoolUnit, "68285560", populate_existing=True)
    assert (unit.organiser_id, unit.organiser_kind) == (
        town.nacka_schools.id,
        OrganiserKind.MUNICIPAL,
    )


def test_a_new_organiser_is_made_once(town, login, rows):
    client = login(town.platform_admin)
    said = {"name": "Exempelskolan AB", "kind": "independent"}

    assert client.send(client.get("/admin/organisers/new"), **said).location == "/admin/organisers"
    again = client.send(client.get("/admin/organisers/new"), **said | {"name": "exempelskolan ab"})

    assert again.status_code == 422
    found = rows.scalars(select(Organiser).where(Organiser.name == "Exempelskolan AB")).all()
    assert len(found) == 1


def test_the_menu_says_where_one_is(town, login):
    client = login(town.platform_admin)

    def current(path):
        (place,) = [link for link in client.get(path).page.all("a") if link.get("aria-current")]
        return (place.text or "").strip()

    assert current("/admin/people/invite") == "Personer"
    assert current("/admin/municipalities/0182/routines/absence") == "Kommun"
    assert current("/admin/school-units/new") == "Skolenheter"
