"""Reviewing and accepting a handover: what is shown, filled in, and kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.identity import parse
from portal.models import Case, Event, Handover, Occupation, RegisterEntry
from portal.vocabulary import (
    CaseState,
    FormKind,
    HandoverState,
)
from tests.town import EIGHTEEN, TODAY, a_case, number
from tests.web.handover.typed import INTERIM, REACH, accept

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
