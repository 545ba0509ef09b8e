"""A flag that comes later: one transaction, and nothing ordinary knows of the pupil any more."""

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from portal import db
from portal.errors import Conflict
from portal.models import Case, Draft, Message, SealedContents, SealedRecord, SealedSource
from portal.queries import sealing
from portal.vocabulary import Flagged
from tests.notifications.messages import a_message, a_message_about
from tests.town import a_case, number
from tests.web.protection.conftest import TRACES

SEALED = ("sealed_record", "sealed_contents", "sealed_event", "sealed_person", "sealed_source")


def test_sealing_takes_the_pupil_out_of_every_ordinary_table(
    everywhere, seal, officers, stored_text, rows
):
    seal()

    left = stored_text(*SEALED)
    assert [trace for trace in TRACES if trace in left] == []
    assert rows.scalars(select(Case)).all() == []
    assert rows.scalars(select(Draft)).all() == []
    # Those who look may still be asked why they did: the log keeps references, and no names.
    known = [line for line in left.splitlines() if any(name in line for name in everywhere)]
    assert {line.split()[0] for line in known} <= {"access_log"}


def test_a_dump_holds_the_identity_only_under_the_vaults_key(everywhere, seal, stored_text):
    seal()

    dump = stored_text()
    hexed = [trace.encode().hex() for trace in TRACES]
    assert [trace for trace in (*TRACES, *hexed) if trace in dump] == []


def test_each_municipality_gets_a_record_with_all_that_was_its_own(everywhere, seal, record):
    seal()

    nacka, norrkoping = record(), record("0581")
    assert nacka.known["who"]["given_name"] == "Kanariella"
    assert len(nacka.known["cases"]) == 2
    assert len(nacka.known["entries"]) == 1
    assert len(norrkoping.known["cases"]) == 1
    (meeting,) = [one for case in nacka.known["cases"] for one in case["meeting"]
                  if one["state"] == "booked"]  # fmt: skip
    assert "hemlig@nest.example" in [one["email"] for one in meeting["participant"]]


def test_who_sealed_it_follows_the_record_of_their_own_and_no_other(everywhere, seal, record, town):
    seal()

    assert record().author_id == town.counsellor.id
    assert record("0581").author_id is None


@pytest.mark.parametrize("flagged", Flagged)
def test_a_flag_on_a_guardian_or_a_sibling_seals_the_case_too(
    case, town, login, open_cases, flagged
):
    browser = login(town.counsellor)

    browser.send(browser.get(f"/filings/seal/{case.reference}"), flagged=flagged.value)

    assert open_cases() == 0


def test_the_municipality_seals_a_case_as_the_school_does(seal, town, open_cases, record):
    seal(town.caseworker)

    assert open_cases() == 0
    assert record().author_id == town.caseworker.id


@pytest.mark.parametrize(
    "who", ["colleague", "rector", "other_counsellor", "other_caseworker", "protection_officer",
            "municipality_admin", "log_reviewer"]
)  # fmt: skip
def test_who_may_not_change_the_case_cannot_seal_it(case, town, login, open_cases, who):
    browser = login(getattr(town, who))
    token = browser.get("/account").page.values["csrf_token"]
    path = f"/filings/seal/{case.reference}"

    answers = [browser.get(path),
               browser.post(path, data={"csrf_token": token, "flagged": "pupil"})]  # fmt: skip

    assert {one.status_code for one in answers} <= {403, 404}
    assert open_cases() == 1


def test_a_fault_on_the_way_leaves_everything_as_it_was(
    case, town, login, stored_text, monkeypatch
):
    browser = login(town.counsellor)
    page = browser.get(f"/filings/seal/{case.reference}")
    before = stored_text("access_log")
    deleted = []

    def fail_late(model, where):
        deleted.append(model)
        if model is Case:
            raise Conflict
        delete(model, where)

    delete = sealing._delete
    monkeypatch.setattr(sealing, "_delete", fail_late)
    answer = browser.send(page, flagged="pupil")

    assert answer.status_code == 409
    assert len(deleted) > 5
    assert stored_text("access_log") == before


def test_messages_about_it_that_have_not_gone_out_never_will(case, seal, rows, stored):
    case = rows.merge(case)
    stored(a_message_about(case), a_message("reminder_on_day", reference=case.reference))

    seal()

    assert {one.template for one in rows.scalars(select(Message))} == {"protection"}


def test_other_pupils_are_not_touched(case, seal, town, stored, rows):
    other = stored(a_case(town, number=number("200601072382"), given_name="Örjan"))

    seal()

    assert rows.scalars(select(Case.reference)).all() == [other.reference]


def test_a_drafts_author_finds_nothing_where_it_was(case, seal, town, login, rows):
    address = f"/filings/drafts/{rows.scalars(select(Draft.id)).one()}"
    seal()

    assert login(town.counsellor).get(address).status_code == 404


# --- what the database holds by itself ----------------------------------------------------------


def test_what_is_sealed_cannot_be_written_back(case, seal, rows):
    seal()
    source = rows.scalars(select(SealedSource)).one()

    with pytest.raises(IntegrityError, match="what is sealed stays sealed"):
        rows.execute(text("INSERT INTO case_thread (id) VALUES (:id)"), {"id": source.id})


def test_nothing_is_sealed_that_still_stands_open(case, refer, rows, record):
    refer()
    rows.add(SealedSource(id=case.id, record_id=record().id))

    with pytest.raises(IntegrityError, match="does not stand open too"):
        rows.commit()


def test_history_is_still_only_ever_added_to(case, rows):
    with pytest.raises(db.DBAPIError, match="only ever added"):
        rows.execute(text("DELETE FROM event"))


def test_contents_moved_to_another_record_do_not_open(case, seal, refer, rows, record):
    seal()
    sealed = rows.scalars(select(SealedContents)).one()
    refer()
    other = rows.scalars(select(SealedRecord).where(~SealedRecord.sealed_later)).one()
    moved = SealedContents(record_id=other.id, sealed=sealed.sealed)

    with pytest.raises(InvalidTag):
        moved.read()


def test_no_table_that_points_at_a_case_is_forgotten():
    """Whoever adds a table about a case says here what becomes of it when the case is sealed."""
    moved = {part.model.__tablename__ for part in sealing.PARTS} | {"case_thread", "register_entry"}
    pointing = {
        table.name
        for table in db.Model.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in moved
    }

    assert pointing - {"sealed_record"} <= moved
