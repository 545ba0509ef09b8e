"""Who is invited to a joint meeting, and what each of them is told of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from portal.access import tokens
from portal.clock import today
from portal.identity import age_on
from portal.models import Case, Meeting, Participant, Summons
from portal.vocabulary import GuestLanguage, MeetingState, ParticipantKind, SummonsKind
from portal.workflow.legal import ADULT_AGE


@dataclass(frozen=True)
class Invited:
    """Somebody who is to come to a joint meeting."""

    kind: ParticipantKind
    name: str
    contact: str = ""
    membership_id: UUID | None = None
    email: str = ""
    interpreter: str = ""
    language: GuestLanguage = GuestLanguage.SWEDISH


def is_minor(case: Case, *, at: datetime) -> bool:
    """Whether there are guardians to invite; unknown age is read as under 18."""
    return case.birth_date is None or age_on(case.birth_date, today(at)) < ADULT_AGE


def invite(meeting: Meeting, invited: Sequence[Invited]) -> None:
    """Who is to come; the list as a whole. Whoever is on it still keeps their link and answer."""
    known = {_who(one): one for one in meeting.participants}
    coming = [known.pop(_who(one)) if _who(one) in known else _new(one) for one in invited]
    for position, (participant, one) in enumerate(zip(coming, invited, strict=True)):
        participant.position = position
        participant.contact, participant.interpreter = one.contact, one.interpreter
        participant.language = one.language
    meeting.participants = coming


def _who(one: Invited | Participant) -> tuple[object, ...]:
    """By what somebody is known again; another address is another link."""
    return one.kind, one.name, one.membership_id, one.email or ""


def _new(one: Invited) -> Participant:
    link = uuid4()
    return Participant(
        id=link,
        kind=one.kind,
        name=one.name,
        email=one.email,
        membership_id=one.membership_id,
        link_hash=None if one.membership_id else tokens.guest_hash(tokens.guest_token(link)),
        suiting_times=[],
    )


def the_same(participants: Iterable[Participant]) -> list[Invited]:
    """Those invited, to be invited again."""
    return [
        Invited(
            one.kind,
            one.name,
            one.contact,
            one.membership_id,
            one.email or "",
            one.interpreter or "",
            one.language,
        )
        for one in participants
    ]


def summon(meeting: Meeting, kind: SummonsKind, *, at: datetime) -> None:
    """Tell everybody who is invited."""
    for participant in meeting.participants:
        _tell(meeting, participant, kind, at)


def summon_changed(
    meeting: Meeting, were: Sequence[Participant], *, everybody: bool, at: datetime
) -> None:
    """A booked meeting was put right: tell those whom it makes a difference to, and nobody else."""
    gone = [one for one in were if one not in meeting.participants]
    told = [one for one in meeting.participants if everybody or one not in were]
    if told or gone:
        meeting.calendar_sequence += 1
    for participant in told:
        _tell(meeting, participant, SummonsKind.REQUEST, at)
    for participant in gone:
        _tell(meeting, participant, SummonsKind.CANCEL, at)


def call_off_summons(meeting: Meeting, *, at: datetime) -> None:
    """Tell everybody who is invited that the meeting will not be."""
    meeting.calendar_sequence += 1
    summon(meeting, SummonsKind.CANCEL, at=at)


def _tell(meeting: Meeting, participant: Participant, kind: SummonsKind, at: datetime) -> None:
    if not _can_be_told(meeting.case, participant, kind, at):
        return
    meeting.summonses.add(
        Summons(
            participant_id=None if participant.membership_id else participant.id,
            membership_id=participant.membership_id,
            email=None if participant.membership_id else participant.email,
            language=participant.language,
            kind=kind,
            calendar_id=meeting.calendar_id,
            calendar_sequence=meeting.calendar_sequence,
            starts_at=meeting.starts_at,
            minutes_long=meeting.minutes_long,
            created_at=at,
        )
    )


def _can_be_told(case: Case, participant: Participant, kind: SummonsKind, at: datetime) -> bool:
    """Those with an address; a guardian of somebody who is 18 only that it will not be."""
    if participant.kind is ParticipantKind.GUARDIAN and kind is not SummonsKind.CANCEL:
        return bool(participant.email) and is_minor(case, at=at)
    return bool(participant.membership_id or participant.email)


LINKED = frozenset({MeetingState.PROPOSED, MeetingState.BOOKED})
"""States of a meeting in which a personal link leads to it."""


def has_link(meeting: Meeting, participant: Participant, *, at: datetime) -> bool:
    """Whether a personal link leads somewhere: until the meeting is over, or is off."""
    if participant.link_hash is None or meeting.state not in LINKED:
        return False
    if participant.kind is ParticipantKind.GUARDIAN and not is_minor(meeting.case, at=at):
        return False
    last = meeting.ends_at or max(meeting.proposed_times, default=None)
    return last is not None and last > at
