"""The page of a provider without account: a month's report by the link in its mailbox, and a code.

A link shows the measure, the month and a reference: no name, and nothing of what was reported.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from forms.measure_report import MeasureReportForm
from portal.clock import now
from portal.db import transaction
from portal.queries import measures as reading
from portal.web import logins
from portal.web.guards import anyone
from portal.workflow import measure_reports as workflow

if TYPE_CHECKING:
    from portal.models import MeasureReport

bp = Blueprint("measure_report", __name__)
log = structlog.get_logger(__name__)

UNPROCESSABLE, OVER, TOO_MANY = 422, 404, 429


@bp.route("/measure-report/<token>", methods=["GET", "POST"])
@anyone
def answer(token: str) -> ResponseReturnValue:
    """How the measure went during the month; afterwards only that it was told."""
    at = now()
    if logins.too_many_from_here(at=at):
        return _page("over", refused=logins.too_many_tries()), TOO_MANY
    report = reading.report_of_token(token)
    if report is None:
        logins.may_try(token, at=at, purpose="report")
        return _page("over"), OVER
    if report.delivered_at is not None:
        return _page("delivered", report)
    if not workflow.leads_somewhere(report, at=at):
        return _page("over", report), OVER
    form = MeasureReportForm()
    if form.validate_on_submit() and _delivered(token, form, at=at):
        return redirect(url_for(".answer", token=token), 303)
    return _page("form", report, form=form), UNPROCESSABLE if request.method == "POST" else 200


def _delivered(token: str, form: MeasureReportForm, *, at: datetime) -> bool:
    """Count the try with what came of it; when the code was right, the report is delivered."""
    if not logins.may_try(token, at=at, purpose="report"):
        log.info("report refused", why="too many tries")
        form.refuse(logins.too_many_tries())
        return False
    with transaction():
        report = reading.report_of_token(token, locked=True)
        right = report is not None and workflow.try_code(report, form.code.data or "", at=at)
        if report is not None and right:
            workflow.deliver(report, **form.report(), at=at)
    if not right:
        log.info("report refused", why="wrong")
        wrong = _(
            "Koden stämmer inte, eller så gäller länken inte längre. Ring kommunen: de ser koden "
            "och kan skicka en ny länk."
        )
        form.refuse(wrong, form.code)
    return right


@bp.errorhandler(CSRFError)
def expired(_error: CSRFError) -> ResponseReturnValue:
    """The page had been open for too long: it is shown again with what was typed."""
    at, token = now(), (request.view_args or {}).get("token", "")
    report = None if logins.too_many_from_here(at=at) else reading.report_of_token(token)
    if report is None or not workflow.leads_somewhere(report, at=at):
        return _page("over"), UNPROCESSABLE
    form = MeasureReportForm()
    form.refuse(_("Sidan hade stått öppen för länge. Kontrollera svaren och skicka igen."))
    return _page("form", report, form=form), UNPROCESSABLE


def _page(template: str, report: "MeasureReport | None" = None, **shown: Any) -> str:
    """Without the menu, whoever is logged in."""
    measure = report.measure if report is not None else None
    return render_template(
        f"measure_report/{template}.html",
        report=report,
        measure=measure,
        home=measure.entry.municipality if measure is not None else None,
        nav=[],
        person=None,
        other_roles=[],
        **shown,
    )
