"""Others find nothing, the rector changes nothing, and every opening is logged."""

import pytest
from sqlalchemy import inspect, select

from portal.models import AccessLogEntry, Draft
from portal.vocabulary import (
    CaseState,
    Opened,
)
from tests.town import AT
from tests.web.school.following import anew, page_of, token

GETS = ("", "/filings/1", "/filings/1/receipt.pdf", "/filings/1/withdraw", "/reopen")
POSTS = (
    "/answer",
    "/filings/1",
    "/filings/1/withdraw",
    "/filings/1/correct",
    "/again",
    "/reopen",
)
READ_ONLY = ("/answer", "/filings/1/withdraw", "/filings/1/correct", "/again", "/reopen")


@pytest.mark.parametrize("who", ["other_counsellor", "far_counsellor", "colleague", "other_rector"])
@pytest.mark.parametrize("place", GETS)
def test_others_find_nothing(login, town, case, who, place):
    answer = login(getattr(town, who)).get(page_of(case) + place)

    assert answer.status_code == 404
    assert "Wilma" not in answer.text


@pytest.mark.parametrize("who", ["other_counsellor", "far_counsellor", "colleague", "other_rector"])
@pytest.mark.parametrize("place", POSTS)
def test_others_change_nothing(login, town, case, who, place):
    client = login(getattr(town, who))

    answer = client.post(
        page_of(case) + place,
        data={"text": "x", "reason": "x", "kind": "dropout", **token(client)},
    )

    assert answer.status_code == 404
    rows = inspect(case).session
    assert anew(rows, case).state is CaseState.QUEUED
    assert rows.scalar(select(Draft)) is None


@pytest.mark.parametrize("place", READ_ONLY)
def test_the_rector_reads_and_changes_nothing(login, town, case, rows, place):
    client = login(town.rector)

    answer = client.post(
        page_of(case) + place,
        data={"text": "x", "reason": "x", "kind": "dropout", **token(client)},
    )

    assert answer.status_code == 403
    assert anew(rows, case).state is CaseState.QUEUED
    assert client.get(page_of(case)).status_code == 200


def test_the_municipality_has_its_own_page(login, town, case):
    assert login(town.caseworker).get(page_of(case)).status_code == 403


def test_an_ended_membership_sees_nothing_at_the_next_request(login, town, case, rows):
    client = login(town.counsellor)
    assert client.get(page_of(case)).status_code == 200
    town.counsellor.ended_at = AT
    rows.commit()

    assert client.get(page_of(case)).status_code == 303


def test_every_opening_is_logged_before_it_is_served(login, town, case, rows):
    client = login(town.rector)
    client.get(page_of(case))
    client.get(f"{page_of(case)}/filings/1")
    client.get(f"{page_of(case)}/filings/1/receipt.pdf")

    logged = rows.execute(
        select(AccessLogEntry.opened, AccessLogEntry.reference, AccessLogEntry.membership_id)
    ).all()
    mine = {(opened, reference) for opened, reference, who in logged if who == town.rector.id}
    assert mine == {
        (Opened.CASE, case.reference),
        (Opened.FILING, f"{case.reference}-1"),
        (Opened.RECEIPT, f"{case.reference}-1"),
    }
