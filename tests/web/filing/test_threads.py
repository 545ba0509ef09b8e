"""A filing joins the case there is; who is told of it, and who is not."""

from sqlalchemy import select

from portal.models import AccessLogEntry, Case
from portal.vocabulary import CaseState, Opened
from tests.web.filing.typed import CONTACT, Counter, file


def test_the_next_filing_about_the_pupil_joins_the_case_and_is_filled_in(town, login, rows):
    browser = login(town.counsellor)
    file(browser, "at_risk")
    writer = Counter(browser, "dropout")

    writer.post("pupil")

    assert "Din anmälan läggs till i ärende" in writer.page("situation").page.text
    writer.post("situation")
    contact = writer.page("contact").page.values
    assert contact["guardian_name"] == "Anna Ek"
    writer.browser.send(writer.page("contact"), **CONTACT)
    receipt = browser.get(writer.send().location).page
    case = rows.scalars(select(Case)).one()
    assert case.filings_count == 2
    assert f"{case.reference}-2" in receipt.text
    looked = select(AccessLogEntry).where(AccessLogEntry.opened == Opened.FILING)
    assert rows.scalars(looked).one().reference == case.reference


def test_what_is_already_typed_is_not_overwritten_by_the_earlier_filing(town, login):
    browser = login(town.counsellor)
    file(browser, "at_risk")
    writer = Counter(browser, "dropout")
    writer.post("contact", {"guardian_name": "Bo Ek"}, do="later")

    writer.post("pupil")

    assert writer.page("contact").page.values["guardian_name"] == "Bo Ek"


def test_a_colleague_is_told_who_has_the_case_and_nothing_of_it(town, login, rows):
    file(login(town.counsellor), "at_risk")
    reference = rows.scalars(select(Case)).one().reference
    writer = Counter(login(town.colleague), "dropout")
    writer.post("pupil")

    page = writer.page("situation").page

    assert "Karin Holm har redan ett öppet ärende" in page.text
    assert reference not in page.text
    writer.post("situation")
    assert writer.page("contact").page.values["guardian_name"] == ""
    writer.post("contact")
    writer.send()
    assert rows.scalars(select(Case)).one().filings_count == 2


def test_another_school_is_told_nothing_and_gets_a_case_of_its_own(town, login, rows):
    file(login(town.counsellor), "at_risk")
    writer = Counter(login(town.other_counsellor), "dropout")
    writer.post("pupil")

    text = writer.page("situation").page.text

    assert "Karin Holm" not in text
    assert "öppet ärende" not in text
    writer.post("situation")
    writer.post("contact")
    writer.send()
    assert len(rows.scalars(select(Case)).all()) == 2


def test_a_start_closes_other_schools_cases_in_the_municipality(town, login, rows):
    file(login(town.counsellor), "at_risk")

    file(login(town.other_counsellor), "start")

    states = rows.scalars(select(Case.state)).all()
    assert states == [CaseState.CLOSED, CaseState.CLOSED]
