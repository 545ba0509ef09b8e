"""The handover: what would pass to the register, what never does, and the municipality's answer."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.handover import AcceptForm, DeclineForm
from portal.clock import now, today
from portal.db import transaction
from portal.errors import HandoverAnswered, PortalError
from portal.identity import age_on
from portal.queries import handover as reading
from portal.queries import people
from portal.vocabulary import DeclineReason, Permission
from portal.web import filters, mishaps, steps
from portal.web.acting import actor
from portal.web.guards import on_case
from portal.workflow import handover as workflow
from portal.workflow.handover import Filled, Passing
from portal.workflow.legal import covered_by_kaa

if TYPE_CHECKING:
    from portal.models import Case, Handover, Membership, RegisterEntry

bp = Blueprint("handover", __name__)


@bp.route("/cases/<reference>/handover", methods=["GET", "POST"])
@on_case(Permission.HANDOVER_ANSWER)
def review(case: "Case") -> ResponseReturnValue:
    """See exactly what would pass, fill in what is missing, and take the youth over."""
    at = now()
    offer, passes = _offered(case)
    running = reading.open_entry(passes.number, case.municipality_code, locked=True)
    workers = people.caseworkers(case.municipality_code)
    form = _accept_form(case, passes, running, workers, at)
    status = 200
    if form.validate_on_submit():
        worker = _chosen(form, workers)
        error = _accepted(offer, passes, form, running, worker, at=at)
        if error is None:
            flash(
                _("Ungdomen är inskriven i KAA-registret. Skolan ser att ni har tagit emot."),
                "done",
            )
            return redirect(url_for("register.show", reference=_entry_of(offer)), 303)
        form.refuse(mishaps.sentence(error))
        status = error.status
    page = render_template(
        "handover/review.html",
        case=case,
        handover=offer,
        form=form,
        rows=_rows(passes),
        running=running,
        too_old=passes.birth_date is not None and not _covered(passes.birth_date, at),
        today=today(at),
    )
    return page, 422 if form.errors and status == 200 else status  # noqa: PLR2004 (HTTP's own)


def _offered(case: "Case") -> "tuple[Handover, Passing]":
    """The offer that waits, and what would pass. Somebody may have answered, or taken it back."""
    reading.load(case)
    offer = workflow.offered(case)
    if offer is None:
        raise HandoverAnswered
    return offer, workflow.passing(offer.filing, case.school_unit.title)


def _accept_form(
    case: "Case",
    passes: Passing,
    running: "RegisterEntry | None",
    workers: "list[Membership]",
    at: datetime,
) -> AcceptForm:
    mine = case.caseworker_id or actor().id
    return AcceptForm(
        people=[(one.id, one.user.name) for one in workers],
        asks_birth_date=passes.birth_date is None,
        is_running=running is not None,
        today=today(at),
        data={
            "address": passes.address,
            "email": passes.email,
            "phone": passes.phone,
            "caseworker": str(mine),
        },
    )


def _chosen(form: AcceptForm, workers: "list[Membership]") -> "Membership":
    """Who gets the youth; an entry that is joined keeps whom it has."""
    if "caseworker" not in form:
        return actor()
    return next(one for one in workers if str(one.id) == form.caseworker.data)


def _accepted(
    offer: "Handover",
    passes: Passing,
    form: AcceptForm,
    running: "RegisterEntry | None",
    worker: "Membership",
    *,
    at: datetime,
) -> PortalError | None:
    """Take the youth over, or say what stands in the way; then nothing was changed."""
    with transaction() as session:
        try:
            entry = workflow.accept(
                offer,
                passes,
                Filled(**form.filled()),
                worker,
                running=running,
                joins_running=running is not None and bool(form.joins_running.data),
                by=actor(),
                at=at,
            )
        except PortalError as error:
            return error
        session.add(entry)
    return None


def _entry_of(offer: "Handover") -> str:
    assert offer.entry is not None
    return offer.entry.reference


def _covered(birth_date: date, at: datetime) -> bool:
    return covered_by_kaa(age_on(birth_date, today(at)))


def _rows(passes: Passing) -> list[tuple[str, Any]]:
    """Each field that passes, in words, as the receiver sees it."""
    school = ", ".join(part for part in (passes.school, passes.programme_code) if part)
    return [
        (_("Namn"), f"{passes.given_name} {passes.family_name}".strip()),
        (_("Personnummer"), filters.identity_number(passes.number)),
        (_("Födelsedatum"), filters.date_long(passes.birth_date)),
        (_("Adress"), passes.address),
        (_("E-post"), passes.email),
        (_("Telefon"), passes.phone),
        (_("Orsak till inskrivning"), filters.word(passes.reason)),
        (
            _("Tidigare sysselsättning"),
            _("%(school)s, till %(day)s", school=school, day=filters.date_long(passes.ended_on)),
        ),
    ]


@bp.route("/cases/<reference>/handover/decline", methods=["GET", "POST"])
@on_case(Permission.HANDOVER_ANSWER)
def decline(case: "Case") -> ResponseReturnValue:
    """Say no, and why. What the school will read is shown before it is sent."""
    offer, passes = _offered(case)
    form = DeclineForm()

    def act() -> None:
        workflow.decline(offer, passes, **form.values(), by=actor(), at=now())

    elsewhere = form.reason.data is DeclineReason.OTHER_MUNICIPALITY
    onward = "casework.reroute" if elsewhere else "cases.show"
    return steps.preview(
        case,
        form,
        act,
        _("Överlämningen är avböjd. Välj vilken kommun som ska ha ärendet.")
        if elsewhere
        else _("Överlämningen är avböjd. Skolan ser skälet."),
        "handover/decline.html",
        told=_(
            "Kommunen tar inte emot överlämningen: %(reason)s",
            reason=filters.word(form.reason.data),
        ),
        onward=url_for(onward, reference=case.reference),
    )
