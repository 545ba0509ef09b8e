"""Each try to reach a youth is written down in one go: how, when and what came of it."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.contact_attempts import ANSWERS, AnswerForm, AttemptForm
from portal.clock import now, today
from portal.errors import AttemptAnswered, NotFound
from portal.queries import people
from portal.vocabulary import Permission, Step
from portal.web.acting import actor
from portal.web.entry_forms import fill_in
from portal.web.guards import on_entry
from portal.web.posted import uuid
from portal.web.register_work import task_of
from portal.web.steps import must_be_possible
from portal.workflow import contact

if TYPE_CHECKING:
    from datetime import date

    from portal.models import RegisterEntry, Task

bp = Blueprint("contact", __name__)


@bp.route("/register/<reference>/attempts/new", methods=["GET", "POST"])
@on_entry(Permission.ENTRY_WORK)
def log(entry: "RegisterEntry") -> ResponseReturnValue:
    """A try to reach the youth, with what came of it; what the task asks for is filled in."""
    must_be_possible(entry, Step.TRY_CONTACT)
    by, at = actor(), now()
    task_id = uuid(request.args.get("task"))
    task = task_of(entry, task_id) if task_id else None
    colleagues = [one for one in people.caseworkers(entry.municipality_code) if one.id != by.id]
    asked = _asked(task, today(at)) | {"on": today(at)}
    form = AttemptForm(
        today=today(at), colleagues=[(one.id, one.user.name) for one in colleagues], data=asked
    )

    def act() -> None:
        said = form.values()
        said["second"] = next((one for one in colleagues if str(one.id) == said["second"]), None)
        contact.try_to_reach(entry, **said, task=task, by=by, at=at)

    return fill_in(entry, form, act, _("Kontaktförsöket är sparat."), "attempt.html", task=task)


def _asked(task: "Task | None", day: "date") -> dict[str, object]:
    """What the task asks for, as the form's first answers."""
    if task is None:
        return {}
    step = contact.proposed(task, on=day)
    return {"channel": step.channel, "to_guardian": step.to_guardian}


@bp.route("/register/<reference>/attempts/<uuid:attempt_id>/answer", methods=["GET", "POST"])
@on_entry(Permission.ENTRY_WORK)
def answer(entry: "RegisterEntry", attempt_id: UUID) -> ResponseReturnValue:
    """What was sent got its answer, or came back."""
    must_be_possible(entry, Step.TRY_CONTACT)
    attempt = next((one for one in entry.attempts if one.id == attempt_id), None)
    if attempt is None:
        raise NotFound
    if request.method == "GET" and attempt.outcome in ANSWERS:
        raise AttemptAnswered
    at = now()
    form = AnswerForm(today=today(at), channel=attempt.channel)
    return fill_in(
        entry,
        form,
        lambda: contact.answer(attempt, **form.values(), by=actor(), at=at),
        _("Svaret är sparat."),
        "answer.html",
        attempt=attempt,
    )
