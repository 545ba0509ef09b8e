"""Attachments for a municipality that has not joined: with link and code, and only that case's."""

import pytest
from sqlalchemy import select

from portal.config import settings
from portal.models import AccessLogEntry, Attachment, Filing
from portal.uploads import storage
from portal.vocabulary import AttachmentKind, FileType, Opened, ScanResult
from tests import files
from tests.town import AT, a_case, number


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("ATTACHMENTS_FOLDER", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    settings.cache_clear()


def attached(filing, by, stored):
    filing.files_count = 1
    return stored(
        Attachment(
            filing_id=filing.id,
            kind=AttachmentKind.STUDY_PLAN,
            sort=FileType.PDF,
            size=len(files.PDF),
            digest="x",
            stored_as=storage.keep(files.PDF),
            scan=ScanResult.UNSCANNED,
            added_at=AT,
            added_by_id=by.id,
        )
    )


def test_a_file_is_had_with_link_and_code(town, case, receiver, folder, rows, stored):
    attached(rows.scalars(select(Filing)).one(), town.counsellor, stored)
    page = receiver.get("/pickup/case").page
    (address,) = [to for text, to in page.links.items() if text.startswith("Ladda ner")]

    assert receiver.get(address).data == files.PDF

    logged = select(AccessLogEntry).where(AccessLogEntry.opened == Opened.PICKUP)
    assert len(rows.scalars(logged).all()) == 2
    receiver.send(receiver.get("/pickup/case"), to="/pickup/leave")
    assert receiver.get(address).location == "/pickup/over"


def test_a_file_of_another_case_is_not_there(town, case, receiver, folder, stored):
    other = stored(a_case(town, number=number("200804182392")))
    file = attached(other.filings[0], town.counsellor, stored)

    assert receiver.get(f"/pickup/case/files/{file.id}").status_code == 404
