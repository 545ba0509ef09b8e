"""Links in mails with which somebody chooses a password: once, and not for long."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.access.tokens import invitation_path, reset_path
from portal.models import Message, User
from tests.town import AT, PASSWORD

WRONG = "hör inte ihop"
TOO_MANY = "För många försök"
NEW_PASSWORD = "grädde kikare snöstorm vantar"


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
