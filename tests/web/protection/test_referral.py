"""A school asks to be rung: nothing about the pupil is asked, sent or kept."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.models import Draft, Membership, Message, SealedContents, SealedRecord
from portal.vocabulary import FormKind, SealedState
from tests.town import AT
from tests.web.filing.typed import PUPIL

PROTECTED = "/filings/protected"


@pytest.mark.parametrize("kind", FormKind)
@pytest.mark.parametrize("said", ["yes", "unknown"])
def test_yes_and_not_known_lead_to_the_municipality_before_anything_is_asked(
    kind, said, town, login, rows
):
    browser = login(town.counsellor)

    answer = browser.send(browser.get(f"/filings/new/{kind}"), protected=said, **PUPIL)

    assert answer.location == f"{PROTECTED}?kind={kind}"
    assert rows.scalars(select(Draft)).all() == []
    page = browser.get(f"{answer.location}&municipality=0182").page
    asked = {field.get("name") for field in page.all("main")[0].iter() if field.get("name")}
    assert asked == {"csrf_token", "kind", "municipality", "phone", "day", "clock"}


def test_a_referral_holds_kind_municipality_phone_and_time_and_nothing_else(
    refer, town, record, rows
):
    name = refer()

    made = record()
    assert made.pseudonym == name
    assert (made.kind, made.state) == (FormKind.DROPOUT, SealedState.WAITING)
    assert (made.phone, made.due_on) == ("08-465 004 10", date(2026, 11, 20))
    assert made.author_id == town.counsellor.id
    assert rows.scalars(select(SealedContents)).all() == []


def test_identifying_fields_sent_with_a_referral_are_not_kept(refer, stored_text):
    refer(**PUPIL | {"given_name": "Kanariella", "number": "200804182392"})

    kept = stored_text()
    assert "Kanariella" not in kept
    assert "200804182392" not in kept


def test_the_school_gets_a_receipt_with_a_pseudonym_and_finds_it_again(refer, town, login):
    name = refer()
    browser = login(town.counsellor)

    receipt = browser.get(f"/protected/own/{name}").page
    own = browser.get("/protected/own").page

    assert name.startswith("SKYDD-")
    assert name in receipt.text
    assert "Kommunen ringer dig" in receipt.heading
    assert own.links[name] == f"/protected/own/{name}"


@pytest.mark.parametrize("who", ["colleague", "rector", "other_counsellor", "caseworker"])
def test_nobody_else_finds_the_receipt(refer, town, login, who):
    name = refer()
    browser = login(getattr(town, who))

    assert browser.get(f"/protected/own/{name}").status_code == 404
    assert browser.get(f"/protected/records/{name}").status_code == 404
    assert name not in browser.get("/protected/own").page.text


def test_the_officers_have_it_in_their_own_list_with_a_day(refer, officers, login):
    name = refer()

    browser = login(officers.protection_officer)
    assert browser.get("/").location == "/protected/"
    listing = browser.get("/protected/").page
    assert name in listing.links
    assert "Ring" in listing.text
    assert "08-465 004 10" in listing.text


def test_another_municipalitys_officer_sees_nothing_of_it(refer, officers, login):
    name = refer()
    browser = login(officers.far_officer)

    assert name not in browser.get("/protected/").page.text
    assert browser.get(f"/protected/records/{name}").status_code == 404


def test_a_municipality_without_officers_is_phoned(town, login, rows):
    officer = rows.get(Membership, town.protection_officer.id)
    officer.ended_at = AT
    rows.commit()
    browser = login(town.counsellor)

    page = browser.get(f"{PROTECTED}?municipality=0182")
    answer = browser.send(page, to=f"{PROTECTED}?municipality=0182", kind="dropout",
                          phone="08-465 004 10", day="2026-11-20", clock="10:30")  # fmt: skip

    assert "08-465 004 01" in page.page.text
    assert "Be kommunen att ringa dig" not in page.page.text
    assert answer.status_code == 422
    assert rows.scalars(select(SealedRecord)).all() == []


def test_a_time_that_has_been_is_refused_at_its_field(town, login, rows):
    browser = login(town.counsellor)
    where = f"{PROTECTED}?municipality=0182"

    answer = browser.send(
        browser.get(where), kind="dropout", phone="08-465 004 10", day="2026-11-17", clock="10:30",
        to=where,
    )  # fmt: skip

    assert answer.status_code == 422
    assert "Tiden har redan varit" in answer.page.text
    assert rows.scalars(select(SealedRecord)).all() == []


def test_the_officers_are_asked_to_log_in_by_a_mail_that_says_no_more(refer, officers, rows):
    refer()

    messages = rows.scalars(select(Message)).all()
    assert {one.recipient for one in messages} == {"siv.natt@example.se", "alva.nord@example.se"}
    assert {(one.template, one.reference) for one in messages} == {("protection", "")}
    assert {(one.municipality_code, one.school_unit_code) for one in messages} == {(None, None)}


@pytest.mark.parametrize("who", ["rector", "caseworker", "coordinator", "protection_officer"])
def test_only_counsellors_refer(town, login, who):
    browser = login(getattr(town, who))

    assert browser.get(PROTECTED).status_code == 403
