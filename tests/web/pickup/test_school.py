"""The school sees the code and how far the filing has come, and may send another link."""

from datetime import timedelta

import pytest

from portal.models import AccessLogEntry, Pickup
from portal.vocabulary import Opened, PickupEnd, Step
from portal.web import filing_letter
from portal.workflow import pickups, receiving
from tests.town import AT, a_case
from tests.web.pickup.opening import link_of, open_with, steps


def page_of(client, case):
    return client.get(f"/school/cases/{case.reference}")


def test_the_code_stands_on_receipt_and_case_with_what_to_do(login, town, case, pickup):
    client = login(town.counsellor)
    receipt = client.get(f"/filings/{case.reference}/1/receipt")

    for page in (receipt, page_of(client, case)):
        assert pickup.code in page.page.text
        assert "Ring Tyresö kommun och säg koden" in page.page.text


def test_the_receipt_as_a_file_is_made_with_the_code(login, town, case):
    client = login(town.counsellor)

    answer = client.get(f"/school/cases/{case.reference}/filings/1/receipt.pdf")

    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")


def test_the_code_goes_when_the_filing_is_acknowledged(login, town, case, pickup, rows):
    receiving.acknowledge(pickup, at=AT)
    rows.commit()

    page = page_of(login(town.counsellor), case).page.text

    assert pickup.code not in page
    assert "Kvitterat" in page


def test_the_list_says_how_far_it_has_come(login, town, case, pickup, rows):
    client = login(town.counsellor)
    assert "Skickat 18 nov" in client.get("/school/cases").page.text

    receiving.try_code(pickup, pickup.code, at=AT)
    rows.commit()

    assert "Öppnat 18 nov" in client.get("/school/cases").page.text


def test_renewing_takes_one_click(login, town, case, pickup, rows, another_client):
    client = login(town.counsellor)

    page = client.send(page_of(client, case), to=f"/school/cases/{case.reference}/pickup")

    assert page.status_code == 303
    rows.refresh(pickup)
    assert pickup.ended_why is PickupEnd.REPLACED
    new = rows.query(Pickup).filter(Pickup.ended_at.is_(None)).one()
    assert new.code != pickup.code
    assert new.code in page_of(client, case).page.text
    assert steps(rows, case)[-1] is Step.RENEW_PICKUP
    assert open_with(another_client(), link_of(new), new.code).status_code == 303


def test_a_dead_link_is_told_with_its_reason(login, town, case, pickup, rows):
    pickups.lapse(pickup, PickupEnd.WRONG_CODES, at=AT)
    rows.commit()

    page = page_of(login(town.counsellor), case).page

    assert "För många fel koder" in page.text
    assert pickup.code not in page.text
    assert "Skicka ny länk" in page.text


@pytest.mark.parametrize("who", ["rector", "colleague", "caseworker", "other_counsellor"])
def test_who_may_not_change_the_filing_may_not_renew(login, town, case, who, rows):
    client = login(getattr(town, who))
    token = client.get("/account").page.values["csrf_token"]

    answer = client.post(f"/school/cases/{case.reference}/pickup", data={"csrf_token": token})

    assert answer.status_code in (403, 404)
    assert len(rows.query(Pickup).all()) == 1


def test_where_somebody_reads_here_there_is_nothing_to_renew(login, town, stored, rows):
    case = stored(a_case(town))
    client = login(town.counsellor)
    page = page_of(client, case)

    assert "Hämtning" not in page.page.text
    answer = client.send(page, to=f"/school/cases/{case.reference}/pickup")
    assert answer.status_code == 409
    assert rows.query(Pickup).all() == []


def test_the_reviewer_reads_who_opened_it(login, town, case, receiver, another_client, rows):
    receiver.get("/pickup/case")
    town.log_reviewer.municipality = town.tyreso
    town.log_reviewer.municipality_code = "0138"
    rows.commit()

    page = login(town.log_reviewer, another_client()).get("/admin/access-log")

    assert "Kommunen, utan konto" in page.page.text


def test_a_letter_is_made_where_nobody_reads_here(login, town, case, rows):
    answer = login(town.counsellor).get(f"/school/cases/{case.reference}/filings/1/letter.pdf")

    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")
    logged = rows.query(AccessLogEntry).filter(AccessLogEntry.opened == Opened.LETTER).one()
    assert logged.reference == f"{case.reference}-1"


def test_the_letter_bears_the_day_of_the_filing(case, app, clock):
    clock.move_to(AT + timedelta(days=9))

    with app.test_request_context():
        said = filing_letter.texts(case, case.filings[0], at=AT + timedelta(days=9))

    assert said["date"] == "18\N{NO-BREAK SPACE}november 2026"


def test_there_is_no_letter_where_somebody_reads_here(login, town, stored):
    case = stored(a_case(town))

    path = f"/school/cases/{case.reference}/filings/1/letter.pdf"
    assert login(town.counsellor).get(path).status_code == 404


@pytest.mark.parametrize("who", ["other_counsellor", "caseworker", "far_counsellor"])
def test_a_letter_is_made_for_nobody_else(login, town, case, who):
    path = f"/school/cases/{case.reference}/filings/1/letter.pdf"

    assert login(getattr(town, who)).get(path).status_code in (403, 404)
