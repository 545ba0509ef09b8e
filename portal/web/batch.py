"""Many filings at once: pupils are marked, the common is said once, and all are sent together."""

from collections.abc import Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from forms.batch import LEAVERS, BatchStartForm
from portal.access import log
from portal.clock import now
from portal.db import transaction
from portal.errors import NotFound
from portal.queries import batches
from portal.vocabulary import FormKind, Opened, Permission
from portal.web import batch_pages as pages
from portal.web import batch_receipt
from portal.web.acting import actor
from portal.web.batch_writing import Mending, Whole
from portal.web.guards import View, for_roles, on_batch
from portal.web.posted import posted, uuids
from portal.workflow import batch as workflow

if TYPE_CHECKING:
    from portal.models import Batch, BatchPupil, Filing

bp = Blueprint("batch", __name__, url_prefix="/batches")


def on_open(view: View) -> View:
    """A batch that is not sent. Sent twice, or gone back to, it leads to its one receipt."""

    @wraps(view)
    def opened(batch: "Batch", **kwargs: Any) -> ResponseReturnValue:
        if batch.sent_at is not None:
            return redirect(pages.address(batch, "receipt"), 303)
        return view(batch, **kwargs)

    return on_batch(opened)


@bp.post("/marked")
@for_roles(Permission.FILING_DRAFT)
def marked() -> ResponseReturnValue:
    """Pupils were marked in the roll: what is to be filed about them?"""
    chosen = batches.pupils(actor(), uuids("pupil"))
    return pages.start(_start_form(formdata=None), chosen, batches.begun(actor()))


@bp.route("/new", methods=["GET", "POST"])
@for_roles(Permission.FILING_DRAFT)
def begin() -> ResponseReturnValue:
    """What is filed, and nobody with protected data. Nothing is kept before that is answered."""
    by, at = actor(), now()
    chosen = batches.pupils(by, uuids("pupil"))
    form = _start_form()
    if request.method == "GET" or not form.validate():
        return pages.start(form, chosen, batches.begun(by))
    if form.protected.data != "no":
        flash(
            gettext(
                "Ingenting är sparat. Ring om eleverna med skyddade uppgifter, och markera sedan "
                "bara de andra."
            )
        )
        return redirect(url_for("filing.by_phone"), 303)
    batch = _chosen(form.what.data)
    with transaction() as session:
        added = workflow.add(batch, chosen, at=at)
        session.add(batch)
    if added < len(chosen):
        flash(gettext("Några elever fanns redan i listan, eller fick inte plats."))
    return redirect(pages.address(batch, "common" if batch.rows else "pupils"), 303)


def _start_form(**kwargs: Any) -> BatchStartForm:
    begun = [(f"{one.kind}:{one.id}", pages.add_to(one)) for one in batches.begun(actor())]
    return BatchStartForm(begun, **kwargs)


def _chosen(what: str) -> "Batch":
    """A new batch of a kind, or one that was begun before."""
    kind, _, before = what.partition(":")
    if before:
        batch = batches.batch_for(actor(), UUID(before), locked=True)
        if batch.sent_at is not None:
            raise NotFound
        return batch
    if kind == LEAVERS:
        return workflow.begin(FormKind.DROPOUT, workflow.LEAVERS, by=actor(), at=now())
    return workflow.begin(FormKind(kind), {}, by=actor(), at=now())


@bp.get("/<uuid:batch_id>")
@on_open
def resume(batch: "Batch") -> ResponseReturnValue:
    """Go on where one was: whose filings they are, or what is missing."""
    return redirect(pages.address(batch, "check" if batch.rows else "pupils"))


@bp.get("/<uuid:batch_id>/pupils")
@on_open
def pupils(batch: "Batch") -> ResponseReturnValue:
    """Who is in it, and how to take more in."""
    return pages.pupils(Whole(batch, actor(), now()))


@bp.post("/<uuid:batch_id>/pupils/leave-out")
@on_open
def leave_out(batch: "Batch") -> ResponseReturnValue:
    """Do not file about one of them, or about none that is filed already."""
    whole = Whole(batch, actor(), now())
    ids = set(uuids("row"))
    rows = [row for row in batch.rows if row.id in ids]
    if request.form.get("which") == "filed":
        rows = [one.row for one in whole.filed_already]
    with transaction():
        workflow.leave_out(batch, rows, at=whole.at)
    flash(
        ngettext(
            "%(num)s elev är borttagen ur listan.",
            "%(num)s elever är borttagna ur listan.",
            len(rows),
        )
    )
    step = "check" if request.form.get("back") == "check" and batch.rows else "pupils"
    return redirect(pages.address(batch, step), 303)


@bp.route("/<uuid:batch_id>/common", methods=["GET", "POST"])
@on_open
def common(batch: "Batch") -> ResponseReturnValue:
    """What is answered once for all of them."""
    whole = Whole(batch, actor(), now())
    if request.method == "GET":
        return pages.common(whole, whole.common())
    typed = posted()
    forms = whole.common(typed)
    if pages.is_older(batch, typed):
        return pages.common(whole, forms, older=True)
    with transaction():
        workflow.save_common(batch, _names(forms), typed, at=whole.at)
    right = [form.holds() for form in forms]
    if _wanted() != "later" and not all(right):
        return pages.common(whole, forms)
    return _go_on(batch, back="pupils", on="own")


def _names(forms: Iterable[Any]) -> list[str]:
    return [name for form in forms for name in form.names]


def _wanted() -> str:
    return request.form.get("do", "")


def _go_on(batch: "Batch", *, back: str, on: str) -> ResponseReturnValue:
    if _wanted() == "later":
        flash(gettext("Sparat. Du hittar listan här när du vill fortsätta."))
        return redirect(url_for("batch.begin"), 303)
    return redirect(pages.address(batch, back if _wanted() == "back" else on), 303)


@bp.route("/<uuid:batch_id>/own", methods=["GET", "POST"])
@on_open
def own(batch: "Batch") -> ResponseReturnValue:
    """A table: what differs from pupil to pupil."""
    whole = Whole(batch, actor(), now())
    if request.method == "GET":
        return pages.own(whole, mends="mend" in request.args)
    typed = posted()
    if pages.is_older(batch, typed):
        return pages.own(whole, typed, older=True)
    with transaction():
        for row in batch.rows:
            names, said = pages.cells_of(row, whole, typed)
            workflow.save_own(row, names, said, at=whole.at)
    return _go_on(batch, back="common", on="check")


def _row(batch: "Batch", row_id: UUID) -> "BatchPupil":
    found = next((row for row in batch.rows if row.id == row_id), None)
    if found is None:
        raise NotFound
    return found


@bp.route("/<uuid:batch_id>/pupils/<uuid:row_id>", methods=["GET", "POST"])
@on_open
def one(batch: "Batch", row_id: UUID) -> ResponseReturnValue:
    """All questions about one of them, with the common answers filled in."""
    row, by, at = _row(batch, row_id), actor(), now()
    here = Mending(Whole(batch, by, at), row)
    if request.method == "GET":
        return pages.one(here, here.mended if "mend" in request.args else here.asked)
    typed = posted()
    if pages.is_older(batch, typed):
        return pages.one(here, here.typed(typed), older=True)
    with transaction():
        workflow.save_own(row, _names(here.asked), typed, at=at)
    saved = Mending(Whole(batch, by, at), row)
    if any(form.errors for form in saved.mended):
        return pages.one(saved, saved.mended)
    return redirect(pages.address(batch, "check"), 303)


@bp.get("/<uuid:batch_id>/check")
@on_open
def check(batch: "Batch") -> ResponseReturnValue:
    """For each pupil where it goes, on what ground, and what is missing."""
    return pages.check(Whole(batch, actor(), now()))


@bp.post("/<uuid:batch_id>/send")
@on_open
def send(batch: "Batch") -> ResponseReturnValue:
    """Hand all of them in, or none and say why."""
    whole = Whole(batch, actor(), now())
    whole.lock()
    if not whole.ready:
        return pages.check(whole, refused=True)
    with transaction() as session:
        unit = whole.ones[0].unit
        filed = workflow.send(batch, whole.tellings(), unit, by=whole.by, at=whole.at)
        session.add_all([one.case for one in filed])
    return redirect(pages.address(batch, "receipt"), 303)


@bp.route("/<uuid:batch_id>/discard", methods=["GET", "POST"])
@on_open
def discard(batch: "Batch") -> ResponseReturnValue:
    """Throw it away, after asking once."""
    if request.method == "GET":
        return pages.discard(batch)
    with transaction() as session:
        session.delete(batch)
    flash(gettext("Listan är borttagen."))
    return redirect(url_for("batch.begin"), 303)


@bp.get("/<uuid:batch_id>/receipt")
@on_batch
def receipt(batch: "Batch") -> ResponseReturnValue:
    """That they arrived, each with its number."""
    return pages.receipt(batch, _filed(batch))


@bp.get("/<uuid:batch_id>/receipt.pdf")
@on_batch
def receipt_pdf(batch: "Batch") -> ResponseReturnValue:
    """The same, to keep."""
    return batch_receipt.download(batch, _filed(batch), at=now())


def _filed(batch: "Batch") -> "list[Filing]":
    """What came of it; each opening of a receipt is logged."""
    if batch.sent_at is None:
        raise NotFound
    by, at = actor(), now()
    filed = list(batches.receipts(by, batch))
    with transaction():
        for one in filed:
            log.opened(by, Opened.RECEIPT, one.case.reference, at=at, request_id=g.request_id)
    return filed
