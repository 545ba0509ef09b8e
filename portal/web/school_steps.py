"""What the school may still do with a case: answer, file more, correct, withdraw, ask again."""

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.school_steps import AnswerForm, ReopenForm, WithdrawForm
from portal.clock import now
from portal.db import transaction
from portal.errors import NotFound, OpenCaseExists, WrongState
from portal.queries import meetings, school_case
from portal.references import filing_reference
from portal.vocabulary import FormKind, Permission, Step
from portal.web import mishaps, school_page
from portal.web.acting import actor
from portal.web.guards import on_case
from portal.workflow import casework, closing, drafts, pickups
from portal.workflow import filing as filings
from portal.workflow.steps import can_take

if TYPE_CHECKING:
    from portal.models import Case, Filing

bp = Blueprint("steps", __name__)


@bp.post("/cases/<reference>/answer")
@on_case(Permission.FILING_CHANGE)
def answer(case: "Case") -> ResponseReturnValue:
    """The school answers the municipality's question."""
    form = AnswerForm()
    if not can_take(case, Step.ANSWER):
        raise WrongState
    if not form.validate():
        return school_page.page(case, form, 422)
    school_case.load_clocks(case)
    with transaction():
        casework.answer(case, **form.values(), by=actor(), at=now())
    flash(_("Svaret är skickat till kommunen."))
    return _back(case)


@bp.route("/cases/<reference>/filings/<int:ordinal>/withdraw", methods=["GET", "POST"])
@on_case(Permission.FILING_CHANGE)
def withdraw(case: "Case", ordinal: int) -> ResponseReturnValue:
    """The school takes a filing back, and says why."""
    filing = _standing(case, ordinal, Step.WITHDRAW)
    form = WithdrawForm()
    if not form.validate_on_submit():
        page = render_template(
            "school/withdraw.html",
            case=case,
            filing=filing,
            number=filing_reference(case.reference, ordinal),
            last=filings.is_last(filing),
            form=form,
        )
        return page, 422 if form.errors else 200
    school_case.load_clocks(case)
    school_case.load_handovers(case)
    meetings.load(case)
    with transaction():
        filings.withdraw(filing, **form.values(), by=actor(), at=now())
    if case.is_open:
        flash(_("Anmälan är återtagen. Ärendet fortsätter med de andra anmälningarna."))
    else:
        flash(_("Anmälan är återtagen och ärendet är avslutat."))
    return _back(case)


@bp.post("/cases/<reference>/filings/<int:ordinal>/correct")
@on_case(Permission.FILING_CHANGE)
def correct(case: "Case", ordinal: int) -> ResponseReturnValue:
    """Begin a new version, filled in with what the filing says now."""
    filing = _standing(case, ordinal, Step.CORRECT)
    with transaction() as session:
        draft = drafts.begin_correction(filing, by=actor(), at=now())
        session.add(draft)
    return redirect(url_for("filing.resume", draft_id=draft.id), 303)


@bp.post("/cases/<reference>/again")
@on_case(Permission.FILING_CHANGE)
def again(case: "Case") -> ResponseReturnValue:
    """Begin another filing about the same pupil, filled in with what the last one said."""
    try:
        kind = FormKind(request.form.get("kind", ""))
    except ValueError:
        raise NotFound from None
    school_case.versions(case)
    with transaction() as session:
        draft = drafts.begin_next(case, kind, by=actor(), at=now())
        session.add(draft)
    return redirect(url_for("filing.resume", draft_id=draft.id), 303)


@bp.route("/cases/<reference>/reopen", methods=["GET", "POST"])
@on_case(Permission.FILING_CHANGE)
def reopen(case: "Case") -> ResponseReturnValue:
    """The school asks the municipality to open the case again, and says why."""
    if not can_take(case, Step.REQUEST_REOPEN):
        raise WrongState
    form = ReopenForm()
    if form.validate_on_submit():
        try:
            return _ask_to_reopen(case, form)
        except OpenCaseExists as error:
            form.refuse(mishaps.sentence(error))
    return render_template("school/reopen.html", case=case, form=form), 422 if form.errors else 200


def _ask_to_reopen(case: "Case", form: ReopenForm) -> ResponseReturnValue:
    school_case.load_clocks(case)
    other = school_case.other_open_case(case)
    with transaction():
        closing.request_reopen(case, **form.values(), other_open=other, by=actor(), at=now())
    flash(_("Kommunen har fått er önskan om att öppna ärendet igen."))
    return _back(case)


@bp.post("/cases/<reference>/pickup")
@on_case(Permission.FILING_CHANGE)
def renew_pickup(case: "Case") -> ResponseReturnValue:
    """Send the municipality another link; it opens with another code."""
    with transaction():
        pickups.renew(case, by=actor(), at=now())
    flash(_("En ny länk är skickad. Ring kommunen och säg den nya koden."))
    return _back(case)


def _standing(case: "Case", ordinal: int, step: Step) -> "Filing":
    """The current version of a filing, while the step may still be taken with it."""
    filing = school_case.versions_of(case, ordinal)[-1]
    if not can_take(case, step) or filing.withdrawn_at is not None:
        raise WrongState
    return filing


def _back(case: "Case") -> ResponseReturnValue:
    return redirect(url_for("school.case", reference=case.reference), 303)
