"""Attachments: taken with the draft, sent with the filing, had by whoever may read the case."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from portal.cli import portal
from portal.config import settings
from portal.db import transaction
from portal.models import AccessLogEntry, Attachment, Case, Draft, Filing, Municipality
from portal.vocabulary import Opened, ScanResult
from portal.workflow.handover import Passing
from tests import files
from tests.web.filing.typed import Counter

GREP = "command:sh -c '! grep -q EICAR'"
"""A scanner that finds what contains that word."""
EICAR = files.PDF.replace(b"/Catalog", b"/Catalog EICAR")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}


@pytest.fixture
def setting(monkeypatch):
    def choose(**names):
        for name, value in names.items():
            monkeypatch.setenv(name.upper(), str(value))
        settings.cache_clear()

    yield choose
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def folder(tmp_path, setting):
    """Where the files lie."""
    place = tmp_path / "attachments"
    setting(attachments_folder=place)
    return place


@pytest.fixture
def writer(town, login, folder):
    counter = Counter(login(town.counsellor))
    counter.fill()
    return counter


def add(writer, content=files.PDF, kind="study_plan", name="Wilma Ek.pdf"):
    page = writer.page("files")
    data = {
        "csrf_token": page.page.values["csrf_token"],
        "kind": kind,
        "file": a_file(content, name),
    }
    return post(writer, "files", data)


def a_file(content, name):
    return FileStorage(io.BytesIO(content), filename=name)


def post(writer, way, data):
    """As a browser does; the test client's own way leaves a file open behind it."""
    boundary, body = encode_multipart(data)
    kind = f"multipart/form-data; boundary={boundary}"
    return writer.browser.post(f"{writer.draft}/{way}", data=body, content_type=kind)


def links(page):
    return [to for text, to in page.links.items() if text.startswith("Ladda ner")]


def kept(folder):
    return sorted(folder.iterdir()) if folder.exists() else []


def sent_case(writer, rows):
    assert writer.send().status_code == 303
    return rows.scalars(select(Case)).one()


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


def test_what_lies_in_the_folder_tells_nothing_and_is_nobodys_but_ours(writer, rows, folder):
    add(writer)

    (path,) = kept(folder)
    assert path.name == rows.scalars(select(Attachment)).one().stored_as
    assert files.PDF[:20] not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0
    assert Path(writer.browser.application.static_folder) not in path.parents


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


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Välj en fil."),
        (b"<svg/>", "varken PDF, PNG, JPEG eller Word"),
        (files.docx(word__vbaProject_bin=b"x"), "makron"),
        (files.bomb(), "packas upp"),
        (files.PDF + b" " * (10 * 1024 * 1024), "högst 10 MB"),
    ],
)
def test_a_file_that_is_not_taken_says_why_and_leaves_nothing(content, said, writer, rows, folder):
    name = "plan.pdf" if content else ""
    answer = add(writer, content, name=name)

    assert answer.status_code == 422
    assert said in answer.page.text
    assert not rows.scalars(select(Attachment)).all()
    assert kept(folder) == []


def test_more_than_the_portal_reads_at_all_is_refused(writer, folder):
    assert add(writer, files.PDF + b" " * (13 * 1024 * 1024)).status_code == 413
    assert kept(folder) == []


def test_other_forms_take_no_more_than_before(writer):
    page = writer.page("pupil").page
    data = page.values | {"file": a_file(b" " * 2 * 1024 * 1024, "x.pdf")}

    assert post(writer, "pupil", data).status_code == 413


def test_five_files_fit_and_the_sixth_is_refused(writer, rows, folder):
    for number in range(5):
        assert add(writer, files.PDF + b"%%%d" % number).status_code == 303
    assert "Det finns fem bilagor" in writer.page("files").page.text

    token = writer.page("check").page.values["csrf_token"]
    data = {"csrf_token": token, "kind": "study_plan", "file": a_file(files.PDF, "a.pdf")}
    answer = post(writer, "files", data)

    assert answer.status_code == 422
    assert len(kept(folder)) == 5


def test_the_same_file_sent_twice_is_one(writer, folder):
    add(writer)

    assert add(writer).status_code == 303
    assert "finns redan" in writer.page("files").page.root.find(".//*[@role='status']/p").text
    assert len(kept(folder)) == 1


def test_a_file_is_taken_away_again(writer, rows, folder):
    add(writer)
    file = rows.scalars(select(Attachment)).one().id

    writer.browser.send(writer.page("files"), to=f"{writer.draft}/files/{file}/remove")

    assert kept(folder) == []
    assert rows.scalars(select(Draft)).one().files_count == 0
    assert add(writer).status_code == 303


def test_a_file_that_came_after_reading_is_not_sent_unread(writer):
    read = writer.page("check")
    add(writer)

    answer = writer.browser.send(read, to=f"{writer.draft}/send")

    assert answer.status_code == 409
    assert "Antal bilagor01" in answer.page.text


def test_the_files_of_a_draft_that_is_thrown_away_go_with_it(writer, rows, folder):
    add(writer)

    writer.browser.send(writer.page("discard"))

    assert not rows.scalars(select(Attachment)).all()
    assert kept(folder) == []


def test_purging_takes_the_files_of_old_drafts_and_those_that_nothing_names(
    writer, rows, folder, clock, app
):
    add(writer)
    (folder / ("0" * 32)).write_bytes(b"left by a crash")
    app.test_cli_runner().invoke(portal, ["purge"])
    assert len(kept(folder)) == 2, "what has just been written may still get its row"

    clock.shift(timedelta(days=91))
    app.test_cli_runner().invoke(portal, ["purge"])

    assert not rows.scalars(select(Attachment)).all()
    assert kept(folder) == []


def test_the_files_of_a_case_that_is_deleted_go_too(writer, rows, folder):
    add(writer)
    sent_case(writer, rows)

    with transaction() as session:
        session.delete(session.scalars(select(Attachment)).one())

    assert kept(folder), "until the next sweep"


def test_what_the_scanner_finds_is_refused_and_the_uploader_is_told(writer, rows, folder, setting):
    setting(malware_scanner=GREP)

    answer = add(writer, EICAR)

    assert answer.status_code == 422
    assert "skadlig kod" in answer.page.text
    assert kept(folder) == []
    assert not rows.scalars(select(Attachment)).all()
    add(writer)
    assert rows.scalars(select(Attachment)).one().scan is ScanResult.CLEAN


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


def test_a_folder_that_cannot_be_written_to_is_said_and_nothing_typed_is_lost(
    writer, rows, tmp_path, setting
):
    (tmp_path / "file").write_text("no folder")
    setting(attachments_folder=tmp_path / "file")

    answer = add(writer)

    assert answer.status_code == 422
    assert "inte att ta emot filer just nu" in answer.page.text
    assert not rows.scalars(select(Attachment)).all()


def test_a_portal_without_a_folder_takes_no_files(town, login):
    counter = Counter(login(town.counsellor))
    counter.fill()

    assert counter.page("files").status_code == 404
    assert "Bilagor" not in counter.page("check").page.text


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
