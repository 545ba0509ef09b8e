"""Nothing typed is lost: a form that comes too late is kept, and given back to who wrote it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.access.passwords import hash_password
from portal.db import forget_session, transaction
from portal.models import Event, HeldForm, Municipality
from portal.queries import accounts
from portal.vocabulary import Step
from portal.workflow import casework
from tests.town import AT, PASSWORD, a_case

QUESTION = "Har eleven kommit tillbaka?\r\nVi når ingen – <b>inte</b> mamman & inte heller skolan."
SAVED = "Vi sparade det du skrev"


@pytest.fixture
def case(town, stored):
    case = a_case(town)
    casework.take_on(case, by=town.caseworker, at=AT)
    return stored(case)


@pytest.fixture
def amina(town, stored):
    """The caseworker, who has a password."""
    for membership in (town.caseworker, town.second_caseworker):
        membership.user.password_hash = hash_password(PASSWORD)
    return stored(town.caseworker, town.second_caseworker)


@pytest.fixture
def enter():
    def log_in(membership, browser):
        page = browser.get("/login")
        typed = {"email": membership.user.email, "password": PASSWORD, "next": ""}
        return browser.send(page, **typed)

    return log_in


def form_to(page, action):
    """The hidden fields of the form that leads there."""
    form = next(one for one in page.all("form", action=action))
    return {field.get("name"): field.get("value") for field in form.iter("input")}


def questions(rows):
    asked = rows.scalars(select(Event).where(Event.step == Step.ASK)).all()
    return [event.facts["question"] for event in asked]


def test_a_question_that_came_after_the_session_had_ended_is_asked_after_all(
    case, amina, login, enter, clock, rows
):
    client = login(amina)
    path = f"/cases/{case.reference}/ask"
    page = client.get(path)
    clock.shift(timedelta(minutes=31))

    answer = client.send(page, question=QUESTION)
    assert answer.location == "/login"
    assert questions(rows) == []
    assert enter(amina, client).location == "/held"
    held = client.get("/held").page
    assert held.heading == SAVED
    assert "Vi når ingen" in held.text

    answer = client.post(path, data=form_to(held, path))

    assert answer.status_code in (302, 303)
    assert questions(rows) == [QUESTION.replace("\r\n", "\n")]
    assert client.get("/held").page.heading != SAVED


def test_a_form_that_came_back_wrong_is_shown_where_it_belongs_and_still_kept(
    case, amina, login, enter, clock
):
    client = login(amina)
    path = f"/cases/{case.reference}/ask"
    page = client.get(path)
    clock.shift(timedelta(minutes=31))
    too_long = "Varför kom hen inte? " * 200
    client.send(page, question=too_long)
    enter(amina, client)
    fields = form_to(client.get("/held").page, path)

    answer = client.post(path, data=fields)

    assert answer.status_code == 422
    assert answer.page.values["question"] == too_long.strip()
    assert client.get("/held").page.heading == SAVED


def test_nobody_else_is_given_what_somebody_wrote(case, amina, town, login, enter, clock, rows):
    client = login(amina)
    page = client.get(f"/cases/{case.reference}/ask")
    clock.shift(timedelta(minutes=31))
    client.send(page, question=QUESTION)

    answer = enter(town.second_caseworker, client)

    assert answer.location == "/"
    assert "Vi når ingen" not in client.get("/held").text
    assert rows.scalars(select(HeldForm.user_id)).all() == [amina.user_id]


def test_a_page_of_one_who_was_logged_in_before_gives_the_next_nothing(
    case, amina, town, login, rows
):
    """A shared computer: Amina's page stands open in one tab, Bo logs in in another."""
    client = login(amina)
    page = client.get(f"/cases/{case.reference}/ask")
    login(town.second_caseworker)

    answer = client.send(page, question=QUESTION)

    assert answer.status_code == 422
    assert "Vi når ingen" not in answer.text
    assert rows.scalars(select(HeldForm)).all() == []
    assert questions(rows) == []


def test_a_page_from_before_a_new_login_gives_its_form_back_at_once(
    case, amina, login, clock, rows
):
    client = login(amina)
    path = f"/cases/{case.reference}/ask"
    page = client.get(path)
    login(amina)

    answer = client.send(page, question=QUESTION)

    assert answer.status_code == 422
    assert answer.page.heading == SAVED
    assert client.post(path, data=form_to(answer.page, path)).status_code in (302, 303)
    assert questions(rows) == [QUESTION.replace("\r\n", "\n")]


def test_a_page_whose_cookie_is_gone_still_says_who_wrote(
    case, amina, login, another_client, enter
):
    """The browser was closed in between: no session is left, but the page's own token is."""
    page = login(amina).get(f"/cases/{case.reference}/ask")
    reopened = another_client()

    assert reopened.send(page, question=QUESTION).location == "/login"

    assert enter(amina, reopened).location == "/held"


def test_a_form_without_any_token_is_kept_for_the_one_who_is_logged_in(case, amina, login, rows):
    client = login(amina)

    answer = client.post(f"/cases/{case.reference}/ask", data={"question": QUESTION})

    assert answer.page.heading == SAVED
    assert questions(rows) == []


@pytest.mark.parametrize("token", ["forged", "ImFiYyI.av1pEA.x", ""])
def test_a_strangers_form_is_not_kept(client, town, rows, token):
    answer = client.post("/cases/26-2222-2222/ask", data={"csrf_token": token, "question": "x"})

    assert answer.location == "/login"
    assert rows.scalars(select(HeldForm)).all() == []


def test_what_is_kept_cannot_be_read_in_a_dump(case, amina, login, clock, database):
    client = login(amina)
    page = client.get(f"/cases/{case.reference}/ask")
    clock.shift(timedelta(minutes=31))
    client.send(page, question=QUESTION)

    (raw,) = database.execute("SELECT fields FROM held_form").fetchone()

    assert b"ingen" not in bytes(raw)


def test_the_last_form_takes_the_place_of_an_earlier_one(case, amina, login, clock, rows):
    client = login(amina)
    page = client.get(f"/cases/{case.reference}/ask")
    clock.shift(timedelta(minutes=31))
    for text in ("Den första", "Den andra"):
        client.send(page, question=text)

    (held,) = rows.scalars(select(HeldForm)).all()
    assert "Den andra" in held.fields


def test_after_a_day_it_is_not_given_back_and_is_purged(
    case, amina, login, enter, clock, app, rows
):
    client = login(amina)
    page = client.get(f"/cases/{case.reference}/ask")
    clock.shift(timedelta(minutes=31))
    client.send(page, question=QUESTION)
    clock.shift(timedelta(hours=24, seconds=1))

    assert enter(amina, client).location == "/"
    later = AT + timedelta(days=2)
    with app.app_context(), transaction():
        assert accounts.purge(at=later) == 1
    forget_session()
    assert rows.scalars(select(HeldForm)).all() == []


def test_what_is_not_wanted_can_be_thrown_away(case, amina, login, enter, clock, rows):
    client = login(amina)
    page = client.get(f"/cases/{case.reference}/ask")
    clock.shift(timedelta(minutes=31))
    client.send(page, question=QUESTION)
    enter(amina, client)

    fields = form_to(client.get("/held").page, "/held/discard")
    client.post("/held/discard", data=fields)

    assert rows.scalars(select(HeldForm)).all() == []


@pytest.mark.parametrize(
    ("path", "field"),
    [("/account/password", "current"), ("/account", "name"), ("/login", "password")],
)
def test_forms_about_the_account_are_never_kept(amina, login, clock, rows, path, field):
    client = login(amina)
    page = client.get("/account")
    clock.shift(timedelta(minutes=31))

    client.post(path, data={"csrf_token": page.page.values["csrf_token"], field: "hemligt"})

    assert rows.scalars(select(HeldForm)).all() == []


def test_an_administrators_form_is_kept_too(town, login, clock, rows):
    client = login(town.municipality_admin)
    path = "/admin/municipalities/0182/contact"
    page = client.get(path)
    clock.shift(timedelta(minutes=31))
    client.send(page, kaa_name="KAA Nacka, ungdomsteamet")

    login(town.municipality_admin)
    client.post(path, data=form_to(client.get("/held").page, path))

    assert rows.get(Municipality, "0182", populate_existing=True).kaa_name.endswith("teamet")


def test_what_the_script_saves_by_itself_is_not_kept(case, amina, login, clock, rows):
    client = login(amina)
    page = client.get(f"/cases/{case.reference}/ask")
    clock.shift(timedelta(minutes=31))

    client.post(
        f"/cases/{case.reference}/ask",
        data=page.page.values | {"question": "x"},
        headers={"X-Requested-With": "fetch"},
    )

    assert rows.scalars(select(HeldForm)).all() == []


def test_a_form_about_a_colleagues_case_is_given_back_once_the_reason_is_said(
    case, amina, town, login, rows
):
    """Bo wrote while the case was free; meanwhile it is Amina's and he must say why."""
    client = login(town.second_caseworker)
    token = client.get("/account").page.values["csrf_token"]
    typed = {"csrf_token": token, "question": QUESTION}
    answer = client.post(f"/cases/{case.reference}/ask", data=typed)
    assert "/reason" in answer.location

    said = {"csrf_token": token, "reason": "covering"}
    answer = client.post(f"/cases/{case.reference}/reason", data=said)

    assert answer.location == "/held"
    assert "Vi når ingen" in client.get("/held").page.text
    assert questions(rows) == []
