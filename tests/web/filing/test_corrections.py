"""A new version of a filing, and the filing that follows a meeting."""

from sqlalchemy import select

from portal.models import Case, Filing
from portal.vocabulary import FilingState, FormKind
from portal.workflow import drafts
from tests.town import AT
from tests.web.filing.typed import file


def test_a_correction_goes_the_same_way_and_says_why(town, login, rows):
    browser = login(town.counsellor)
    file(browser, "dropout")
    filing = rows.scalars(select(Filing)).one()
    by = filing.author
    draft = drafts.begin_correction(filing, by=by, at=AT)
    rows.add(draft)
    rows.commit()
    address = f"/filings/drafts/{draft.id}"
    asked = browser.get(browser.get(address).location)
    assert browser.send(asked, protected="no").location.endswith("/check")
    pupil = browser.get(f"{address}/pupil")
    assert pupil.page.values["number"] == "20100329-2388"
    browser.send(pupil, given_name="Vilma")

    refused = browser.send(browser.get(f"{address}/check"), to=f"{address}/send")
    assert refused.status_code == 422
    assert "Skriv varför du rättar" in refused.page.text
    sent = browser.send(refused, to=f"{address}/send", correction_reason="Namnet var fel.")

    assert "Rättelsen är inlämnad" in browser.get(sent.location).page.text
    current = rows.scalars(select(Filing).where(Filing.current)).one()
    assert (current.version, current.given_name) == (2, "Vilma")
    assert current.correction_reason == "Namnet var fel."
    assert current.state is FilingState.FILED


def test_a_correction_stays_in_its_municipality(town, login, rows):
    browser = login(town.counsellor)
    file(browser, "dropout")
    draft = drafts.begin_correction(rows.scalars(select(Filing)).one(), by=town.counsellor, at=AT)
    rows.add(draft)
    rows.commit()
    pupil = browser.get(f"/filings/drafts/{draft.id}/pupil")

    answer = browser.send(pupil, home_municipality="0581")

    assert answer.status_code == 422


def test_the_next_filing_begun_from_a_case_asks_first_and_has_the_pupil_filled_in(
    town, login, rows
):
    browser = login(town.counsellor)
    file(browser, "at_risk")
    draft = drafts.begin_next(
        rows.scalars(select(Case)).one(), FormKind.DROPOUT, by=town.counsellor, at=AT
    )
    rows.add(draft)
    rows.commit()
    address = f"/filings/drafts/{draft.id}"

    assert browser.get(address).location.endswith("/protected")
    assert browser.get(f"{address}/pupil").page.values["given_name"] == "Wilma"
    assert browser.get(f"{address}/contact").page.values["guardian_name"] == "Anna Ek"
    browser.send(browser.get(f"{address}/protected"), protected="no")
    assert browser.get(address).location.endswith("/situation")
