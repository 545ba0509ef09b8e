"""A filing reads as it was sent, also when the case has been sent on to another municipality."""

import pytest

from portal.models import Filing
from portal.vocabulary import FormKind, LegalGround
from portal.web.filing_pages import filed_sections
from portal.workflow import casework
from portal.workflow import filing as workflow
from tests.town import a_case, told
from tests.web.school.following import LATER, page_of


@pytest.fixture
def sent_on(town, stored, change):
    """Filed to Nacka, where the school lies; the pupil turned out to live in Norrköping."""
    case = stored(a_case(town, FormKind.ABSENCE, home=town.nacka))
    there = next(one for one in town.norrkoping.routines if one.kind is FormKind.ABSENCE)
    change(casework.reroute, case, there, "Eleven bor i Norrköping.", by=town.caseworker)
    return case


def stated(filing: Filing) -> str:
    """The home municipality, as pages and the receipt's file read it."""
    answers = [one for section in filed_sections(filing) for one in section.answers]
    return next(one.answer for one in answers if one.name == "home_municipality")


def test_the_school_reads_the_municipality_that_it_stated(sent_on, login, town, app):
    page = login(town.counsellor).get(f"{page_of(sent_on)}/filings/1").page

    assert "Elevens hemkommunNacka" in page.text
    assert "Elevens hemkommunNorrköping" not in page.text
    with app.test_request_context():
        assert stated(sent_on.filings[0]) == "Nacka"


def test_so_does_the_municipality_that_has_it_now(sent_on, login, town):
    page = login(town.other_caseworker).get(f"/cases/{sent_on.reference}/filings/1").page

    assert "Elevens hemkommunNacka" in page.text


def test_a_correction_rests_on_the_ground_of_the_municipality_it_goes_to(sent_on, town, change):
    first = sent_on.filings[0]
    assert first.legal_ground is LegalGround.LOCAL_ROUTINE

    version = change(
        workflow.correct,
        first,
        told(FormKind.ABSENCE, given_name="Vilma"),
        draft_id=sent_on.id,
        unit=town.ybc,
        reason="Namnet var fel.",
        by=town.counsellor,
        at=LATER,
    )

    assert version.legal_ground is LegalGround.SKOLLAGEN_15_15
    assert version.municipality.name == "Norrköping"
