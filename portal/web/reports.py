"""The rector's page: the own school's filings in figures, and the list behind them to download."""

from datetime import date

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.access import log
from portal.clock import SchoolYear, now, school_year, today
from portal.db import transaction
from portal.queries import reports, unfiled
from portal.vocabulary import (
    CaseState,
    CloseReason,
    FormKind,
    MeetingState,
    Opened,
    Outcome,
    Permission,
)
from portal.web import csvfile, days
from portal.web.acting import actor
from portal.web.guards import for_roles

bp = Blueprint("reports", __name__, url_prefix="/reports")

LATEST = "latest"
"""The choice of the last twelve months instead of a school year."""
YEARS = 3
"""School years to choose among, the running one included."""
SUMMER = (6, 7, 8)


@bp.get("/school")
@for_roles(Permission.REPORT_SCHOOL)
def school() -> ResponseReturnValue:
    """Figures of the rector's own school unit."""
    day = today(now())
    chosen = _chosen(day)
    figures = reports.school_figures(actor(), _period(chosen, day), day)
    return render_template(
        "reports/school.html",
        figures=figures,
        unfiled=unfiled.counts(actor(), days.of(now())),
        period=figures.period,
        chosen=chosen,
        years=_years(day),
        kinds=list(FormKind),
        summer=sum(figures.in_month(one) for one in figures.period.months if one.month in SUMMER),
        long_wait=reports.LONG_WAIT,
        held=figures.meetings.get(MeetingState.HELD, 0),
        words=(MeetingState, Outcome, CaseState, CloseReason),
    )


@bp.get("/school.csv")
@for_roles(Permission.REPORT_SCHOOL)
def school_csv() -> ResponseReturnValue:
    """The filings behind the figures. That they left the portal is written in the access log."""
    day = today(now())
    chosen = _chosen(day)
    lines = reports.school_lines(actor(), _period(chosen, day))
    with transaction():
        log.opened(actor(), Opened.EXPORT, chosen, at=now(), request_id=g.request_id)
    heads = [
        _("Referens"),
        _("Nummer i ärendet"),
        _("Anmälan"),
        _("Händelsens dag"),
        _("Inlämnad"),
        _("Anmälans läge"),
        _("Ärendets läge"),
        _("Kvitterad"),
        _("Besked lämnat"),
        _("Besked"),
        _("Skäl till avslut"),
        _("Avslutad"),
    ]
    rows = ([getattr(line, name) for name in line.__slots__] for line in lines)
    return csvfile.download(f"anmalningar-{chosen}", heads, rows)


def _years(day: date) -> list[SchoolYear]:
    """The running school year and those before it, the latest first."""
    running = school_year(day)
    return [
        SchoolYear(
            running.start.replace(year=running.start.year - back),
            running.end.replace(year=running.end.year - back),
        )
        for back in range(YEARS)
    ]


def _chosen(day: date) -> str:
    """The first year of a school year, or the last twelve months; anything else means those."""
    asked = request.args.get("period", LATEST)
    return asked if asked in {str(year.start.year) for year in _years(day)} else LATEST


def _period(chosen: str, day: date) -> reports.Period:
    for year in _years(day):
        if str(year.start.year) == chosen:
            return reports.Period(year.start, min(year.end, day))
    first = date(day.year - (day.month < 12), day.month % 12 + 1, 1)  # noqa: PLR2004 (months)
    return reports.Period(first, day)
