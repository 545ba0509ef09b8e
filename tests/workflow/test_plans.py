"""A youth's plan: versions that stay, what changed, when it is followed up, and who signs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.errors import NotAllowed, PlanMovedOn, PlanUnchanged, SaysTooLittle, WrongState
from portal.models import RegisterEntry
from portal.vocabulary import EntryEndReason, MeasureEndReason, TaskAction
from portal.workflow import plans, register, tasks
from tests.town import AT, TODAY, Town, town
from tests.workflow.test_register import NEXT_WEEK, enter

SAYS = plans.Said(
    goal="Läsa in gymnasiet på komvux.",
    youth_does="Söker kursen före den 1 december.",
    municipality_does="Bokar studievägledning.",
    others_do="",
    starts_on=TODAY,
    ends_on=None,
    end_reason=None,
    follow_up_on=NEXT_WEEK,
)


@pytest.fixture
def cast() -> Town:
    return town()


@pytest.fixture
def entry(cast: Town) -> RegisterEntry:
    return enter(cast)


@pytest.fixture
def make(cast, entry):
    """Writes a version after the one there is."""

    def write(at=AT, revises=None, by=None, **said):
        read = len(entry.plans) if revises is None else revises
        by = by or cast.caseworker
        return plans.make(entry, replace(SAYS, **said), revises=read, by=by, at=at)

    return write


def follow_ups(entry):
    return [t.due_on for t in entry.tasks if t.open and t.action is TaskAction.FOLLOW_UP_PLAN]


def test_the_seven_items_of_the_documentation_rule_are_there():
    # Domain, 6.2: planning and goal, the youth, the municipality, another actor, the days of
    # start and end, why it ended, and when it is followed up.
    assert plans.ITEMS == (
        "goal",
        "youth_does",
        "municipality_does",
        "others_do",
        "starts_on",
        "ends_on",
        "end_reason",
        "follow_up_on",
    )


def test_a_plan_does_the_task_and_sets_its_own_follow_up(entry, make):
    tasks.begin(entry, TaskAction.MAKE_PLAN, TODAY, TODAY, at=AT)

    plan = make()

    assert (plan.version, plans.said(plan)) == (1, SAYS)
    assert not [t for t in entry.tasks if t.open and t.action is TaskAction.MAKE_PLAN]
    assert follow_ups(entry) == [NEXT_WEEK]
    assert entry.next_follow_up_on == NEXT_WEEK


def test_a_revision_is_a_new_version_and_the_old_one_stays(entry, make):
    first = make()
    second = make(goal="Arbeta.", follow_up_on=NEXT_WEEK + timedelta(days=7))

    assert [one.version for one in entry.plans] == [1, 2]
    assert plans.said(first) == SAYS
    assert plans.changed(second, first) == {"goal", "follow_up_on"}
    assert plans.changed(first, None) == frozenset()


def test_only_the_new_versions_day_is_followed_up(entry, make):
    make()
    later = NEXT_WEEK + timedelta(days=7)
    make(follow_up_on=later)

    assert follow_ups(entry) == [later]


def test_a_revision_on_the_day_does_the_follow_up(entry, make):
    make()
    day = AT + timedelta(days=8)
    make(at=day, goal="Arbeta.", follow_up_on=NEXT_WEEK + timedelta(days=60))

    done = [t for t in entry.tasks if t.action is TaskAction.FOLLOW_UP_PLAN and t.done_at]
    assert [t.done_at for t in done] == [day]


def test_the_plans_day_is_another_than_the_one_set_by_hand(cast, entry, make):
    make()
    tasks.look_again(entry, TODAY, at=AT)

    assert follow_ups(entry) == [NEXT_WEEK]


def test_the_same_again_is_no_new_version(entry, make):
    make()

    with pytest.raises(PlanUnchanged):
        make()
    assert len(entry.plans) == 1


def test_nobody_writes_over_a_version_they_have_not_read(entry, make):
    make()

    with pytest.raises(PlanMovedOn):
        make(revises=0, goal="Arbeta.")
    assert len(entry.plans) == 1


def test_a_plan_that_has_ended_says_when(make):
    with pytest.raises(SaysTooLittle):
        make(end_reason=MeasureEndReason.AS_PLANNED)

    plan = make(end_reason=MeasureEndReason.AS_PLANNED, ends_on=TODAY)
    assert plan.end_reason is MeasureEndReason.AS_PLANNED


def test_the_latest_version_is_signed_once(cast, make):
    first, second = make(), make(goal="Arbeta.")

    with pytest.raises(WrongState):
        plans.sign(first, TODAY, by=cast.caseworker, at=AT)
    plans.sign(second, TODAY, by=cast.caseworker, at=AT)
    with pytest.raises(WrongState):
        plans.sign(second, NEXT_WEEK, by=cast.caseworker, at=AT)

    assert (first.signed_on, second.signed_on) == (None, TODAY)


@pytest.mark.parametrize("who", ["counsellor", "other_caseworker", "municipality_admin"])
def test_nobody_else_writes_or_signs(cast, entry, make, who):
    plan = make()
    stranger = getattr(cast, who)

    with pytest.raises(NotAllowed):
        make(by=stranger, goal="Arbeta.")
    with pytest.raises(NotAllowed):
        plans.sign(plan, TODAY, by=stranger, at=AT)


def test_nothing_is_planned_for_who_has_left(cast, entry, make):
    plan = make()
    register.close(entry, EntryEndReason.MISTAKE, what="x", by=cast.caseworker, at=AT)

    with pytest.raises(WrongState):
        make(goal="Arbeta.")
    with pytest.raises(WrongState):
        plans.sign(plan, TODAY, by=cast.caseworker, at=AT)
