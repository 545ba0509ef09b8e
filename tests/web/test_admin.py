"""Administrators see to people, municipalities and schools, each their own, and to no case."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from portal import db
from portal.models import (
    AccessLogEntry,
    Case,
    Event,
    Membership,
    Message,
    Municipality,
    Organiser,
    Routine,
    SchoolUnit,
    User,
)
from portal.vocabulary import CaseState, FormKind, Opened, OrganiserKind, Role, Step
from portal.workflow import casework
from tests.town import AT, TODAY, a_case, a_municipality

PEOPLE = "/admin/people"
INVITE = "/admin/people/invite"
SOMEBODY = {"email": "ny.person@example.se", "name": "Ny Person", "title": "kurator", "phone": ""}


def memberships(rows, email):
    wanted = select(Membership).join(User).where(User.email == email)
    return rows.scalars(wanted.execution_options(populate_existing=True)).all()


@pytest.fixture
def statements(app):
    """How many SQL statements the last request took."""
    seen = []

    def count(*args):
        seen.append(args[2])

    event.listen(db.engine(), "before_cursor_execute", count)
    yield seen
    event.remove(db.engine(), "before_cursor_execute", count)


# --- people -------------------------------------------------------------------------------------


def test_an_organisers_administrator_sees_the_people_of_its_own_schools(town, login):
    text = login(town.organiser_admin).get(PEOPLE).page.text

    assert "Karin Holm" in text
    assert "Rut Ek" in text
    for name in ("Sara Lund", "Nils Bro", "Amina Berg", "Maja Torn"):
        assert name not in text


def test_a_municipalitys_administrator_sees_its_own_people(town, login):
    text = login(town.municipality_admin).get(PEOPLE).page.text

    for name in ("Amina Berg", "Cilla Frid", "Leo Grann", "Siv Natt"):
        assert name in text
    for name in ("Disa Gren", "Karin Holm", "Petra Vik"):
        assert name not in text
    assert "två administratörer tillsammans" in text


def test_the_portals_administrator_sees_administrators_only(town, login):
    text = login(town.platform_admin).get(PEOPLE).page.text

    assert "Hugo Rask" in text
    assert "Maja Torn" in text
    assert "Amina Berg" not in text


@pytest.mark.parametrize(
    ("who", "role", "where"),
    [
        ("organiser_admin", Role.COUNSELLOR, {"school_unit_code": "68285560"}),
        ("organiser_admin", Role.RECTOR, {"school_unit_code": "68285560"}),
        ("municipality_admin", Role.CASEWORKER, {}),
        ("municipality_admin", Role.COORDINATOR, {}),
        ("municipality_admin", Role.LOG_REVIEWER, {}),
        ("municipality_admin", Role.MUNICIPALITY_ADMIN, {}),
        ("platform_admin", Role.MUNICIPALITY_ADMIN, {"municipality_code": "0581"}),
        ("platform_admin", Role.PLATFORM_ADMIN, {}),
    ],
)
def test_an_administrator_invites_to_the_roles_that_are_theirs_to_give(
    town, login, rows, who, role, where
):
    client = login(getattr(town, who))

    answer = client.send(client.get(INVITE), role=role.value, **SOMEBODY, **where)

    assert answer.location == PEOPLE
    (membership,) = memberships(rows, "ny.person@example.se")
    assert membership.role is role
    by = getattr(town, who)
    assert membership.municipality_code == where.get(
        "municipality_code", by.municipality_code if not where else None
    )
    (message,) = rows.scalars(select(Message)).all()
    assert (message.template, message.recipient) == ("invitation", "ny.person@example.se")
    assert message.user_id == membership.user_id


def test_the_first_administrator_of_an_organiser_is_invited(town, login, rows):
    client = login(town.platform_admin)

    client.send(
        client.get(f"{INVITE}?organiser={town.rytmus_ltd.id.hex}"),
        role="organiser_admin",
        **SOMEBODY,
    )

    (membership,) = memberships(rows, "ny.person@example.se")
    assert membership.organiser_id == town.rytmus_ltd.id


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("organiser_admin", {"role": "caseworker"}),
        ("organiser_admin", {"role": "organiser_admin"}),
        ("organiser_admin", {"role": "platform_admin"}),
        ("organiser_admin", {"role": "counsellor", "school_unit_code": "46611859"}),
        ("organiser_admin", {"role": "counsellor", "school_unit_code": ""}),
        ("municipality_admin", {"role": "protection_officer"}),
        ("municipality_admin", {"role": "counsellor"}),
        ("municipality_admin", {"role": "platform_admin"}),
        ("municipality_admin", {"role": ""}),
        ("platform_admin", {"role": "caseworker"}),
        ("platform_admin", {"role": "protection_officer"}),
        ("platform_admin", {"role": "municipality_admin", "municipality_code": ""}),
        ("platform_admin", {"role": "municipality_admin", "municipality_code": "9999"}),
        ("platform_admin", {"role": "organiser_admin", "organiser_id": "x"}),
    ],
)
def test_no_other_role_and_no_other_place_can_be_given(town, login, rows, who, said):
    client = login(getattr(town, who))

    answer = client.send(client.get(INVITE), **SOMEBODY, **said)

    assert answer.status_code == 422
    assert answer.page.values["name"] == "Ny Person"
    assert memberships(rows, "ny.person@example.se") == []
    assert rows.scalars(select(Message)).all() == []


def test_a_municipality_cannot_be_slipped_into_an_invitation(town, login, rows):
    client = login(town.municipality_admin)

    client.send(client.get(INVITE), role="caseworker", municipality_code="0581", **SOMEBODY)

    (membership,) = memberships(rows, "ny.person@example.se")
    assert membership.municipality_code == "0182"


def test_inviting_an_address_that_has_an_account_elsewhere_looks_the_same(town, login, rows):
    """Disa works in Norrköping; Nacka's administrator learns nothing of it by inviting."""
    client = login(town.municipality_admin)
    new = client.send(client.get(INVITE), role="caseworker", **SOMEBODY)
    said_new = client.get(new.location).text

    known = client.send(
        client.get(INVITE), role="caseworker", **SOMEBODY | {"email": "DISA.GREN@example.se"}
    )
    said_known = client.get(known.location).text

    assert new.location == known.location
    assert "En inbjudan är på väg till ny.person@example.se." in said_new
    assert "En inbjudan är på väg till DISA.GREN@example.se." in said_known
    assert len(memberships(rows, "disa.gren@example.se")) == 2
    assert rows.get(User, town.other_caseworker.user_id, populate_existing=True).name == "Disa Gren"


def test_nobody_gives_themselves_a_role(town, login, rows):
    client = login(town.municipality_admin)
    own = SOMEBODY | {"email": town.municipality_admin.user.email}

    answer = client.send(client.get(INVITE), role="caseworker", **own)

    assert "din egen roll" in answer.page.text
    assert len(memberships(rows, own["email"])) == 1


def test_a_role_is_not_given_twice(town, login, rows):
    client = login(town.municipality_admin)
    again = SOMEBODY | {"email": town.caseworker.user.email}

    answer = client.send(client.get(INVITE), role="caseworker", **again)

    assert "har redan den rollen" in answer.page.text
    assert len(memberships(rows, again["email"])) == 1


@pytest.mark.parametrize(
    "typed",
    [{"email": ""}, {"email": "inte en adress"}, {"email": "a@b.se,c@d.se"}, {"email": "a" * 300},
     {"name": ""}, {"name": "x" * 100_000}, {"name": "Ny\u202ePerson"}, {"phone": "ring"},
     {"title": "x" * 101}, {"name": "Ny\x00Person"}, {"role": "kung"}],
)  # fmt: skip
def test_what_cannot_be_right_is_told_and_nobody_is_invited(town, login, rows, typed):
    client = login(town.municipality_admin)

    answer = client.send(client.get(INVITE), **{"role": "caseworker"} | SOMEBODY | typed)

    assert answer.status_code == 422
    assert answer.page.title.startswith("Fel: ")
    assert rows.scalars(select(Message)).all() == []


def test_an_invitation_can_be_sent_again(town, login, rows):
    client = login(town.municipality_admin)
    page = client.get(PEOPLE).page

    answer = client.post(
        f"{PEOPLE}/{town.caseworker.id}/invitation", data={"csrf_token": page.values["csrf_token"]}
    )

    assert answer.location == PEOPLE
    assert [one.template for one in rows.scalars(select(Message))] == ["invitation"]


# --- a role ends --------------------------------------------------------------------------------


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


# --- municipalities -----------------------------------------------------------------------------


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
     {"absence_trigger": "percent", "absence_percent": "101"}],
)  # fmt: skip
def test_a_routine_that_could_not_be_kept_is_refused(town, login, rows, typed):
    client = login(town.municipality_admin)

    answer = client.send(client.get("/admin/municipalities/0182/routines/absence"), **typed)

    assert answer.status_code == 422
    assert routine_of(rows, FormKind.ABSENCE).changed_at is None


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


# --- school units -------------------------------------------------------------------------------


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


# --- the access log -----------------------------------------------------------------------------


def opening(by, reference, at=AT):
    return AccessLogEntry(
        at=at, membership_id=by.id, opened=Opened.CASE, reference=reference,
        municipality_code=by.municipality_code, school_unit_code=by.school_unit_code,
        request_id="x",
    )  # fmt: skip


def test_a_reviewer_sees_who_opened_what_in_the_own_municipality(town, login, stored):
    stored(opening(town.caseworker, "26-2222-2222"), opening(town.other_caseworker, "26-3333-3333"))

    text = login(town.log_reviewer).get("/admin/access-log").page.text

    assert "26-2222-2222" in text
    assert "Amina Berg" in text
    assert "26-3333-3333" not in text


def test_the_log_shows_nothing_of_the_case(town, login, client, stored):
    case = stored(a_case(town))
    login(town.caseworker).get(f"/cases/{case.reference}")

    page = login(town.log_reviewer).get("/admin/access-log")

    assert case.reference in page.page.text
    for secret in ("Wilma", "Ek,", "2010", "YBC"):
        assert secret not in page.page.text


def test_the_log_is_narrowed_by_reference_person_and_day(town, login, stored):
    stored(
        opening(town.caseworker, "26-2222-2222"),
        opening(town.coordinator, "26-3333-3333"),
        opening(town.caseworker, "26-4444-4444", AT - timedelta(days=3)),
    )
    client = login(town.log_reviewer)

    def shown(**query):
        text = client.get("/admin/access-log", query_string=query).page.text
        return {one for one in ("26-2222-2222", "26-3333-3333", "26-4444-4444") if one in text}

    assert shown(reference="26-3333-3333") == {"26-3333-3333"}
    assert shown(person=town.caseworker.id.hex) == {"26-2222-2222", "26-4444-4444"}
    assert shown(first_day="2026-11-18") == {"26-2222-2222", "26-3333-3333"}
    assert shown(last_day="2026-11-17") == {"26-4444-4444"}
    assert shown(first_day="i går") == {"26-2222-2222", "26-3333-3333", "26-4444-4444"}


@pytest.mark.parametrize(
    "after", ["x", "2026-11-18_1", "_", "9" * 5000, "2026-11-18T09:00:00+00:00_x"]
)
def test_a_place_in_the_log_that_is_none_is_its_beginning(town, login, stored, after):
    stored(opening(town.caseworker, "26-2222-2222"))

    page = login(town.log_reviewer).get("/admin/access-log", query_string={"after": after}).page

    assert "26-2222-2222" in page.text


def test_the_log_costs_the_same_however_long_and_shows_each_row_once(town, login, rows, statements):
    client = login(town.log_reviewer)
    rows.add(opening(town.caseworker, "26-2222-0000"))
    rows.commit()
    statements.clear()
    client.get("/admin/access-log")
    few = len(statements)
    rows.add_all(opening(town.caseworker, f"26-2222-{place:04}") for place in range(1, 130))
    rows.commit()

    seen, address = [], "/admin/access-log"
    while address:
        statements.clear()
        page = client.get(address).page
        assert len(statements) == few
        seen += [
            cell.find("div").text for cell in page.all("td") if cell.get("data-label") == "Referens"
        ]
        address = page.links.get("Visa nästa")

    assert len(seen) == len(set(seen)) == 130
