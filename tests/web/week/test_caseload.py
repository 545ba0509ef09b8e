"""Many youths are given to others at once: who may, which, to whom, and how the work goes on."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.models import Event, RegisterEntry, RegisterRoutine, Task
from portal.vocabulary import (
    EntryEndReason,
    EntryState,
    RoutineArea,
    Step,
    TaskAction,
    TimeUnit,
    Trigger,
)
from tests.town import TODAY
from tests.web.week.youths import many

CASELOAD = "/week/caseload"


@pytest.fixture
def leads(login, town):
    return login(town.coordinator)


@pytest.fixture
def contact_first(rows):
    """A routine: who gets a caseworker is contacted."""
    rows.add(
        RegisterRoutine(
            municipality_code="0182",
            key="E-2",
            ordinal=901,
            area=RoutineArea.CONTACT,
            trigger=Trigger.ASSIGNED,
            action=TaskAction.BEGIN_CONTACT,
            channels=[],
            within=4,
            unit=TimeUnit.WEEK,
        )
    )
    rows.commit()


def give(client, url, **said):
    """Post what the form asks."""
    token = client.get("/account").page.values["csrf_token"]
    return client.post(url, data={"csrf_token": token} | said)


def have(rows):
    """Who has whom."""
    rows.expire_all()
    return {one.given_name: one.caseworker_id for one in rows.scalars(select(RegisterEntry))}


# --- who ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["caseworker", "counsellor", "rector", "municipality_admin"])
def test_only_a_coordinator_gives_many_youths_away(login, town, youth, rows, who):
    entry = youth("Wilma Ek", caseworker=None)
    client = login(getattr(town, who))
    token = client.get("/account").page.values["csrf_token"]
    data = {"csrf_token": token, "which": "all", "to": str(town.second_caseworker.id)}

    assert client.get(CASELOAD).status_code == 403
    assert client.post(CASELOAD, data=data | {"entry": entry.reference}).status_code == 403
    assert have(rows) == {"Wilma": None}
    assert "Fördela ungdomar" not in client.get("/week/team").text


def test_another_municipalitys_youths_and_people_are_out_of_reach(leads, town, youth, rows):
    youth("Wilma Ek", caseworker=town.other_caseworker, municipality_code="0581")
    youth("Sven Alm", caseworker=None)
    theirs = f"{CASELOAD}?caseworker={town.other_caseworker.id}"

    assert "Wilma Ek" not in leads.get(theirs).text
    give(leads, theirs, which="all", to=str(town.caseworker.id))
    refused = give(leads, CASELOAD, which="all", to=str(town.other_caseworker.id))

    assert refused.status_code == 422
    assert have(rows) == {"Wilma": town.other_caseworker.id, "Sven": None}


# --- which and to whom --------------------------------------------------------------------------


def test_the_chosen_of_those_nobody_has_get_a_caseworker(leads, town, youth, rows, contact_first):
    entry = youth("Wilma Ek", TaskAction.ASSIGN, caseworker=None)
    youth("Sven Alm", TaskAction.ASSIGN, caseworker=None)

    answer = give(
        leads, CASELOAD, which="chosen", entry=entry.reference, to=str(town.caseworker.id)
    )

    assert answer.location == CASELOAD
    assert "1 ungdom har fått en handläggare: Amina Berg 1." in leads.get(CASELOAD).text
    assert have(rows) == {"Wilma": town.caseworker.id, "Sven": None}
    tasks = rows.scalars(select(Task).where(Task.entry_id == entry.id)).all()
    assert {one.action for one in tasks if one.open} == {TaskAction.BEGIN_CONTACT}


def test_a_whole_caseload_is_handed_over_and_the_work_goes_on_where_it_is(
    leads, town, youth, rows, contact_first
):
    youth("Wilma Ek", TaskAction.MAP_SITUATION)
    youth("Sven Alm", TaskAction.FOLLOW_UP)
    youth("Ida Berg", TaskAction.FOLLOW_UP, caseworker=None)
    url = f"{CASELOAD}?caseworker={town.caseworker.id}"

    answer = give(leads, url, which="all", to=str(town.second_caseworker.id))

    assert answer.location == url
    second = town.second_caseworker.id
    assert have(rows) == {"Wilma": second, "Sven": second, "Ida": None}
    assert not rows.scalars(select(Task).where(Task.action == TaskAction.BEGIN_CONTACT)).all()
    given = rows.scalars(select(Event).where(Event.step == Step.ASSIGN_ENTRY)).all()
    assert {one.actor_id for one in given} == {town.coordinator.id}
    assert len(given) == 2


def test_shared_among_several_who_has_fewest_gets_first(leads, town, youth, rows):
    youth("Tor Lund", caseworker=town.second_caseworker)
    youth("Maja Lund", caseworker=town.second_caseworker)
    for name in ("Wilma Ek", "Sven Ek", "Ida Ek", "Sara Ek"):
        youth(name, caseworker=None)

    give(
        leads,
        CASELOAD,
        which="all",
        to=[str(town.caseworker.id), str(town.second_caseworker.id)],
    )

    counted = list(have(rows).values())
    assert counted.count(town.caseworker.id) == 3
    assert counted.count(town.second_caseworker.id) == 3


def test_whoever_gives_away_is_not_among_those_who_get(leads, town, youth):
    youth("Wilma Ek")
    shown = leads.get(f"{CASELOAD}?caseworker={town.caseworker.id}").page

    offered = {one.get("value") for one in shown.all("input") if one.get("name") == "to"}

    assert str(town.second_caseworker.id) in offered
    assert str(town.caseworker.id) not in offered


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"which": "chosen"}, "Markera minst en ungdom, eller välj Alla."),
        ({"which": "chosen", "entry": "\0"}, "Markera minst en ungdom, eller välj Alla."),
        ({"which": "nonsense"}, "Välj ett av alternativen."),
        ({"which": "all", "to": []}, "Välj minst en person."),
        ({"which": "all", "to": "nonsense"}, "Välj bland alternativen."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_given(leads, town, youth, rows, said, sentence):
    youth("Wilma Ek", caseworker=None)

    answer = give(leads, CASELOAD, **({"to": str(town.caseworker.id)} | said))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert have(rows) == {"Wilma": None}


def test_what_was_ticked_stays_ticked_when_something_is_missing(leads, youth):
    entry = youth("Wilma Ek", caseworker=None)

    answer = give(leads, CASELOAD, which="chosen", entry=entry.reference)

    ticked = [one for one in answer.page.all("input") if one.get("name") == "entry"]
    assert [one.get("checked") is not None for one in ticked] == [True]


def test_who_got_a_caseworker_meanwhile_keeps_them(leads, town, youth, rows):
    entry = youth("Wilma Ek", caseworker=town.second_caseworker)

    give(leads, CASELOAD, which="chosen", entry=entry.reference, to=str(town.caseworker.id))

    assert "Ungdomarna hade redan fått en annan handläggare." in leads.get(CASELOAD).text
    assert have(rows) == {"Wilma": town.second_caseworker.id}


def test_who_has_left_the_register_is_not_given_to_anybody(leads, town, youth, rows):
    youth(
        "Wilma Ek",
        caseworker=None,
        state=EntryState.CLOSED,
        closed_on=TODAY,
        end_reason=EntryEndReason.MOVED,
        next_follow_up_on=None,
    )
    youth("Sven Alm", caseworker=None)

    give(leads, CASELOAD, which="all", to=str(town.caseworker.id))

    assert have(rows) == {"Wilma": None, "Sven": town.caseworker.id}


def test_an_empty_list_says_why(leads, town):
    assert "Alla ungdomar har en handläggare" in leads.get(CASELOAD).page.text
    theirs = leads.get(f"{CASELOAD}?caseworker={town.caseworker.id}").page.text
    assert "Amina Berg har inga ungdomar i registret." in theirs


def test_a_caseload_of_a_hundred_costs_no_more_questions_than_one_of_ten(
    leads, town, youth, rows, statements
):
    entry = youth("Wilma Ek", TaskAction.FOLLOW_UP, TODAY + timedelta(days=1))
    task = rows.scalars(select(Task)).one()
    url = f"{CASELOAD}?caseworker={town.caseworker.id}"
    many(rows, entry, task, 9)
    leads.get(url)
    costs = []
    for more in (0, 100):
        if more:
            many(rows, rows.merge(entry), rows.merge(task), more, caseworker_id=town.caseworker.id)
        statements.clear()
        leads.get(url)
        shown = sum(one.startswith("SELECT") for one in statements)
        statements.clear()
        give(leads, url, which="all", to=str(town.second_caseworker.id))
        costs.append((shown, sum(one.startswith("SELECT") for one in statements)))

    assert costs[0] == costs[1]
    assert have(rows)["Wilma"] == town.second_caseworker.id
