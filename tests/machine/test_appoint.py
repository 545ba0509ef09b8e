"""./run appoint: the first administrator, made from the command line and only once by mistake."""

from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from portal.cli import portal
from portal.db import forget_session
from portal.models import Membership, Message, User
from portal.vocabulary import Role

WHO = ("driften@organisation.example", "Dag Rift")


@pytest.fixture
def appoint(app, rows, clock):
    def run(*words):
        answer = CliRunner().invoke(portal, ["appoint", *words])
        forget_session()
        rows.rollback()
        return answer

    return run


def held(rows, role=Role.PLATFORM_ADMIN):
    return list(rows.scalars(select(Membership).where(Membership.role == role)))


def test_the_link_opens_the_account_once(appoint, rows, client):
    answer = appoint(*WHO)

    assert answer.exit_code == 0
    (made,) = held(rows)
    assert (made.user.email, made.user.name, made.user.password_hash) == (*WHO, "")
    link = urlsplit(answer.stdout.split()[-1])
    page = client.get(link.path)
    asked = {name for name in page.page.values if name != "csrf_token"}
    client.send(page, **dict.fromkeys(asked, "fyra ord som inte hör ihop"))
    rows.expire_all()
    assert rows.get_one(User, made.user_id).password_hash
    assert client.get(link.path).status_code == 404


def test_no_mail_is_sent(appoint, rows):
    appoint(*WHO)

    assert not rows.scalars(select(Message)).all()


def test_a_second_one_is_refused_unless_asked_for(appoint, rows):
    appoint(*WHO)
    other = ("annan@organisation.example", "Anna N")

    refused = appoint(*other)

    assert refused.exit_code == 1
    assert "--another" in refused.output
    assert len(held(rows)) == 1
    assert appoint(*other, "--another").exit_code == 0
    assert len(held(rows)) == 2


def test_the_same_person_is_not_made_it_twice(appoint, rows):
    appoint(*WHO)

    answer = appoint(WHO[0].upper(), WHO[1], "--another")

    assert answer.exit_code == 1
    assert len(held(rows)) == 1


def test_somebody_with_an_account_keeps_it(appoint, rows, town):
    town.caseworker.user.password_hash = "hashed"
    rows.delete(town.platform_admin)
    rows.commit()

    answer = appoint(town.caseworker.user.email, "Ett Annat Namn")

    assert (answer.exit_code, "http" in answer.stdout) == (0, False)
    (made,) = held(rows)
    assert made.user_id == town.caseworker.user_id
    assert made.user.name == "Amina Berg"


def test_a_protection_officer_is_made_in_one_municipality(appoint, rows, town):
    rows.delete(town.protection_officer)
    rows.commit()

    assert appoint(*WHO, "--protects", "0182").exit_code == 0
    (made,) = held(rows, Role.PROTECTION_OFFICER)
    assert made.municipality_code == "0182"
    assert appoint("b@c.example", "B", "--protects", "0182").exit_code == 1
    assert appoint("b@c.example", "B", "--protects", "0581").exit_code == 0
    assert "no municipality" in appoint("d@c.example", "D", "--protects", "9999").output


@pytest.mark.parametrize("email", ["", "dag", "a@b.se, c@d.se", "dag@b", "a@b.se\r\nBcc: x@y.se"])
def test_what_is_no_address_makes_nobody(appoint, rows, email):
    assert appoint(email, "Dag Rift").exit_code == 2
    assert not held(rows)
