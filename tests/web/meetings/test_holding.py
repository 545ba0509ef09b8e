"""Writing down how a joint meeting went, and ticking off what was promised."""

from datetime import timedelta

import pytest

from portal.models import Case, Commitment
from portal.vocabulary import Attendance, CaseState, MeetingState, Outcome, Side
from portal.workflow import meetings
from portal.workflow.meetings import Promise
from tests.town import AT
from tests.web.meetings.typed import came

# --- how it went --------------------------------------------------------------------------------


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
