"""Whom the arranged meeting calls by mail, and whom by letter."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.access.tokens import guest_path
from portal.models import Message
from tests.web.meetings.typed import DETAILS, TUESDAY

MAIL = {"participants-0-email": "wilma@example.se", "participants-0-interpreter": "dari"}


@pytest.fixture
def called(kaa, arrange, meeting):
    """Booked: the pupil has an address and needs an interpreter, the guardians have none."""
    kaa.send(kaa.get(arrange), decision="other", **TUESDAY, **(DETAILS | MAIL))
    return meeting()


@pytest.fixture
def letter(case):
    def of(meeting, one):
        return f"/cases/{case.reference}/meetings/{meeting.id}/letters/{one.id}"

    return of


def test_address_and_interpreter_are_kept_and_shown(kaa, called, arrange):
    pupil = called.participants[0]

    assert (pupil.email, pupil.interpreter) == ("wilma@example.se", "dari")
    assert kaa.get(f"{arrange}/change").page.values["participants-0-email"] == "wilma@example.se"


def test_saving_calls_those_with_account_or_address(called, rows):
    told = rows.scalars(select(Message).where(Message.template == "summons_request")).all()

    assert sorted(one.address for one in told) == ["karin.holm@example.se", "wilma@example.se"]


@pytest.mark.parametrize("typed", ["wilma", "a@b.se, c@d.se", "a@b.se\r\nBcc: x@y.se"])
def test_what_is_no_address_is_said_at_its_field(kaa, arrange, typed, rows):
    answer = kaa.send(
        kaa.get(arrange), decision="other", **TUESDAY, **(DETAILS | {"participants-0-email": typed})
    )

    assert answer.status_code == 422
    assert rows.scalars(select(Message).where(Message.template == "summons_request")).all() == []


def test_who_has_no_address_gets_a_letter(kaa, called, case, letter):
    page = kaa.get(f"/cases/{case.reference}/meetings/{called.id}").page
    guardian = called.participants[1]

    answer = kaa.get(page.links[f"Kallelse som brev (PDF): {guardian.name}"])

    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="kallelse.pdf"'
    assert kaa.get(letter(called, called.participants[0])).status_code == 404
    assert kaa.get(guest_path(guardian.id)).status_code == 200


def test_a_letter_to_nobody_is_no_page(kaa, called, letter):
    class Nobody:
        id = uuid4()

    assert kaa.get(letter(called, Nobody)).status_code == 404


@pytest.mark.parametrize("who", ["counsellor", "rector", "other_caseworker", "platform_admin"])
def test_letters_are_the_municipalitys_alone(login, town, called, letter, who, another_client):
    answer = login(getattr(town, who), another_client()).get(letter(called, called.participants[1]))

    assert answer.status_code in (403, 404)


def test_a_meeting_that_is_cancelled_needs_no_letters(kaa, called, letter, arrange):
    kaa.send(kaa.get(f"{arrange}/cancel"), reason="Behövs inte.")

    assert kaa.get(letter(called, called.participants[1])).status_code == 404
