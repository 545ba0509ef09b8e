"""How a case ends from its page: closed, a duplicate of another, or opened again."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.case_steps import CloseForm, DuplicateForm, RefuseReopenForm
from portal.clock import now, today
from portal.errors import NotADuplicate, NotFound
from portal.queries import cases, timeline
from portal.vocabulary import CLOSE_DEMANDS, Permission, Step
from portal.web import filters
from portal.web.acting import actor
from portal.web.guards import on_case
from portal.web.steps import fill_in, must_be_possible, press, preview
from portal.workflow import closing

if TYPE_CHECKING:
    from portal.models import Case, Membership

bp = Blueprint("closing", __name__)


@bp.route("/cases/<reference>/close", methods=["GET", "POST"])
@on_case(Permission.CASE_WORK)
def close(case: "Case") -> ResponseReturnValue:
    """End it, with what the reason demands. Words for the school are previewed."""
    must_be_possible(case, Step.CLOSE)
    by, at = actor(), now()
    form = CloseForm(today=today(at))
    return preview(
        case,
        form,
        lambda: closing.close(case, **_demanded(form), by=by, at=at),
        _("Ärendet är avslutat. Skolan ser varför."),
        "cases/close.html",
    )


def _demanded(form: CloseForm) -> dict[str, Any]:
    """What was typed for another reason than the chosen one is not kept."""
    values = form.values()
    demands = CLOSE_DEMANDS[form.reason.data]
    nothing = {"what": "", "on": None}
    return values | {name: empty for name, empty in nothing.items() if name not in demands}


@bp.route("/cases/<reference>/duplicate", methods=["GET", "POST"])
@on_case(Permission.CASE_WORK)
def mark_duplicate(case: "Case") -> ResponseReturnValue:
    """Close it in favour of another case about the same pupil."""
    must_be_possible(case, Step.MARK_DUPLICATE)
    by, at = actor(), now()
    form = DuplicateForm(_choices(by, case))
    return fill_in(
        case,
        form,
        lambda: closing.mark_duplicate(case, _original(by, form.chosen), by=by, at=at),
        _("Ärendet är avslutat som dubblett och pekar på det andra ärendet."),
        "cases/duplicate.html",
    )


def _choices(by: "Membership", case: "Case") -> list[tuple[str, str]]:
    """The other cases about the pupil here, as the page about them says it."""
    return [
        (one.reference, f"{one.reference} · {one.school} · {filters.word(one.kind)}")
        for one in timeline.related(by, case)
        if one.is_case and one.duplicate_of_id is None
    ]


def _original(by: "Membership", reference: str) -> "Case":
    try:
        return cases.case_for(by, reference, Permission.CASE_WORK)
    except NotFound:
        raise NotADuplicate from None


@bp.post("/cases/<reference>/reopen")
@on_case(Permission.CASE_WORK)
def reopen(case: "Case") -> ResponseReturnValue:
    by, at = actor(), now()
    return press(case, lambda: closing.reopen(case, by=by, at=at), _("Ärendet är öppet igen."))


@bp.route("/cases/<reference>/refuse-reopen", methods=["GET", "POST"])
@on_case(Permission.CASE_WORK)
def refuse_reopen(case: "Case") -> ResponseReturnValue:
    must_be_possible(case, Step.REFUSE_REOPEN)
    form, by, at = RefuseReopenForm(), actor(), now()
    return fill_in(
        case,
        form,
        lambda: closing.refuse_reopen(case, **form.values(), by=by, at=at),
        _("Skolan har fått svaret att ärendet inte öppnas igen."),
        "cases/refuse_reopen.html",
    )
