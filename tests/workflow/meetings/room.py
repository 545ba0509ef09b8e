"""What the tests of joint meetings say again and again."""

from datetime import date, timedelta

from portal.models import Case, Meeting
from portal.vocabulary import (
    Attendance,
    DeadlineKind,
    Outcome,
    ParticipantKind,
)
from portal.workflow import deadlines, meetings
from portal.workflow.summonses import Invited
from tests.town import AT, Town

TOMORROW = AT + timedelta(days=1)


AFTERWARDS = TOMORROW + timedelta(hours=1)


PEOPLE = (
    Invited(ParticipantKind.PUPIL, "Wilma Ek", "070-000 00 34"),
    Invited(ParticipantKind.SCHOOL, "Karin Holm"),
)


ABOUT = ("YBC, rum 212", "Hur du har det i skolan.", 45)


def hold(meeting: Meeting, cast: Town, outcome: Outcome, **said):
    usual = {"follow_up_on": None, "outcome_text": "", "promises": ()}
    came = {one.id: Attendance.PRESENT for one in meeting.participants}
    meetings.hold(meeting, outcome, came, **(usual | said), by=cast.caseworker, at=AFTERWARDS)


def due(case: Case, kind: DeadlineKind) -> date | None:
    clock = deadlines.running(case, kind)
    return clock.due_on if clock else None
