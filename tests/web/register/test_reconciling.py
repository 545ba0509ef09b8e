"""The reconciliation in September: the register against a list of enrolled pupils."""

import pytest
from sqlalchemy import select

from portal.models import Occupation, Reconciliation, RegisterEntry, Task
from portal.vocabulary import (
    EntryEndReason,
    EntryState,
    OccupationKind,
    OccupationSource,
    Reconciled,
    TaskAction,
    Tense,
)
from tests.town import EIGHTEEN, SIXTEEN, TODAY, number
from tests.web.register.filing_cabinet import Cabinet, numbers
from tests.web.register.places import REGISTER

LIST = f"{REGISTER}/reconciliation"
HEADER = "PersonNr;Skola;Skolform"


@pytest.fixture
def summer(change, rows, entry):
    change(summer=True)
    return entry


@pytest.fixture
def compare(kaa):
    def send(*lines):
        page, _url = Cabinet(kaa, "enrolment").named("\n".join((HEADER, *lines)))
        return page

    return send


def said(rows):
    rows.expire_all()
    return rows.scalars(select(Reconciliation)).all()


def decide(kaa, rows, result="", **typed):
    marked = [str(one.id) for one in said(rows)]
    return kaa.post(
        LIST, data=kaa.get(LIST).page.values | {"one": marked, "result": result} | typed
    )


def test_who_is_enrolled_is_suggested_to_be_closed_with_the_school(
    kaa, compare, rows, summer, fresh
):
    page = compare(f"{SIXTEEN};Nacka gymnasium;Gymnasieskola")

    assert "Avsluta: inskriven på en gymnasieskola" in page.page.text
    decide(kaa, rows)
    assert (fresh().state, fresh().end_reason) == (
        EntryState.CLOSED,
        EntryEndReason.STARTED_STUDIES,
    )
    assert (fresh().ended_to, fresh().closed_on) == ("Nacka gymnasium", TODAY)


@pytest.mark.parametrize("stage", ["Grundskola", "Anpassad grundskola", "Gymnasiesärskola"])
def test_who_stays_at_school_is_closed_for_that(kaa, compare, rows, summer, fresh, stage):
    compare(f"{SIXTEEN};Eklidens skola;{stage}")
    decide(kaa, rows)

    assert fresh().end_reason is EntryEndReason.STILL_AT_SCHOOL
    assert stage not in fresh().ended_to


def test_who_is_not_on_the_list_is_confirmed_and_worked_with(kaa, compare, rows, summer, fresh):
    compare(f"{EIGHTEEN};Nacka gymnasium;Gymnasieskola")
    decide(kaa, rows)

    [one] = said(rows)
    assert (one.suggested, one.decided) == (Reconciled.NOT_ON_LIST, Reconciled.NOT_ON_LIST)
    assert fresh().state is EntryState.OPEN


def test_asking_begins_a_task_once(kaa, compare, rows, summer, fresh):
    compare(f"{EIGHTEEN};;")
    decide(kaa, rows, "ask_school")

    asked = select(Task).where(Task.action == TaskAction.ASK_SCHOOL)
    assert len(rows.scalars(asked).all()) == 1
    assert fresh().next_follow_up_on is not None


def test_what_is_decided_stays_however_many_lists_come_after(kaa, compare, rows, summer):
    compare(f"{EIGHTEEN};;")
    decide(kaa, rows, "still_without")
    compare(f"{SIXTEEN};Nacka gymnasium;Gymnasieskola")

    [one] = said(rows)
    assert one.decided is Reconciled.STILL_WITHOUT
    assert "Wilma Ek" not in kaa.get(LIST).page.text
    assert "Wilma Ek" in kaa.get(f"{LIST}?view=decided").page.text


def test_a_newer_list_changes_what_nobody_has_decided(compare, rows, summer):
    compare(f"{EIGHTEEN};;")
    compare(f"{SIXTEEN};Nacka gymnasium;Gymnasieskola")

    [one] = said(rows)
    assert (one.suggested, one.school) == (Reconciled.STARTED, "Nacka gymnasium")


def test_only_youths_of_the_summer_without_occupation_are_reconciled(compare, rows, change, entry):
    compare(f"{SIXTEEN};;")
    assert said(rows) == []

    change(summer=True)
    rows.add(
        Occupation(
            entry_id=entry.id,
            tense=Tense.PRESENT,
            kind=OccupationKind.WORK,
            source=OccupationSource.YOUTH,
            known_on=TODAY,
        )
    )
    rows.commit()
    compare(f"{SIXTEEN};;")
    assert said(rows) == []


def test_many_are_decided_at_once_in_as_many_questions(
    kaa, compare, rows, summer, enter, statements
):
    costs = []
    for given, of in (("Ali", EIGHTEEN), ("Bo", next(numbers(1)))):
        other = enter(number=number(of), given_name=given)
        rows.get(RegisterEntry, other.id).summer = True
        rows.commit()
        compare(f"{SIXTEEN};Nacka gymnasium;Gymnasieskola", f"{of};YBC;Gymnasieskola")
        statements.clear()
        decide(kaa, rows, "still_without")
        costs.append(len([one for one in statements if one.startswith("SELECT")]))
        for one in said(rows):
            rows.delete(one)
        rows.commit()

    assert costs[1] <= costs[0]


def test_a_list_is_not_kept_and_nobody_on_it_is_entered(compare, rows, summer):
    compare(f"{EIGHTEEN};Nacka gymnasium;Gymnasieskola")

    rows.expire_all()
    assert [one.name for one in rows.scalars(select(RegisterEntry))] == ["Wilma Ek"]


def test_somebody_must_be_marked(kaa, compare, rows, summer):
    compare(f"{EIGHTEEN};;")

    answer = decide(kaa, rows, one=[])

    assert answer.status_code == 422
    assert "Markera minst en ungdom." in answer.page.text
    assert decide(kaa, rows, one=["x", SIXTEEN]).status_code == 422
    assert decide(kaa, rows, "nonsense").status_code == 422


@pytest.mark.parametrize("who", ["counsellor", "municipality_admin"])
def test_the_reconciliation_is_for_kaa(login, town, another_client, who):
    assert login(getattr(town, who), another_client()).get(LIST).status_code == 403


def test_another_municipality_decides_nothing_here(
    login, town, another_client, compare, rows, summer
):
    compare(f"{EIGHTEEN};;")
    other = login(town.other_caseworker, another_client())
    decide(other, rows)

    assert "Wilma" not in other.get(LIST).page.text
    assert said(rows)[0].decided is None
