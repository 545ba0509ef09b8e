"""How long a session lasts, what ends it, and which role it acts in."""

from datetime import timedelta

import pytest

from portal.models import Membership, User
from portal.vocabulary import Role
from tests.town import AT


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
