"""One youth's page in the KAA register, and the steps with it."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.models import Case, Event
from portal.vocabulary import (
    EntryEndReason,
    EntryState,
    FormKind,
    Step,
    YouthStatus,
)
from portal.workflow import register
from tests.town import AT, EIGHTEEN, SIXTEEN, TODAY, a_filing, number
from tests.web.register.places import REGISTER

# --- one entry ----------------------------------------------------------------------------------


def test_the_number_is_masked_until_it_is_asked_for(kaa, page):
    masked = kaa.get(page).page
    full = kaa.get(masked.links["Visa hela numret"]).page

    assert SIXTEEN[-4:] not in masked.text
    assert f"{SIXTEEN[:8]}-{SIXTEEN[8:]}" in full.text


def test_an_entry_says_when_it_is_erased_and_where_it_came_from(kaa, page, rows, entry):
    shown = kaa.get(page).page
    case = rows.scalars(select(Case)).one()

    text = shown.text.replace("\xa0", " ")
    assert "31 dec 2031" in text
    assert "YBC, SA25" in text
    assert "Ungdomen skrevs in i KAA-registret" in text
    assert shown.links[case.reference] == f"/cases/{case.reference}"
    assert kaa.get(shown.links["anmälan som lämnades över"]).status_code == 200


# --- steps --------------------------------------------------------------------------------------


def test_contact_is_put_right(kaa, page, fresh):
    answer = kaa.send(kaa.get(f"{page}/contact"), phone="070-222 22 22", email="", address="")

    assert answer.location == page
    assert (fresh().phone, fresh().address) == ("070-222 22 22", "")


def test_status_and_next_follow_up_are_put_down(kaa, page, fresh, rows):
    kaa.send(kaa.get(f"{page}/status"), status="reached", next_follow_up_on="2026-12-01")

    assert fresh().status is YouthStatus.REACHED
    assert fresh().next_follow_up_on == date(2026, 12, 1)
    steps = rows.scalars(select(Event.step).where(Event.entry_id == fresh().id)).all()
    assert Step.UPDATE_ENTRY in steps


def test_an_occupation_is_added_with_source_and_day(kaa, page, rows, entry):
    kaa.send(
        kaa.get(f"{page}/occupations/new"),
        tense="future",
        kind="studies",
        what="Nacka komvux",
        since="2027-01-11",
        source="youth",
    )

    text = kaa.get(page).page.text.replace("\xa0", " ")
    assert "Studier: Nacka komvux (11 jan 2027–)" in text
    assert "Källa: ungdomen själv, 18 nov 2026" in text


def test_a_colleague_gets_the_youth(kaa, page, town, fresh):
    typed = kaa.get(f"{page}/caseworker").page.values

    kaa.post(f"{page}/caseworker", data=typed | {"to": str(town.second_caseworker.id)})

    assert fresh().caseworker_id == town.second_caseworker.id


def test_an_entry_is_closed_with_what_its_reason_demands_and_opened_again(kaa, page, fresh):
    kaa.send(kaa.get(f"{page}/close"), reason="moved", what="Tyresö", on="2026-11-10")
    closed = fresh()
    shown = kaa.get(page).page

    assert (closed.end_reason, closed.ended_to) == (EntryEndReason.MOVED, "Tyresö")
    assert "Har flyttat till en annan kommun: Tyresö" in shown.text
    assert "Ändra hur ungdomen nås" not in shown.links
    kaa.send(kaa.get(f"{page}/reopen"), reason="moved_back", next_follow_up_on="2026-12-01")
    assert fresh().state is EntryState.OPEN
    assert "Har flyttat tillbaka till kommunen" in kaa.get(page).page.text


@pytest.mark.parametrize(
    ("step", "typed", "said"),
    [
        ("status", {"next_follow_up_on": ""}, "Ange när ungdomen ska följas upp igen."),
        ("status", {"next_follow_up_on": "2026-11-17"}, "Dagen har redan varit."),
        ("status", {"next_follow_up_on": "2030-01-01"}, "Välj en dag inom två år."),
        ("status", {"status": "lost"}, "Välj ett av alternativen."),
        ("contact", {"phone": "x"}, "Skriv telefonnumret med siffror"),
        ("contact", {"email": "x"}, "Skriv en e-postadress"),
        ("contact", {"address": "\x07"}, "tecken som inte syns"),
        ("occupations/new", {}, "Välj när det är."),
        ("occupations/new", {"tense": "past", "kind": "work"}, "Skriv vilken utbildning"),
        (
            "occupations/new",
            {"tense": "past", "kind": "none", "since": "2026-02-02", "until": "2026-01-01"},
            "Sista dagen ligger före den första.",
        ),
        (
            "occupations/new",
            {"tense": "present", "kind": "none", "since": "2027-02-02"},
            "Dagen har inte varit än.",
        ),
        ("occupations/new", {"source": "rumour"}, "Välj ett av alternativen"),
        ("caseworker", {"to": "x"}, "Välj ett av alternativen."),
        ("close", {}, "Välj varför registerposten avslutas."),
        ("close", {"reason": "moved", "on": "2026-11-10"}, "Skriv det som skälet kräver"),
        ("close", {"reason": "moved", "what": "Tyresö"}, "Ange från vilken dag det gäller."),
        ("close", {"reason": "deceased", "on": "2027-01-01"}, "Dagen har inte varit än."),
        ("close", {"reason": "age_20", "what": "Ingen"}, "Välj vad ungdomen gör efter KAA."),
        (
            "close",
            {"reason": "age_20", "what": "Ingen", "onward": "work"},
            "Skriv vad ungdomen går vidare till.",
        ),
        (
            "close",
            {"reason": "age_20", "what": "Ingen", "onward": "unknown"},
            "Eleven har inte fyllt 20.",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_changes_nothing(
    kaa, page, fresh, step, typed, said
):
    before = fresh().version

    url = f"{page}/{step}"
    answer = kaa.post(url, data=kaa.get(url).page.values | typed)

    assert answer.status_code == 422
    assert said in answer.page.text
    assert fresh().version == before


@pytest.mark.parametrize("step", ["contact", "status", "occupations/new", "caseworker", "close"])
def test_a_closed_entry_offers_no_change(kaa, page, change, step):
    change(
        state=EntryState.CLOSED,
        closed_on=TODAY,
        end_reason=EntryEndReason.MOVED,
        next_follow_up_on=None,
    )

    assert kaa.get(f"{page}/{step}").status_code == 409


def test_an_open_entry_is_not_opened_again(kaa, page):
    assert kaa.get(f"{page}/reopen").status_code == 409


def test_an_entry_is_not_opened_beside_a_newer_one(kaa, page, enter, town, fresh):
    kaa.send(kaa.get(f"{page}/close"), reason="moved", what="Tyresö", on="2026-11-10")
    enter(by=town.other_counsellor)

    answer = kaa.send(
        kaa.get(f"{page}/reopen"), reason="moved_back", next_follow_up_on="2026-12-01"
    )

    assert answer.status_code == 409
    assert "Ungdomen har redan en öppen registerpost." in answer.page.text
    assert fresh().state is EntryState.CLOSED


# --- what schools tell afterwards ---------------------------------------------------------------


def test_a_later_filing_stands_in_the_entrys_history(kaa, page, town, rows, fresh):
    later = a_filing(town, FormKind.ABSENCE, by=town.other_counsellor)
    register.attach(fresh(), later.case, FormKind.ABSENCE, at=AT)
    rows.add(later.case)
    rows.commit()

    text = kaa.get(page).page.text

    assert "En ny anmälan om ungdomen kom in" in text
    assert f"Hög ogiltig frånvaro, {later.case.reference}" in text


def test_other_youths_have_their_own_pages(kaa, page, enter):
    other = enter(number=number(EIGHTEEN), given_name="Örjan", family_name="Åberg")

    assert "Örjan" not in kaa.get(page).page.text
    assert kaa.get(f"{REGISTER}/{other.reference}").page.heading == "Örjan Åberg"
