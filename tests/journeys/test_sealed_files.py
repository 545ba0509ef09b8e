"""A case with an attachment is sealed in the browser, and the officer saves the attachment."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.config import settings
from portal.models import Attachment, Membership
from portal.uploads import storage
from portal.vocabulary import AttachmentKind, FileType, ScanResult
from tests import files
from tests.journeys.visitor import Visitor
from tests.town import AT, Town, a_case


@pytest.fixture
def with_axe() -> bool:
    """No other journey opens a record with attachments."""
    return True


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("ATTACHMENTS_FOLDER", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    settings.cache_clear()


def test_what_was_attached_goes_to_the_officer_and_to_nobody_else(
    town: Town, rows: Session, enter: Callable[[Membership], Visitor], folder: Path
) -> None:
    case = a_case(town)
    attached = Attachment(
        filing=case.filings[0],
        kind=AttachmentKind.ACTION_PROGRAMME,
        sort=FileType.PDF,
        size=len(files.PDF),
        digest="x",
        stored_as=storage.keep(files.PDF),
        scan=ScanResult.UNSCANNED,
        added_at=AT,
        added_by_id=town.counsellor.id,
    )
    case.filings[0].files_count = 1
    rows.add_all([case, attached])
    rows.commit()

    karin = enter(town.counsellor)
    karin.open(f"/filings/seal/{case.reference}")
    karin.choose("Vem har skyddade personuppgifter?", "Eleven")
    karin.press("Försegla")
    name = karin.path.rpartition("/")[2]
    assert list(folder.iterdir()) == []

    siv = enter(town.protection_officer)
    siv.follow(name)
    with siv.page.expect_download() as saved:
        siv.card("Bilagor").get_by_role("link").click()

    assert saved.value.suggested_filename.startswith(f"{name}-")
    assert Path(saved.value.path()).read_bytes() == files.PDF
