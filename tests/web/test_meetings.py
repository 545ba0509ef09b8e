"""The joint meeting as its pages: arrange, move, hold, look back, and keep what was promised."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from portal.models import Case, Commitment, Meeting
from portal.vocabulary import Attendance, CaseState, FormKind, MeetingState, Outcome, Side
from portal.workflow import casework, meetings
from portal.workflow.meetings import Promise
from tests.town import AT, EIGHTEEN, a_case, copies, number

GUARDIANS = {
    "guardian_name": "Per Ek",
    "guardian_phone": "070-000 00 56",
    "guardian2_name": "Eva Ek",
    "pupil_phone": "070-000 00 34",
    "sender_phone": "08-000 00 12",
    "meeting_times": "Tisdagar efter 13",
}
TUESDAY = {"day": "2026-12-01", "clock": "13:00"}
PEOPLE = {"participants-0-kind": "pupil", "participants-0-name": "Wilma Ek"}
DETAILS = {"place": "YBC, rum 212", "minutes_long": "45", "purpose": "Hur du har det."} | PEOPLE


@pytest.fixture
def case(town, stored):
    return stored(a_case(town, answers=GUARDIANS))


@pytest.fixture
def arrange(case):
    return f"/cases/{case.reference}/meeting"


@pytest.fixture
def kaa(login, town):
    return login(town.caseworker)


@pytest.fixture
def meeting(rows, case):
    """The case's meetings as they stand, the first one first."""

    def read(place=-1):
        wanted = select(Meeting).where(Meeting.case_id == case.id)
        wanted = wanted.order_by(Meeting.created_at, Meeting.id)
        rows.expire_all()
        return list(rows.scalars(wanted))[place]

    return read


@pytest.fixture
def book(kaa, arrange):
    """Books the meeting on the first of December at one o'clock."""

    def do():
        return kaa.send(kaa.get(arrange), decision="other", **TUESDAY, **DETAILS)

    return do


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


# --- how it went --------------------------------------------------------------------------------


@pytest.fixture
def hold(kaa, book, arrange, clock, login, town):
    """Opens the page about how it went, after the meeting."""

    def open_page():
        book()
        clock.shift(timedelta(days=13, hours=4))
        login(town.caseworker)
        return kaa.get(f"{arrange}/hold")

    return open_page


def came(page, *, how="present"):
    """Everybody came."""
    names = [name for name in page.page.values if name.endswith("-participant_id")]
    return {name.replace("participant_id", "attendance"): how for name in names}


def test_who_came_and_what_was_promised_is_kept(kaa, hold, meeting, rows, case):
    page = hold()

    answer = kaa.send(
        page,
        **came(page, how="remote"),
        outcome="stays_with_support",
        follow_up_on="2026-12-20",
        outcome_text="Ny studieplan",
        **{"promises-0-what": "Gör en plan", "promises-0-owner": "Karin Holm"},
        **{"promises-0-side": "school", "promises-0-due_on": "2026-12-10"},
    )

    held = meeting()
    assert answer.status_code == 303
    assert (held.state, held.outcome) == (MeetingState.HELD, Outcome.STAYS_WITH_SUPPORT)
    assert {one.attendance for one in held.participants} == {Attendance.REMOTE}
    assert [(one.what, one.side) for one in held.commitments] == [("Gör en plan", Side.SCHOOL)]
    assert rows.get(Case, case.id).state is CaseState.MONITORING
    assert "Ny studieplan" in kaa.get(answer.location).page.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"outcome": ""}, "Välj hur mötet slutade."),
        ({"outcome": "stays_with_support"}, "Ange när ni följer upp stödet."),
        ({"follow_up_on": "2026-12-01"}, "Välj en dag som kommer"),
        ({"outcome": "other"}, "Skriv hur mötet slutade."),
        ({"promises-0-what": "Ring"}, "Skriv vem som gör det."),
        ({"promises-0-owner": "Amina"}, "Skriv vad som ska göras."),
        (
            {
                "promises-0-what": "Ring",
                "promises-0-owner": "Amina",
                "promises-0-due_on": "2026-11-01",
            },
            "Dagen har redan varit.",
        ),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(kaa, hold, meeting, typed, said):
    page = hold()

    answer = kaa.send(page, **(came(page) | {"outcome": "stays_watch"} | typed))

    assert answer.status_code == 422
    assert said in answer.page.text
    assert meeting().state is MeetingState.BOOKED
    for name, value in typed.items():
        assert answer.page.values.get(name, "") == value


def test_attendance_is_asked_for_each_by_name(kaa, hold):
    page = hold()

    answer = kaa.send(page, outcome="stays_watch")

    assert "Wilma Ek" in page.page.text
    assert answer.page.text.count("Välj om personen var med.") >= 2


def test_a_stranger_among_the_participants_is_not_asked_about(kaa, hold, meeting):
    page = hold()
    strange = {"attendance-9-participant_id": "x", "attendance-9-attendance": "present"}

    answer = kaa.send(page, **came(page), **strange, outcome="stays_watch")

    assert answer.status_code == 303
    assert meeting().outcome is Outcome.STAYS_WATCH


def test_it_is_not_written_down_before_it_has_begun(kaa, book, arrange, meeting):
    book()
    page = kaa.get(f"{arrange}/hold")

    answer = kaa.send(page, **came(page), outcome="stays_watch")

    assert answer.status_code == 422
    assert "Mötet har inte börjat ännu." in answer.page.text
    assert meeting().state is MeetingState.BOOKED


def test_nobody_came_so_the_next_one_is_to_be_booked(kaa, hold, arrange, meeting):
    page = hold()

    answer = kaa.post(f"{arrange}/miss", data=page.page.values)

    assert answer.location == arrange
    assert (meeting(0).state, meeting().state) == (MeetingState.NO_SHOW, MeetingState.TO_BOOK)


def test_nobody_came_too_early_is_refused_in_words(kaa, book, arrange, meeting):
    book()
    page = kaa.get(f"{arrange}/hold")

    answer = kaa.post(f"{arrange}/miss", data=page.page.values)

    assert answer.status_code in (303, 422)
    assert meeting().state is MeetingState.BOOKED


def test_when_the_pupil_leaves_the_school_is_offered_the_dropout_filled_in(
    kaa, hold, login, town, case, another_client
):
    page = hold()
    kaa.send(page, **came(page), outcome="leaves")

    school = login(town.counsellor, another_client())
    theirs = school.get(f"/school/cases/{case.reference}")

    assert "Anmäl studieavbrott" in theirs.page.text
    assert "Eleven slutar" in theirs.page.text


# --- promises -----------------------------------------------------------------------------------


@pytest.fixture
def promised(town, case, rows):
    """A held meeting with a promise on each side."""
    case = rows.get(Case, case.id)
    by = rows.merge(town.caseworker)
    meeting = case.meetings[0]
    meetings.book(meeting, AT + timedelta(hours=1), "Rum", "Om", 45, (), by=by, at=AT)
    rows.flush()
    meetings.hold(
        meeting,
        Outcome.STAYS_WATCH,
        {},
        follow_up_on=None,
        outcome_text="",
        promises=[
            Promise(Side.SCHOOL, "Karin Holm", "Ny studieplan", AT.date()),
            Promise(Side.KAA, "Amina Berg", "Ringer Wilma", AT.date()),
        ],
        by=by,
        at=AT + timedelta(hours=2),
    )
    rows.commit()
    return {one.side: one for one in meeting.commitments}


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("counsellor", {Side.SCHOOL: 303, Side.KAA: 403}),
        ("rector", {Side.SCHOOL: 303, Side.KAA: 403}),
        ("coordinator", {Side.SCHOOL: 303, Side.KAA: 303}),
        ("colleague", {Side.SCHOOL: 404, Side.KAA: 404}),
        ("other_counsellor", {Side.SCHOOL: 404, Side.KAA: 404}),
        ("other_caseworker", {Side.SCHOOL: 404, Side.KAA: 404}),
        ("municipality_admin", {Side.SCHOOL: 404, Side.KAA: 404}),
    ],
)
def test_each_side_ticks_off_its_own(login, town, case, promised, rows, who, status):
    client = login(getattr(town, who))
    for side, expected in status.items():
        page = client.get("/accessibility")
        url = f"/cases/{case.reference}/commitments/{promised[side].id}/keep"

        answer = client.post(url, data={"csrf_token": page.page.values["csrf_token"]})

        assert answer.status_code == expected
        kept = rows.get(Commitment, promised[side].id, populate_existing=True).kept_at
        assert (kept is not None) == (expected == 303)


# --- the page of one and the list of all --------------------------------------------------------


def test_the_school_sees_the_meeting_but_no_way_to_change_it(login, town, book, another_client):
    booked = book()

    page = login(town.counsellor, another_client()).get(booked.location).page

    assert "YBC, rum 212" in page.text
    assert "Flytta mötet" not in page.text


@pytest.mark.parametrize("who", ["colleague", "other_counsellor", "other_caseworker"])
def test_outsiders_find_no_meeting(login, town, book, another_client, who):
    booked = book()

    assert login(getattr(town, who), another_client()).get(booked.location).status_code == 404


@pytest.mark.parametrize("step", ["", "/change", "/reschedule", "/cancel", "/hold"])
@pytest.mark.parametrize(("who", "status"), [("counsellor", 403), ("other_caseworker", 404)])
def test_only_the_home_municipality_arranges(login, town, arrange, who, status, step):
    assert login(getattr(town, who)).get(f"{arrange}{step}").status_code == status


def test_a_rerouted_case_does_not_show_the_meeting_of_the_municipality_before(
    login, town, kaa, book, case, rows, another_client
):
    booked = book()
    rows.expire_all()
    case = rows.get(Case, case.id)
    routine = next(one for one in town.norrkoping.routines if one.kind is FormKind.AT_RISK)
    trace = casework.reroute(
        case,
        rows.merge(routine),
        "Flyttat",
        standing_there=None,
        by=rows.merge(town.caseworker),
        at=AT,
    )
    rows.add(trace)
    rows.commit()

    there = login(town.other_caseworker, another_client())

    assert there.get(booked.location).status_code == 404
    page = there.get(f"/cases/{case.reference}")
    assert "YBC, rum 212" not in page.page.text


def test_the_list_tells_what_is_to_be_booked_and_what_comes(kaa, book, case):
    to_do = kaa.get("/meetings").page
    book()
    coming = kaa.get("/meetings?view=coming").page

    assert "Ska bokas" in to_do.text
    assert to_do.links["Wilma Ek"] == f"/cases/{case.reference}"
    assert "Wilma Ek" in coming.text
    assert "Inget möte väntar på dig" in kaa.get("/meetings").page.text


def test_a_meeting_that_has_been_waits_to_be_written_down_and_then_lies_behind(kaa, hold, case):
    page = hold()
    waiting = kaa.get("/meetings").page.text
    kaa.send(page, **came(page), outcome="stays_watch")

    assert "Skriv in hur det gick" in waiting
    assert "Eleven stannar, vi bevakar" in kaa.get("/meetings?view=past").page.text


@pytest.mark.parametrize("address", ["?view=x", "?after=x", "?view=coming&after=1~2", "?after=%00"])
def test_a_mistyped_address_shows_the_first_page(kaa, case, address):
    assert kaa.get(f"/meetings{address}").status_code == 200


def test_another_municipalitys_meetings_are_not_in_the_list(login, town, case):
    assert "Wilma Ek" not in login(town.other_caseworker).get("/meetings").page.text


def many(rows, case, count, **about):
    """So many meetings of other pupils' cases."""
    copies(rows, rows.get(Case, case.id), count)
    others = rows.scalars(select(Case).where(Case.id != case.id)).all()
    for place, one in enumerate(others):
        rows.add(
            Meeting(
                case_id=one.id,
                municipality_code=one.municipality_code,
                state=MeetingState.BOOKED,
                starts_at=AT + timedelta(days=1, minutes=place // 2),
                created_at=AT,
                **about,
            )
        )
    rows.commit()


def test_the_list_costs_the_same_however_long_and_pages_through_all(kaa, rows, case, statements):
    kaa.get("/meetings?view=coming")
    statements.clear()
    kaa.get("/meetings?view=coming")
    few = len(statements)
    many(rows, case, 120)
    statements.clear()
    page = kaa.get("/meetings?view=coming").page
    cost = len(statements)

    seen = [link for link in page.links.values() if "/meetings/" in link]
    hrefs = set()
    url = "/meetings?view=coming"
    while url:
        page = kaa.get(url).page
        hrefs |= {
            link.get("href") for link in page.all("a") if "/meetings/" in (link.get("href") or "")
        }
        url = page.links.get("Visa nästa")
    assert len(seen) <= 50
    assert len(hrefs) == 120
    assert cost == few <= 10


def test_a_page_of_a_meeting_costs_few_statements(kaa, book, statements):
    booked = book()
    kaa.get(booked.location)
    statements.clear()

    kaa.get(booked.location)

    assert len(statements) <= 10
