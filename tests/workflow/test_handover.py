"""The handover: what passes, what never does, and what each answer leads to."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import (
    KaaEndsAt20,
    NotAllowed,
    NotAMember,
    NotHandedOverByThisKind,
    NoWayToReach,
    OpenEntryExists,
    SaysTooLittle,
    WrongState,
)
from portal.models import Handover, Occupation, RegisterEntry
from portal.vocabulary import (
    CaseState,
    DeadlineKind,
    DeclineReason,
    EndGround,
    FormKind,
    HandoverState,
    OccupationKind,
    RegistrationReason,
    Tense,
    YouthStatus,
)
from portal.workflow import casework, deadlines, handover
from portal.workflow.filing import correct, withdraw
from portal.workflow.handover import Filled
from tests.town import AT, EIGHTEEN, TODAY, TWENTY, Town, a_case, a_filing, number, told, town

REACHED_BY = {"pupil_phone": "070-000 00 34", "pupil_address": "Storgatan 1, Nacka"}


@pytest.fixture
def cast() -> Town:
    return town()


def a_dropout(cast: Town, **says):
    says.setdefault("answers", REACHED_BY)
    return a_case(cast, FormKind.DROPOUT, **says)


def offer_of(case) -> Handover:
    offer = handover.offered(case)
    assert offer is not None
    return offer


def filled(**said) -> Filled:
    usual = {
        "birth_date": None,
        "address": "",
        "email": "",
        "phone": "070-000 00 34",
        "read_filing": True,
        "called_school": False,
        "met_youth": False,
    }
    return Filled(**(usual | said))


def accept(cast: Town, case, *, by=None, running=None, joins=False, caseworker=None, **said):
    offer = offer_of(case)
    passes = handover.passing(offer.filing, "YBC")
    return handover.accept(
        offer,
        passes,
        filled(**said),
        caseworker or cast.caseworker,
        running=running,
        joins_running=joins,
        by=by or cast.caseworker,
        at=AT,
    )


def decline(cast: Town, case, reason=DeclineReason.STILL_ENROLLED, text="", by=None):
    offer = offer_of(case)
    passes = handover.passing(offer.filing, "YBC")
    handover.decline(offer, passes, reason, text, by=by or cast.caseworker, at=AT)
    return offer


# --- the offer ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(FormKind))
def test_only_a_dropout_is_offered(cast, kind):
    assert (handover.offered(a_case(cast, kind)) is not None) == (kind is FormKind.DROPOUT)


@pytest.mark.parametrize("kind", [FormKind.AT_RISK, FormKind.ABSENCE, FormKind.START])
def test_no_other_kind_can_be_offered_or_passed(cast, kind):
    filing = a_filing(cast, kind)

    with pytest.raises(NotHandedOverByThisKind):
        handover.offer(filing.case, filing, by=cast.counsellor, at=AT)
    with pytest.raises(NotHandedOverByThisKind):
        handover.passing(filing, "YBC")


def test_nobody_over_20_is_offered(cast):
    assert handover.offered(a_dropout(cast, number=number(TWENTY))) is None


def test_the_deadline_comes_from_the_routine(cast):
    routine = next(one for one in cast.nacka.routines if one.kind is FormKind.DROPOUT)
    routine.handover_days = 2

    clock = deadlines.running(a_dropout(cast), DeadlineKind.ANSWER_HANDOVER)

    assert clock.due_on == date(2026, 11, 20)


def test_a_later_dropout_takes_the_place_of_an_unanswered_one(cast):
    case = a_dropout(cast)
    first = offer_of(case)

    a_filing(cast, FormKind.DROPOUT, thread=case)

    assert first.state is HandoverState.WITHDRAWN
    assert offer_of(case).filing.ordinal == 2


def test_a_corrected_dropout_is_offered_as_corrected(cast):
    case = a_dropout(cast)
    first = offer_of(case)

    correct(
        first.filing,
        told(FormKind.DROPOUT, family_name="Ekh"),
        draft_id=uuid4(),
        unit=cast.ybc,
        reason="Stavfel",
        by=cast.counsellor,
        at=AT,
    )

    assert first.state is HandoverState.WITHDRAWN
    assert offer_of(case).filing.family_name == "Ekh"


def test_a_withdrawn_dropout_is_not_offered_any_more(cast):
    case = a_dropout(cast)
    offer = offer_of(case)

    withdraw(offer.filing, reason="Fel elev", by=cast.counsellor, at=AT)

    assert offer.state is HandoverState.WITHDRAWN
    assert deadlines.running(case, DeadlineKind.ANSWER_HANDOVER) is None


def test_a_start_takes_the_offer_back(cast):
    case = a_dropout(cast)
    offer = offer_of(case)

    a_filing(cast, FormKind.START, thread=case)

    assert offer.state is HandoverState.WITHDRAWN


# --- what passes --------------------------------------------------------------------------------


def test_exactly_the_closed_list_passes():
    assert set(handover.Passing.__dataclass_fields__) == {
        *("given_name", "family_name", "number", "birth_date"),
        *("address", "email", "phone"),
        "reason",
        *("school", "programme_code", "ended_on"),
    }


ALLOWED = frozenset({"pupil_address", "pupil_email", "pupil_phone"})
ANSWERS = (
    *("efforts_text", "guardian_name", "guardian_phone", "guardian2_name", "guardian2_phone"),
    *("home_reason", "wanted_why_none", "plan_text", "meeting_why_not", "points", "grades"),
    *("absence_percent", "absence_hours", "absence_cause", "end_ground_text", "other_contact"),
    *("rector_name", "sender_phone", "meeting_times", "meeting_people", "interpreter_language"),
)


@given(
    answers=st.dictionaries(
        st.one_of(st.sampled_from([*ANSWERS, *sorted(ALLOWED)]), st.text(max_size=20)),
        st.uuids().map(str),
    )
)
def test_whatever_a_dropout_answers_only_the_allowed_comes_into_the_register(answers):
    """Canaries in every answer: none outside the three ways to reach the youth gets through."""
    cast = town()
    answers.pop("end_ground", None)
    case = a_dropout(cast, answers=answers)

    entry = accept(cast, case, **{name: answers.get(f"pupil_{name}", "x") for name in REACH})

    written = repr([_columns(entry), *map(_columns, entry.occupations)])
    for name, canary in answers.items():
        assert (canary in written) == (name in ALLOWED and canary == answers[name])


REACH = ("address", "email", "phone")


def _columns(row: RegisterEntry | Occupation) -> dict[str, object]:
    return {column.key: getattr(row, column.key) for column in type(row).__mapper__.column_attrs}


@pytest.mark.parametrize(
    ("ground", "reason"),
    [
        (EndGround.NO_SHOW, RegistrationReason.NEVER_STARTED),
        (EndGround.STUDIEBEVIS, RegistrationReason.STUDIEBEVIS),
        (EndGround.OWN_REPORT, RegistrationReason.DROPPED_OUT),
        (EndGround.STAYED_AWAY, RegistrationReason.DROPPED_OUT),
        (EndGround.OTHER, RegistrationReason.DROPPED_OUT),
        (None, RegistrationReason.DROPPED_OUT),
    ],
)
def test_the_ground_of_the_end_becomes_a_coded_reason(cast, ground, reason):
    case = a_dropout(cast, answers=REACHED_BY | {"end_ground": ground and ground.value})

    assert accept(cast, case).reason is reason


# --- accepting ----------------------------------------------------------------------------------


def test_accepting_makes_an_entry_and_ends_the_case(cast):
    case = a_dropout(cast)

    entry = accept(cast, case, email="wilma@example.se", called_school=True)

    assert case.state is CaseState.HANDED_OVER
    assert not any(clock.runs for clock in case.deadlines)
    assert (entry.given_name, entry.family_name) == ("Wilma", "Ek")
    assert (entry.email, entry.phone) == ("wilma@example.se", "070-000 00 34")
    assert entry.status is YouthStatus.NOT_REACHED
    assert entry.caseworker_id == cast.caseworker.id
    assert entry.next_follow_up_on == date(2026, 11, 25)


def test_the_school_that_was_left_is_past_occupation(cast):
    entry = accept(cast, a_dropout(cast))

    (past,) = entry.occupations
    assert (past.tense, past.kind, past.what) == (Tense.PAST, OccupationKind.STUDIES, "YBC, SA25")
    assert past.until == TODAY


def test_what_was_shown_and_the_checklist_are_kept_as_evidence(cast):
    case = a_dropout(cast)
    offer = offer_of(case)
    shown = handover.passing(offer.filing, "YBC").shown()

    accept(cast, case, called_school=True, met_youth=True)

    assert offer.state is HandoverState.ACCEPTED
    assert offer.shown == shown
    assert (offer.read_filing, offer.called_school, offer.met_youth) == (True, True, True)
    assert (offer.answered_at, offer.answered_by_id) == (AT, cast.caseworker.id)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"read_filing": False}, SaysTooLittle),
        ({"phone": ""}, NoWayToReach),
    ],
)
def test_what_is_missing_must_be_filled_in(cast, said, error):
    case = a_dropout(cast)

    with pytest.raises(error):
        accept(cast, case, **said)
    assert offer_of(case).state is HandoverState.OFFERED
    assert case.is_open


def test_an_interim_number_needs_a_birth_date(cast):
    case = a_dropout(cast, birth_date=None)

    with pytest.raises(SaysTooLittle):
        accept(cast, case)
    assert accept(cast, case, birth_date=date(2010, 3, 7)).birth_date == date(2010, 3, 7)


def test_a_birth_date_that_is_known_is_not_replaced(cast):
    assert accept(cast, a_dropout(cast), birth_date=date(1999, 1, 1)).birth_date.year == 2010


def test_somebody_who_has_turned_20_meanwhile_is_not_taken_over(cast):
    case = a_dropout(cast, number=number(EIGHTEEN))
    offer = offer_of(case)
    passes = handover.passing(offer.filing, "YBC")

    with pytest.raises(KaaEndsAt20):
        handover.accept(
            offer,
            passes,
            filled(),
            cast.caseworker,
            running=None,
            joins_running=False,
            by=cast.caseworker,
            at=AT + timedelta(days=730),
        )


@pytest.mark.parametrize("who", ["other_caseworker", "counsellor", "municipality_admin"])
def test_only_those_who_work_there_get_the_youth(cast, who):
    with pytest.raises(NotAMember):
        accept(cast, a_dropout(cast), caseworker=getattr(cast, who))


@pytest.mark.parametrize("who", ["other_caseworker", "counsellor", "rector", "municipality_admin"])
def test_only_the_home_municipality_answers(cast, who):
    by = getattr(cast, who)

    with pytest.raises(NotAllowed):
        accept(cast, a_dropout(cast), by=by)
    with pytest.raises(NotAllowed):
        decline(cast, a_dropout(cast), by=by)


def test_an_answer_is_given_once(cast):
    case = a_dropout(cast)
    offer = decline(cast, case)
    passes = handover.passing(offer.filing, "YBC")

    with pytest.raises(WrongState):
        handover.decline(offer, passes, DeclineReason.AGE_20, "", by=cast.caseworker, at=AT)


# --- a youth who is in the register already -----------------------------------------------------


def test_nobody_gets_two_entries(cast):
    running = accept(cast, a_dropout(cast))
    again = a_dropout(cast, by=cast.other_counsellor)

    with pytest.raises(OpenEntryExists):
        accept(cast, again, running=running)
    assert again.is_open


def test_joining_adds_what_is_new_to_the_entry_there_is(cast):
    running = accept(cast, a_dropout(cast), address="Storgatan 1")
    again = a_dropout(cast, by=cast.other_counsellor)

    entry = accept(cast, again, running=running, joins=True, phone="070-111 11 11")

    assert entry is running
    assert (entry.phone, entry.address) == ("070-111 11 11", "Storgatan 1")
    assert len(entry.occupations) == 2
    assert again.state is CaseState.HANDED_OVER


def test_an_entry_of_another_municipality_is_not_joined(cast):
    elsewhere = a_dropout(cast, home=cast.norrkoping)
    running = accept(cast, elsewhere, by=cast.other_caseworker, caseworker=cast.other_caseworker)

    with pytest.raises(NotAMember):
        accept(cast, a_dropout(cast), running=running, joins=True)


# --- declining ----------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", [one for one in DeclineReason if one is not DeclineReason.OTHER])
def test_a_no_says_why_and_leaves_the_case_open(cast, reason):
    case = a_dropout(cast)

    offer = decline(cast, case, reason)

    assert (offer.state, offer.decline_reason) == (HandoverState.DECLINED, reason)
    assert offer.shown is not None
    assert case.is_open
    assert case.due_on is not None
    assert deadlines.running(case, DeadlineKind.FIRST_ANSWER) is None


def test_another_reason_is_said_in_words(cast):
    case = a_dropout(cast)

    with pytest.raises(SaysTooLittle):
        decline(cast, case, DeclineReason.OTHER, "  ")
    assert decline(cast, case, DeclineReason.OTHER, "Läser på annat håll").decline_text


def send_on(cast: Town, case) -> None:
    routine = next(one for one in cast.norrkoping.routines if one.kind is FormKind.DROPOUT)
    casework.reroute(
        case, routine, "Bor i Norrköping", standing_there=None, by=cast.caseworker, at=AT
    )


def test_an_unanswered_offer_follows_its_case(cast):
    case = a_dropout(cast)
    offer = offer_of(case)

    send_on(cast, case)

    assert handover.offered(case) is offer
    assert offer.municipality_code == "0581"
    assert deadlines.running(case, DeadlineKind.ANSWER_HANDOVER).municipality_code == "0581"


def test_what_was_declined_as_belonging_elsewhere_is_offered_there(cast):
    case = a_dropout(cast)
    declined = decline(cast, case, DeclineReason.OTHER_MUNICIPALITY)

    send_on(cast, case)

    assert declined.state is HandoverState.DECLINED
    assert offer_of(case).municipality_code == "0581"
    assert offer_of(case).filing is declined.filing


def test_what_was_declined_for_another_reason_is_not_offered_anew(cast):
    case = a_dropout(cast)
    decline(cast, case, DeclineReason.STILL_ENROLLED)

    send_on(cast, case)

    assert handover.offered(case) is None
