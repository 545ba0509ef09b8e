"""A person asks what is held; the coordinator hands it over, holds one back and erases another."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from portal.clock import now
from portal.config import settings
from portal.erasing import erase_due
from portal.models import Case, Membership
from portal.workflow import erasure
from tests.journeys.visitor import Visitor
from tests.queries.erasure.everything import somebody
from tests.town import EIGHTEEN, Town

NINETEEN = "200702112392"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Where files lie."""
    monkeypatch.setenv("ATTACHMENTS_FOLDER", str(tmp_path))
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def script() -> bool:
    return False


def test_from_a_question_to_an_extract_a_hold_and_an_erasure(
    town: Town, rows: Session, enter: Callable[[Membership], Visitor]
) -> None:
    kept, going = somebody(town, rows, NINETEEN), somebody(town, rows, EIGHTEEN, name="Adam")
    for one in (kept, going):
        case = rows.get(Case, one.ids[0])
        assert case is not None
        case.closed_at = now() - timedelta(days=800)
    years = dict.fromkeys(erasure.ErasureSubject, 2)
    rows.add_all(erasure.set_plan(town.nacka, {}, years, by=town.municipality_admin, at=now())[0])
    rows.commit()
    cilla = enter(town.coordinator)

    cilla.follow("Register")
    cilla.follow("Registerutdrag")
    cilla.write("Personnummer eller samordningsnummer", kept.digits)
    cilla.press("Sök")
    cilla.reads(*kept.references)
    with cilla.page.expect_download() as coming:
        cilla.page.get_by_role("link", name="Hämta utdraget (PDF)").click()
    assert coming.value.suggested_filename == "registerutdrag.pdf"

    cilla.open("/erasure")
    cilla.page.get_by_role("link", name="Undanta Kanariella Gulfjäder").click()
    cilla.page.get_by_label("En tvist eller domstolsprocess pågår").check()
    cilla.write("Till och med vilken dag?", str((now() + timedelta(days=90)).date()))
    cilla.press("Undanta")
    expect(cilla.page.get_by_label("Markera Kanariella Gulfjäder")).to_have_count(0)
    cilla.page.get_by_label("Markera Adam Gulfjäder").check()
    cilla.page.get_by_label("Jag beslutar att de markerade ska raderas").check()
    cilla.press("Radera de markerade")
    cilla.reads("1 rad är beslutad")

    assert erase_due(now()) == 1

    cilla.open("/erasure")
    cilla.reads_not("Adam")
    cilla.follow("Se vad som har raderats")
    cilla.reads("Anmälan om risk för avbrott", "Cilla Frid")
