"""What all steps with a register entry share: how their forms are shown and taken."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import PortalForm
from portal.db import transaction
from portal.errors import Conflict, Refused
from portal.web import mishaps

if TYPE_CHECKING:
    from portal.models import RegisterEntry

LISTS = {"week": "week.mine", "team": "week.team"}
"""Lists that a step may begin at, by what stands in its address."""


def fill_in(
    entry: "RegisterEntry",
    form: PortalForm,
    act: Callable[[], object],
    said: str,
    template: str,
    **shown: Any,
) -> ResponseReturnValue:
    """Show a step's form, or take the step with what was typed; what is refused is shown again."""
    status = 200
    if form.validate_on_submit():
        with transaction():
            error = _refusal(act)
        if error is None:
            flash(said, "done")
            return redirect(_onward(entry), 303)
        form.refuse(mishaps.sentence(error))
        status = error.status
    elif form.is_submitted():
        status = 422
    return render_template(f"register/{template}", entry=entry, form=form, **shown), status


def _onward(entry: "RegisterEntry") -> str:
    """Back to the list of the week where the step began there, else to the youth."""
    begun_at = LISTS.get(request.args.get("back", ""))
    return url_for(begun_at) if begun_at else url_for("register.show", reference=entry.reference)


def _refusal(act: Callable[[], object]) -> Refused | Conflict | None:
    """What the verb says no to. A verb that refuses has changed nothing."""
    try:
        act()
    except (Refused, Conflict) as error:
        return error
    return None
