"""The handover as its pages: what is shown, what is filled in, and each answer."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.identity import parse
from portal.models import Case, Event, Handover, Occupation, RegisterEntry
from portal.vocabulary import (
    CaseState,
    DeclineReason,
    EntryState,
    FormKind,
    HandoverState,
)
from tests.town import EIGHTEEN, TODAY, a_case, a_filing, number

CANARIES = {
    name: f"kanarie-{name.replace('_', '-')}"
    for name in (
        *("efforts_text", "guardian_name", "guardian_phone", "guardian2_name", "plan_text"),
        *("wanted_why_none", "meeting_why_not", "home_reason", "end_ground_text", "points"),
        *("absence_percent", "absence_hours", "rector_name", "other_contact", "sender_phone"),
        *("meeting_times", "meeting_people", "interpreter_language", "grades"),
    )
}
REACH = {"pupil_phone": "070-000 00 34", "pupil_address": "Storgatan 1", "pupil_email": "w@ek.se"}
INTERIM = "20100307T380"


@pytest.fixture
def case(town, stored):
    return stored(a_case(town, FormKind.DROPOUT, answers=REACH | CANARIES))


@pytest.fixture
def review(case):
    return f"/cases/{case.reference}/handover"


@pytest.fixture
def kaa(login, town):
    return login(town.caseworker)


@pytest.fixture
def only(rows):
    """The only row of a kind, as it stands now."""

    def read(model):
        rows.expire_all()
        return rows.scalars(select(model)).one()

    return read


# --- what is shown ------------------------------------------------------------------------------


def test_what_passes_is_shown_and_nothing_else(kaa, review):
    text = kaa.get(review).page.text

    for passes in ("Wilma Ek", "070-000 00 34", "Storgatan 1", "w@ek.se", "YBC, SA25"):
        assert passes in text
    assert "Avbrutit gymnasiestudier" in text
    assert "kanarie" not in text


def test_what_never_passes_is_said_in_words(kaa, review):
    text = kaa.get(review).page.text

    for never in ("Frånvaro", "Orsaker", "Vårdnadshavare", "Fritext"):
        assert never in text


def test_the_filing_is_one_click_away(kaa, review, case):
    links = kaa.get(review).page.links

    assert kaa.get(links["Anmälan om studieavbrott"]).status_code == 200


def test_who_has_the_case_gets_the_youth_unless_told_otherwise(kaa, review, town, rows, case):
    rows.get(Case, case.id).caseworker_id = town.second_caseworker.id
    rows.commit()

    asked = kaa.get(review).location
    page = kaa.get(kaa.send(kaa.get(asked), to=asked, reason="covering").location)

    assert page.page.values["caseworker"] == str(town.second_caseworker.id)


@pytest.mark.parametrize("path", ["", "/decline"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("counsellor", 403), ("rector", 403), ("other_counsellor", 403), ("other_caseworker", 404)],
)
def test_only_the_home_municipality_answers(login, town, review, who, status, path):
    answer = login(getattr(town, who)).get(review + path)

    assert answer.status_code in {status, 404}
    assert answer.status_code != 200


# --- accepting ----------------------------------------------------------------------------------


def accept(kaa, review, **said):
    return kaa.send(kaa.get(review), **({"read_filing": "y"} | said))


def test_accepting_leads_to_the_entry(kaa, review, case, only, rows):
    answer = accept(kaa, review, called_school="y")

    entry = only(RegisterEntry)
    assert answer.location == f"/register/{entry.reference}"
    assert rows.get(Case, case.id).state is CaseState.HANDED_OVER
    assert only(Handover).called_school is True
    assert only(Handover).shown["phone"] == "070-000 00 34"
    page = kaa.get(answer.location).page
    assert page.heading == "Wilma Ek"
    assert "YBC, SA25" in page.text


def test_no_canary_reaches_the_register(kaa, review, only, rows):
    """A dropout with something in every answer leaves nothing of it in entry, past or events."""
    accept(kaa, review)

    entry = only(RegisterEntry)
    events = rows.scalars(select(Event).where(Event.entry_id == entry.id)).all()
    things = [entry, *rows.scalars(select(Occupation)), *events]
    kept = [
        getattr(thing, column.key)
        for thing in things
        for column in type(thing).__mapper__.column_attrs
    ]
    assert events
    assert "070-000 00 34" in kept
    assert "kanarie" not in repr(kept)
    assert "kanarie" not in repr(only(Handover).shown)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"read_filing": ""}, "Läs anmälan innan du tar emot överlämningen."),
        ({"phone": "", "email": "", "address": ""}, "Skriv minst ett sätt att nå ungdomen"),
        ({"phone": "ring mig"}, "Skriv telefonnumret med siffror"),
        ({"email": "wilma"}, "Skriv en e-postadress"),
        ({"caseworker": "x"}, "Välj ett av alternativen"),
        ({"address": "x" * 301}, "Skriv högst 300 tecken."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(kaa, review, only, said, sentence):
    answer = accept(kaa, review, **({"address": "Nygatan 2"} | said))

    assert answer.status_code == 422
    assert sentence in answer.page.text
    assert answer.page.values["address"] == said.get("address", "Nygatan 2")
    assert only(Handover).state is HandoverState.OFFERED


def test_somebody_elses_caseworker_cannot_be_chosen(kaa, review, town, only):
    answer = accept(kaa, review, caseworker=str(town.other_caseworker.id))

    assert answer.status_code == 422
    assert only(Handover).state is HandoverState.OFFERED


def test_an_interim_number_is_completed_with_a_birth_date(login, town, stored, only):
    interim = parse(INTERIM, TODAY)
    case = stored(a_case(town, FormKind.DROPOUT, number=interim, birth_date=None, answers=REACH))
    kaa, url = login(town.caseworker), f"/cases/{case.reference}/handover"

    without = accept(kaa, url)
    wrong = accept(kaa, url, birth_date="2040-01-01")
    right = accept(kaa, url, birth_date="2010-03-07")

    assert "Skriv ungdomens födelsedatum." in without.page.text
    assert "Dagen har inte varit än." in wrong.page.text
    assert right.status_code == 303
    assert only(RegisterEntry).birth_date.isoformat() == "2010-03-07"


def test_who_has_turned_20_can_only_be_declined(login, town, stored, clock):
    case = stored(a_case(town, FormKind.DROPOUT, number=number(EIGHTEEN), answers=REACH))
    clock.shift(timedelta(days=700))

    page = login(town.caseworker).get(f"/cases/{case.reference}/handover").page

    assert "Ungdomen har fyllt 20" in page.text
    assert "Ta emot och skriv in" not in page.text


def test_what_is_answered_or_taken_back_cannot_be_answered_again(kaa, review):
    page = kaa.get(review)
    kaa.send(page, read_filing="y")

    again = kaa.send(page, read_filing="y")

    assert again.status_code == 409
    assert "Ingen överlämning väntar på svar." in again.page.text
    assert kaa.get(review).status_code == 409
    assert kaa.get(f"{review}/decline").status_code == 409


def test_other_kinds_have_no_handover(login, town, stored):
    case = stored(a_case(town, FormKind.AT_RISK))

    assert login(town.caseworker).get(f"/cases/{case.reference}/handover").status_code == 409


# --- who is in the register already -------------------------------------------------------------


@pytest.fixture
def second(town, stored):
    """A second school's dropout about the same pupil."""

    def make():
        answers = {"pupil_phone": "070-111 11 11"}
        case = stored(
            a_filing(town, FormKind.DROPOUT, by=town.other_counsellor, answers=answers).case
        )
        return f"/cases/{case.reference}/handover"

    return make


def test_a_youth_in_the_register_is_joined_by_choice_and_never_twice(kaa, review, second, only):
    accept(kaa, review)
    again = second()
    page = kaa.get(again)

    refused = kaa.send(page, read_filing="y")
    joined = kaa.send(refused, read_filing="y", joins_running="y")

    assert "Ungdomen finns redan i registret" in page.page.text
    assert refused.status_code == 422
    assert "Ungdomen kan bara ha en öppen registerpost." in refused.page.text
    assert joined.status_code == 303
    assert only(RegisterEntry).phone == "070-111 11 11"


def test_two_at_once_make_one_entry(login, town, review, second, another_client, only, kaa):
    """Two schools' dropouts about the same youth are accepted in the same moment."""
    browsers = [kaa, login(town.second_caseworker, another_client())]
    pages = [browsers[0].get(review), browsers[1].get(second())]
    for browser in browsers:
        browser.after = lambda: None
    start = threading.Barrier(2)
    statuses: list[int] = []

    def go(browser, page):
        start.wait()
        statuses.append(browser.send(page, read_filing="y").status_code)

    threads = [threading.Thread(target=go, args=pair) for pair in zip(browsers, pages, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) in ([303, 409], [303, 422])
    assert only(RegisterEntry).state is EntryState.OPEN


# --- declining ----------------------------------------------------------------------------------


def test_a_no_says_why_and_the_school_sees_it(kaa, review, case, only, login, town, another_client):
    answer = kaa.send(kaa.get(f"{review}/decline"), reason="still_enrolled")

    assert answer.location == f"/cases/{case.reference}"
    assert only(Handover).decline_reason is DeclineReason.STILL_ENROLLED
    assert only(Handover).shown["family_name"] == "Ek"
    school = login(town.counsellor, another_client())
    assert "Eleven är fortfarande inskriven" in (
        school.get(f"/school/cases/{case.reference}").page.text
    )


def test_words_are_previewed_before_the_school_reads_them(kaa, review, only):
    page = kaa.get(f"{review}/decline")

    preview = kaa.send(page, reason="other", text="Läser på annat håll")
    assert "Läser på annat håll" in preview.page.text
    assert only(Handover).state is HandoverState.OFFERED
    sent = kaa.send(preview, go="send")

    assert sent.status_code == 303
    assert only(Handover).decline_text == "Läser på annat håll"


def test_belonging_elsewhere_leads_on_to_the_other_municipality(kaa, review, case):
    answer = kaa.send(kaa.get(f"{review}/decline"), reason="other_municipality")

    assert answer.location == f"/cases/{case.reference}/reroute"
    assert kaa.get(answer.location).status_code == 200


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Välj varför ni inte tar emot överlämningen."),
        ({"reason": "bored"}, "Välj ett av alternativen."),
        ({"reason": "other"}, "Skriv varför ni inte tar emot överlämningen."),
        ({"reason": "age_20", "text": "x" * 1001}, "Skriv högst 1000 tecken."),
    ],
)
def test_a_no_without_its_reason_is_not_one(kaa, review, only, typed, said):
    answer = kaa.send(kaa.get(f"{review}/decline"), **typed)

    assert answer.status_code == 422
    assert said in answer.page.text
    assert only(Handover).state is HandoverState.OFFERED


def test_the_school_sees_that_the_youth_was_taken_over_but_not_the_entry(
    kaa, review, case, login, town, another_client, only
):
    accept(kaa, review)

    text = login(town.counsellor, another_client()).get(f"/school/cases/{case.reference}").text

    assert "Mottagen" in text
    assert only(RegisterEntry).reference not in text


def test_reviewing_costs_few_statements(kaa, review, statements):
    kaa.get(review)
    statements.clear()

    kaa.get(review)

    assert len(statements) <= 10
