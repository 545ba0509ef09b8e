"""The reconciliation in September, as a list to work through, many at once."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forms.reconciling import ReconcileForm
from portal.clock import now, today
from portal.db import transaction
from portal.queries import reconciling as reading
from portal.queries.reconciling import PAGE
from portal.vocabulary import Permission
from portal.web.acting import actor
from portal.web.guards import for_roles
from portal.web.intake import UNPROCESSABLE, bp
from portal.web.posted import uuid, uuids
from portal.workflow import reconciling as workflow


@bp.route("/reconciliation", methods=["GET", "POST"])
@for_roles(Permission.REGISTER_LOAD)
def reconciliation() -> ResponseReturnValue:
    """The youths of the summer, each with what is suggested; what is decided stays decided."""
    form, marked = ReconcileForm(), uuids("one")
    if form.validate_on_submit():
        if marked:
            return _decided(form)
        form.refuse(_("Markera minst en ungdom."))
    page = _page(form, marked)
    wrong = bool(form.errors or getattr(form, "form_errors", ()))
    return page, UNPROCESSABLE if wrong else 200


def _decided(form: ReconcileForm) -> ResponseReturnValue:
    by, at = actor(), now()
    with transaction():
        chosen = reading.chosen(by, uuids("one"))
        for one in chosen:
            workflow.decide(one, form.chosen or one.suggested, by=by, at=at)
    done = len(chosen)
    flash(ngettext("%(num)s ungdom är avstämd.", "%(num)s ungdomar är avstämda.", done), "done")
    return redirect(url_for(".reconciliation"), 303)


def _page(form: ReconcileForm, marked: list[UUID]) -> str:
    by, year = actor(), today(now()).year
    decided = request.args.get("view") == "decided"
    rows = reading.page(by, year, decided=decided, after=uuid(request.args.get("after")))
    there, waiting, done = reading.counts(by, year)
    view = "decided" if decided else None
    more = None
    if len(rows) > PAGE:
        more = url_for(".reconciliation", view=view, after=rows[PAGE - 1].id)
    return render_template(
        "register/reconciliation.html",
        form=form,
        rows=rows[:PAGE],
        decided=decided,
        there=there,
        waiting=waiting,
        done=done,
        year=year,
        next_url=more,
        first_url=url_for(".reconciliation", view=view) if "after" in request.args else None,
        marked=marked,
        all_marked="all" in request.args,
        mark_all=url_for(".reconciliation", all="1", after=request.args.get("after")),
    )
