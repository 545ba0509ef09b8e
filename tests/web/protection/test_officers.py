"""Protection officers: two administrators give the role together, and end it together."""

import pytest
from sqlalchemy import select

from portal.models import Membership, OfficerProposal
from portal.vocabulary import Role

PAGE = "/admin/officers"
NEW = {"email": "eva.strand@nacka.example", "name": "Eva Strand", "title": "", "phone": ""}


@pytest.fixture
def propose(officers, login, another_client):
    """The first administrator proposes somebody."""

    def do(by=None, **changes):
        browser = login(by or officers.municipality_admin, another_client())
        return browser.send(browser.get(PAGE), to=PAGE, **(NEW | changes))

    return do


@pytest.fixture
def decide(officers, login, another_client, rows):
    """Somebody answers the proposal there is."""

    def do(by, said="yes"):
        rows.expire_all()
        proposal = rows.scalars(select(OfficerProposal)).one()
        browser = login(by, another_client())
        token = browser.get("/account").page.values["csrf_token"]
        return browser.post(f"{PAGE}/proposals/{proposal.id}/{said}", data={"csrf_token": token})

    return do


@pytest.fixture
def holders(rows):
    """Who is a protection officer in Nacka now."""

    def read():
        rows.expire_all()
        wanted = select(Membership).where(
            Membership.role == Role.PROTECTION_OFFICER,
            Membership.municipality_code == "0182",
            Membership.ended_at.is_(None),
        )
        return {one.user.name for one in rows.scalars(wanted)}

    return read


def test_nothing_happens_until_a_second_administrator_agrees(propose, decide, officers, holders):
    assert propose().status_code == 303
    assert "Eva Strand" not in holders()

    assert decide(officers.second_admin).status_code == 303
    assert "Eva Strand" in holders()


def test_who_proposed_cannot_agree(propose, decide, officers, holders):
    propose()

    assert decide(officers.municipality_admin).status_code == 404
    assert "Eva Strand" not in holders()


@pytest.mark.parametrize("who", ["platform_admin", "coordinator", "protection_officer"])
def test_no_other_role_agrees(propose, decide, officers, holders, who):
    propose()

    assert decide(getattr(officers, who)).status_code in (403, 404)
    assert "Eva Strand" not in holders()


def test_a_no_gives_nobody_the_role_and_is_final(propose, decide, officers, holders):
    propose()
    decide(officers.second_admin, "no")

    assert decide(officers.second_admin).status_code == 409
    assert "Eva Strand" not in holders()


def test_nobody_makes_themselves_an_officer(propose, decide, officers, holders):
    assert propose(email=officers.municipality_admin.user.email).status_code == 422
    propose(email=officers.second_admin.user.email, name="Ada Lund")

    assert decide(officers.second_admin).status_code == 422
    assert "Ada Lund" not in holders()


def test_the_same_person_is_proposed_once(propose):
    propose()

    assert "redan föreslaget" in propose().page.text


def test_an_officer_ends_by_two_administrators_too(
    officers, decide, holders, login, another_client
):
    browser = login(officers.municipality_admin, another_client())
    token = browser.get(PAGE).page.values["csrf_token"]
    path = f"{PAGE}/{officers.second_officer.id}/end"

    assert browser.post(path, data={"csrf_token": token}).status_code == 303
    assert "Alva Nord" in holders()
    assert decide(officers.second_admin).status_code == 303
    assert "Alva Nord" not in holders()


def test_the_last_officer_stays(town, login, holders):
    browser = login(town.municipality_admin)
    token = browser.get(PAGE).page.values["csrf_token"]

    answer = browser.post(f"{PAGE}/{town.protection_officer.id}/end", data={"csrf_token": token})

    assert answer.status_code == 422
    assert "Ge rollen till någon annan först" in answer.page.text
    assert holders() == {"Siv Natt"}


def test_another_municipalitys_officer_is_not_there(officers, login):
    browser = login(officers.municipality_admin)
    token = browser.get(PAGE).page.values["csrf_token"]

    answer = browser.post(f"{PAGE}/{officers.far_officer.id}/end", data={"csrf_token": token})

    assert answer.status_code == 404
