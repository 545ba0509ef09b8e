"""The half-yearly statistics file: what is left to mend, and the file, which is never kept here."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.statistics import StatisticsFileForm
from portal.access import log
from portal.clock import HalfYear, now, today
from portal.db import transaction
from portal.errors import NotFound
from portal.queries import statistics as reading
from portal.statistics import checks, keeping, rows
from portal.statistics.mapping import Layout, layout
from portal.statistics.small_numbers import LEAST
from portal.vocabulary import (
    CHECK_HINTS,
    CODED,
    FileShape,
    Opened,
    Permission,
    StatisticsCheck,
    StatisticsField,
)
from portal.web import halves, statistics_file
from portal.web.acting import actor
from portal.web.guards import for_roles

if TYPE_CHECKING:
    from portal.models import Membership

bp = Blueprint("statistics", __name__, url_prefix="/statistics")
PAGE = 50


@dataclass(frozen=True)
class Whole:
    """Everything about one municipality's half-year, read once."""

    half: HalfYear
    youths: list[reading.Youth]
    records: list[rows.Record]
    findings: dict[StatisticsCheck, list[reading.Youth]]
    uncoded: list[tuple[StatisticsField, str]]
    sealed: int
    layout: Layout
    version: int

    @property
    def left(self) -> int:
        """How much there is to go through."""
        return sum(map(len, self.findings.values())) + len(self.uncoded)


def _whole(by: "Membership", half: HalfYear, at: datetime) -> Whole:
    kept = keeping.current(by)
    written = layout(keeping.rows_of(kept))
    youths = reading.youths(by, half)
    records = list(rows.records(youths, half, by.municipality_code or ""))
    return Whole(
        half,
        youths,
        records,
        checks.findings(youths, half, today(at)),
        checks.uncoded(rows.used(records, written), written),
        reading.sealed(by, half),
        written,
        keeping.version_of(kept),
    )


@bp.get("")
@for_roles(Permission.STATISTICS_EXPORT)
def show() -> ResponseReturnValue:
    """One half-year: how many, what is left to mend, and the file."""
    at = now()
    half = halves.chosen(request.args.get("half", ""), today(at))
    return _page(_whole(actor(), half, at), StatisticsFileForm(formdata=None), at)


def _page(whole: Whole, form: StatisticsFileForm, at: datetime) -> ResponseReturnValue:
    page = render_template(
        "statistics/show.html",
        whole=whole,
        form=form,
        counts=rows.counts(whole.records),
        choices=halves.choices(today(at)),
        label=halves.label,
        hints=CHECK_HINTS,
        coded=CODED,
        least=LEAST,
        runs=whole.half.last >= today(at),
        exports=keeping.exports(actor()),
    )
    return page, 422 if form.errors else 200


@bp.get("/checks/<check>")
@for_roles(Permission.STATISTICS_EXPORT)
def check(check: str) -> ResponseReturnValue:
    """Whom one check has found, each with a way to the youth's page."""
    if check not in list(StatisticsCheck):
        raise NotFound
    at, asked = now(), StatisticsCheck(check)
    half = halves.chosen(request.args.get("half", ""), today(at))
    youths = reading.youths(actor(), half)
    found = checks.findings(youths, half, today(at))[asked]
    begins = _place(found, request.args.get("after", ""))
    shown = found[begins : begins + PAGE]
    here: dict[str, Any] = {"check": asked.value, "half": str(half)}
    more = len(found) > begins + PAGE
    return render_template(
        "statistics/check.html",
        check=asked,
        hint=CHECK_HINTS[asked],
        half=half,
        label=halves.label,
        rows=shown,
        total=len(found),
        next_url=url_for(".check", after=shown[-1].last.reference, **here) if more else None,
        first_url=url_for(".check", **here) if begins else None,
    )


def _place(found: list[reading.Youth], after: str) -> int:
    """Where the page begins: after a youth who is still found, else first."""
    references = [one.last.reference for one in found]
    return references.index(after) + 1 if after in references else 0


@bp.post("/<half>/file")
@for_roles(Permission.STATISTICS_EXPORT)
def file(half: str) -> ResponseReturnValue:
    """The file. That it was made, with what and by whom, is written down before it leaves."""
    by, at, form = actor(), now(), StatisticsFileForm()
    wanted = halves.chosen(half, today(at))
    if str(wanted) != half:
        raise NotFound
    whole = _whole(by, wanted, at)
    if form.validate() and whole.left:
        form.must_confirm()
    if form.errors:
        return _page(whole, form, at)
    keeping.may_take_another(by, at=at)
    answer = _made(whole, form.shape.data)
    with transaction():
        reference = f"SCB-{whole.half}"
        log.opened(by, Opened.EXPORT, reference, at=at, request_id=g.request_id)
        keeping.note(
            whole.half,
            form.shape.data,
            form.purpose.data,
            mapping_version=whole.version,
            youths=len(whole.youths),
            rows=len(whole.records),
            findings=whole.left,
            sealed=whole.sealed,
            checksum=hashlib.sha256(answer.get_data()).hexdigest(),
            by=by,
            at=at,
        )
    return answer


def _made(whole: Whole, shape: FileShape) -> Response:
    heads, cells = rows.table(whole.records, whole.layout)
    return statistics_file.answer(f"kaa-statistik-{whole.half}", heads, cells, shape)
