"""What is to be done about a youth: marked as done, skipped with a reason, or added by hand."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.work import DoneForm, PlanTaskForm, SkipForm
from portal.clock import now, today
from portal.errors import NotFound
from portal.vocabulary import Permission, Step
from portal.web.acting import actor
from portal.web.entry_forms import fill_in
from portal.web.guards import on_entry
from portal.web.steps import must_be_possible
from portal.workflow import own_tasks, tasks

if TYPE_CHECKING:
    from portal.models import RegisterEntry, Task

bp = Blueprint("work", __name__)


def task_of(entry: "RegisterEntry", task_id: UUID) -> "Task":
    """A task of this youth; another youth's is not there."""
    found = next((one for one in entry.tasks if one.id == task_id), None)
    if found is None:
        raise NotFound
    return found


@bp.route("/register/<reference>/tasks/<uuid:task_id>/skip", methods=["GET", "POST"])
@on_entry(Permission.ENTRY_WORK)
def skip(entry: "RegisterEntry", task_id: UUID) -> ResponseReturnValue:
    """It is not done, and the reason is known."""
    must_be_possible(entry, Step.SKIP_TASK)
    task = task_of(entry, task_id)
    form = SkipForm()
    return fill_in(
        entry,
        form,
        lambda: tasks.skip(task, **form.values(), by=actor(), at=now()),
        _("Uppgiften är överhoppad."),
        "skip.html",
        task=task,
    )


@bp.route("/register/<reference>/tasks/<uuid:task_id>/done", methods=["GET", "POST"])
@on_entry(Permission.ENTRY_WORK)
def done(entry: "RegisterEntry", task_id: UUID) -> ResponseReturnValue:
    """It has been done."""
    must_be_possible(entry, Step.DO_TASK)
    task = task_of(entry, task_id)
    return fill_in(
        entry,
        DoneForm(),
        lambda: tasks.do(task, by=actor(), at=now()),
        _("Uppgiften är klar."),
        "done.html",
        task=task,
    )


@bp.route("/register/<reference>/tasks/new", methods=["GET", "POST"])
@on_entry(Permission.ENTRY_WORK)
def plan(entry: "RegisterEntry") -> ResponseReturnValue:
    """Something to do by any day, out of order."""
    must_be_possible(entry, Step.PLAN_TASK)
    at = now()
    form = PlanTaskForm(today=today(at))
    return fill_in(
        entry,
        form,
        lambda: own_tasks.plan(entry, **form.values(), by=actor(), at=at),
        _("Uppgiften är tillagd."),
        "task.html",
    )
