"""Logging in and out, and one's own account."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.access.passwords import fits, hash_password
from portal.access.tokens import invitation_path, reset_path
from portal.models import AccessLogEntry, LoginFailure, Membership, Message, User
from portal.vocabulary import Opened, Role
from tests.town import AT, PASSWORD

WRONG = "hör inte ihop"
TOO_MANY = "För många försök"
NEW_PASSWORD = "grädde kikare snöstorm vantar"


@pytest.fixture
def karin(town, stored) -> User:
    """A counsellor who has chosen her password."""
    town.counsellor.user.password_hash = hash_password(PASSWORD)
    return stored(town.counsellor.user)


@pytest.fixture
def enter(client):
    """Try to log in, as a person does."""

    def try_it(email, password=PASSWORD, browser=client, **more):
        page = browser.get("/login")
        return browser.send(page, **({"email": email, "password": password, "next": ""} | more))

    return try_it


def without_token(text: str) -> str:
    """A page without what differs each time it is made."""
    text = re.sub(r'(name="csrf_token" value=|nonce=)"[^"]+"', r'\1""', text)
    return re.sub(r'value="[^"]*@[^"]*"', "", text)


# --- coming in ----------------------------------------------------------------------------------


def test_who_knows_the_password_comes_in(karin, enter, client):
    answer = enter(karin.email)

    assert answer.location == "/"
    assert "Karin Holm" in client.get("/account").text


def test_the_address_may_be_typed_in_capitals_and_with_spaces(karin, enter):
    assert enter(f"  {karin.email.upper()} ").location == "/"


def test_the_page_asked_for_comes_after_the_login(karin, client):
    answer = client.get("/account")
    assert answer.location == "/login?next=/account"

    form = next(one for one in client.get(answer.location).page.all("form", action="/login"))
    hidden = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert hidden["next"] == "/account"
    answer = client.post("/login", data=hidden | {"email": karin.email, "password": PASSWORD})

    assert answer.location == "/account"


@pytest.mark.parametrize(
    "email", ["karin.holm@example.se", "ingen@example.se", "olle.sund@example.se"]
)
def test_a_wrong_login_says_the_same_of_every_account(karin, enter, another_client, email):
    """Karin has an account, nobody has the second, Olle has not chosen a password yet."""
    known = enter(karin.email, "fel lösenord helt och hållet")
    answer = enter(email, "fel lösenord helt och hållet", another_client())

    assert answer.status_code == 422
    assert WRONG in answer.page.text
    assert without_token(answer.text) == without_token(known.text)


def test_an_unknown_account_is_compared_at_full_cost(karin, enter, monkeypatch):
    compared = []
    monkeypatch.setattr(
        "portal.workflow.accounts.passwords.fits",
        lambda password_hash, password: compared.append((password_hash, password)) or False,
    )

    enter("ingen@example.se", "x")
    assert compared == [("", "x")]

    monkeypatch.undo()
    assert not fits("", "x")


def test_the_ten_first_guesses_are_heard_and_then_not_even_the_right_one(karin, enter, clock):
    for guess in range(10):
        assert enter(karin.email, f"gissning nummer {guess}").status_code == 422
    answer = enter(karin.email)
    assert (answer.status_code, TOO_MANY in answer.page.text) == (429, True)

    clock.shift(timedelta(minutes=5, seconds=1))
    assert enter(karin.email).location == "/"


def test_too_many_tries_read_the_same_for_an_account_that_does_not_exist(
    karin, enter, another_client
):
    other = another_client()
    for _ in range(10):
        enter(karin.email, "fel")
        enter("ingen@example.se", "fel", other)
    known, unknown = enter(karin.email, "fel"), enter("ingen@example.se", "fel", other)

    assert known.status_code == unknown.status_code == 429
    assert without_token(known.text) == without_token(unknown.text)


def test_guessing_at_one_account_does_not_shut_another_out(karin, town, stored, enter):
    town.rector.user.password_hash = hash_password(PASSWORD)
    stored(town.rector.user)
    for _ in range(12):
        enter(karin.email, "fel")

    assert enter(town.rector.user.email).location == "/"


def test_fifty_tries_from_one_address_are_enough(karin, enter, client):
    for number in range(50):
        assert enter(f"nummer{number}@example.se", "fel").status_code == 422

    assert enter("nummer51@example.se", "fel").status_code == 429


def test_a_forged_forwarding_header_gains_nothing(karin, client):
    statuses = []
    for number in range(12):
        page = client.get("/login")
        data = page.page.values | {"email": karin.email, "password": "fel"}
        headers = {"X-Forwarded-For": f"10.0.0.{number}", "X-Real-IP": f"10.1.0.{number}"}
        statuses.append(client.post("/login", data=data, headers=headers).status_code)

    assert statuses == [422] * 10 + [429] * 2


def test_tries_are_kept_as_hashes_and_forgotten_when_the_person_comes_in(karin, enter, rows):
    enter(karin.email, "fel")
    tried = rows.scalars(select(LoginFailure)).all()
    assert len(tried) == 1
    assert "karin" not in tried[0].account_hash + tried[0].address_hash
    assert "127.0.0.1" not in tried[0].address_hash

    enter(karin.email)
    assert rows.scalars(select(LoginFailure)).all() == []


def test_who_has_no_running_role_is_told_so_only_with_the_right_password(
    karin, town, stored, enter
):
    town.counsellor.ended_at = AT
    stored(town.counsellor)

    assert WRONG in enter(karin.email, "fel").page.text
    assert "ingen roll" in enter(karin.email).page.text


def test_a_login_begins_a_new_session(karin, enter, client):
    client.get("/login")
    with client.session_transaction() as before:
        planted = before["csrf_token"]
        before["planted"] = "by somebody else"
    enter(karin.email)

    with client.session_transaction() as after:
        assert after["csrf_token"] != planted
        assert "planted" not in after


# --- sessions -----------------------------------------------------------------------------------


def test_a_session_ends_after_thirty_quiet_minutes(town, login, clock):
    client = login(town.counsellor)
    clock.shift(timedelta(minutes=29))
    assert client.get("/account").status_code == 200
    clock.shift(timedelta(minutes=29))
    assert client.get("/account").status_code == 200

    clock.shift(timedelta(minutes=31))
    answer = client.get("/account")
    assert answer.location == "/login?next=/account"
    assert "har gått en stund" in client.get(answer.location).page.text


def test_a_word_from_the_script_keeps_the_session_alive(town, login, clock):
    client = login(town.counsellor)
    token = client.get("/account").page.values["csrf_token"]
    for _ in range(3):
        clock.shift(timedelta(minutes=25))
        assert client.post("/keepalive", data={"csrf_token": token}).status_code == 204

    assert client.get("/account").status_code == 200


def test_a_session_never_lasts_longer_than_ten_hours(town, login, clock):
    client = login(town.counsellor)
    for _ in range(30):
        clock.shift(timedelta(minutes=20))
        client.get("/account")

    assert client.get("/account").location == "/login?next=/account"


def test_logging_out_ends_a_copy_of_the_cookie_too(town, login, client, another_client):
    login(town.counsellor)
    thief = another_client()
    with client.session_transaction() as own, thief.session_transaction() as copy:
        copy.update(own)
    assert thief.get("/account").status_code == 200

    client.post("/logout", data={"csrf_token": client.get("/account").page.values["csrf_token"]})

    assert client.get("/account").status_code == 303
    assert thief.get("/account").status_code == 303


def test_nothing_is_kept_in_the_browser_after_logging_out(town, login):
    client = login(town.counsellor)
    page = client.get("/account")
    assert page.headers["Cache-Control"] == "no-store"

    answer = client.post("/logout", data={"csrf_token": page.page.values["csrf_token"]})

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_language_outlives_the_session(town, login):
    client = login(town.counsellor)
    token = client.get("/account").page.values["csrf_token"]
    answer = client.post("/language/en", data={"csrf_token": token, "next": "/account"})
    assert answer.location == "/account"
    page = client.get("/account")
    assert page.page.root.get("lang") == "en"

    client.post("/logout", data={"csrf_token": page.page.values["csrf_token"]})

    assert client.get("/login").page.root.get("lang") == "en"


def test_the_language_that_was_chosen_follows_the_person(town, login, rows):
    client = login(town.counsellor)
    token = client.get("/account").page.values["csrf_token"]
    client.post("/language/en", data={"csrf_token": token})

    assert rows.get(User, town.counsellor.user_id, populate_existing=True).locale == "en"


def test_there_is_no_third_language(client):
    token = client.get("/login").page.values["csrf_token"]

    assert client.post("/language/xx", data={"csrf_token": token}).status_code == 404


# --- several roles ------------------------------------------------------------------------------


@pytest.fixture
def two_roles(town, karin, stored) -> Membership:
    """Karin is also a counsellor at Rytmus."""
    other = Membership(
        user_id=karin.id,
        role=Role.COUNSELLOR,
        school_unit_code=town.rytmus.code,
        started_at=AT + timedelta(days=1),
    )
    return stored(other)


def test_who_has_several_roles_chooses_one(karin, two_roles, enter, client):
    answer = enter(karin.email, next="/account")
    assert answer.location == "/roles?next=/account"
    page = client.get(answer.location)
    assert "YBC" in page.page.text
    assert "Rytmus" in page.page.text

    values = {"csrf_token": page.page.values["csrf_token"], "next": "/account"}
    answer = client.post(f"/roles/{two_roles.id}", data=values)

    assert answer.location == "/account"
    assert "Karin Holm, anmälare på skolan, Rytmus" in client.get("/account").text


def test_the_header_offers_the_other_roles(karin, two_roles, enter, client):
    enter(karin.email)

    assert "Byt till anmälare på skolan, Rytmus" in client.get("/account").text


def test_a_page_from_the_other_role_cannot_act_in_this_one(karin, two_roles, enter, client):
    enter(karin.email)
    old = client.get("/account")
    token = old.page.values["csrf_token"]
    client.post(f"/roles/{two_roles.id}", data={"csrf_token": token})

    assert client.post("/keepalive", data={"csrf_token": token}).status_code == 422


def test_nobody_takes_on_somebody_elses_role(karin, town, login):
    client = login(town.counsellor)
    token = client.get("/account").page.values["csrf_token"]

    answer = client.post(f"/roles/{town.rector.id}", data={"csrf_token": token})

    assert answer.status_code == 404
    assert "Karin Holm" in client.get("/account").text


# --- one's own account --------------------------------------------------------------------------


def test_a_person_changes_name_title_and_phone(town, login, rows):
    client = login(town.counsellor)
    page = client.get("/account")

    client.send(page, name="Karin Holm Ek", title="kurator", phone="08-465 004 99", locale="sv")

    user = rows.get(User, town.counsellor.user_id, populate_existing=True)
    assert (user.name, user.title, user.phone) == ("Karin Holm Ek", "kurator", "08-465 004 99")


@pytest.mark.parametrize(
    "typed",
    [{"name": ""}, {"name": "x" * 101}, {"name": "Karin\u202e"}, {"phone": "ring mig"},
     {"name": "a" * 100_000}, {"locale": "xx"}],
    ids=["empty", "long", "turned round", "phone", "100 kB", "language"],
)  # fmt: skip
def test_what_cannot_be_right_is_told_at_the_field_and_nothing_is_stored(town, login, rows, typed):
    client = login(town.counsellor)
    page = client.get("/account")

    answer = client.send(page, **({"title": "kurator"} | typed))

    assert answer.status_code == 422
    assert answer.page.title.startswith("Fel: ")
    assert answer.page.values["title"] == "kurator"
    assert rows.get(User, town.counsellor.user_id, populate_existing=True).name == "Karin Holm"


def test_no_field_of_the_form_gives_a_role_or_another_account(town, login, rows):
    client = login(town.counsellor)
    page = client.get("/account")
    before = rows.get(User, town.counsellor.user_id, populate_existing=True).password_hash

    client.send(
        page,
        role="platform_admin",
        email="annan@example.se",
        password_hash="x",
        session_version="9",
    )

    user = rows.get(User, town.counsellor.user_id, populate_existing=True)
    assert (user.email, user.password_hash) == ("karin.holm@example.se", before)
    assert rows.get(Membership, town.counsellor.id, populate_existing=True).role is Role.COUNSELLOR


def test_a_new_password_ends_all_other_sessions_and_is_told_by_mail(
    karin, town, login, another_client, rows
):
    client, elsewhere = login(town.counsellor), login(town.counsellor, another_client())
    page = client.get("/account/password")

    answer = client.send(page, current=PASSWORD, password=NEW_PASSWORD, repeated=NEW_PASSWORD)

    assert answer.location == "/account"
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    assert fits(rows.get(User, karin.id, populate_existing=True).password_hash, NEW_PASSWORD)
    assert [one.template for one in rows.scalars(select(Message))] == ["password_changed"]


@pytest.mark.parametrize(
    ("current", "password", "repeated", "said"),
    [
        ("fel", NEW_PASSWORD, NEW_PASSWORD, "nuvarande lösenordet stämmer inte"),
        (PASSWORD, NEW_PASSWORD, NEW_PASSWORD + "x", "inte lika"),
        (PASSWORD, "kort", "kort", "minst 15 tecken"),
        (PASSWORD, "lösenordlösenord1", "lösenordlösenord1", "lätt att gissa"),
        (PASSWORD, "karinholmkarinholm", "karinholmkarinholm", "lätt att gissa"),
        (PASSWORD, "x" * 129, "x" * 129, "högst 128 tecken"),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason(
    karin, town, login, rows, current, password, repeated, said
):
    client = login(town.counsellor)
    page = client.get("/account/password")

    answer = client.send(page, current=current, password=password, repeated=repeated)

    assert answer.status_code == 422
    assert said in answer.page.text
    assert password not in answer.text
    assert fits(rows.get(User, karin.id, populate_existing=True).password_hash, PASSWORD)


def test_the_current_password_cannot_be_guessed_in_a_stolen_session(karin, town, login):
    client = login(town.counsellor)
    for _ in range(10):
        page = client.get("/account/password")
        client.send(page, current="fel", password=NEW_PASSWORD, repeated=NEW_PASSWORD)

    page = client.get("/account/password")
    answer = client.send(page, current=PASSWORD, password=NEW_PASSWORD, repeated=NEW_PASSWORD)
    assert TOO_MANY in answer.page.text


def test_a_person_sees_what_they_have_opened_and_nobody_elses(town, login, stored):
    def entry(membership, reference):
        return AccessLogEntry(
            at=AT, membership_id=membership.id, opened=Opened.CASE, reference=reference,
            municipality_code="0182", request_id="x",
        )  # fmt: skip

    stored(entry(town.caseworker, "26-2222-2222"), entry(town.second_caseworker, "26-3333-3333"))

    page = login(town.caseworker).get("/account/openings").page

    assert "26-2222-2222" in page.text
    assert "26-3333-3333" not in page.text


# --- links --------------------------------------------------------------------------------------


def test_an_invitation_lets_the_person_choose_a_password_once(town, client, enter, rows):
    user = rows.get(User, town.colleague.user_id, populate_existing=True)
    path = invitation_path(user)

    answer = client.send(client.get(path), password=NEW_PASSWORD, repeated=NEW_PASSWORD)

    assert answer.location == "/login"
    assert enter(user.email, NEW_PASSWORD).location == "/"
    assert client.get(path).status_code == 404


def test_opening_an_invitation_does_not_use_it_up(town, client, rows):
    path = invitation_path(rows.get(User, town.colleague.user_id, populate_existing=True))

    assert [client.get(path).status_code for _ in range(3)] == [200, 200, 200]


@pytest.mark.parametrize(
    ("make", "lasts"),
    [(invitation_path, timedelta(days=2)), (reset_path, timedelta(minutes=60))],
    ids=["invitation", "reset"],
)
def test_a_link_does_not_live_long(karin, client, clock, rows, make, lasts):
    path = make(karin)
    clock.shift(lasts - timedelta(seconds=10))
    assert client.get(path).status_code == 200

    clock.shift(timedelta(seconds=20))
    answer = client.get(path)
    assert answer.status_code == 404
    assert "gäller inte längre" in answer.page.text


def test_a_link_for_one_thing_does_not_serve_another(karin, client):
    assert client.get(reset_path(karin).replace("/reset/", "/invitation/")).status_code == 404


@pytest.mark.parametrize("token", ["x", "W10.x.y", "..", "a" * 2000])
def test_a_forged_link_is_no_link(client, town, token):
    assert client.get(f"/reset/{token}").status_code == 404


def test_a_changed_password_uses_up_every_link(karin, town, login, client):
    path = reset_path(karin)
    login(town.counsellor)
    client.send(
        client.get("/account/password"),
        current=PASSWORD, password=NEW_PASSWORD, repeated=NEW_PASSWORD,
    )  # fmt: skip

    assert client.get(path).status_code == 404


def test_a_reset_ends_every_session(karin, town, login, another_client):
    at_work, at_home = login(town.counsellor), another_client()

    at_home.send(at_home.get(reset_path(karin)), password=NEW_PASSWORD, repeated=NEW_PASSWORD)

    assert at_work.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("email", "sent"),
    [
        ("karin.holm@example.se", ["reset"]),
        ("olle.sund@example.se", ["invitation"]),
        ("ingen@example.se", []),
    ],
)
def test_asking_for_a_link_tells_nobody_whether_the_account_exists(
    karin, client, rows, email, sent
):
    answer = client.send(client.get("/forgotten"), email=email)

    assert answer.location == "/forgotten/sent"
    assert "Finns det ett konto" in client.get(answer.location).page.text
    messages = rows.scalars(select(Message)).all()
    assert [one.template for one in messages] == sent
    assert all("/" not in one.reference for one in messages)


def test_not_more_than_ten_links_are_sent_in_five_minutes(karin, client, rows):
    for _ in range(12):
        answer = client.send(client.get("/forgotten"), email=karin.email)
        assert answer.location == "/forgotten/sent"

    assert len(rows.scalars(select(Message)).all()) == 10


def test_who_has_no_role_left_gets_no_link(karin, town, stored, client, rows):
    town.counsellor.ended_at = AT
    stored(town.counsellor)

    client.send(client.get("/forgotten"), email=karin.email)

    assert rows.scalars(select(Message)).all() == []


def test_a_forged_host_reaches_no_page(client):
    answer = client.get("/login", headers={"Host": "evil.test"})

    assert answer.status_code == 400
    assert "evil.test" not in answer.text
