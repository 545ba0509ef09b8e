"""A youth's mapping, in three steps: the present, the whole, and what is planned together."""

from collections.abc import Sequence
from datetime import date, datetime

from portal.models import MappingStep, Membership, RegisterEntry
from portal.vocabulary import MappingStage, Step, TaskAction, Trigger, Wish, YouthStatus
from portal.workflow import contact, tasks
from portal.workflow.steps import take

DOES = {
    MappingStage.SITUATION: frozenset({TaskAction.MAP_SITUATION}),
    MappingStage.BACKGROUND: frozenset({TaskAction.MAP_DEEPLY}),
    MappingStage.PLAN: frozenset[TaskAction](),
}
"""The tasks that a stage does. The joint planning is done when the plan itself is written."""
ASKS = frozenset({TaskAction.ASK_SCHOOL, TaskAction.ASK_OLD_MUNICIPALITY})
MAPS = frozenset({TaskAction.MAP_SITUATION, TaskAction.MAP_DEEPLY})
GOES_FURTHER = frozenset({TaskAction.MAP_DEEPLY, TaskAction.AGREE_ON_MEASURE, TaskAction.MAKE_PLAN})
"""What nobody asks for when the youth says no to guidance and to measures."""
MAPPED = {
    MappingStage.SITUATION: Trigger.SITUATION_MAPPED,
    MappingStage.BACKGROUND: Trigger.DEEPLY_MAPPED,
}


def note(
    entry: RegisterEntry,
    stage: MappingStage,
    *,
    on: date,
    wishes: Sequence[Wish],
    wants_guidance: bool | None,
    wants_measure: bool | None,
    handover_asked: bool,
    by: Membership,
    at: datetime,
) -> MappingStep:
    """Write down what a step of the mapping gave; any step may come first, or again."""
    take(entry, Step.MAP, by=by, at=at, stage=stage)
    step = MappingStep(
        stage=stage,
        on=on,
        wishes=list(wishes),
        wants_guidance=wants_guidance,
        wants_measure=wants_measure,
        handover_asked=handover_asked,
        by=by,
        by_id=by.id,
        at=at,
    )
    entry.mapping.append(step)
    if entry.status is YouthStatus.NOT_REACHED or not says_no(step):
        contact.reached(entry, at=at)
    _do(entry, DOES[stage] | (ASKS if handover_asked else frozenset()), by=by, at=at)
    _go_on(entry, step, at=at)
    return step


def says_no(step: MappingStep) -> bool:
    """The youth wants neither guidance nor a measure: the duty is explained, and asked again."""
    return step.wants_guidance is False and not step.wants_measure


def _do(
    entry: RegisterEntry, actions: frozenset[TaskAction], *, by: Membership, at: datetime
) -> None:
    for task in list(entry.tasks):
        if task.open and task.action in actions:
            tasks.do(task, by=by, at=at)


def _go_on(entry: RegisterEntry, step: MappingStep, *, at: datetime) -> None:
    if says_no(step):
        tasks.call_off(entry, GOES_FURTHER | MAPS, at=at)
        tasks.fire(entry, Trigger.DECLINED, at=at)
        return
    if step.stage is MappingStage.BACKGROUND:
        tasks.call_off(entry, {TaskAction.MAP_SITUATION}, at=at)
    if step.stage in MAPPED:
        tasks.fire(entry, MAPPED[step.stage], at=at)
    if step.wants_measure:
        tasks.fire(entry, Trigger.WANTS_MEASURE, at=at)


def next_stage(steps: Sequence[MappingStep]) -> MappingStage:
    """The first stage that has not been taken; when all have, the last one is taken anew."""
    taken = {one.stage for one in steps}
    return next((one for one in MappingStage if one not in taken), MappingStage.PLAN)
