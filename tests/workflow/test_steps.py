"""Truth tables: every state × every step, for all that has a life."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from portal.access.rules import may
from portal.errors import WrongState
from portal.models import (
    Case,
    EntryOffer,
    Handover,
    Meeting,
    Membership,
    RegisterEntry,
    SealedRecord,
)
from portal.vocabulary import (
    CaseState,
    EntryState,
    HandoverState,
    MeetingState,
    Permission,
    SealedState,
    Step,
    Word,
)
from portal.workflow.steps import (
    CASE_MOVES,
    ENTRY_MOVES,
    HANDOVER_MOVES,
    MEETING_MOVES,
    OFFER_MOVES,
    SEALED_MOVES,
    Move,
    Thing,
    take,
)
from tests.town import AT, Town, a_case, town

LIVES: dict[type[Thing], tuple[type[Word], dict[Step, Move], set[Word]]] = {
    Case: (CaseState, CASE_MOVES, {CaseState.HANDED_OVER}),
    Meeting: (
        MeetingState,
        MEETING_MOVES,
        {MeetingState.HELD, MeetingState.CANCELLED, MeetingState.NO_SHOW},
    ),
    Handover: (
        HandoverState,
        HANDOVER_MOVES,
        {HandoverState.ACCEPTED, HandoverState.DECLINED, HandoverState.WITHDRAWN},
    ),
    RegisterEntry: (EntryState, ENTRY_MOVES, set()),
    EntryOffer: (
        HandoverState,
        OFFER_MOVES,
        {HandoverState.ACCEPTED, HandoverState.DECLINED, HandoverState.WITHDRAWN},
    ),
    SealedRecord: (SealedState, SEALED_MOVES, {SealedState.CLOSED}),
}
"""What lives: its states, its moves and the states that are final."""
BORN: dict[type[Thing], Word] = {
    Case: CaseState.QUEUED,
    Meeting: MeetingState.TO_BOOK,
    Handover: HandoverState.OFFERED,
    RegisterEntry: EntryState.OPEN,
    EntryOffer: HandoverState.OFFERED,
    SealedRecord: SealedState.WAITING,
}
EVERY = [
    (kind, state, step)
    for kind, (states, moves, _) in LIVES.items()
    for state, step in product(states, moves)
]


def a_thing(kind: type[Thing], state: Word, cast: Town) -> Thing:
    """One of a kind in a state, in Nacka, from the counsellor's school."""
    case = a_case(cast)
    made: dict[type[Thing], Callable[[], Any]] = {
        Case: lambda: case,
        Meeting: lambda: Meeting(case=case),
        Handover: lambda: Handover(case=case),
        RegisterEntry: lambda: RegisterEntry(municipality_code="0182"),
        EntryOffer: lambda: EntryOffer(
            entry=RegisterEntry(municipality_code="0581"),
            municipality_code="0182",
            from_code="0581",
        ),
        SealedRecord: lambda: SealedRecord(
            municipality_code="0182", author_id=cast.counsellor.id, circle=[], breaks=[]
        ),
    }
    thing: Thing = made[kind]()
    thing.state = state  # type: ignore[assignment]  # the pairs come from LIVES
    return thing


def who_may(move: Move, thing: Thing, cast: Town) -> Membership:
    """Somebody who has what the move needs."""
    return next(one for one in cast.everybody() if may(one, move.needs, thing))


@pytest.mark.parametrize(("kind", "state", "step"), EVERY)
def test_only_the_listed_moves_can_be_made(kind: type[Thing], state: Word, step: Step) -> None:
    cast = town()
    thing, move = a_thing(kind, state, cast), LIVES[kind][1][step]
    by = who_may(move, thing, cast)
    facts = dict.fromkeys(move.saying, "said")

    if state not in move.paths:
        with pytest.raises(WrongState):
            take(thing, step, by=by, at=AT, **facts)
        assert thing.state is state
        return
    event = take(thing, step, by=by, at=AT, **facts)

    target = move.paths[state]
    assert thing.state is (CaseState.QUEUED if target is None else target)
    assert (event.step, event.facts, event.actor, event.at) == (step, facts, by, AT)


@pytest.mark.parametrize(("kind", "state", "step"), EVERY)
def test_nobody_but_those_with_the_permission_can_make_a_move(
    kind: type[Thing], state: Word, step: Step
) -> None:
    cast = town()
    thing, move = a_thing(kind, state, cast), LIVES[kind][1][step]
    strangers = [one for one in cast.everybody() if not may(one, move.needs, thing)]
    facts = dict.fromkeys(move.saying, "said")

    assert len(strangers) >= 10
    for stranger in strangers:
        with pytest.raises(Exception, match="NotAllowed"):
            take(thing, step, by=stranger, at=AT, **facts)
    assert thing.state is state


@pytest.mark.parametrize("kind", LIVES)
def test_no_state_is_an_island_or_an_unnamed_dead_end(kind: type[Thing]) -> None:
    states, moves, final = LIVES[kind]
    reached = {BORN[kind]}
    left = set()
    for move in moves.values():
        for source, target in move.paths.items():
            reached.add(source if target is None else target)
            if target is not source:
                left.add(source)

    if kind is Case:
        reached.add(CaseState.IN_PROGRESS)
    assert reached == set(states)
    assert set(states) - left == final


@pytest.mark.parametrize("kind", LIVES)
def test_what_must_be_said_must_be_said(kind: type[Thing]) -> None:
    cast = town()
    for step, move in LIVES[kind][1].items():
        thing = a_thing(kind, next(iter(move.paths)), cast)
        by = who_may(move, thing, cast)
        with pytest.raises(TypeError):
            take(thing, step, by=by, at=AT, **dict.fromkeys(move.saying, "x"), more="than asked")


@pytest.mark.parametrize("kind", LIVES)
def test_the_portal_itself_takes_only_the_moves_that_say_so(kind: type[Thing]) -> None:
    cast = town()
    for step, move in LIVES[kind][1].items():
        thing = a_thing(kind, next(iter(move.paths)), cast)
        facts = dict.fromkeys(move.saying, "said")
        if move.by_portal:
            assert take(thing, step, by=None, at=AT, **facts).actor is None
        else:
            with pytest.raises(TypeError):
                take(thing, step, by=None, at=AT, **facts)


def test_a_case_that_somebody_has_goes_on_with_them() -> None:
    cast = town()
    case = a_case(cast)
    case.state, case.caseworker_id = CaseState.NEEDS_INFO, cast.caseworker.id

    take(case, Step.ANSWER, by=cast.counsellor, at=AT, answer="Ja")

    assert case.state is CaseState.IN_PROGRESS


def test_every_step_belongs_to_something_that_lives() -> None:
    moved = {step for _, moves, _ in LIVES.values() for step in moves}

    emergencies = {Step.ASK_GLASS, Step.BREAK_GLASS, Step.REFUSE_GLASS}
    assert set(Step) - moved == {Step.KEEP_COMMITMENT} | emergencies


def test_an_ended_membership_has_no_permission_at_all() -> None:
    cast = town()
    case = a_case(cast)
    cast.caseworker.ended_at = AT

    assert not any(may(cast.caseworker, permission, case) for permission in Permission)
