"""The school's side: what became of what it filed."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.school_steps import ListFilter, SearchForm
from portal.access import log
from portal.access.rules import may
from portal.clock import now
from portal.errors import NotFound
from portal.queries import school as lists
from portal.queries import school_case
from portal.references import filing_reference
from portal.vocabulary import (
    FilingState,
    Opened,
    Permission,
    Role,
    Step,
)
from portal.web import (
    contact,
    filing_letter,
    filters,
    receipts,
    school_page,
    school_steps,
    school_words,
)
from portal.web.acting import actor
from portal.web.guards import for_roles, on_case
from portal.workflow.steps import can_take

if TYPE_CHECKING:
    from portal.models import Case, Filing, Membership

bp = Blueprint("school", __name__, url_prefix="/school")
bp.register_blueprint(school_steps.bp)


@bp.get("/cases")
@for_roles(Permission.CASE_FOLLOW)
def listing() -> ResponseReturnValue:
    """Every case by its latest filing."""
    by = actor()
    form = ListFilter(request.args)
    wanted = _wanted(form, by)
    rows = lists.listing(by, wanted, lists.Place.read(request.args.get("after", "")))
    shown, more = rows[: lists.PAGE], len(rows) > lists.PAGE
    files = by.role is Role.COUNSELLOR
    return render_template(
        "school/listing.html",
        form=form,
        search=SearchForm(formdata=None),
        wanted=wanted,
        rows=shown,
        next_url=_page(after=str(shown[-1].place)) if more else None,
        first_url=_page(after=None) if "after" in request.args else None,
        page=_page,
        files=files,
        shares=files and _sees_the_school(by),
        words=school_words,
        today=filters.today(),
    )


def _wanted(form: ListFilter, by: "Membership") -> lists.Wanted:
    """A filter that cannot be read filters nothing."""
    mine = by.role is Role.COUNSELLOR and request.args.get("whose") != "school"
    if not form.validate():
        return lists.Wanted(mine=mine)
    return lists.Wanted(mine=mine, **form.values())


def _sees_the_school(by: "Membership") -> bool:
    return by.school_unit is not None and by.school_unit.shares_filings


def _page(**changes: str | None) -> str:
    """This list's address with some of its parameters changed."""
    kept = {name: request.args.get(name) for name in ("whose", "state", "kind", "after")}
    said: dict[str, Any] = {name: value for name, value in (kept | changes).items() if value}
    return url_for("school.listing", **said)


@bp.post("/cases")
@for_roles(Permission.CASE_FOLLOW)
def search() -> ResponseReturnValue:
    """Look a case up. Posted, so that no name stands in an address or a log."""
    form, rows = SearchForm(), []
    if form.validate():
        rows = lists.listing(actor(), lists.Wanted(**form.values()), None)
    page = render_template(
        "school/search.html",
        form=form,
        rows=rows[: lists.PAGE],
        more=len(rows) > lists.PAGE,
        words=school_words,
        today=filters.today(),
    )
    return page, 422 if form.errors else 200


@bp.get("/cases/<reference>")
@on_case(Permission.CASE_FOLLOW)
def case(case: "Case") -> ResponseReturnValue:
    """What happens next, who has it, what was said and what was sent."""
    return school_page.page(case)


@bp.get("/cases/<reference>/filings/<int:ordinal>")
@on_case(Permission.CASE_FOLLOW)
def filing(case: "Case", ordinal: int) -> ResponseReturnValue:
    """What was sent, frozen, in every version."""
    _log(case, ordinal, Opened.FILING)
    return _filing_page(case, ordinal, masked=contact.is_masked(case, actor()))


@bp.post("/cases/<reference>/filings/<int:ordinal>")
@on_case(Permission.CASE_FOLLOW)
def reveal(case: "Case", ordinal: int) -> ResponseReturnValue:
    """The same, with how to reach the pupil and the guardians. That it was looked up is logged."""
    if not contact.may_reveal(case, actor()):
        return redirect(url_for("school.filing", reference=case.reference, ordinal=ordinal))
    _log(case, ordinal, Opened.CONTACT)
    return _filing_page(case, ordinal, masked=False)


def _filing_page(case: "Case", ordinal: int, *, masked: bool) -> ResponseReturnValue:
    by = actor()
    versions = school_case.versions_of(case, ordinal)
    shown = [contact.Masked(one) if masked else one for one in versions]
    changes = may(by, Permission.FILING_CHANGE, case)
    stands = versions[-1].state is FilingState.FILED
    return render_template(
        "school/filing.html",
        case=case,
        filing=shown[-1],
        earlier=shown[-2::-1],
        number=filing_reference(case.reference, ordinal),
        masked=masked,
        may_reveal=masked and contact.may_reveal(case, by),
        can_correct=changes and stands and can_take(case, Step.CORRECT),
        can_withdraw=changes and stands and can_take(case, Step.WITHDRAW),
    )


@bp.get("/cases/<reference>/filings/<int:ordinal>/receipt.pdf")
@on_case(Permission.CASE_FOLLOW)
def receipt_pdf(case: "Case", ordinal: int) -> ResponseReturnValue:
    """The receipt to keep or print: that it arrived, on what ground, and what was sent."""
    versions = school_case.versions_of(case, ordinal)
    _log(case, ordinal, Opened.RECEIPT)
    return receipts.download(case, _as_seen(case, versions[-1]), at=now())


@bp.get("/cases/<reference>/filings/<int:ordinal>/letter.pdf")
@on_case(Permission.CASE_FOLLOW)
def letter_pdf(case: "Case", ordinal: int) -> ResponseReturnValue:
    """The filing as a letter, to a municipality that does not read here."""
    versions = school_case.versions_of(case, ordinal)
    if case.municipality.joined:
        raise NotFound
    _log(case, ordinal, Opened.LETTER)
    return filing_letter.download(case, _as_seen(case, versions[-1]), at=now())


def _as_seen(case: "Case", filing: "Filing") -> Any:
    return contact.Masked(filing) if contact.is_masked(case, actor()) else filing


def _log(case: "Case", ordinal: int, what: Opened) -> None:
    """The case's opening is logged by the guard; this says which part of it was read."""
    number = filing_reference(case.reference, ordinal)
    log.opened(actor(), what, number, at=now(), request_id=g.request_id)
