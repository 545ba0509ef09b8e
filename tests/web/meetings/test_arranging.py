"""Arranging a joint meeting, page by page: times, people, moving, cancelling."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from portal.models import Case, Meeting
from portal.vocabulary import MeetingState
from portal.workflow import casework
from tests.town import AT, EIGHTEEN, a_case, number
from tests.web.meetings.typed import DETAILS, GUARDIANS, TUESDAY

# --- arranging ----------------------------------------------------------------------------------


def test_the_form_knows_who_is_to_come(kaa, arrange, town):
    values = kaa.get(arrange).page.values

    names = [values[f"participants-{place}-name"] for place in range(4)]
    kinds = [values[f"participants-{place}-kind"] for place in range(4)]
    assert names == ["Wilma Ek", "Per Ek", "Eva Ek", "Karin Holm"]
    assert kinds == ["pupil", "guardian", "guardian", "school"]
    assert values["participants-0-contact"] == "070-000 00 34"
    assert values["participants-4-name"] == ""
    assert "Du får säga vad du tycker" in values["purpose"]


def test_from_18_no_guardian_is_invited_or_can_be(login, town, stored):
    grown_up = a_case(town, number=number(EIGHTEEN), answers=GUARDIANS)
    case = stored(grown_up)

    page = login(town.caseworker).get(f"/cases/{case.reference}/meeting").page

    assert "guardian" not in [option.get("value") for option in page.all("option")]
    assert "Per Ek" not in page.values.values()


def test_the_caseworker_who_has_the_case_is_invited_with_account(kaa, case, town, rows, arrange):
    case = rows.get(Case, case.id)
    casework.take_on(case, by=rows.merge(town.caseworker), at=AT)
    rows.commit()

    page = kaa.get(arrange)
    kaa.send(page, decision="other", **TUESDAY, place="Rum 1")

    kept = {one.name: one.membership_id for one in rows.scalar(select(Meeting)).participants}
    assert kept["Amina Berg"] == town.caseworker.id
    assert kept["Karin Holm"] == town.counsellor.id
    assert kept["Wilma Ek"] is None


def test_what_the_school_wished_is_shown(kaa, arrange):
    assert "Tisdagar efter 13" in kaa.get(arrange).page.text


def test_times_are_proposed_in_swedish_time(kaa, arrange, meeting):
    answer = kaa.send(
        kaa.get(arrange),
        decision="propose",
        **{"times-0-day": "2026-12-01", "times-0-clock": "13:00"},
        **{"times-1-day": "2026-12-02", "times-1-clock": "09.30"},
        **DETAILS,
    )

    assert answer.status_code == 303
    assert [time.isoformat() for time in meeting().proposed_times] == [
        "2026-12-01T12:00:00+00:00",
        "2026-12-02T08:30:00+00:00",
    ]
    assert "Tis 1 december kl. 13.00" in kaa.get(answer.location).page.text.replace("\xa0", " ")


def test_one_of_the_proposed_times_is_booked(kaa, arrange, meeting):
    proposed = {"times-0-day": "2026-12-01", "times-0-clock": "13:00"}
    kaa.send(kaa.get(arrange), decision="propose", **proposed, **DETAILS)

    answer = kaa.send(kaa.get(arrange), decision="2026-12-01T12:00:00+00:00")

    assert answer.status_code == 303
    assert meeting().state is MeetingState.BOOKED
    assert meeting().starts_at == meeting().proposed_times[0]
    assert meeting().place == DETAILS["place"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"decision": "propose"}, "Föreslå minst en tid."),
        ({"decision": "propose", "times-0-day": "2026-12-01"}, "Ange ett klockslag."),
        ({"decision": "propose", "times-1-clock": "13:00"}, "Ange vilken dag."),
        (
            {"decision": "propose", "times-0-day": "2026-11-17", "times-0-clock": "13:00"},
            "Tiden har redan varit.",
        ),
        ({"decision": "other", "day": "2026-11-18", "clock": "09:30"}, "Tiden har redan varit."),
        ({"decision": "other", "day": "2027-03-28", "clock": "02:30"}, "Den tiden finns inte"),
        ({"decision": "other", "day": "2027-10-31", "clock": "02:30"}, "infaller två gånger"),
        ({"decision": "other", "day": "i morgon", "clock": "13:00"}, "Skriv datumet som"),
        ({"decision": "other", "day": "2026-12-01", "clock": "ett"}, "Skriv klockslaget som"),
        ({"decision": "other"}, "Ange vilken dag mötet ska vara."),
        ({}, "Välj vad du vill göra."),
        ({"decision": "2026-12-01T12:00:00+00:00"}, "Välj ett av alternativen."),
    ],
)
def test_a_wrong_time_is_said_in_words_and_nothing_is_lost(kaa, arrange, meeting, typed, said):
    answer = kaa.send(kaa.get(arrange), **(DETAILS | {"place": "Ett rum"} | typed))

    assert answer.status_code == 422
    assert said in answer.page.text
    assert answer.page.values["place"] == "Ett rum"
    assert meeting().state is MeetingState.TO_BOOK


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"place": ""}, "Skriv var mötet är."),
        ({"purpose": ""}, "Skriv vad mötet handlar om."),
        ({"purpose": "x" * 1001}, "Skriv högst 1000 tecken."),
        ({"place": "rum\x00"}, "tecken som inte syns"),
        ({"minutes_long": "9999999999"}, "Välj ett av alternativen"),
        ({"minutes_long": "²"}, "Välj ett av alternativen"),
        ({"participants-0-name": "", "participants-0-contact": "070"}, "Skriv namnet på den"),
        ({"participants-0-kind": "king"}, "Välj ett av alternativen"),
        ({f"participants-{n}-name": "" for n in range(5)}, "Skriv minst en person"),
    ],
)
def test_a_wrong_detail_is_said_at_its_field(kaa, arrange, meeting, typed, said):
    answer = kaa.send(kaa.get(arrange), **({"decision": "other"} | TUESDAY | DETAILS | typed))

    assert answer.status_code == 422
    assert said in answer.page.text
    assert meeting().state is MeetingState.TO_BOOK


def test_rows_are_added_and_taken_away_without_script(kaa, arrange):
    page = kaa.get(arrange)

    more = kaa.send(page, add="participants", place="Ett rum")
    fewer = kaa.send(more, remove="participants-1")

    assert more.page.values["participants-5-name"] == ""
    assert more.page.values["place"] == fewer.page.values["place"] == "Ett rum"
    assert "participants-1-name" not in fewer.page.values
    assert fewer.page.values["participants-2-name"] == "Eva Ek"


def test_there_is_an_end_to_rows(kaa, arrange):
    page = kaa.get(arrange)
    rows = {f"participants-{n}-name": f"Person {n}" for n in range(40)}

    answer = kaa.send(page, add="participants", **rows)

    names = [name for name in answer.page.values if name.endswith("-name")]
    assert len(names) == 12


# --- once it is booked --------------------------------------------------------------------------


def test_a_booked_meeting_is_not_arranged_again(kaa, book, arrange):
    booked = book()

    assert urlsplit(kaa.get(arrange).location).path == booked.location


def test_place_and_people_are_changed_and_the_time_stays(kaa, book, arrange, meeting, rows):
    book()

    answer = kaa.send(kaa.get(f"{arrange}/change"), place="Rådhuset")

    assert answer.status_code == 303
    assert meeting().place == "Rådhuset"
    assert meeting().starts_at.isoformat() == "2026-12-01T12:00:00+00:00"
    assert len(meeting().participants) == len({one.position for one in meeting().participants})


def test_moving_keeps_who_asked_and_why(kaa, book, arrange, meeting, case):
    book()

    answer = kaa.send(
        kaa.get(f"{arrange}/reschedule"),
        day="2026-12-08",
        clock="10:00",
        asker="pupil",
        reason="Prov den dagen",
    )

    assert answer.status_code == 303
    assert meeting(0).state is MeetingState.CANCELLED
    assert meeting().replaces_id == meeting(0).id
    shown = kaa.get(answer.location).page
    assert "Mötet skulle först ha varit" in shown.text
    before = kaa.get(shown.links["Varför det flyttades"]).page.text
    assert "Eleven bad att mötet skulle flyttas. Prov den dagen" in before


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": "2026-11-10"}, "Tiden har redan varit."),
        ({"clock": ""}, "Ange det nya klockslaget."),
        ({"asker": ""}, "Välj vem som bad om det."),
        ({"reason": " "}, "Skriv varför mötet flyttas."),
    ],
)
def test_a_move_says_when_who_and_why(kaa, book, arrange, meeting, typed, said):
    book()
    right = {"day": "2026-12-08", "clock": "10:00", "asker": "school", "reason": "Krock"}

    answer = kaa.send(kaa.get(f"{arrange}/reschedule"), **(right | typed))

    assert answer.status_code == 422
    assert said in answer.page.text
    assert meeting().state is MeetingState.BOOKED


def test_cancelling_says_why_and_a_new_one_can_be_called(kaa, book, arrange, meeting, case):
    book()

    kaa.send(kaa.get(f"{arrange}/cancel"), reason="Eleven har börjat på komvux")
    page = kaa.get(f"/cases/{case.reference}")
    called = kaa.send(page, to=f"/cases/{case.reference}/meetings")

    assert meeting(0).ended_reason == "Eleven har börjat på komvux"
    assert "Eleven har börjat på komvux" in page.page.text
    assert called.location == arrange
    assert meeting().state is MeetingState.TO_BOOK


@pytest.mark.parametrize("step", ["", "/change", "/reschedule", "/hold", "/miss", "/cancel"])
def test_a_step_that_came_too_late_is_told_and_not_taken(kaa, book, arrange, case, step):
    book()
    page = kaa.get(f"{arrange}/cancel")
    kaa.send(page, reason="Inställt")

    answer = kaa.post(f"{arrange}{step}", data=page.page.values | {"reason": "Igen"})

    assert answer.location == f"/cases/{case.reference}"
    assert "Ditt steg togs inte" in kaa.get(answer.location).text
