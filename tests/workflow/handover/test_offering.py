"""The handover: when one is offered, what passes, and what never does."""

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import (
    NotHandedOverByThisKind,
)
from portal.models import Occupation, RegisterEntry
from portal.vocabulary import (
    DeadlineKind,
    EndGround,
    FormKind,
    HandoverState,
    RegistrationReason,
)
from portal.workflow import deadlines, handover
from portal.workflow.filing import correct, withdraw
from tests.town import AT, TWENTY, a_case, a_filing, number, told, town
from tests.workflow.handover.answers import REACHED_BY, a_dropout, accept, offer_of

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
        assert (canary in written) == (name in ALLOWED)


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
