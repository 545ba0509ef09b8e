"""How the work with a youth reads: what to do next, in which way, to whom, by when and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import url_for
from flask_babel import gettext

from portal.vocabulary import (
    CONTACT_ACTIONS,
    MAILED_CHANNELS,
    N_,
    OUTCOMES,
    ContactChannel,
    ContactOutcome,
    MappingStage,
    TaskAction,
)
from portal.web import filters, measure_words
from portal.workflow import contact

if TYPE_CHECKING:
    from portal.models import ContactAttempt, RegisterEntry, Task

PAGES: dict[TaskAction, tuple[str, str, dict[str, Any]]] = {
    TaskAction.ASSIGN: ("register.steps.assign", N_("Utse handläggare"), {}),
    TaskAction.CLOSE_ENTRY: ("register.steps.close", N_("Avsluta registerposten"), {}),
    TaskAction.MAP_SITUATION: (
        "register.mapping.note", N_("Kartlägg nuläget"), {"stage": MappingStage.SITUATION.value},
    ),
    TaskAction.MAP_DEEPLY: (
        "register.mapping.note", N_("Kartlägg vidare"), {"stage": MappingStage.BACKGROUND.value},
    ),
    TaskAction.AGREE_ON_MEASURE: (
        "register.measures.agree", N_("Kom överens om en åtgärd"), {},
    ),
    TaskAction.MAKE_PLAN: ("register.plan.write", N_("Skriv planen"), {}),
    TaskAction.FOLLOW_UP_PLAN: ("register.plan.write", N_("Skriv en ny version av planen"), {}),
}  # fmt: skip
"""Where a task is done by writing something down: the page, what its button says, and more."""


class Way(NamedTuple):
    """The button that leads to where a task is done."""

    label: str
    url: str


@dataclass(frozen=True)
class Doing:
    """One task, in words, with its ways on."""

    task: "Task"
    what: str
    channel: ContactChannel | None
    to_guardian: bool
    why: str
    note: str
    """What the municipality's plan says about it."""
    way: Way | None
    """None when there is nothing to write down: it is only marked as done."""
    log_url: str
    """Where an attempt is written down; empty when the task is none."""
    outcomes: list[ContactOutcome]
    """What may be said of an attempt in one click."""
    done_url: str
    skip_url: str


def doings(entry: "RegisterEntry", tasks: "Iterable[Task]", day: date) -> list[Doing]:
    """What is to be done, the nearest first; then what reaches the youth, then as in the plan."""
    return [_doing(entry, task, day) for task in sorted(tasks, key=_place)]


def _place(task: "Task") -> tuple[date, bool, int]:
    ordinal = task.routine.ordinal if task.routine else 0
    return task.due_on, task.action not in CONTACT_ACTIONS, ordinal


def _doing(entry: "RegisterEntry", task: "Task", day: date) -> Doing:
    step = contact.proposed(task, on=day)
    here: dict[str, Any] = {"reference": entry.reference}
    attempts = task.action in CONTACT_ACTIONS
    log_url = url_for("register.contact.log", **here, task=task.id) if attempts else ""
    return Doing(
        task=task,
        what=filters.word(task.action),
        channel=step.channel if attempts else None,
        to_guardian=step.to_guardian,
        why=_why(task),
        note=task.routine.note if task.routine else "",
        way=_way(entry, task),
        log_url=log_url,
        outcomes=_outcomes(step.channel) if attempts and step.channel else [],
        done_url="" if attempts else url_for("register.work.done", **here, task_id=task.id),
        skip_url=url_for("register.work.skip", **here, task_id=task.id),
    )


def _why(task: "Task") -> str:
    """The routine's row that asks for it."""
    routine = task.routine
    if routine is None and task.measure is not None:
        return measure_words.why(task.measure)
    if routine is None:
        sentence = (
            N_("Ingen rutin ber om något just nu, men ingen ungdom ska vara utan nästa steg.")
            if task.follows_up
            else N_("Någon i KAA-gruppen har satt dagen för hand.")
        )
        return str(gettext(sentence))
    trigger, key = filters.word(routine.trigger), routine.key
    if task.follows_up:
        return str(gettext("%(why)s: nästa steg (rutin %(key)s).", why=trigger, key=key))
    return str(gettext("%(why)s (rutin %(key)s).", why=trigger, key=key))


def _way(entry: "RegisterEntry", task: "Task") -> Way | None:
    reference = entry.reference
    if task.measure is not None and task.action in measure_words.WAYS:
        return Way(*measure_words.way(reference, task.action, task.measure))
    if task.action is TaskAction.FOLLOW_UP:
        url = url_for("register.steps.status", reference=reference)
        return Way(gettext("Skriv in läge och nästa uppföljning"), url)
    if task.action not in PAGES:
        return None
    endpoint, label, more = PAGES[task.action]
    return Way(gettext(label), url_for(endpoint, reference=reference, **more))


def _outcomes(channel: ContactChannel) -> list[ContactOutcome]:
    """What goes by post is sent, and answered later; a visit names who else was there."""
    if channel in MAILED_CHANNELS:
        return [ContactOutcome.SENT]
    if channel is ContactChannel.HOME_VISIT:
        return []
    return [one for one in ContactOutcome if one in OUTCOMES[channel]]


def letters(attempts: "Iterable[ContactAttempt]") -> "list[ContactAttempt]":
    """What has been sent by post."""
    return [one for one in attempts if one.channel in MAILED_CHANNELS]
