"""What school and KAA of the town do together: the joint meeting and the handover."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from uuid import uuid4

from portal.access import log
from portal.clock import from_local, today
from portal.demo.town_story import Story
from portal.models import Handover, Meeting, RegisterEntry
from portal.vocabulary import (
    Attendance,
    DeclineReason,
    GuestLanguage,
    Opened,
    Outcome,
    ParticipantKind,
    Reply,
    RescheduleAsker,
)
from portal.workflow import guests, handover, meetings
from portal.workflow.handover import Filled, Passing
from portal.workflow.meetings import Promise
from portal.workflow.summonses import Invited

NEWCOMERS = {2: GuestLanguage.SOMALI, 5: GuestLanguage.ARABIC}
NEWCOMERS_APART = 7
"""Some pupils are called in the language they read best."""


def arranged(story: Story) -> Meeting:
    """The meeting that is being arranged; called if none is."""
    found = meetings.running(story.case)
    if found is None:
        found = meetings.call(story.case, by=story.worker, at=story.now())
        story.saved()
    return found


def propose(story: Story, days: Sequence[date]) -> None:
    """Times are proposed, one on each day."""
    times = [from_local(day, time(9 + 2 * n, 0)) for n, day in enumerate(days)]
    meetings.propose(
        arranged(story), times, *_place(story), _invited(story), by=story.worker, at=story.now()
    )
    story.saved()


def book(story: Story, day: date, hour: int = 13) -> Meeting:
    """The meeting gets its time."""
    meeting, starts_at = arranged(story), from_local(day, time(hour, 30))
    meetings.book(
        meeting, starts_at, *_place(story), _invited(story), by=story.worker, at=story.now()
    )
    story.saved()
    guests.answer(meeting.participants[0], Reply.YES, (), "", at=story.now())
    story.saved()
    return meeting


def _place(story: Story) -> tuple[str, str, int]:
    given_name = story.pupil.given_name
    purpose = f"Vi pratar om hur {given_name} har det i skolan och vad vi kan göra."
    return f"{story.unit.title}, rum {story.chance(101, 340)}", purpose, 45


def _invited(story: Story) -> list[Invited]:
    pupil, school, kaa = story.pupil, story.counsellor, story.worker
    reads = NEWCOMERS.get(story.turn % NEWCOMERS_APART, GuestLanguage.SWEDISH)
    invited = [
        Invited(ParticipantKind.PUPIL, pupil.name, pupil.phone, email=pupil.email, language=reads),
        Invited(ParticipantKind.SCHOOL, school.user.name, school.user.phone, school.id),
        Invited(ParticipantKind.KAA, kaa.user.name, kaa.user.phone, kaa.id),
    ]
    if pupil.is_child(today(story.at)):
        guardian = Invited(ParticipantKind.GUARDIAN, pupil.guardian, pupil.guardian_phone)
        invited.insert(1, guardian)
    return invited


def hold(
    story: Story,
    meeting: Meeting,
    outcome: Outcome,
    text: str,
    *promises: Promise,
    follow_up_on: date | None = None,
) -> None:
    """The meeting takes place; what was said is written down an hour later."""
    assert meeting.starts_at is not None
    story.at = max(story.at, meeting.starts_at + timedelta(minutes=55))
    at = story.now()
    came = {one.id: _attendance(story, one.kind) for one in meeting.participants}
    meetings.hold(
        meeting,
        outcome,
        came,
        follow_up_on=follow_up_on,
        outcome_text=text,
        promises=promises,
        by=story.worker,
        at=at,
    )
    story.saved()


def _attendance(story: Story, kind: ParticipantKind) -> Attendance:
    lot = story.stage.chance.random()
    if kind in (ParticipantKind.PUPIL, ParticipantKind.GUARDIAN) and lot < 0.15:
        return Attendance.ABSENT
    return Attendance.REMOTE if lot > 0.88 else Attendance.PRESENT


def move(story: Story, meeting: Meeting, day: date) -> Meeting:
    """The guardian cannot come; the meeting gets another day."""
    moved = meetings.reschedule(
        meeting,
        from_local(day, time(15, 0)),
        meeting.place,
        RescheduleAsker.GUARDIAN,
        "Kan inte komma ifrån arbetet den dagen.",
        by=story.worker,
        at=story.now(),
    )
    story.saved()
    return moved


def miss(story: Story, meeting: Meeting) -> None:
    """Nobody came."""
    assert meeting.starts_at is not None
    story.at = max(story.at, meeting.starts_at + timedelta(minutes=30))
    meetings.miss(meeting, by=story.worker, at=story.now())
    story.saved()


def accept(story: Story, *, met_youth: bool = False) -> RegisterEntry:
    """KAA takes the youth over into the register."""
    offer, passes = _offer(story)
    filled = Filled(
        birth_date=story.pupil.birth_date,
        address=passes.address or story.pupil.address,
        email=passes.email,
        phone=passes.phone or story.pupil.phone,
        read_filing=True,
        called_school=story.chance(1, 3) > 1,
        met_youth=met_youth,
    )
    by, at = story.worker, story.now()
    entry = handover.accept(
        offer,
        passes,
        filled,
        by,
        running=story.entry,
        joins_running=story.entry is not None,
        by=by,
        at=at,
    )
    story.stage.session.add(entry)
    story.entry = entry
    story.saved()
    log.opened(by, Opened.ENTRY, entry.reference, at=at, request_id=uuid4().hex)
    return entry


def decline(story: Story, reason: DeclineReason, text: str = "") -> None:
    """KAA does not take over, and says why."""
    offer, passes = _offer(story)
    handover.decline(offer, passes, reason, text, by=story.worker, at=story.now())
    story.saved()


def _offer(story: Story) -> tuple[Handover, Passing]:
    offer = handover.offered(story.case)
    assert offer is not None
    return offer, handover.passing(offer.filing, story.unit.title)
