"""A batch is its author's alone, and about nobody who is not in the school's own roll."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.db import forget_session, transaction
from portal.models import Batch, BatchPupil, RollPupil
from portal.queries import batches
from tests.town import AT, SIXTEEN
from tests.web.batch.conftest import LEAVING, ROLL
from tests.web.roll.conftest import Desk

OTHERS = (
    "colleague", "other_counsellor", "far_counsellor", "rector", "caseworker", "coordinator",
    "organiser_admin", "municipality_admin", "platform_admin", "log_reviewer",
    "protection_officer",
)  # fmt: skip
PLACES = ("", "/pupils", "/common", "/own", "/check", "/receipt", "/receipt.pdf", "/template.xlsx")
STEPS = ("/common", "/own", "/send", "/discard", "/pupils/leave-out", "/file")


def test_nobody_else_opens_it_or_changes_it(many, town, login, another_client):
    many.begin("leavers", many.pupils())
    many.post("common", **LEAVING, end_ground="studiebevis")
    for who in OTHERS:
        other = login(getattr(town, who), another_client())
        token = other.get("/account").page.values["csrf_token"]
        for place in PLACES:
            answer = other.get(many.place + place)
            assert answer.status_code in (403, 404), (who, place)
            assert "Wilma" not in answer.text
        for step in STEPS:
            answer = other.post(many.place + step, data={"csrf_token": token})
            assert answer.status_code in (403, 404), (who, step)

    assert len(many.one().rows) == 3
    assert many.filings() == []


@pytest.mark.parametrize("who", ["other_counsellor", "far_counsellor"])
def test_another_schools_pupils_cannot_be_marked(many, town, login, another_client, who, rows):
    ids = many.pupils()
    other = login(getattr(town, who), another_client())
    token = other.get("/account").page.values["csrf_token"]
    said = {"csrf_token": token, "pupil": ids, "what": "leavers", "protected": "no"}

    for address in ("/batches/marked", "/batches/new"):
        answer = other.post(address, data=said)
        assert answer.status_code == 404
        assert "Wilma" not in answer.text
    assert rows.scalars(select(Batch)).all() == []


def test_a_protected_pupil_cannot_be_marked(many, rows):
    ids = many.pupils()
    Desk(many.browser, rows).import_(ROLL.replace("Wilma;Ek;;", "Wilma;Ek;Ja;"))

    assert many.begin("leavers", ids).status_code == 404
    assert rows.scalars(select(Batch)).all() == []


def test_a_flag_that_comes_later_forgets_the_pupil_in_the_list(many, rows):
    many.begin("leavers", many.pupils())
    many.post("common", **LEAVING, end_ground="studiebevis")
    Desk(many.browser, rows).import_(ROLL.replace("Wilma;Ek;;", "Wilma;Ek;Ja;"))

    assert len(many.one().rows) == 2
    assert many.send().status_code == 303
    assert {one.given_name for one in many.filings()} == {"Ali", "Bo"}


def test_a_protected_pupils_number_typed_by_hand_is_refused(many, rows):
    many.begin("leavers", many.pupils("Ali"))
    many.post("common", **LEAVING, end_ground="studiebevis")
    Desk(many.browser, rows).import_(ROLL.replace("Wilma;Ek;;", "Wilma;Ek;Ja;"))
    many.browser.send(many.page(f"pupils/{many.row('Ali').id}"), number=SIXTEEN,
                      guardian_name="Anna", guardian_informed="no")  # fmt: skip

    answer = many.send()

    assert answer.status_code == 422
    assert "Eleven kan ha skyddade personuppgifter" in answer.page.text
    assert many.filings() == []


def test_what_stands_in_a_list_is_unreadable_in_the_database(many, database):
    many.begin("leavers", many.pupils())
    many.post("common", **LEAVING, rector_name="Rut Ek", end_ground="studiebevis")

    for table in ("batch", "batch_pupil"):
        rows = database.execute(f"SELECT {table}::text FROM {table}").fetchall()
        assert rows
        assert not any(word in str(rows) for word in ("Wilma", "Rut", SIXTEEN))


def test_every_opening_of_the_receipt_is_logged(many, database):
    many.begin("leavers", many.pupils())
    many.post("common", **LEAVING, end_ground="studiebevis")
    many.send()
    many.page("receipt")

    logged = database.execute(
        "SELECT reference FROM access_log WHERE opened = 'receipt'"
    ).fetchall()
    assert {reference for (reference,) in logged} == {one.case.reference for one in many.filings()}


def test_a_list_nobody_sends_is_forgotten_after_ninety_days(many, rows):
    many.begin("leavers", many.pupils())
    for days, gone in ((89, 0), (91, 1)):
        with transaction():
            assert batches.forget(at=AT + timedelta(days=days)) == gone

    forget_session()
    rows.expire_all()
    assert rows.scalars(select(BatchPupil)).all() == rows.scalars(select(Batch)).all() == []
    assert len(rows.scalars(select(RollPupil)).all()) == 3
