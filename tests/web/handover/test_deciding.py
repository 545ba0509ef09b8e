"""A youth who is in the register already, and handovers that are declined."""

import threading

import pytest

from portal.models import Handover, RegisterEntry
from portal.vocabulary import (
    DeclineReason,
    EntryState,
    FormKind,
    HandoverState,
)
from tests.town import a_filing
from tests.web.handover.typed import accept

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
