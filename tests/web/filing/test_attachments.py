"""Attachments go with the filing: had by whoever may read the case, and by nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from portal.cli import portal
from portal.models import AccessLogEntry, Attachment, Case, Filing, Municipality
from portal.vocabulary import Opened
from portal.workflow.handover import Passing
from tests import files
from tests.web.filing.attaching import EICAR, GREP, add, kept, links, sent_case, written_then
from tests.web.filing.typed import Counter

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}


def test_a_file_goes_with_the_draft_to_the_school_and_the_municipality(
    town, login, writer, rows, folder
):
    assert add(writer).status_code == 303
    assert add(writer, files.png(), "action_programme", "x.exe").status_code == 303
    check = writer.page("check").page
    assert len(links(check)) == 2
    case = sent_case(writer, rows)

    assert rows.scalars(select(Filing)).one().files_count == 2
    for who, page in ((town.rector, f"/school/cases/{case.reference}"),
                      (town.caseworker, f"/cases/{case.reference}")):  # fmt: skip
        browser = login(who)
        found = links(browser.get(page).page)
        assert len(found) == 2
        got = browser.get(found[0])
        assert got.data == files.PDF
        assert got.mimetype == "application/pdf"
        assert dict(got.headers).items() >= HEADERS.items()
        said = got.headers["Content-Disposition"]
        assert said.startswith(f'attachment; filename="{case.reference}')
        assert "Wilma" not in said
    logged = rows.scalars(select(AccessLogEntry).where(AccessLogEntry.opened == Opened.ATTACHMENT))
    assert {one.membership_id for one in logged} == {town.rector.id, town.caseworker.id}


@pytest.mark.parametrize(
    "who",
    ["colleague", "other_counsellor", "far_counsellor", "other_rector", "other_caseworker",
     "organiser_admin", "municipality_admin", "platform_admin", "log_reviewer",
     "protection_officer"],
)  # fmt: skip
def test_nobody_else_has_it(who, town, login, writer, rows):
    add(writer)
    in_draft = links(writer.page("files").page)[0]
    other = login(getattr(town, who))
    assert other.get(in_draft).status_code in (403, 404)
    login(town.counsellor)
    case = sent_case(writer, rows)
    file = rows.scalars(select(Attachment)).one().id

    other = login(getattr(town, who))
    for address in (
        in_draft,
        f"/school/cases/{case.reference}/files/{file}",
        f"/cases/{case.reference}/files/{file}",
    ):
        answer = other.get(address)
        assert answer.status_code in (403, 404), address
        assert files.PDF not in answer.data


def test_without_a_login_nobody_has_it(writer, rows, another_client):
    add(writer)
    case = sent_case(writer, rows)
    file = rows.scalars(select(Attachment)).one().id

    for way in ("/school/cases", "/cases"):
        answer = another_client().get(f"{way}/{case.reference}/files/{file}")
        assert answer.location.startswith("/login")
    assert another_client().get(f"/pickup/case/files/{file}").location == "/pickup/over"


def test_a_file_of_another_case_is_not_in_this_one(town, login, writer, rows):
    add(writer)
    case = sent_case(writer, rows)
    file = rows.scalars(select(Attachment)).one().id
    other = Counter(login(town.counsellor))
    other.fill(number="200804182392")
    other.send()
    theirs = rows.scalars(select(Case).where(Case.id != case.id)).one()

    browser = login(town.caseworker)

    assert browser.get(f"/cases/{theirs.reference}/files/{file}").status_code == 404
    assert browser.get(f"/cases/{case.reference}/files/{file}").status_code == 200


def test_a_case_that_was_sent_on_takes_its_files_along(town, login, writer, rows):
    add(writer)
    case = sent_case(writer, rows)
    file = rows.scalars(select(Attachment)).one().id
    case.municipality = rows.get(Municipality, "0581")
    rows.commit()

    address = f"/cases/{case.reference}/files/{file}"
    assert login(town.caseworker).get(address).status_code == 404
    assert login(town.other_caseworker).get(address).status_code == 200


def test_the_register_is_never_given_a_file():
    assert not [name for name in Passing.__dataclass_fields__ if "file" in name or "attach" in name]


def test_the_files_of_a_case_that_is_deleted_go_too(writer, rows, folder, clock, app):
    add(writer)
    sent_case(writer, rows)
    rows.execute(delete(Attachment))
    rows.commit()
    written_then(folder)
    clock.shift(timedelta(days=2))

    app.test_cli_runner().invoke(portal, ["purge"])

    assert kept(folder) == []


def test_nobody_has_a_file_before_it_is_looked_through(town, login, writer, rows, folder, setting):
    setting(malware_scanner="command:sh -c 'exit 2'")
    add(writer)
    case = sent_case(writer, rows)
    file = rows.scalars(select(Attachment)).one().id
    browser, address = login(town.caseworker), f"/cases/{case.reference}/files/{file}"

    refused = browser.get(address)
    assert refused.status_code == 409
    assert "inte genomsökt" in refused.page.text

    setting(malware_scanner=GREP)
    assert browser.get(address).data == files.PDF


def test_a_find_afterwards_takes_the_file_away_and_says_so(
    town, login, writer, rows, folder, setting
):
    add(writer, EICAR)
    case = sent_case(writer, rows)
    file = rows.scalars(select(Attachment)).one().id
    setting(malware_scanner=GREP)

    answer = login(town.caseworker).get(f"/cases/{case.reference}/files/{file}")

    assert answer.status_code == 409
    assert "skadlig kod" in answer.page.text
    assert kept(folder) == []
    page = login(town.counsellor).get(f"/school/cases/{case.reference}").page
    assert "Stoppad: skadlig kod" in page.text
    assert links(page) == []


def test_a_file_that_is_lost_is_said_to_be(town, login, writer, rows, folder):
    add(writer)
    case = sent_case(writer, rows)
    file = rows.scalars(select(Attachment)).one()
    (folder / file.stored_as).write_bytes(b"something else")

    answer = login(town.caseworker).get(f"/cases/{case.reference}/files/{file.id}")

    assert answer.status_code == 404
    assert "går inte att läsa" in answer.page.text


def test_a_correction_adds_files_and_those_of_the_earlier_version_stay(writer, rows, town, login):
    add(writer)
    case = sent_case(writer, rows)
    page = writer.browser.get(f"/school/cases/{case.reference}/filings/1")
    started = writer.browser.send(page, to=f"/school/cases/{case.reference}/filings/1/correct")
    writer.draft = started.location
    writer.browser.send(writer.page("protected"), protected="no")
    add(writer, files.png())
    assert writer.send(correction_reason="Planen fattades.").status_code == 303

    found = links(login(town.caseworker).get(f"/cases/{case.reference}").page)

    assert len(found) == 2


def test_sending_and_reading_cost_no_more_where_there_are_no_files(
    town, login, writer, rows, statements
):
    add(writer)
    case = sent_case(writer, rows)
    browser = login(town.caseworker)
    page = f"/cases/{case.reference}"
    browser.get(page)

    statements.clear()
    browser.get(page)
    with_files = len(statements)
    filing = rows.scalars(select(Filing)).one()
    filing.files_count = 0
    rows.commit()
    statements.clear()
    browser.get(page)

    assert with_files == len(statements) + 1


def test_what_went_with_a_case_that_is_sealed_is_gone(town, login, writer, rows, folder):
    add(writer)
    case = sent_case(writer, rows)
    school = login(town.counsellor)
    (link,) = links(school.get(f"/school/cases/{case.reference}").page)

    school.send(school.get(f"/filings/seal/{case.reference}"), flagged="pupil")

    rows.expire_all()
    assert rows.scalars(select(Attachment)).all() == []
    assert school.get(link).status_code == 404
