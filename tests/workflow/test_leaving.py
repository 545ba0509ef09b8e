"""How youths leave the register, and come back: each reason with its data, to the day."""

from datetime import date, datetime, timedelta

import pytest

from portal.errors import KaaEndsAt20, NotYet20, OpenEntryExists, SaysTooLittle, WrongState
from portal.vocabulary import (
    END_DEMANDS,
    EntryEndReason,
    EntryReopenReason,
    EntryState,
    OccupationKind,
    Step,
    TaskAction,
    Tense,
)
from portal.workflow import register, tasks
from portal.workflow.leaving import OnlyByMistake, Onward
from portal.workflow.steps import take
from tests.town import AT, EIGHTEEN, TODAY, Town, number, town
from tests.workflow.test_register import NEXT_WEEK, enter


@pytest.fixture
def cast() -> Town:
    return town()


@pytest.fixture
def entry(cast: Town):
    return enter(cast)


@pytest.mark.parametrize("reason", list(EntryEndReason))
def test_each_reason_demands_its_data(cast, reason):
    entry = enter(cast, number=number(EIGHTEEN))
    data = {"what": "Nacka komvux", "on": TODAY, "onward": Onward(OccupationKind.STUDIES, "Komvux")}
    at = AT + timedelta(days=600)
    for missing in END_DEMANDS[reason]:
        said = data | {missing: "" if missing == "what" else None}
        with pytest.raises(SaysTooLittle):
            register.close(entry, reason, **said, by=cast.caseworker, at=at)
        assert entry.state is EntryState.OPEN

    register.close(entry, reason, **data, by=cast.caseworker, at=at)

    assert (entry.state, entry.end_reason) == (EntryState.CLOSED, reason)
    assert entry.next_follow_up_on is None
    assert entry.closed_on is not None


@pytest.mark.parametrize(
    ("born", "day", "leaves"),
    [
        (date(2008, 2, 28), date(2028, 2, 28), True),
        (date(2008, 2, 29), date(2028, 2, 28), False),
        (date(2008, 2, 29), date(2028, 2, 29), True),
        (date(2008, 3, 1), date(2028, 2, 29), False),
        (date(2008, 12, 31), date(2028, 12, 30), False),
        (date(2008, 12, 31), date(2028, 12, 31), True),
    ],
)
def test_nobody_leaves_for_being_20_before_the_day(cast, entry, born, day, leaves):
    entry.birth_date, at = born, datetime.combine(day, AT.timetz())
    said = {"what": "Ingen", "onward": Onward(OccupationKind.WORK, "Lagret")}

    if not leaves:
        with pytest.raises(NotYet20):
            register.close(entry, EntryEndReason.AGE_20, **said, by=cast.caseworker, at=at)
        return
    register.close(entry, EntryEndReason.AGE_20, **said, by=cast.caseworker, at=at)
    assert entry.closed_on == day == register.turns_20_on(born)
    assert born <= register.past_20(day)
    after = entry.occupations[-1]
    assert (after.tense, after.kind, after.what) == (Tense.FUTURE, OccupationKind.WORK, "Lagret")


def test_about_who_has_died_nothing_is_asked_for_any_more(cast, entry):
    tasks.begin(entry, TaskAction.WRITE_BEFORE_20, TODAY, NEXT_WEEK, at=AT)

    register.close(entry, EntryEndReason.DECEASED, on=TODAY, by=cast.caseworker, at=AT)

    assert not [task for task in entry.tasks if task.open]
    with pytest.raises(OnlyByMistake):
        reopen(cast, entry)
    register.reopen(
        entry,
        EntryReopenReason.MISTAKE,
        NEXT_WEEK,
        other_open=None,
        by=cast.caseworker,
        at=AT,
    )
    assert entry.state is EntryState.OPEN


@pytest.fixture
def closed(cast, entry):
    register.close(entry, EntryEndReason.MOVED, what="Tyresö", on=TODAY, by=cast.caseworker, at=AT)
    return entry


def reopen(cast, entry, *, other=None, at=AT):
    register.reopen(
        entry,
        EntryReopenReason.MOVED_BACK,
        NEXT_WEEK,
        other_open=other,
        by=cast.caseworker,
        at=at,
    )


def test_an_entry_is_opened_again_with_a_new_day(cast, closed):
    reopen(cast, closed)

    assert (closed.state, closed.end_reason, closed.closed_on) == (EntryState.OPEN, None, None)
    assert closed.next_follow_up_on == NEXT_WEEK


def test_an_entry_is_not_opened_beside_another(cast, closed):
    with pytest.raises(OpenEntryExists):
        reopen(cast, closed, other=enter(cast))


def test_nobody_over_20_comes_back(cast, closed):
    with pytest.raises(KaaEndsAt20):
        reopen(cast, closed, at=AT + timedelta(days=1500))


@pytest.mark.parametrize("step", [Step.UPDATE_ENTRY, Step.ASSIGN_ENTRY, Step.CLOSE_ENTRY])
def test_a_closed_entry_is_only_read_or_opened_again(cast, closed, step):
    said = {Step.UPDATE_ENTRY: "changed", Step.ASSIGN_ENTRY: "to", Step.CLOSE_ENTRY: "reason"}

    with pytest.raises(WrongState):
        take(closed, step, by=cast.caseworker, at=AT, **{said[step]: "x"})
