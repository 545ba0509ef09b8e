"""What the school may still do with what it has filed."""

from uuid import uuid4

from sqlalchemy import select

from portal.models import Draft, Filing
from portal.vocabulary import (
    CaseState,
    CloseReason,
    DeadlineKind,
    FilingState,
    FormKind,
)
from portal.workflow import casework, closing, filing
from tests.town import a_case, a_filing, told
from tests.web.school.following import HOME, LATER, anew, page_of, token


def test_an_answer_reaches_the_municipality(login, town, case, change, rows):
    change(casework.ask, case, "Vilka dagar?", by=town.caseworker)
    client = login(town.counsellor)
    page = client.get(page_of(case))
    assert "Vilka dagar?" in page.page.text

    answer = client.send(page, to=f"{page_of(case)}/answer", text="Måndag till fredag.")

    assert answer.status_code == 303
    told = anew(rows, case)
    assert (told.state, told.question) == (CaseState.QUEUED, None)
    assert "Måndag till fredag." in client.get(page_of(case)).page.text


def test_an_empty_answer_is_asked_for_again(login, town, case, change, rows):
    change(casework.ask, case, "Vilka dagar?", by=town.caseworker)
    client = login(town.counsellor)

    answer = client.send(client.get(page_of(case)), to=f"{page_of(case)}/answer", text="  ")

    assert answer.status_code == 422
    assert "Skriv ett svar på frågan." in answer.page.text
    assert anew(rows, case).state is CaseState.NEEDS_INFO


def test_a_too_long_answer_is_given_back_as_it_was_typed(login, town, case, change):
    change(casework.ask, case, "Vilka dagar?", by=town.caseworker)
    client = login(town.counsellor)
    typed = "å" * 2001

    answer = client.send(client.get(page_of(case)), to=f"{page_of(case)}/answer", text=typed)

    assert answer.status_code == 422
    assert answer.page.values["text"] == typed


def test_an_answer_without_a_question_is_a_conflict(login, town, case):
    client = login(town.counsellor)

    answer = client.post(f"{page_of(case)}/answer", data={"text": "Hej", **token(client)})

    assert answer.status_code == 409


def test_withdrawing_the_last_filing_closes_the_case(login, town, case, rows):
    client = login(town.counsellor)
    page = client.get(f"{page_of(case)}/filings/1/withdraw")
    assert "avslutas ärendet" in page.page.text

    answer = client.send(page, reason="Fel elev.")

    closed = anew(rows, case)
    assert answer.status_code == 303
    assert (closed.state, closed.close_reason) == (CaseState.CLOSED, CloseReason.WITHDRAWN)
    assert closed.filings[0].state is FilingState.WITHDRAWN
    shown = client.get(page_of(case)).page.text
    assert "Återtagen" in shown
    assert "Fel elev." in shown


def test_withdrawing_needs_a_reason(login, town, case, rows):
    client = login(town.counsellor)

    answer = client.send(client.get(f"{page_of(case)}/filings/1/withdraw"), reason="")

    assert "Skriv varför skolan återtar anmälan." in answer.page.text
    assert anew(rows, case).state is CaseState.QUEUED


def test_withdrawing_one_of_two_keeps_the_case_open(login, town, case, stored, rows):
    a_filing(town, FormKind.DROPOUT, thread=case, at=LATER)
    rows.commit()
    client = login(town.counsellor)
    page = client.get(f"{page_of(case)}/filings/2/withdraw")
    assert "Ärendet fortsätter" in page.page.text

    client.send(page, reason="Eleven kom tillbaka.")

    open_one = anew(rows, case)
    assert open_one.state is CaseState.QUEUED
    states = {one.ordinal: one.state for one in open_one.filings}
    assert states == {1: FilingState.FILED, 2: FilingState.WITHDRAWN}


def test_a_withdrawn_filing_is_neither_withdrawn_nor_corrected_again(
    login, town, case, stored, rows
):
    a_filing(town, FormKind.DROPOUT, thread=case, at=LATER)
    rows.commit()
    client = login(town.counsellor)
    client.send(client.get(f"{page_of(case)}/filings/2/withdraw"), reason="Fel.")

    assert client.get(f"{page_of(case)}/filings/2/withdraw").status_code == 409
    correct = client.post(f"{page_of(case)}/filings/2/correct", data=token(client))
    assert correct.status_code == 409


def test_a_correction_begins_with_what_was_sent(login, town, case, rows):
    client = login(town.counsellor)

    answer = client.post(f"{page_of(case)}/filings/1/correct", data=token(client))

    draft = rows.scalar(select(Draft))
    assert answer.status_code == 303
    assert draft.corrects_id == rows.scalar(select(Filing.id))
    assert draft.answers["pupil_phone"] == [HOME["pupil_phone"]]


def test_a_corrected_filing_keeps_its_earlier_version(login, town, case, rows):
    changed = {**HOME, "pupil_phone": "070-174 06 50"}
    filing.correct(
        case.filings[0],
        told(answers=changed),
        draft_id=uuid4(),
        unit=town.ybc,
        reason="Fel nummer.",
        by=town.counsellor,
        at=LATER,
    )
    rows.commit()

    text = login(town.counsellor).get(f"{page_of(case)}/filings/1").text

    assert "Fel nummer." in text
    assert "070-174 06 50" in text
    assert HOME["pupil_phone"] in text
    assert [one.current for one in anew(rows, case).filings] == [False, True]


def test_the_school_asks_to_reopen_a_closed_case(login, town, case, change, rows):
    change(closing.close, case, CloseReason.STAYS, what="Går vidare", by=town.caseworker)
    client = login(town.counsellor)
    assert f"{page_of(case)}/reopen" in client.get(page_of(case)).page.links.values()

    client.send(client.get(f"{page_of(case)}/reopen"), reason="Frånvaron ökar igen.")

    asked = anew(rows, case)
    assert asked.state is CaseState.REOPEN_REQUESTED
    assert asked.due_kind is DeadlineKind.ANSWER_REOPEN


def test_a_newer_open_case_stands_in_the_way_of_reopening(login, town, case, change, rows):
    change(closing.close, case, CloseReason.STAYS, what="Går vidare", by=town.caseworker)
    newer = a_case(town, at=LATER)
    rows.add(newer)
    rows.commit()
    client = login(town.counsellor)

    answer = client.send(client.get(f"{page_of(case)}/reopen"), reason="Frånvaron ökar igen.")

    assert newer.reference in answer.page.text
    assert answer.page.values["reason"] == "Frånvaron ökar igen."
    assert anew(rows, case).state is CaseState.CLOSED


def test_an_open_case_cannot_be_reopened(login, town, case):
    assert login(town.counsellor).get(f"{page_of(case)}/reopen").status_code == 409


def test_an_unknown_kind_or_filing_is_not_there(login, town, case):
    client = login(town.counsellor)

    assert client.get(f"{page_of(case)}/filings/7").status_code == 404
    again = client.post(f"{page_of(case)}/again", data={"kind": "party", **token(client)})
    assert again.status_code == 404
