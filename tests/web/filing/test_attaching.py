"""Files that are attached to a draft: which are taken, how they are kept, and when they go."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.cli import portal
from portal.models import Attachment, Draft
from portal.vocabulary import ScanResult
from tests import files
from tests.web.filing.attaching import EICAR, GREP, a_file, add, kept, post, written_then
from tests.web.filing.typed import Counter


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


def test_a_file_that_comes_after_sending_is_said_not_to_have_come_along(writer, rows, folder):
    page = writer.page("files").page
    writer.send()
    data = {"csrf_token": page.values["csrf_token"], "kind": "study_plan"}

    answer = post(writer, "files", data | {"file": a_file(files.PDF, "a.pdf")})

    assert "Bilagan kom inte med." in writer.browser.get(answer.location).text
    assert kept(folder) == []


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
    written_then(folder)
    app.test_cli_runner().invoke(portal, ["purge"])
    assert len(kept(folder)) == 2, "what has just been written may still get its row"

    clock.shift(timedelta(days=91))
    app.test_cli_runner().invoke(portal, ["purge"])

    assert not rows.scalars(select(Attachment)).all()
    assert kept(folder) == []


def test_what_the_scanner_finds_is_refused_and_the_uploader_is_told(writer, rows, folder, setting):
    setting(malware_scanner=GREP)

    answer = add(writer, EICAR)

    assert answer.status_code == 422
    assert "skadlig kod" in answer.page.text
    assert kept(folder) == []
    assert not rows.scalars(select(Attachment)).all()
    add(writer)
    assert rows.scalars(select(Attachment)).one().scan is ScanResult.CLEAN


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


def test_what_lies_in_the_folder_tells_nothing_and_is_nobodys_but_ours(writer, rows, folder):
    add(writer)

    (path,) = kept(folder)
    assert path.name == rows.scalars(select(Attachment)).one().stored_as
    assert files.PDF[:20] not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0
    assert Path(writer.browser.application.static_folder) not in path.parents
