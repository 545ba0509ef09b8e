"""How a step is taken from a page: by a button, by a form, or by a form that is previewed first."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import PortalForm
from portal.db import transaction
from portal.errors import Conflict, Refused, WrongState
from portal.vocabulary import Step
from portal.web import mishaps
from portal.workflow.steps import Thing, can_take

if TYPE_CHECKING:
    from portal.models import Case

Act = Callable[[], Any]
SEND, CHANGE = "send", "change"
"""What the buttons below a preview say by `go`."""


def back_to(case: "Case") -> str:
    """The list one came from, else the case. Nowhere else, whatever the form says."""
    path = request.form.get("back", "")
    lists = {url_for("queue.show"), url_for("start.show")}
    parts = urlsplit(path)
    fits = parts.path in lists and not parts.scheme and not parts.netloc
    return path if fits else case_page(case)


def case_page(case: "Case") -> str:
    return url_for("cases.show", reference=case.reference)


def press(case: "Case", act: Act, said: str) -> ResponseReturnValue:
    """Take a step that needs no words. When it came too late, say so where one came from."""
    return press_and_go(back_to(case), act, said)


def press_and_go(onward: str, act: Act, said: str) -> ResponseReturnValue:
    """The same with anything that has steps: where one goes on says what came of it."""
    try:
        with transaction():
            act()
    except (Conflict, Refused) as error:
        flash(mishaps.sentence(error), "error")
    else:
        flash(said, "done")
    return redirect(onward, 303)


def must_be_possible(thing: Thing, step: Step) -> None:
    """A form is not shown for a step that cannot be taken; what was posted is still answered."""
    if request.method == "GET" and not can_take(thing, step):
        raise WrongState


def fill_in(
    case: "Case",
    form: PortalForm,
    act: Act,
    said: str,
    template: str,
    *,
    onward: str = "",
    **shown: Any,
) -> ResponseReturnValue:
    """Show a step's form, or take the step with what was typed; what is refused is shown again."""
    status = 200
    if form.validate_on_submit():
        with transaction():
            error = _refusal(act)
        if error is None:
            flash(said, "done")
            return redirect(onward or case_page(case), 303)
        form.refuse(mishaps.sentence(error))
        status = error.status
    elif form.errors:
        status = 422
    return render_template(template, case=case, form=form, **shown), status


def _refusal(act: Act) -> Refused | Conflict | None:
    """What the verb says no to. A verb that refuses has changed nothing: only the log is kept."""
    try:
        act()
    except (Refused, Conflict) as error:
        return error
    return None


def preview(
    case: "Case", form: PortalForm, act: Act, said: str, template: str, **shown: Any
) -> ResponseReturnValue:
    """As fill_in, but words for the school are first shown as the school will read them."""
    go = request.form.get("go")
    if go == CHANGE:
        return render_template(template, case=case, form=form, **shown)
    if go != SEND and request.method == "POST" and form.text.data and form.validate():
        return render_template("cases/preview.html", case=case, form=form, **shown)
    return fill_in(case, form, act, said, template, **shown)
