"""Who sees a sealed record: the municipality's officers, and those named, each with a reason."""

import pytest
from sqlalchemy import select

from portal.models import AccessLogEntry, Membership, SealedPerson
from portal.vocabulary import Opened, SealedEnd, SealedState
from tests.town import AT

EVERYBODY_ELSE = (
    "counsellor", "colleague", "other_counsellor", "far_counsellor", "rector", "other_rector",
    "caseworker", "second_caseworker", "coordinator", "other_caseworker", "organiser_admin",
    "municipality_admin", "platform_admin", "log_reviewer",
)  # fmt: skip


@pytest.fixture
def sealed(seal, record):
    seal()
    return f"/protected/records/{record().pseudonym}"


@pytest.fixture
def officer(login, town, another_client):
    return login(town.protection_officer, another_client())


@pytest.fixture
def name(officer, sealed, rows, record):
    """The officer lets somebody in."""

    def do(who, why="Ska ringa skolan."):
        answer = officer.send(officer.get(f"{sealed}/people"), who=who.id.hex, why=why)
        assert answer.status_code == 303, answer.page.text
        return next(one for one in record().circle if one.membership_id == who.id)

    return do


def test_the_officer_reads_what_was_sealed_and_the_reading_is_logged(officer, sealed, rows):
    page = officer.get(sealed).page

    assert "Kanariella Gulfjäder" in page.text
    assert "20080418-2392" in page.text
    assert "Ärendet förseglades" in page.text
    entry = rows.scalars(select(AccessLogEntry).where(AccessLogEntry.opened == Opened.SEALED)).one()
    assert sealed.endswith(entry.reference)


def test_outside_the_circle_a_record_looks_like_one_that_is_not_there(sealed, town, login):
    for who in EVERYBODY_ELSE:
        browser = login(getattr(town, who))
        for step in ("", "/reached", "/identity", "/people", "/close"):
            real, unknown = (
                browser.get(f"{path}{step}") for path in (sealed, "/protected/records/SKYDD-2222")
            )

            assert real.status_code == unknown.status_code, (who, step)
            assert real.status_code in (403, 404), (who, step)
            assert real.page.text == unknown.page.text, (who, step)


@pytest.mark.parametrize("who", ["counsellor", "rector", "caseworker", "coordinator"])
def test_somebody_named_reads_it_but_takes_no_steps(name, sealed, town, login, who):
    name(getattr(town, who))
    browser = login(getattr(town, who))

    assert "Kanariella" in browser.get(sealed).page.text
    assert browser.get("/protected/own").page.links[sealed.rpartition("/")[2]] == sealed
    assert browser.get(f"{sealed}/close").status_code == 403


def test_the_circle_is_empty_until_somebody_is_named(sealed, record):
    assert record().circle == []


def test_a_colleague_of_somebody_named_still_sees_nothing(name, sealed, town, login):
    name(town.caseworker)

    assert login(town.second_caseworker).get(sealed).status_code == 404


def test_somebody_removed_sees_nothing_from_the_next_request_on(
    name, sealed, town, login, officer, rows
):
    person = name(town.caseworker)
    browser = login(town.caseworker)
    assert browser.get(sealed).status_code == 200

    page = officer.get(f"{sealed}/people/{person.id}/remove")
    assert officer.send(page, why="Har bytt arbete.").status_code == 303

    assert browser.get(sealed).status_code == 404
    kept = rows.get(SealedPerson, person.id, populate_existing=True)
    assert kept.removed_why == "Har bytt arbete."


@pytest.mark.parametrize("step", ["name", "remove"])
def test_nobody_is_let_in_or_out_without_a_reason(name, sealed, town, officer, record, step):
    if step == "name":
        page, said = officer.get(f"{sealed}/people"), {"who": town.caseworker.id.hex, "why": ""}
    else:
        person = name(town.caseworker)
        page, said = officer.get(f"{sealed}/people/{person.id}/remove"), {"why": " "}

    answer = officer.send(page, **said)

    assert answer.status_code == 422
    assert len([one for one in record().circle if not one.removed_at]) == (step == "remove")


@pytest.mark.parametrize("who", ["other_counsellor", "other_caseworker", "municipality_admin"])
def test_only_people_of_the_school_and_of_kaa_can_be_named(sealed, officer, town, record, who):
    page = officer.get(f"{sealed}/people")

    answer = officer.send(page, who=getattr(town, who).id.hex, why="Vill se.")

    assert answer.status_code == 422
    assert record().circle == []


def test_an_ended_role_is_out_of_the_circle(name, sealed, town, login, rows):
    name(town.caseworker)
    browser = login(town.caseworker)
    rows.get(Membership, town.caseworker.id).ended_at = AT
    rows.commit()

    assert browser.get(sealed).status_code == 303


def test_the_officer_calls_writes_and_closes(refer, officer, record, town, login):
    path = f"/protected/records/{refer()}"

    officer.send(officer.get(f"{path}/missed"))
    assert record().state is SealedState.WAITING
    officer.send(officer.get(f"{path}/reached"), text="Ring mentorn på måndag.")
    assert record().state is SealedState.IN_CONTACT
    officer.send(officer.get(f"{path}/identity"), given_name="Kanariella", number="200804182392")
    assert record().known["who"]["given_name"] == "Kanariella"
    page = officer.get(path).page
    assert "Ring mentorn på måndag." in page.text
    officer.send(officer.get(f"{path}/close"), reason="handed_over")

    ended = record()
    assert (ended.state, ended.end_reason) == (SealedState.CLOSED, SealedEnd.HANDED_OVER)
    assert officer.get(f"{path}/reached").status_code == 200
    assert officer.send(officer.get(f"{path}/reached"), text="Mer.").status_code == 409
    receipt = login(town.counsellor).get(path.replace("records", "own")).page.text
    assert "Avslutat" in receipt
    assert "Kanariella" not in receipt


def test_a_wrong_number_is_refused_and_what_was_typed_stands(refer, officer):
    path = f"/protected/records/{refer()}/identity"

    answer = officer.send(officer.get(path), number="123", given_name="Kanariella")

    assert answer.status_code == 422
    assert answer.page.values["given_name"] == "Kanariella"


def test_what_an_officer_types_into_an_expired_page_is_not_held_under_another_key(
    refer, officer, rows, stored_text
):
    page = officer.get(f"/protected/records/{refer()}/identity")
    with officer.session_transaction() as cookie:
        cookie.clear()

    officer.send(page, given_name="Kanariella")

    assert "held_form" not in {line.split()[0] for line in stored_text().splitlines() if line}
