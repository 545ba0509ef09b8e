"""Coming in: by who knows the password, and telling nobody who has an account."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.access.passwords import fits, hash_password
from portal.models import LoginFailure
from tests.town import AT, PASSWORD

WRONG = "hör inte ihop"
TOO_MANY = "För många försök"
NEW_PASSWORD = "grädde kikare snöstorm vantar"


def without_token(text: str) -> str:
    """A page without what differs each time it is made."""
    text = re.sub(r'(name="csrf_token" value=|nonce=)"[^"]+"', r'\1""', text)
    return re.sub(r'value="[^"]*@[^"]*"', "", text)


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
