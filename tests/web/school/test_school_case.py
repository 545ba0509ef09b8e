"""One case as the school reads it, and the receipt."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.models import AccessLogEntry
from portal.queries.school import SCHOOL_SEES
from portal.vocabulary import (
    CloseReason,
    CodedAnswer,
    FormKind,
    Outcome,
    Step,
)
from portal.workflow import casework, closing
from tests.town import AT, TODAY, a_case, a_filing
from tests.web.school.following import HOME, handed_over, held, page_of, token

SECRET = "detta får skolan inte läsa"


def test_the_case_says_who_has_it_and_what_was_answered(login, town, case, change):
    change(casework.opened, case)
    change(casework.take_on, case, by=town.caseworker)
    change(casework.reply, case, CodedAnswer.CONTACTING, "Vi ringer i veckan.", by=town.caseworker)

    text = login(town.counsellor).get(page_of(case)).page.text

    assert "Amina Berg" in text
    assert "08-465 004 10" in text
    assert "KAA Nacka" in text
    assert "Vi kontaktar eleven" in text
    assert "Vi ringer i veckan." in text
    assert "18 nov 2026 kl. 11.00 · KAA Nacka" in text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_school_never_reads_notes_or_inner_reasons(login, town, case, change):
    change(casework.take_on, case, by=town.caseworker)
    change(casework.note, case, SECRET, by=town.caseworker)
    change(casework.hand_back, case, SECRET, by=town.caseworker)
    change(casework.monitor, case, date(2026, 12, 10), SECRET, by=town.caseworker)
    change(
        closing.close,
        case,
        CloseReason.MOVED_SCHOOL,
        what=SECRET,
        on=TODAY,
        text="Eleven är inte kvar hos er.",
        by=town.caseworker,
    )

    for who in (town.counsellor, town.rector):
        client = login(who)
        text = client.get(page_of(case)).text
        assert SECRET not in text
        assert SECRET not in client.get("/school/cases").text
        assert "Eleven är inte kvar hos er." in text
        assert "Eleven har bytt skola" in text


def test_notes_are_not_among_what_the_school_sees():
    assert Step.NOTE not in SCHOOL_SEES
    assert Step.REGISTER not in SCHOOL_SEES


def test_after_a_rerouting_both_clocks_stand_there(login, town, case, rows):
    routine = next(one for one in town.norrkoping.routines if one.kind is FormKind.AT_RISK)
    trace = casework.reroute(
        case, routine, "Eleven bor i Norrköping.", by=town.caseworker, at=AT + timedelta(days=1)
    )
    rows.add(trace)
    rows.commit()

    text = login(town.counsellor).get(page_of(case)).page.text.replace("\N{NO-BREAK SPACE}", " ")

    assert "Nacka kommun" in text
    assert "Norrköpings kommun" in text
    assert "Eleven bor i Norrköping." in text
    assert "18 nov 2026 kl. 10.00" in text
    assert "19 nov 2026 kl. 10.00" in text


def test_the_page_of_a_long_case_costs_few_statements(login, town, rows, statements, change):
    case = a_filing(town, FormKind.DROPOUT, wants_meeting=True).case
    rows.add(case)
    rows.commit()
    held(town, case, Outcome.STAYS_WATCH, change)
    routine = next(one for one in town.norrkoping.routines if one.kind is FormKind.DROPOUT)
    rows.add(casework.reroute(case, routine, "Flyttat.", by=town.caseworker, at=AT))
    rows.commit()
    client = login(town.counsellor)
    statements.clear()

    assert client.get(page_of(case)).status_code == 200

    assert len(statements) <= 10, statements


def test_the_rector_sees_contact_details_only_on_demand_and_it_is_logged(login, town, case, rows):
    client = login(town.rector)
    page = client.get(f"{page_of(case)}/filings/1")
    for secret in HOME.values():
        assert secret not in page.text
    assert rows.scalar(select(AccessLogEntry).where(AccessLogEntry.opened == "contact")) is None

    shown = client.post(f"{page_of(case)}/filings/1", data=token(client))

    for secret in HOME.values():
        assert secret in shown.text
    logged = rows.scalar(select(AccessLogEntry).where(AccessLogEntry.opened == "contact"))
    assert (logged.reference, logged.membership_id) == (f"{case.reference}-1", town.rector.id)


def test_the_counsellor_sees_what_was_sent(login, town, case):
    page = login(town.counsellor).get(f"{page_of(case)}/filings/1")

    for answer in HOME.values():
        assert answer in page.text


def test_after_a_handover_the_school_reads_what_it_sent_without_contact_details(login, town, rows):
    sent = a_filing(town, FormKind.DROPOUT, answers={**HOME, "end_ground": "own_report"})
    case = sent.case
    rows.add(case)
    rows.commit()
    handed_over(town, sent, rows)
    client = login(town.counsellor)

    page = client.get(page_of(case))
    assert "Överlämnat" in page.page.text
    assert "KAA arbetar vidare med eleven" in page.page.text
    assert "registerpost" not in page.page.text.lower()
    frozen = client.get(f"{page_of(case)}/filings/1")
    assert frozen.status_code == 200
    for secret in HOME.values():
        assert secret not in frozen.text
    again = client.post(f"{page_of(case)}/filings/1", data=token(client))
    assert again.status_code == 302


def test_the_receipt_is_a_tagged_pdf_with_a_name_that_tells_nothing(login, town, case):
    answer = login(town.counsellor).get(f"{page_of(case)}/filings/1/receipt.pdf")

    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="kvittens-{case.reference}-1.pdf"'
    )
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data.startswith(b"%PDF-1.7")
    assert b"pdfuaid" in answer.data
    assert len(answer.data) > 5000


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        "*fet* _kursiv_ $x$ @ref <b>",
        "#panic()",
        ']#set page(paper: "a0")[',
        "Đặng Nguyễn",
        "محمد 李 🙂",
    ],
)
def test_what_somebody_typed_is_never_markup_in_the_receipt(login, town, stored, text):
    case = stored(a_case(town, given_name=text, answers={"efforts_text": text}))

    answer = login(town.counsellor).get(f"{page_of(case)}/filings/1/receipt.pdf")

    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-1.7")
