"""The counsellor's first page: what the school has to do, and nothing that others have to."""

from datetime import date, timedelta

from portal.models import Draft
from portal.vocabulary import FormKind, Outcome, Side
from portal.workflow import casework, meetings
from tests.town import AT, a_case
from tests.web.school.following import held


def todo(login, somebody):
    return login(somebody).get("/").page


def test_nothing_to_do_says_so(login, town):
    page = todo(login, town.counsellor)

    assert page.heading == "Att göra"
    assert "Inget att göra just nu" in page.text
    assert page.links["Visa alla anmälningar"] == "/school/cases"
    assert page.links["Ny anmälan"] == "/filings/new"


def test_what_the_municipality_has_to_do_is_not_the_schools(login, town, case):
    assert "Inget att göra just nu" in todo(login, town.counsellor).text


def test_a_question_is_to_be_answered_by_its_day(login, town, case, change):
    change(casework.ask, case, "Vilka dagar var eleven borta?", by=town.caseworker)

    page = todo(login, town.counsellor)

    assert page.links["Svara på kommunens fråga"] == f"/school/cases/{case.reference}"
    assert "Wilma Ek" in page.text
    assert "Ons 25 nov" in page.text
    assert "Svara på kommunens fråga" not in todo(login, town.colleague).links
    assert "Svara på kommunens fråga" not in todo(login, town.far_counsellor).links


def test_an_answer_takes_it_off_the_list(login, town, case, change):
    change(casework.ask, case, "Vilka dagar?", by=town.caseworker)
    change(casework.answer, case, "Alla", by=town.counsellor)

    assert "Svara på kommunens fråga" not in todo(login, town.counsellor).links


def test_a_dropout_to_file_and_a_promise_to_keep_are_tasks(login, town, case, change):
    promise = meetings.Promise(Side.SCHOOL, "Karin Holm", "Skicka betygen", date(2026, 12, 1))
    theirs = meetings.Promise(Side.KAA, "Amina Berg", "Ringa Wilma", date(2026, 12, 1))
    held(town, case, Outcome.LEAVES, change, [promise, theirs])

    page = todo(login, town.counsellor)

    assert "Anmäl studieavbrottet" in page.links
    assert "Skicka betygen" in page.links
    assert "Ringa Wilma" not in page.links


def test_a_meeting_is_there_until_it_has_begun(login, town, case, change, clock):
    starts = AT + timedelta(days=1)
    change(meetings.book, meetings.running(case), starts, "Rum 4", "", 45, [], by=town.caseworker)

    page = todo(login, town.counsellor)
    assert page.links["Gemensamt möte"] == f"/school/cases/{case.reference}#meeting"
    assert "Tor 19 nov" in page.text
    assert "Gemensamt möte" not in todo(login, town.far_counsellor).links

    clock.shift(timedelta(days=2))
    assert "Gemensamt möte" not in todo(login, town.counsellor).links


def test_a_risk_is_to_be_renewed_when_its_day_is_near(login, town, case, clock):
    assert "Förnya anmälan om risk, eller återta den" not in todo(login, town.counsellor).links

    clock.move_to(AT + timedelta(days=170))
    page = todo(login, town.counsellor)

    assert page.links["Förnya anmälan om risk, eller återta den"].startswith("/school/cases/")


def test_an_unfinished_filing_is_the_writers_own(login, town, stored):
    stored(
        Draft(
            author_id=town.counsellor.id,
            kind=FormKind.ABSENCE,
            school_unit_code=town.ybc.code,
            answers={"given_name": ["Ali"]},
            created_at=AT,
            changed_at=AT,
        )
    )

    page = todo(login, town.counsellor)

    assert page.links["Skriv klart: Hög ogiltig frånvaro"].startswith("/filings/")
    assert "Ali" in page.text
    assert "Inget att göra just nu" in todo(login, town.colleague).text


def test_the_page_costs_the_same_for_many_tasks(login, town, stored, rows, statements):
    def asked(count):
        for _ in range(count):
            case = a_case(town, FormKind.ABSENCE)
            case.number_hash = str(count) + case.reference
            casework.ask(case, "Hur går det?", by=town.caseworker, at=AT)
            rows.add(case)
        rows.commit()

    asked(2)
    client = login(town.counsellor)
    client.get("/")
    statements.clear()
    client.get("/")
    few = len(statements)
    asked(30)
    statements.clear()
    client.get("/")

    assert len(statements) == few <= 10
