"""People at KAA, youths with something to do, and the steps of the week's post."""

import pytest

from portal.models import RegisterRoutine
from portal.vocabulary import ContactChannel, RoutineArea, TaskAction, TimeUnit, Trigger
from tests.web.week.youths import LETTERS, a_task, a_youth


@pytest.fixture
def kaa(login, town):
    return login(town.caseworker)


@pytest.fixture
def youth(town, rows):
    """Stores a youth with one task; gives the youth."""

    def make(name="Wilma Ek", action=None, due_on=None, channel=None, routine=None, **says):
        given_name, _, family_name = name.partition(" ")
        entry = a_youth(town, given_name, family_name, **says)
        rows.add(entry)
        rows.flush()
        if action is not None:
            more = {"due_on": due_on} if due_on else {}
            routine_id = routine.id if routine else None
            rows.add(a_task(entry, action, channel=channel, routine_id=routine_id, **more))
        rows.commit()
        return entry

    return make


@pytest.fixture
def post(kaa):
    """Sends the ticked tasks of the page, or those named, to a step."""

    def send(step, tasks=None, query=""):
        shown = kaa.get(LETTERS + query)
        ticked = [one.get("value") for one in shown.page.all("input") if one.get("name") == "task"]
        data = {"csrf_token": shown.page.values["csrf_token"]}
        return kaa.post(
            f"{LETTERS}/{step}{query}", data=data | {"task": ticked if tasks is None else tasks}
        )

    return send


@pytest.fixture
def guardian_first(rows):
    """A routine whose letters go to the guardian while the youth is under 18."""
    routine = RegisterRoutine(
        municipality_code="0182",
        key="E-1",
        ordinal=900,
        area=RoutineArea.CONTACT,
        trigger=Trigger.UNASSIGNED,
        action=TaskAction.WRITE,
        channels=[ContactChannel.LETTER],
        within=1,
        unit=TimeUnit.WEEK,
        guardian_under_18=True,
    )
    rows.add(routine)
    rows.commit()
    return routine
