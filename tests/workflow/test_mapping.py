"""The mapping of a youth: what each step does, and what it begins."""

import pytest

from portal.errors import NotAllowed, WrongState
from portal.models import RegisterEntry
from portal.routines.register import new_routines
from portal.vocabulary import (
    ContactChannel,
    ContactOutcome,
    EntryEndReason,
    MappingStage,
    TaskAction,
    Trigger,
    Wish,
    YouthStatus,
)
from portal.workflow import contact, mapping, register, tasks
from tests.town import AT, TODAY, Town, town
from tests.workflow.test_register import enter


@pytest.fixture
def cast() -> Town:
    return town()


@pytest.fixture
def entry(cast: Town) -> RegisterEntry:
    cast.nacka.register_routines = new_routines("norrkoping", cast.nacka.code)
    return enter(cast)


def note(entry, by, stage=MappingStage.SITUATION, **said):
    usual = {
        "wishes": [Wish.WORK],
        "wants_guidance": True,
        "wants_measure": None,
        "handover_asked": False,
    }
    return mapping.note(entry, stage, on=TODAY, **usual | said, by=by, at=AT)


def asked(entry):
    return {task.action for task in entry.tasks if task.open}


def ended(entry, action):
    return [task for task in entry.tasks if task.action is action and not task.open]


def test_the_first_step_does_its_task_and_asks_for_the_next(cast, entry):
    tasks.begin(entry, TaskAction.MAP_SITUATION, TODAY, TODAY, at=AT)

    step = note(entry, cast.caseworker)

    assert entry.mapping == [step]
    assert ended(entry, TaskAction.MAP_SITUATION)[0].done_at == AT
    assert TaskAction.MAP_DEEPLY in asked(entry)


def test_the_second_step_asks_for_the_plan(cast, entry):
    note(entry, cast.caseworker)

    note(entry, cast.caseworker, MappingStage.BACKGROUND)

    assert TaskAction.MAP_DEEPLY not in asked(entry)
    assert TaskAction.MAKE_PLAN in asked(entry)


def test_a_step_out_of_order_is_taken_all_the_same(cast, entry):
    tasks.begin(entry, TaskAction.MAP_SITUATION, TODAY, TODAY, at=AT)

    note(entry, cast.caseworker, MappingStage.BACKGROUND)

    assert TaskAction.MAP_SITUATION not in asked(entry)
    assert mapping.next_stage(entry.mapping) is MappingStage.SITUATION


def test_what_the_school_and_the_old_municipality_were_asked_is_done(cast, entry):
    for action in (TaskAction.ASK_SCHOOL, TaskAction.ASK_OLD_MUNICIPALITY):
        tasks.begin(entry, action, TODAY, TODAY, at=AT)

    note(entry, cast.caseworker, handover_asked=True)

    assert not asked(entry) & mapping.ASKS


def test_no_to_guidance_asks_again_later_and_for_nothing_more_now(cast, entry):
    tasks.begin(entry, TaskAction.MAP_DEEPLY, TODAY, TODAY, at=AT)
    tasks.begin(entry, TaskAction.MAKE_PLAN, TODAY, TODAY, at=AT)

    note(entry, cast.caseworker, wants_guidance=False, wants_measure=False)

    assert not asked(entry) & {TaskAction.MAP_DEEPLY, TaskAction.MAKE_PLAN}
    begun = [task.routine.trigger for task in entry.tasks if task.open and task.routine]
    assert Trigger.DECLINED in begun


@pytest.mark.parametrize(
    ("guidance", "measure", "no"),
    [
        (False, None, True),
        (False, False, True),
        (False, True, False),
        (None, False, False),
        (True, False, False),
    ],
)
def test_it_is_no_only_when_guidance_is_declined_and_nothing_else_wanted(
    cast, entry, guidance, measure, no
):
    step = note(entry, cast.caseworker, wants_guidance=guidance, wants_measure=measure)

    assert mapping.says_no(step) is no


def test_who_wants_a_measure_is_asked_which(cast, entry):
    cast.nacka.register_routines = new_routines("nacka", cast.nacka.code)

    note(entry, cast.caseworker, wants_measure=True)

    assert TaskAction.AGREE_ON_MEASURE in asked(entry)


@pytest.mark.parametrize("was", [YouthStatus.NOT_REACHED, YouthStatus.DECLINES])
def test_who_is_mapped_is_reached_and_no_longer_looked_for(cast, entry, was):
    entry.status = was
    tasks.begin(entry, TaskAction.VISIT, TODAY, TODAY, at=AT)

    note(entry, cast.caseworker)

    assert entry.status is YouthStatus.REACHED
    assert TaskAction.VISIT not in asked(entry)


def test_nobody_waits_any_longer_for_the_answer_to_a_letter(cast, entry):
    contact.try_to_reach(
        entry, ContactChannel.LETTER, ContactOutcome.SENT, on=TODAY, by=cast.caseworker, at=AT
    )

    note(entry, cast.caseworker)

    assert [one.waits_until for one in entry.attempts] == [None]


def test_who_declines_contact_and_says_no_again_still_declines(cast, entry):
    entry.status = YouthStatus.DECLINES

    note(entry, cast.caseworker, wants_guidance=False)

    assert entry.status is YouthStatus.DECLINES


def test_the_stages_come_in_their_order_and_the_last_one_again(cast, entry):
    stages = [mapping.next_stage(entry.mapping)]
    for stage in MappingStage:
        note(entry, cast.caseworker, stage)
        stages.append(mapping.next_stage(entry.mapping))

    assert stages == [*MappingStage, MappingStage.PLAN]


@pytest.mark.parametrize("who", ["counsellor", "other_caseworker", "municipality_admin"])
def test_nobody_else_maps(cast, entry, who):
    with pytest.raises(NotAllowed):
        note(entry, getattr(cast, who))
    assert entry.mapping == []


def test_nobody_maps_who_has_left(cast, entry):
    register.close(entry, EntryEndReason.MISTAKE, what="x", by=cast.caseworker, at=AT)

    with pytest.raises(WrongState):
        note(entry, cast.caseworker)


def test_after_every_step_there_is_something_to_do(cast, entry):
    for stage in MappingStage:
        note(entry, cast.caseworker, stage, wants_guidance=False)

        assert asked(entry)
        days = [task.due_on for task in entry.tasks if task.open]
        assert entry.next_follow_up_on == min(days)
