"""The case page: what is next, what has happened, and who may see it after saying why."""

from datetime import timedelta

import pytest

from portal.identity import parse
from portal.vocabulary import CloseReason, CodedAnswer, FormKind
from portal.workflow import casework, closing, filing
from tests.town import AT, EIGHTEEN, TODAY, a_case, a_filing, told

LATER = AT + timedelta(hours=1)
CONTACT = {
    "pupil_phone": "070-174 06 05",
    "guardian_name": "Pernilla Ek",
    "guardian_phone": "070-174 06 06",
    "sender_phone": "08-465 004 77",
}


@pytest.fixture
def case(town, stored):
    return stored(a_case(town, answers=dict(CONTACT)))


def of(case, step=""):
    return f"/cases/{case.reference}" + (f"/{step}" if step else "")


# --- what is shown ------------------------------------------------------------------------------


def test_the_page_says_who_what_is_next_and_whom_to_call(login, town, case):
    page = login(town.caseworker).get(of(case)).page

    assert page.heading == "Wilma Ek"
    for said in (
        "16 år",
        "YBC, SA25 åk 1",
        "hemkommun Nacka (folkbokförd i kommunen)",
        case.reference,
        "Nästa steg: kvittera anmälan",
        "Karin Holm",
        "08-465 004 77",
        "070-174 06 05",
        "Pernilla Ek",
        "2010-03-29-••••",
    ):
        assert said in page.text
    assert "201003292388" not in page.text


def test_guardians_are_shown_until_the_18th_birthday(login, town, stored):
    grown = stored(a_case(town, number=parse(EIGHTEEN, TODAY), answers=dict(CONTACT)))

    assert "Pernilla Ek" not in login(town.caseworker).get(of(grown)).page.text


def test_the_story_from_risk_to_dropout_reads_as_one(login, town, case, rows):
    for days, kind in ((1, FormKind.ABSENCE), (2, FormKind.DROPOUT)):
        rows.add(a_filing(town, kind, thread=case, at=AT + timedelta(days=days)))
        rows.commit()
    client = login(town.caseworker)

    page = client.get(of(case)).page

    told_in_order = [
        "Skolan anmälde: studieavbrott",
        "Skolan anmälde: hög ogiltig frånvaro",
        "Skolan anmälde: risk för studieavbrott",
    ]
    places = [page.text.index(said) for said in told_in_order]
    assert places == sorted(places)
    read = [
        link.get("href")
        for link in page.all("a")
        if link.get("href", "").startswith(of(case, "filings"))
    ]
    assert read == [of(case, f"filings/{number}") for number in (3, 2, 1)]
    for href in read:
        assert "Wilma Ek" in client.get(href).page.text


def test_deadlines_say_whether_they_were_met_in_time(login, town, case, rows):
    casework.acknowledge(case, by=town.caseworker, at=AT)
    casework.reply(case, CodedAnswer.CONTACTING, "", by=town.caseworker, at=AT + timedelta(days=9))
    rows.commit()

    text = login(town.coordinator).get(of(case)).page.text

    assert "Klart i tid" in text
    assert "Klart 2 dagar sent" in text


def test_what_was_noted_asked_and_answered_is_told(login, town, case, rows):
    casework.note(case, "Ring efter lunch.", by=town.caseworker, at=AT)
    casework.ask(case, "Har ni provat stöd?", by=town.caseworker, at=LATER)
    rows.commit()
    casework.answer(case, "Ja, sedan i höstas.", by=town.counsellor, at=LATER)
    closing.close(
        case,
        CloseReason.MOVED_SCHOOL,
        what="Rytmus",
        on=TODAY,
        text="Tack för anmälan.",
        by=town.caseworker,
        at=LATER,
    )
    rows.commit()

    text = login(town.caseworker).get(of(case)).page.text

    for said in (
        "Ring efter lunch.",
        "Har ni provat stöd?",
        "Ja, sedan i höstas.",
        "Eleven har bytt skola",
        "Rytmus",
        "Tack för anmälan.",
        "Amina Berg",
    ):
        assert said in text


def test_every_version_of_a_filing_can_be_read(login, town, case, rows):
    first = case.filings[0]
    rows.add(
        filing.correct(
            first,
            told(given_name="Vilma"),
            draft_id=case.id,
            unit=town.ybc,
            reason="Namnet stavades fel.",
            by=town.counsellor,
            at=LATER,
        )
    )
    rows.commit()

    page = login(town.caseworker).get(of(case, "filings/1")).page

    assert "Namnet stavades fel." in page.text
    assert "Vilma" in page.text
    assert "Wilma" in page.text


def test_a_filing_that_is_not_there_is_404(login, town, case):
    assert login(town.caseworker).get(of(case, "filings/2")).status_code == 404


def test_other_schools_cases_about_the_pupil_are_related(login, town, case, stored):
    elsewhere = stored(a_case(town, FormKind.ABSENCE, by=town.other_counsellor))

    page = login(town.caseworker).get(of(case)).page

    assert page.links[elsewhere.reference] == of(elsewhere)
    assert "Rytmus" in page.text


def test_the_pages_cost_few_statements_however_long_the_story(login, town, case, rows, statements):
    client = login(town.coordinator)
    client.get(of(case))
    statements.clear()
    client.get(of(case))
    few = len(statements)
    rows.expire_all()
    for number in range(60):
        casework.note(case, f"Anteckning {number}", by=town.caseworker, at=LATER)
    rows.add(a_filing(town, FormKind.ABSENCE, thread=case, at=LATER))
    rows.commit()
    statements.clear()
    client.get(of(case))

    assert len(statements) == few <= 10, statements


# --- after a re-routing -------------------------------------------------------------------------


@pytest.fixture
def sent_on(case, town, rows):
    casework.note(case, "Hemligt för Norrköping.", by=town.caseworker, at=AT)
    casework.ask(case, "Nackas fråga", by=town.caseworker, at=AT)
    casework.answer(case, "Skolans svar till Nacka", by=town.counsellor, at=AT)
    rows.commit()
    routine = next(one for one in town.norrkoping.routines if one.kind is FormKind.AT_RISK)
    at = AT + timedelta(days=1)
    rows.add(casework.reroute(case, routine, "Eleven har flyttat.", by=town.caseworker, at=at))
    rows.commit()
    return case


def test_the_new_municipality_sees_the_filing_and_both_clocks(login, town, sent_on):
    page = login(town.other_caseworker).get(of(sent_on)).page

    assert "Skolan anmälde: risk för studieavbrott" in page.text
    assert "Eleven har flyttat." in page.text
    assert "18 nov 2026" in page.text
    assert "19 nov 2026" in page.text
    assert "Nacka" in page.text


def test_the_old_municipalitys_notes_stay_behind(login, town, sent_on):
    text = login(town.other_caseworker).get(of(sent_on)).page.text

    for left in ("Hemligt", "Nackas fråga", "Skolans svar till Nacka", "Amina Berg"):
        assert left not in text


def test_the_old_municipality_no_longer_sees_the_case(login, town, sent_on):
    client = login(town.caseworker)

    assert client.get(of(sent_on)).status_code == 404
    assert client.get(of(sent_on, "filings/1")).status_code == 404
