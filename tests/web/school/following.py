"""What the tests of the school's side say often."""

from datetime import timedelta

from portal.models import Case
from portal.workflow import handover, meetings
from tests.town import AT

LATER = AT + timedelta(hours=1)
HOME = {
    "pupil_phone": "070-174 06 05",
    "pupil_address": "Hemliga vägen 1",
    "guardian_name": "Pernilla Ek",
    "guardian_phone": "070-174 06 06",
}


def page_of(case: Case) -> str:
    return f"/school/cases/{case.reference}"


def anew(rows, case: Case) -> Case:
    """The case as it is stored now."""
    rows.expire_all()
    return case


def token(client):
    return {"csrf_token": client.get("/school/cases").page.values["csrf_token"]}


def held(town, case, outcome, change, promises=()):
    meeting = case.meetings[0]
    starts = AT + timedelta(days=1)
    change(meetings.book, meeting, starts, "Rum 4", "Hur går det?", 45, [], by=town.caseworker)
    change(
        meetings.hold,
        meeting,
        outcome,
        {},
        follow_up_on=None,
        outcome_text="",
        promises=promises,
        by=town.caseworker,
        at=starts + timedelta(hours=1),
    )


def handed_over(town, sent, rows):
    passes = handover.passing(sent, town.ybc.title)
    filled = handover.Filled(
        birth_date=sent.birth_date,
        address="",
        email="",
        phone=HOME["pupil_phone"],
        read_filing=True,
        called_school=True,
        met_youth=False,
    )
    entry = handover.accept(
        sent.case.handovers[0],
        passes,
        filled,
        town.caseworker,
        running=None,
        joins_running=False,
        by=town.caseworker,
        at=LATER,
    )
    rows.add(entry)
    rows.commit()
