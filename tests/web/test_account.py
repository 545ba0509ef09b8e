"""One's own account: name, language, password, and what one has opened."""

import pytest
from sqlalchemy import select

from portal.access.passwords import fits
from portal.models import AccessLogEntry, Membership, Message, User
from portal.vocabulary import Opened, Role
from tests.town import AT, PASSWORD

WRONG = "hör inte ihop"
TOO_MANY = "För många försök"
NEW_PASSWORD = "grädde kikare snöstorm vantar"


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
