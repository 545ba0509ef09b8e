"""The municipality's answer to a handover, and what each leads to."""

from datetime import date, timedelta

import pytest

from portal.errors import (
    KaaEndsAt20,
    NotAllowed,
    NotAMember,
    NoWayToReach,
    OpenEntryExists,
    SaysTooLittle,
    WrongState,
)
from portal.vocabulary import (
    CaseState,
    DeadlineKind,
    DeclineReason,
    FormKind,
    HandoverState,
    OccupationKind,
    Tense,
    YouthStatus,
)
from portal.workflow import casework, deadlines, handover
from tests.town import AT, EIGHTEEN, TODAY, Town, number
from tests.workflow.handover.answers import a_dropout, accept, decline, filled, offer_of

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
