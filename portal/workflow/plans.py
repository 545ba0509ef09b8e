"""A youth's individual plan: the seven items of the documentation rule, in versions that stay."""

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

from portal.clock import today
from portal.errors import PlanMovedOn, PlanUnchanged, SaysTooLittle, WrongState
from portal.models import Membership, Plan, RegisterEntry
from portal.vocabulary import MeasureEndReason, Step, TaskAction
from portal.workflow import tasks
from portal.workflow.steps import take


@dataclass(frozen=True)
class Said:
    """What a plan says (domain: 6.2); each field is one item, the fifth is two days."""

    goal: str
    youth_does: str
    municipality_does: str
    others_do: str
    starts_on: date
    ends_on: date | None
    end_reason: MeasureEndReason | None
    follow_up_on: date


ITEMS = tuple(one.name for one in fields(Said))


def said(plan: Plan) -> Said:
    """What a version says."""
    return Said(**{name: getattr(plan, name) for name in ITEMS})


def changed(plan: Plan, before: Plan | None) -> frozenset[str]:
    """The items that a version says otherwise than the version before it."""
    if before is None:
        return frozenset()
    return frozenset(name for name in ITEMS if getattr(plan, name) != getattr(before, name))


def make(entry: RegisterEntry, says: Said, *, revises: int, by: Membership, at: datetime) -> Plan:
    """A new version of the plan, written by somebody who had read version `revises` (0: none)."""
    latest = entry.plans[-1] if entry.plans else None
    if latest is not None and said(latest) == says:
        raise PlanUnchanged
    if revises != (latest.version if latest else 0):
        raise PlanMovedOn
    if says.end_reason is not None and says.ends_on is None:
        raise SaysTooLittle
    version = revises + 1
    take(entry, Step.MAKE_PLAN, by=by, at=at, plan_version=version)
    plan = Plan(version=version, **asdict(says), by=by, by_id=by.id, at=at)
    entry.plans.append(plan)
    _ask_again(entry, says.follow_up_on, by=by, at=at)
    return plan


def _ask_again(entry: RegisterEntry, on: date, *, by: Membership, at: datetime) -> None:
    """What asked for the plan is done; the day on which it is followed up is a task of its own."""
    for task in list(entry.tasks):
        due = task.action is TaskAction.FOLLOW_UP_PLAN and task.due_on <= today(at)
        if task.open and (due or task.action is TaskAction.MAKE_PLAN):
            tasks.do(task, by=by, at=at)
    tasks.call_off(entry, {TaskAction.FOLLOW_UP_PLAN}, at=at)
    tasks.begin(entry, TaskAction.FOLLOW_UP_PLAN, on, on, at=at)


def sign(plan: Plan, on: date, *, by: Membership, at: datetime) -> None:
    """The youth has signed this version on paper. Only the latest can be signed, and once."""
    entry = plan.entry
    if plan.signed_on is not None or plan is not entry.plans[-1]:
        raise WrongState
    take(entry, Step.SIGN_PLAN, by=by, at=at, plan_version=plan.version)
    plan.signed_on = on
