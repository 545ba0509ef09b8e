"""Erasure (gallring): what may go, who decides, what must wait, and what has gone."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forms.erasure import DecideForm, HoldForm
from portal.clock import now, today
from portal.db import transaction
from portal.erasing import limits
from portal.queries import erasure as reading
from portal.queries import erasure_record
from portal.queries.erasure import PAGE, Place
from portal.vocabulary import ErasureGround, ErasureSubject, Permission
from portal.web.acting import actor
from portal.web.guards import for_roles, on_case, on_entry
from portal.web.posted import uuid, uuids
from portal.workflow import erasure as workflow

if TYPE_CHECKING:
    from portal.models import Case, RegisterEntry

bp = Blueprint("erasure", __name__, url_prefix="/erasure")


@bp.get("")
@for_roles(Permission.ERASURE_DECIDE)
def listing() -> ResponseReturnValue:
    """What the coordinator may decide about, and what waits."""
    return _listing(DecideForm(formdata=None))


def _listing(form: DecideForm) -> ResponseReturnValue:
    by, day = actor(), today(now())
    after = Place.read(request.args.get("after", ""))
    rows = reading.page(by, limits(day), after=after)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    place = str(Place(last.ground, last.since, last.id)) if last is not None else None
    page = render_template(
        "erasure/listing.html",
        form=form,
        rows=[_shown(row) for row in rows[:PAGE]],
        ticked=set(request.form.getlist("root")),
        plan=erasure_record.plan(by.municipality_code),
        subjects=list(ErasureSubject),
        holds=erasure_record.holds(by, day),
        waiting=reading.waiting(by),
        last_day=day.replace(month=12, day=31),
        next_url=url_for(".listing", after=place) if place else None,
        first_url=url_for(".listing") if after else None,
    )
    return page, 422 if form.errors else 200


def _shown(row: Any) -> dict[str, Any]:
    """A row with its words and the way to what it is about."""
    subject, here = ErasureSubject(row.subject), {"reference": row.reference}
    place, hold = "cases.show", "erasure.hold_case"
    if subject is ErasureSubject.REGISTER:
        place, hold = "register.show", "erasure.hold_entry"
    return {
        "id": row.id,
        "reference": row.reference,
        "name": f"{row.given_name} {row.family_name}".strip(),
        "subject": subject,
        "ground": ErasureGround(row.ground),
        "since": row.since,
        "open": row.open,
        "url": url_for(place, **here),
        "hold_url": url_for(hold, **here),
    }


@bp.post("")
@for_roles(Permission.ERASURE_DECIDE)
def decide() -> ResponseReturnValue:
    """The marked ones are to be erased; the worker does it."""
    by, at, form = actor(), now(), DecideForm()
    ids = uuids("root")[:PAGE]
    if not form.validate():
        return _listing(form)
    if not ids:
        form.refuse(_("Markera minst en rad."))
        return _listing(form)
    with transaction() as session:
        rows = reading.chosen(by, limits(today(at)), ids)
        entries = [one.id for one in rows if one.subject == ErasureSubject.REGISTER]
        cases = [one.id for one in rows if one.subject != ErasureSubject.REGISTER]
        if rows:
            decision, items = workflow.decide(cases, entries, by=by, at=at)
            session.add(decision)
            session.flush()
            session.add_all(items)
    said = ngettext("%(num)s rad raderas nu.", "%(num)s rader raderas nu.", len(rows))
    flash(said, "done" if rows else "error")
    return redirect(url_for(".listing"), 303)


@bp.route("/register/<reference>/hold", methods=["GET", "POST"])
@on_entry(Permission.ERASURE_DECIDE)
def hold_entry(entry: "RegisterEntry") -> ResponseReturnValue:
    """Nothing about this youth is erased through a day."""
    return _hold(entry, url_for("register.show", reference=entry.reference))


@bp.route("/cases/<reference>/hold", methods=["GET", "POST"])
@on_case(Permission.ERASURE_DECIDE)
def hold_case(case: "Case") -> ResponseReturnValue:
    """The same from a case: it is about everything the municipality has about the youth."""
    return _hold(case, url_for("cases.show", reference=case.reference))


def _hold(thing: "Case | RegisterEntry", back: str) -> ResponseReturnValue:
    at = now()
    form = HoldForm(today=today(at))
    if form.validate_on_submit():
        with transaction() as session:
            session.add(workflow.hold(thing, **form.values(), by=actor(), at=at))
        flash(_("Uppgifterna om ungdomen raderas inte så länge."), "done")
        return redirect(url_for(".listing"), 303)
    page = render_template("erasure/hold.html", form=form, thing=thing, back=back)
    return page, 422 if form.errors else 200


@bp.post("/holds/<uuid:hold_id>/release")
@for_roles(Permission.ERASURE_DECIDE)
def release(hold_id: UUID) -> ResponseReturnValue:
    by = actor()
    with transaction():
        workflow.release(erasure_record.hold(by, hold_id), by=by, at=now())
    flash(_("Undantaget gäller inte längre."), "done")
    return redirect(url_for(".listing"), 303)


@bp.get("/log")
@for_roles(Permission.ERASURE_DECIDE)
def log() -> ResponseReturnValue:
    """What has been erased: how many of what, and who decided."""
    after = uuid(request.args.get("after", ""))
    rows = erasure_record.log(actor(), after=after)
    more = len(rows) > PAGE
    return render_template(
        "erasure/log.html",
        rows=rows[:PAGE],
        next_url=url_for(".log", after=rows[PAGE - 1][0].id) if more else None,
        first_url=url_for(".log") if after else None,
    )
