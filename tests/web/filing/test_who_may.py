"""Drafts are their author's; filing is for counsellors; a receipt is the school's."""

import pytest
from sqlalchemy import select

from portal.models import AccessLogEntry, Case, Draft, Filing
from portal.vocabulary import Opened
from tests.web.filing.typed import PUPIL, Counter, file


@pytest.mark.parametrize("who", ["colleague", "other_counsellor"])
@pytest.mark.parametrize(
    "step", ["", "/pupil", "/situation", "/contact", "/check", "/protected", "/discard"]
)
def test_somebody_elses_draft_is_not_there(who, step, town, login):
    writer = Counter(login(town.counsellor))
    writer.fill()

    browser = login(getattr(town, who))

    assert browser.get(f"{writer.draft}{step}").status_code == 404


@pytest.mark.parametrize("way", ["/pupil", "/send", "/discard", "/pupil/autosave"])
def test_somebody_elses_draft_cannot_be_changed_or_sent(way, town, login, rows):
    writer = Counter(login(town.counsellor))
    writer.fill()
    before = rows.scalars(select(Draft)).one().answers
    browser = login(town.colleague)
    token = browser.get("/filings/new").page.values["csrf_token"]

    answer = browser.post(f"{writer.draft}{way}", data=PUPIL | {"csrf_token": token})

    assert answer.status_code == 404
    assert rows.scalars(select(Draft)).one().answers == before
    assert not rows.scalars(select(Filing)).all()


@pytest.mark.parametrize(
    "who", ["rector", "caseworker", "coordinator", "organiser_admin", "platform_admin"]
)
@pytest.mark.parametrize("address", ["/filings/new", "/filings/new/dropout", "/filings/protected"])
def test_only_a_counsellor_files(who, address, town, login):
    assert login(getattr(town, who)).get(address).status_code == 403


def test_a_kind_that_is_none_is_not_there(town, login):
    assert login(town.counsellor).get("/filings/new/party").status_code == 404


def test_the_receipt_is_the_schools_own_and_is_logged(town, login, rows):
    browser = login(town.counsellor)
    receipt = file(browser)
    address = receipt.request.path

    assert rows.scalars(select(AccessLogEntry).where(AccessLogEntry.opened == Opened.RECEIPT)).all()
    assert login(town.other_counsellor).get(address).status_code == 404
    assert login(town.colleague).get(address).status_code == 404
    assert login(town.rector).get(address).status_code == 200


def test_a_receipt_that_is_none_is_not_there(town, login, rows):
    browser = login(town.counsellor)
    file(browser)
    reference = rows.scalars(select(Case)).one().reference

    assert browser.get(f"/filings/{reference}/7/receipt").status_code == 404
