"""The whole life of a case, a meeting, a handover and a register entry, as tables of moves.

A move says from where, to where, who may and what must be said. `take()` is the only function that
changes a state: it checks, records the event, then moves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.access.rules import require
from portal.errors import WrongState
from portal.models import (
    Case,
    EntryOffer,
    Event,
    Handover,
    Meeting,
    Membership,
    RegisterEntry,
    SealedEvent,
    SealedRecord,
)
from portal.vocabulary import (
    OPEN_CASE_STATES,
    CaseState,
    EntryState,
    HandoverState,
    MeetingState,
    Permission,
    SealedState,
    Step,
    Word,
)

Thing = Case | Meeting | Handover | RegisterEntry | EntryOffer | SealedRecord


@dataclass(frozen=True)
class Move:
    """One way on: source → target for each state it may start from."""

    paths: Mapping[Word, Word | None]
    """None as target: where the case goes on, see `_resumed`."""
    needs: Permission
    saying: frozenset[str] = frozenset()
    by_portal: bool = False
    """The portal itself may take it, with nobody as actor."""


def _move(
    paths: Mapping[Any, Any], needs: Permission, saying: str = "", *, by_portal: bool = False
) -> Move:
    return Move(dict(paths), needs, frozenset(saying.split()), by_portal)


def _stays(*states: Word) -> dict[Word, Word | None]:
    return {state: state for state in states}


def _to(target: Word | None, *sources: Word) -> dict[Word, Word | None]:
    return dict.fromkeys(sources, target)


_OPEN = tuple(sorted(OPEN_CASE_STATES))
_WORKED = (CaseState.QUEUED, CaseState.IN_PROGRESS, CaseState.NEEDS_INFO, CaseState.MONITORING)

CASE_MOVES: dict[Step, Move] = {
    Step.FILE: _move(
        {
            **_stays(CaseState.QUEUED, CaseState.IN_PROGRESS, CaseState.NEEDS_INFO),
            **_to(None, CaseState.MONITORING, CaseState.REOPEN_REQUESTED),
        },
        Permission.FILING_FILE,
        "kind filing",
    ),
    Step.CORRECT: _move(_stays(*_OPEN), Permission.FILING_CHANGE, "filing reason"),
    Step.WITHDRAW: _move(_stays(*_OPEN), Permission.FILING_CHANGE, "filing reason"),
    Step.WITHDRAW_LAST: _move(
        _to(CaseState.CLOSED, *_OPEN), Permission.FILING_CHANGE, "filing reason"
    ),
    Step.START: _move(
        _to(CaseState.CLOSED, *_OPEN), Permission.FILING_FILE, "start_on", by_portal=True
    ),
    Step.ACKNOWLEDGE: _move(_stays(*_WORKED), Permission.CASE_WORK, by_portal=True),
    Step.TAKE: _move(
        {
            CaseState.QUEUED: CaseState.IN_PROGRESS,
            **_stays(CaseState.NEEDS_INFO, CaseState.MONITORING),
        },
        Permission.CASE_WORK,
    ),
    Step.ASSIGN: _move(
        {
            CaseState.QUEUED: CaseState.IN_PROGRESS,
            **_stays(
                CaseState.IN_PROGRESS,
                CaseState.NEEDS_INFO,
                CaseState.MONITORING,
                CaseState.REOPEN_REQUESTED,
            ),
        },
        Permission.CASE_ASSIGN,
        "to",
    ),
    Step.HAND_BACK: _move(
        {
            CaseState.IN_PROGRESS: CaseState.QUEUED,
            **_stays(CaseState.NEEDS_INFO, CaseState.MONITORING, CaseState.REOPEN_REQUESTED),
        },
        Permission.CASE_ASSIGN,
        "reason",
        by_portal=True,
    ),
    Step.ASK: _move(
        _to(CaseState.NEEDS_INFO, CaseState.QUEUED, CaseState.IN_PROGRESS, CaseState.MONITORING),
        Permission.CASE_WORK,
        "question",
    ),
    Step.ANSWER: _move(_to(None, CaseState.NEEDS_INFO), Permission.FILING_CHANGE, "answer"),
    Step.INFORM: _move(_stays(*_OPEN), Permission.FILING_CHANGE, "how language on giver"),
    Step.NOTE: _move(_stays(*_OPEN), Permission.CASE_WORK, "text"),
    Step.REPLY: _move(_stays(*_WORKED), Permission.CASE_WORK, "answer text", by_portal=True),
    Step.REROUTE: _move(
        _to(CaseState.QUEUED, *_WORKED),
        Permission.CASE_WORK,
        "from_code to_code reason",
        by_portal=True,
    ),
    Step.MONITOR: _move(
        _to(CaseState.MONITORING, CaseState.QUEUED, CaseState.IN_PROGRESS, CaseState.MONITORING),
        Permission.CASE_WORK,
        "follow_up_on reason",
    ),
    Step.CLOSE: _move(_to(CaseState.CLOSED, *_WORKED), Permission.CASE_WORK, "reason data text"),
    Step.MARK_DUPLICATE: _move(_to(CaseState.CLOSED, *_WORKED), Permission.CASE_WORK, "of"),
    Step.REQUEST_REOPEN: _move(
        _to(CaseState.REOPEN_REQUESTED, CaseState.CLOSED), Permission.FILING_CHANGE, "reason"
    ),
    Step.REOPEN: _move(_to(None, CaseState.REOPEN_REQUESTED), Permission.CASE_WORK),
    Step.REFUSE_REOPEN: _move(
        _to(CaseState.CLOSED, CaseState.REOPEN_REQUESTED), Permission.CASE_WORK, "reason"
    ),
    Step.RESEND: _move(_stays(*CaseState), Permission.DELIVERY_RESEND, "message"),
    Step.OFFER_PICKUP: _move(_stays(*_OPEN), Permission.FILING_FILE, by_portal=True),
    Step.RENEW_PICKUP: _move(_stays(*_OPEN), Permission.FILING_CHANGE),
    Step.CHASE_PICKUP: _move(_stays(*_OPEN), Permission.FILING_CHANGE, by_portal=True),
    Step.PICK_UP: _move(_stays(*_OPEN), Permission.CASE_WORK, by_portal=True),
    Step.LAPSE_PICKUP: _move(_stays(*_OPEN), Permission.FILING_CHANGE, "why", by_portal=True),
    Step.REGISTER: _move(_to(CaseState.HANDED_OVER, *_WORKED), Permission.HANDOVER_ANSWER, "entry"),
}
MEETING_MOVES: dict[Step, Move] = {
    Step.CALL_MEETING: _move(
        _stays(MeetingState.TO_BOOK), Permission.MEETING_ARRANGE, by_portal=True
    ),
    Step.PROPOSE_TIMES: _move(
        _to(MeetingState.PROPOSED, MeetingState.TO_BOOK, MeetingState.PROPOSED),
        Permission.MEETING_ARRANGE,
        "times",
    ),
    Step.BOOK_MEETING: _move(
        _to(MeetingState.BOOKED, MeetingState.TO_BOOK, MeetingState.PROPOSED),
        Permission.MEETING_ARRANGE,
        "starts_at",
    ),
    Step.RESCHEDULE_MEETING: _move(
        _to(MeetingState.CANCELLED, MeetingState.BOOKED),
        Permission.MEETING_ARRANGE,
        "asker reason starts_at",
    ),
    Step.CHANGE_MEETING: _move(_stays(MeetingState.BOOKED), Permission.MEETING_ARRANGE),
    Step.CANCEL_MEETING: _move(
        _to(
            MeetingState.CANCELLED,
            MeetingState.TO_BOOK,
            MeetingState.PROPOSED,
            MeetingState.BOOKED,
        ),
        Permission.MEETING_ARRANGE,
        "reason",
        by_portal=True,
    ),
    Step.HOLD_MEETING: _move(
        _to(MeetingState.HELD, MeetingState.BOOKED),
        Permission.MEETING_ARRANGE,
        "outcome follow_up_on",
    ),
    Step.MISS_MEETING: _move(
        _to(MeetingState.NO_SHOW, MeetingState.BOOKED), Permission.MEETING_ARRANGE
    ),
    # Those called have no account: the portal writes down what they answer.
    Step.ANSWER_SUMMONS: _move(
        _stays(MeetingState.PROPOSED, MeetingState.BOOKED),
        Permission.MEETING_ARRANGE,
        "who reply",
        by_portal=True,
    ),
    Step.ASK_OTHER_TIME: _move(
        _stays(MeetingState.PROPOSED, MeetingState.BOOKED),
        Permission.MEETING_ARRANGE,
        "who",
        by_portal=True,
    ),
}
HANDOVER_MOVES: dict[Step, Move] = {
    Step.OFFER_HANDOVER: _move(
        _stays(HandoverState.OFFERED), Permission.FILING_FILE, "filing", by_portal=True
    ),
    Step.ACCEPT_HANDOVER: _move(
        _to(HandoverState.ACCEPTED, HandoverState.OFFERED), Permission.HANDOVER_ANSWER, "entry"
    ),
    Step.DECLINE_HANDOVER: _move(
        _to(HandoverState.DECLINED, HandoverState.OFFERED),
        Permission.HANDOVER_ANSWER,
        "reason text",
    ),
    Step.WITHDRAW_HANDOVER: _move(
        _to(HandoverState.WITHDRAWN, HandoverState.OFFERED),
        Permission.FILING_CHANGE,
        by_portal=True,
    ),
}
_ENTRY = Permission.ENTRY_WORK
ENTRY_MOVES: dict[Step, Move] = {
    Step.REGISTER: _move(_stays(EntryState.OPEN), Permission.ENTRY_WORK, "case"),
    Step.TAKE_IN: _move(_stays(EntryState.OPEN), Permission.ENTRY_WORK, "origin"),
    Step.RECONCILE: _move(_stays(EntryState.OPEN), Permission.ENTRY_WORK, "result"),
    Step.PASS_ON: _move(_stays(EntryState.OPEN), Permission.ENTRY_WORK, "to"),
    Step.ATTACH: _move(_stays(EntryState.OPEN), Permission.ENTRY_WORK, "case kind", by_portal=True),
    Step.UPDATE_ENTRY: _move(_stays(EntryState.OPEN), Permission.ENTRY_WORK, "changed"),
    Step.ASSIGN_ENTRY: _move(_stays(EntryState.OPEN), Permission.ENTRY_WORK, "to"),
    Step.RELEASE_ENTRY: _move(_stays(EntryState.OPEN), Permission.ENTRY_WORK, by_portal=True),
    Step.TRY_CONTACT: _move(_stays(EntryState.OPEN), _ENTRY, "channel outcome to_guardian"),
    Step.PLAN_TASK: _move(_stays(EntryState.OPEN), Permission.ENTRY_WORK, "action due_on"),
    Step.DO_TASK: _move(_stays(EntryState.OPEN), Permission.ENTRY_WORK, "action"),
    Step.SKIP_TASK: _move(_stays(EntryState.OPEN), Permission.ENTRY_WORK, "action reason"),
    Step.MAP: _move(_stays(EntryState.OPEN), Permission.ENTRY_WORK, "stage"),
    Step.MAKE_PLAN: _move(_stays(EntryState.OPEN), Permission.ENTRY_WORK, "plan_version"),
    Step.SIGN_PLAN: _move(_stays(EntryState.OPEN), Permission.ENTRY_WORK, "plan_version"),
    Step.AGREE_MEASURE: _move(_stays(EntryState.OPEN), Permission.ENTRY_WORK, "measure"),
    Step.BEGIN_MEASURE: _move(_stays(EntryState.OPEN), Permission.ENTRY_WORK, "measure"),
    Step.END_MEASURE: _move(_stays(EntryState.OPEN), Permission.ENTRY_WORK, "measure reason"),
    # Providers have no account: the portal writes down what they report.
    Step.REPORT_MEASURE: _move(_stays(*EntryState), _ENTRY, "measure month", by_portal=True),
    Step.READ_REPORT: _move(_stays(*EntryState), Permission.ENTRY_WORK, "measure month"),
    Step.CLOSE_ENTRY: _move(
        _to(EntryState.CLOSED, EntryState.OPEN), Permission.ENTRY_WORK, "reason", by_portal=True
    ),
    Step.REOPEN_ENTRY: _move(_to(EntryState.OPEN, EntryState.CLOSED), _ENTRY, "reason"),
    Step.RESEND: _move(_stays(*EntryState), Permission.DELIVERY_RESEND, "message"),
}
_OFFERED = HandoverState.OFFERED
OFFER_MOVES: dict[Step, Move] = {
    Step.TAKE_OVER: _move(_to(HandoverState.ACCEPTED, _OFFERED), Permission.HANDOVER_ANSWER),
    Step.RETURN_ENTRY: _move(
        _to(HandoverState.DECLINED, _OFFERED), Permission.HANDOVER_ANSWER, "reason"
    ),
    Step.TAKE_BACK: _move(_to(HandoverState.WITHDRAWN, _OFFERED), _ENTRY, by_portal=True),
}
_TALKING = (SealedState.WAITING, SealedState.IN_CONTACT)
SEALED_MOVES: dict[Step, Move] = {
    Step.REFER: _move(_stays(SealedState.WAITING), Permission.SEALED_FOLLOW),
    Step.SEAL: _move(
        _stays(SealedState.WAITING), Permission.SEALED_FOLLOW, "flagged", by_portal=True
    ),
    Step.REACH_SCHOOL: _move(
        _to(SealedState.IN_CONTACT, *_TALKING), Permission.SEALED_WORK, "text"
    ),
    Step.MISS_SCHOOL: _move(_stays(*_TALKING), Permission.SEALED_WORK),
    Step.WRITE_SEALED: _move(_stays(*_TALKING), Permission.SEALED_WORK),
    Step.NAME_PERSON: _move(_stays(*SealedState), Permission.SEALED_WORK, "who why"),
    Step.REMOVE_PERSON: _move(_stays(*SealedState), Permission.SEALED_WORK, "who why"),
    Step.CLOSE_SEALED: _move(
        _to(SealedState.CLOSED, *_TALKING), Permission.SEALED_WORK, "reason text"
    ),
}
MOVES: dict[type[Thing], dict[Step, Move]] = {
    Case: CASE_MOVES,
    Meeting: MEETING_MOVES,
    Handover: HANDOVER_MOVES,
    RegisterEntry: ENTRY_MOVES,
    EntryOffer: OFFER_MOVES,
    SealedRecord: SEALED_MOVES,
}


def can_take(thing: Thing, step: Step) -> bool:
    """Whether the state allows the step; who may take it is another question."""
    return thing.state in MOVES[type(thing)][step].paths


def take(
    thing: Thing, step: Step, *, by: Membership | None, at: datetime, **facts: Any
) -> Event | SealedEvent:
    """The only function that changes a state.

    Raises NotAllowed, WrongState, or TypeError when what must be said is not said. `by=None` is the
    portal itself, for the few moves that allow it.
    """
    move = MOVES[type(thing)][step]
    if by is not None:
        require(by, move.needs, thing)
    elif not move.by_portal:
        raise TypeError(f"{step} needs somebody to take it")
    if thing.state not in move.paths:
        raise WrongState
    if facts.keys() != move.saying:
        raise TypeError(f"{step} says {set(move.saying)}, not {set(facts)}")
    recorder = thing.case if isinstance(thing, Meeting | Handover) else thing
    event = recorder.record(step, by=by, at=at, **facts)
    target = move.paths[thing.state]
    thing.state = _resumed(thing) if target is None else target  # type: ignore[assignment]  # each table keeps to its own states
    return event


def _resumed(thing: Thing) -> CaseState:
    """A case that somebody has goes on with them; else it waits in the queue."""
    has_somebody = isinstance(thing, Case) and thing.caseworker_id is not None
    return CaseState.IN_PROGRESS if has_somebody else CaseState.QUEUED
