"""The joint meeting, from the need of one to what was agreed on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from portal.clock import today
from portal.errors import (
    MeetingNotYet,
    SaysTooLittle,
    TimeHasPassed,
    TooManyTimes,
    WrongState,
)
from portal.models import Case, Commitment, Meeting, Membership
from portal.vocabulary import (
    Attendance,
    CaseState,
    CodedAnswer,
    DeadlineKind,
    MeetingState,
    Outcome,
    RescheduleAsker,
    Side,
    Step,
    SummonsKind,
)
from portal.workflow import deadlines
from portal.workflow.steps import take
from portal.workflow.summonses import (
    Invited,
    call_off_summons,
    invite,
    summon,
    summon_changed,
    the_same,
)

MOST_TIMES = 3
"""How many times may be proposed at once."""
CALLABLE = frozenset(
    {CaseState.QUEUED, CaseState.IN_PROGRESS, CaseState.NEEDS_INFO, CaseState.MONITORING}
)
"""States of a case in which a meeting may be called; one that may stay closed has none coming."""
RUNNING = frozenset({MeetingState.TO_BOOK, MeetingState.PROPOSED, MeetingState.BOOKED})


@dataclass(frozen=True)
class Promise:
    """What somebody takes on at a meeting, and by when."""

    side: Side
    owner: str
    what: str
    due_on: date


def running(case: Case) -> Meeting | None:
    """The meeting that is being arranged in a case, if one is."""
    return next((meeting for meeting in case.meetings if meeting.state in RUNNING), None)


def call(
    case: Case, *, by: Membership | None = None, at: datetime, since: datetime | None = None
) -> Meeting:
    """Say that a meeting is to be booked; the one that is being arranged already will do."""
    meeting = running(case)
    if meeting is not None:
        return meeting
    if case.state not in CALLABLE:
        raise WrongState
    meeting = _new(case, MeetingState.TO_BOOK, at)
    take(meeting, Step.CALL_MEETING, by=by, at=at)
    days = case.routine.meeting_days
    deadlines.start_in(case, DeadlineKind.BOOK_MEETING, days, at=at, since=since)
    deadlines.settle(case, at=at)
    return meeting


def _new(case: Case, state: MeetingState, at: datetime) -> Meeting:
    meeting = Meeting(
        state=state,
        municipality_code=case.municipality_code,
        created_at=at,
        proposed_times=[],
        place="",
        purpose="",
        minutes_long=45,
        calendar_id=uuid4(),
        calendar_sequence=0,
    )
    case.meetings.append(meeting)
    return meeting


def propose(  # noqa: PLR0917 (all that an invitation says)
    meeting: Meeting,
    times: Sequence[datetime],
    place: str,
    purpose: str,
    minutes_long: int,
    invited: Sequence[Invited],
    *,
    by: Membership,
    at: datetime,
) -> None:
    """Offer up to three times to those invited."""
    if len(times) > MOST_TIMES:
        raise TooManyTimes
    if not times:
        raise SaysTooLittle
    if min(times) <= at:
        raise TimeHasPassed
    said = [time.isoformat() for time in sorted(times)]
    take(meeting, Step.PROPOSE_TIMES, by=by, at=at, times=said)
    meeting.proposed_times = sorted(times)
    _describe(meeting, place, purpose, minutes_long)
    invite(meeting, invited)
    summon(meeting, SummonsKind.TIMES, at=at)
    _answers_the_school(meeting.case, at)
    deadlines.settle(meeting.case, at=at)


def _answers_the_school(case: Case, at: datetime) -> None:
    """A proposed or booked meeting tells the school what happens."""
    deadlines.see_to(case, at=at)
    if case.answered_at is None:
        case.answer, case.answered_at = CodedAnswer.MEETING, at
    deadlines.meet(case, DeadlineKind.FIRST_ANSWER, at=at)


def book(  # noqa: PLR0917 (as propose)
    meeting: Meeting,
    starts_at: datetime,
    place: str,
    purpose: str,
    minutes_long: int,
    invited: Sequence[Invited],
    *,
    by: Membership,
    at: datetime,
) -> None:
    """Set the time."""
    if starts_at <= at:
        raise TimeHasPassed
    take(meeting, Step.BOOK_MEETING, by=by, at=at, starts_at=starts_at.isoformat())
    meeting.starts_at = starts_at
    _describe(meeting, place, purpose, minutes_long)
    invite(meeting, invited)
    summon(meeting, SummonsKind.REQUEST, at=at)
    _answers_the_school(meeting.case, at)
    deadlines.meet(meeting.case, DeadlineKind.BOOK_MEETING, at=at)
    deadlines.start(meeting.case, DeadlineKind.HOLD_MEETING, today(starts_at), at=at)
    deadlines.settle(meeting.case, at=at)


def change(
    meeting: Meeting,
    place: str,
    purpose: str,
    minutes_long: int,
    invited: Sequence[Invited],
    *,
    by: Membership,
    at: datetime,
) -> None:
    """Put right place, length, purpose or people of a booked meeting; its time stays."""
    take(meeting, Step.CHANGE_MEETING, by=by, at=at)
    before, were = (meeting.place, meeting.minutes_long), list(meeting.participants)
    _describe(meeting, place, purpose, minutes_long)
    invite(meeting, invited)
    summon_changed(meeting, were, everybody=before != (place, minutes_long), at=at)


def _describe(meeting: Meeting, place: str, purpose: str, minutes_long: int) -> None:
    meeting.place, meeting.purpose, meeting.minutes_long = place, purpose, minutes_long


def reschedule(
    meeting: Meeting,
    starts_at: datetime,
    place: str,
    asker: RescheduleAsker,
    reason: str,
    *,
    by: Membership,
    at: datetime,
) -> Meeting:
    """Move a booked meeting: it ends here, and a new row takes its place with the same people."""
    if starts_at <= at:
        raise TimeHasPassed
    take(
        meeting,
        Step.RESCHEDULE_MEETING,
        by=by,
        at=at,
        asker=asker,
        reason=reason,
        starts_at=starts_at.isoformat(),
    )
    meeting.ended_reason, meeting.moved_for = reason, asker
    successor = _new(meeting.case, MeetingState.BOOKED, at)
    successor.starts_at, successor.replaces_id = starts_at, meeting.id
    _describe(successor, place, meeting.purpose, meeting.minutes_long)
    successor.calendar_id = meeting.calendar_id
    successor.calendar_sequence = meeting.calendar_sequence + 1
    invite(successor, the_same(meeting.participants))
    summon(successor, SummonsKind.REQUEST, at=at)
    deadlines.start(meeting.case, DeadlineKind.HOLD_MEETING, today(starts_at), at=at)
    deadlines.settle(meeting.case, at=at)
    return successor


def cancel(meeting: Meeting, reason: str, *, by: Membership | None, at: datetime) -> None:
    """There will be no meeting, at least not this one."""
    take(meeting, Step.CANCEL_MEETING, by=by, at=at, reason=reason)
    meeting.ended_reason = reason
    call_off_summons(meeting, at=at)
    deadlines.stop(meeting.case, DeadlineKind.BOOK_MEETING, DeadlineKind.HOLD_MEETING, at=at)
    deadlines.settle(meeting.case, at=at)


def call_off(case: Case, *, at: datetime) -> bool:
    """The case goes elsewhere or ends, and the meeting being arranged with it. Was there one?"""
    meeting = running(case)
    if meeting is None:
        return False
    take(meeting, Step.CANCEL_MEETING, by=None, at=at, reason="")
    call_off_summons(meeting, at=at)
    deadlines.stop(case, DeadlineKind.BOOK_MEETING, DeadlineKind.HOLD_MEETING, at=at)
    return True


def hold(
    meeting: Meeting,
    outcome: Outcome,
    attendance: Mapping[UUID, Attendance],
    *,
    follow_up_on: date | None,
    outcome_text: str,
    promises: Sequence[Promise],
    by: Membership,
    at: datetime,
) -> None:
    """Write down who came, how it ended and who does what."""
    if outcome is Outcome.STAYS_WITH_SUPPORT and follow_up_on is None:
        raise SaysTooLittle
    if outcome is Outcome.OTHER and not outcome_text.strip():
        raise SaysTooLittle
    _has_begun(meeting, at)
    said = follow_up_on.isoformat() if follow_up_on else ""
    take(meeting, Step.HOLD_MEETING, by=by, at=at, outcome=outcome, follow_up_on=said)
    meeting.outcome, meeting.outcome_text, meeting.held_at = outcome, outcome_text, at
    meeting.follow_up_on = follow_up_on
    for participant in meeting.participants:
        participant.attendance = attendance.get(participant.id)
    for promise in promises:
        meeting.commitments.append(
            Commitment(
                case_id=meeting.case_id,
                side=promise.side,
                owner=promise.owner,
                what=promise.what,
                due_on=promise.due_on,
            )
        )
    deadlines.meet(meeting.case, DeadlineKind.HOLD_MEETING, at=at)
    _follow(meeting.case, outcome, follow_up_on, by=by, at=at)
    deadlines.settle(meeting.case, at=at)


def _has_begun(meeting: Meeting, at: datetime) -> None:
    if meeting.starts_at is not None and meeting.starts_at > at:
        raise MeetingNotYet


def _follow(
    case: Case, outcome: Outcome, follow_up_on: date | None, *, by: Membership, at: datetime
) -> None:
    """What an outcome leads to: somebody looks again, or the school files the dropout."""
    day = follow_up_on
    if outcome in (Outcome.STAYS_WITH_SUPPORT, Outcome.STAYS_WATCH):
        day = day or deadlines.look_back_on(case, at=at)
        if case.state in (CaseState.QUEUED, CaseState.IN_PROGRESS):
            take(case, Step.MONITOR, by=by, at=at, follow_up_on=day.isoformat(), reason="")
    if day is not None:
        deadlines.start(case, DeadlineKind.FOLLOW_UP, day, at=at)
    if outcome is Outcome.LEAVES:
        deadlines.start_in(case, DeadlineKind.FILE_DROPOUT, case.routine.question_days, at=at)


def miss(meeting: Meeting, *, by: Membership, at: datetime) -> Meeting:
    """Nobody came. A new meeting is to be booked, so that nobody is lost there."""
    _has_begun(meeting, at)
    take(meeting, Step.MISS_MEETING, by=by, at=at)
    deadlines.meet(meeting.case, DeadlineKind.HOLD_MEETING, at=at)
    return call(meeting.case, by=by, at=at)
