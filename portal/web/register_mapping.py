"""The steps of a youth's mapping: what is asked at each, in codes."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.mapping import MappingForm
from portal.clock import now, today
from portal.vocabulary import MappingStage, Permission, Step
from portal.web.acting import actor
from portal.web.entry_forms import fill_in
from portal.web.guards import on_entry
from portal.web.steps import must_be_possible
from portal.workflow import mapping

if TYPE_CHECKING:
    from portal.models import RegisterEntry

bp = Blueprint("mapping", __name__)


@bp.route("/register/<reference>/mapping/new", methods=["GET", "POST"])
@on_entry(Permission.ENTRY_WORK)
def note(entry: "RegisterEntry") -> ResponseReturnValue:
    """What a step of the mapping gave; the step that comes next is chosen beforehand."""
    must_be_possible(entry, Step.MAP)
    at = now()
    form = MappingForm(today=today(at), asked=_asked(entry))
    return fill_in(
        entry,
        form,
        lambda: mapping.note(entry, **form.said(), by=actor(), at=at),
        _("Kartläggningen är sparad."),
        "mapping.html",
    )


def _asked(entry: "RegisterEntry") -> dict[str, Any]:
    """The step that is asked for or comes next, with what the youth wished the last time."""
    wanted = next((one for one in MappingStage if one.value == request.args.get("stage")), None)
    steps = entry.mapping
    return {
        "stage": wanted or mapping.next_stage(steps),
        "wishes": [one.value for one in steps[-1].wishes] if steps else [],
    }
