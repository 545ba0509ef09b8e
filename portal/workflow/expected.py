"""What a school may expect of the municipality, and by when, told before it sends."""

from datetime import date, datetime

from portal.clock import add_working_days, today
from portal.models import Routine
from portal.vocabulary import DeadlineKind, FormKind
from portal.workflow.legal import covered_by_kaa


def expected(
    routine: Routine, *, age: int | None, wants_meeting: bool, at: datetime
) -> list[tuple[DeadlineKind, date]]:
    """The clocks that a filing starts in a case that has none running, the nearest first."""
    if routine.kind is FormKind.START:
        return []
    days = {
        DeadlineKind.ACKNOWLEDGE: routine.acknowledge_days,
        DeadlineKind.FIRST_ANSWER: routine.first_answer_days,
    }
    if routine.kind is FormKind.DROPOUT and covered_by_kaa(age):
        days[DeadlineKind.ANSWER_HANDOVER] = routine.handover_days
    if routine.opens_meeting or wants_meeting:
        days[DeadlineKind.BOOK_MEETING] = routine.meeting_days
    due = [(kind, add_working_days(today(at), count)) for kind, count in days.items()]
    return sorted(due, key=lambda one: one[1])
