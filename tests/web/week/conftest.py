"""People at KAA, and youths with something to do."""

import pytest

from tests.web.week.youths import a_task, a_youth


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
