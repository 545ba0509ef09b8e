"""Who works where: administrators invite and end roles, each in their own organisation."""

import pytest
from sqlalchemy import select

from portal.models import (
    Membership,
    Message,
    User,
)
from portal.vocabulary import Role

PEOPLE = "/admin/people"
INVITE = "/admin/people/invite"
SOMEBODY = {"email": "ny.person@example.se", "name": "Ny Person", "title": "kurator", "phone": ""}


def memberships(rows, email):
    wanted = select(Membership).join(User).where(User.email == email)
    return rows.scalars(wanted.execution_options(populate_existing=True)).all()


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
