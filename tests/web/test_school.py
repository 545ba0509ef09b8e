"""What became of what a school filed, and what the school may still do."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import inspect, select

from portal.identity import parse
from portal.models import AccessLogEntry, Case, Draft, Filing
from portal.queries.school import SCHOOL_SEES, Place
from portal.vocabulary import (
    CaseState,
    CloseReason,
    CodedAnswer,
    DeadlineKind,
    FilingState,
    FormKind,
    Opened,
    Outcome,
    Side,
    Step,
)
from portal.workflow import casework, closing, filing, handover, meetings
from tests.town import AT, EIGHTEEN, TODAY, a_case, a_filing, told

SECRET = "detta får skolan inte läsa"
LATER = AT + timedelta(hours=1)
HOME = {
    "pupil_phone": "070-174 06 05",
    "pupil_address": "Hemliga vägen 1",
    "guardian_name": "Pernilla Ek",
    "guardian_phone": "070-174 06 06",
}


def anew(rows, case: Case) -> Case:
    """The case as it is stored now."""
    rows.expire_all()
    return case


def page_of(case: Case) -> str:
    return f"/school/cases/{case.reference}"


@pytest.fixture
def case(town, stored):
    """Wilma Ek's case, filed by Karin Holm to Nacka."""
    return stored(a_case(town, answers=dict(HOME)))


@pytest.fixture
def change(rows):
    """Take a step in the test's own session."""

    def changed(step, *args, **kwargs):
        result = step(*args, **{"at": LATER} | kwargs)
        rows.commit()
        return result

    return changed


# --- the list -----------------------------------------------------------------------------------


def test_the_list_says_what_happens_next_and_by_when(login, town, case):
    page = login(town.counsellor).get("/school/cases").page

    assert page.heading == "Mina anmälningar"
    assert "Wilma Ek" in page.text
    assert "Risk för studieavbrott" in page.text
    assert "I kö" in page.text
    assert "Kommunen kvitterar anmälan" in page.text
    assert "Fre 20 nov" in page.text


def test_an_empty_list_says_what_to_do(login, town):
    page = login(town.counsellor).get("/school/cases").page

    assert "Inga anmälningar än" in page.text
    assert "/filings/new" in page.links.values()


def test_a_colleague_sees_nothing_until_the_unit_shares(login, town, case, rows):
    assert "Wilma" not in login(town.colleague).get("/school/cases?whose=school").page.text

    town.ybc.shares_filings = True
    rows.commit()
    client = login(town.colleague)

    assert "Wilma" not in client.get("/school/cases").page.text
    shared = client.get("/school/cases?whose=school").page
    assert shared.heading == "Skolans anmälningar"
    assert "Wilma Ek" in shared.text


def test_the_rector_sees_all_of_the_own_school_and_no_other(login, town, case):
    assert "Wilma Ek" in login(town.rector).get("/school/cases").page.text
    assert "Wilma Ek" not in login(town.other_rector).get("/school/cases").page.text


@pytest.mark.parametrize("who", ["caseworker", "organiser_admin", "log_reviewer", "platform_admin"])
def test_the_list_is_for_the_school_only(login, town, who):
    assert login(getattr(town, who)).get("/school/cases").status_code == 403


def test_filters_narrow_and_an_unknown_filter_narrows_nothing(login, town, case, stored):
    stored(a_case(town, FormKind.DROPOUT, number=parse(EIGHTEEN, TODAY), given_name="Ali"))
    client = login(town.counsellor)

    by_kind = client.get("/school/cases?kind=dropout").page.text
    assert "Ali Ek" in by_kind
    assert "Wilma Ek" not in by_kind
    assert "Inget ärende passar filtret" in client.get("/school/cases?state=closed").page.text
    assert "Wilma Ek" in client.get("/school/cases?state=nonsense&after=nonsense").page.text


@pytest.mark.parametrize("text", ["ek", "WIL", "Ek Wil"])
def test_a_name_is_found_by_its_beginning_and_never_stands_in_the_address(login, town, case, text):
    client = login(town.counsellor)

    found = client.post("/school/cases", data={"text": text, **token(client)})

    assert found.status_code == 200
    assert "Wilma Ek" in found.page.text


def token(client):
    return {"csrf_token": client.get("/school/cases").page.values["csrf_token"]}


def test_a_reference_is_found_and_other_schools_cases_are_not(login, town, case):
    client = login(town.counsellor)
    mine = client.post("/school/cases", data={"text": case.reference.lower(), **token(client)})
    assert "Wilma Ek" in mine.page.text

    client = login(town.other_counsellor)
    theirs = client.post("/school/cases", data={"text": case.reference, **token(client)})
    assert "Ingen träff" in theirs.page.text


@pytest.mark.parametrize("text", ["", " ", "%", "x" * 5000, "\x00", "a\u202eb"])
def test_a_strange_search_is_answered_in_words(login, town, case, text):
    client = login(town.counsellor)

    answer = client.post("/school/cases", data={"text": text, **token(client)})

    assert answer.status_code == 200
    assert "Wilma" not in answer.page.text


def many_cases(town, stored, count):
    numbers = iter(range(count))
    cases = []
    for n in numbers:
        at = AT + timedelta(minutes=n // 3)
        case = a_case(town, given_name=f"Elev{n:03}", at=at)
        case.number_hash = uuid4().hex
        cases.append(case)
    stored(*cases)
    return cases


def test_pages_of_the_list_have_every_case_once(login, town, stored):
    cases = many_cases(town, stored, 120)
    client, seen, url = login(town.counsellor), [], "/school/cases"
    while url:
        page = client.get(url).page
        seen += [name for name in page.links if name.startswith("Elev")]
        url = page.links.get("Visa nästa")

    assert len(seen) == len(set(seen)) == len(cases)


def test_the_list_costs_the_same_for_many_rows(login, town, stored, statements):
    many_cases(town, stored, 10)
    client = login(town.counsellor)
    statements.clear()
    client.get("/school/cases")
    few = len(statements)

    for case in many_cases(town, stored, 190):
        assert case.reference
    statements.clear()
    client.get("/school/cases")

    assert len(statements) == few <= 10


def test_a_place_in_the_list_survives_the_address():
    place = Place(datetime(2026, 11, 18, 9, 0, 0, 7, UTC), uuid4())

    assert Place.read(str(place)) == place
    assert Place.read("x") is None


# --- tasks --------------------------------------------------------------------------------------


def test_a_question_is_the_first_thing_to_do(login, town, case, change):
    change(casework.ask, case, "Vilka dagar var eleven borta?", by=town.caseworker)

    page = login(town.counsellor).get("/school/cases").page

    assert "Svara på kommunens fråga" in page.links
    assert "Skolan svarar på kommunens fråga" in page.text
    assert "Svara på kommunens fråga" not in login(town.rector).get("/school/cases").page.links


def held(town, case, outcome, change, promises=()):
    meeting = case.meetings[0]
    starts = AT + timedelta(days=1)
    change(meetings.book, meeting, starts, "Rum 4", "Hur går det?", 45, [], by=town.caseworker)
    change(
        meetings.hold,
        meeting,
        outcome,
        {},
        follow_up_on=None,
        outcome_text="",
        promises=promises,
        by=town.caseworker,
        at=starts + timedelta(hours=1),
    )


def test_a_dropout_to_file_and_a_promise_to_keep_are_tasks(login, town, case, change):
    promise = meetings.Promise(Side.SCHOOL, "Karin Holm", "Skicka betygen", date(2026, 12, 1))
    theirs = meetings.Promise(Side.KAA, "Amina Berg", "Ringa Wilma", date(2026, 12, 1))
    held(town, case, Outcome.LEAVES, change, [promise, theirs])

    page = login(town.counsellor).get("/school/cases").page

    assert "Anmäl studieavbrottet" in page.links
    assert "Skicka betygen" in page.links
    assert "Ringa Wilma" not in page.links


def test_the_dropout_form_opens_filled_in_after_the_meeting(login, town, case, change, rows):
    held(town, case, Outcome.LEAVES, change)
    client = login(town.counsellor)
    page = client.get(page_of(case))
    assert "Skolan anmäler studieavbrottet" in page.page.text or "skolan anmäler" in page.page.text

    answer = client.post(f"{page_of(case)}/again", data={"kind": "dropout", **token(client)})

    draft = rows.scalar(select(Draft))
    assert answer.status_code == 303
    assert str(draft.id) in answer.location
    assert (draft.kind, draft.case_id) == (FormKind.DROPOUT, case.id)
    assert draft.answers["given_name"] == ["Wilma"]
    assert "Skriv klart: Studieavbrott" in client.get("/school/cases").page.links


# --- the case -----------------------------------------------------------------------------------


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


# --- who may ------------------------------------------------------------------------------------

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


# --- contact details ----------------------------------------------------------------------------


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


def handed_over(town, sent, rows):
    passes = handover.passing(sent, town.ybc.title)
    filled = handover.Filled(
        birth_date=sent.birth_date,
        address="",
        email="",
        phone=HOME["pupil_phone"],
        read_filing=True,
        called_school=True,
        met_youth=False,
    )
    entry = handover.accept(
        sent.case.handovers[0],
        passes,
        filled,
        town.caseworker,
        running=None,
        joins_running=False,
        by=town.caseworker,
        at=LATER,
    )
    rows.add(entry)
    rows.commit()


# --- what the school may do ---------------------------------------------------------------------


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


# --- the receipt --------------------------------------------------------------------------------


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
