"""A youth moves: offered to the new municipality, which takes over or says why not."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.moving import PassOnForm, ReturnForm, TakeOverForm
from portal.clock import now, today
from portal.db import transaction
from portal.errors import Conflict, PortalError, Refused, WrongState
from portal.queries import filing, handover, people
from portal.queries import offers as reading
from portal.queries.offers import PAGE
from portal.vocabulary import (
    HandoverState,
    OccupationKind,
    OccupationSource,
    Permission,
    Step,
    Tense,
)
from portal.web import filters, mishaps
from portal.web.acting import actor
from portal.web.guards import for_roles, on_entry, on_offer
from portal.web.intake import UNPROCESSABLE, bp
from portal.web.posted import uuid
from portal.workflow import moving as workflow
from portal.workflow.steps import can_take

if TYPE_CHECKING:
    from portal.models import EntryOffer, Membership, Municipality, RegisterEntry


@bp.route("/<reference>/pass-on", methods=["GET", "POST"])
@on_entry(Permission.ENTRY_WORK)
def pass_on(entry: "RegisterEntry") -> ResponseReturnValue:
    """Offer the youth to the municipality they have moved to, or get a letter to print."""
    if request.method == "GET" and not can_take(entry, Step.PASS_ON):
        raise WrongState
    at, status = now(), 200
    others = [one for one in filing.municipalities() if one[0] != entry.municipality_code]
    form = PassOnForm(others, today=today(at))
    if form.validate_on_submit():
        to = filing.municipality(form.to.data)
        assert to is not None
        if not to.joined:
            return redirect(url_for(".letter", reference=entry.reference, to=to.code), 303)
        error = _offered(entry, to, form, at)
        if error is None:
            flash(_("Ungdomen är erbjuden till %(name)s.", name=to.title), "done")
            return redirect(url_for("register.show", reference=entry.reference), 303)
        form.refuse(mishaps.sentence(error))
        status = error.status
    elif form.errors:
        status = UNPROCESSABLE
    return render_template("register/pass_on.html", entry=entry, form=form), status


def _offered(
    entry: "RegisterEntry", to: "Municipality", form: PassOnForm, at: datetime
) -> PortalError | None:
    """What stands in the way of the offer; then nothing was changed."""
    assert form.moved_on.data is not None
    with transaction():
        try:
            workflow.offer(entry, to, form.moved_on.data, by=actor(), at=at)
        except (Refused, Conflict) as error:
            return error
    return None


@bp.get("/<reference>/pass-on/letter")
@on_entry(Permission.ENTRY_WORK)
def letter(entry: "RegisterEntry") -> ResponseReturnValue:
    """What passes to a municipality that has not joined, as a letter to print."""
    to = filing.municipality(request.args.get("to", ""))
    if to is None or to.joined:
        return redirect(url_for(".pass_on", reference=entry.reference), 303)
    return render_template(
        "register/pass_on_letter.html",
        entry=entry,
        to=to,
        rows=_rows(workflow.passing(entry), full_number=True),
        occupations=_occupations(workflow.passing(entry)),
        day=today(now()),
        sender=actor(),
    )


@bp.get("/offers")
@for_roles(Permission.ENTRY_LIST)
def offers() -> ResponseReturnValue:
    """Youths who move: those who wait for one's own answer, and for another municipality's."""
    by = actor()
    incoming, outgoing = reading.incoming(by), reading.outgoing(by)
    return render_template(
        "register/offers.html",
        incoming=incoming[:PAGE],
        outgoing=outgoing[:PAGE],
        more=len(incoming) > PAGE or len(outgoing) > PAGE,
        day=today(now()),
    )


@bp.route("/offers/<uuid:offer_id>", methods=["GET", "POST"])
@on_offer(Permission.HANDOVER_ANSWER)
def answer(offer: "EntryOffer") -> ResponseReturnValue:
    """See exactly what would pass, and take the youth over."""
    by, at, status = actor(), now(), 200
    colleagues = people.caseworkers(offer.municipality_code)
    form = TakeOverForm(
        [(one.id, one.user.name) for one in colleagues], data={"caseworker": str(by.id)}
    )
    running = handover.open_entry(
        offer.shown["number"], offer.municipality_code, locked=request.method == "POST"
    )
    if form.validate_on_submit():
        worker = next((one for one in colleagues if one.id == uuid(form.caseworker.data)), None)
        error = _taken_over(offer, worker, running, by)
        if error is None:
            assert offer.taken is not None
            flash(_("Ungdomen är inskriven hos er. Den förra kommunen ser det."), "done")
            return redirect(url_for("register.show", reference=offer.taken.reference), 303)
        form.refuse(mishaps.sentence(error))
        status = error.status
    elif form.errors:
        status = UNPROCESSABLE
    return _offer_page(offer, form, running, day=today(at)), status


def _taken_over(
    offer: "EntryOffer",
    worker: "Membership | None",
    running: "RegisterEntry | None",
    by: "Membership",
) -> PortalError | None:
    with transaction() as session:
        try:
            entry = workflow.take_over(offer, worker, running=running, by=by, at=now())
        except (Refused, Conflict) as error:
            return error
        session.add(entry)
    return None


def _offer_page(
    offer: "EntryOffer", form: TakeOverForm, running: "RegisterEntry | None", *, day: date
) -> str:
    return render_template(
        "register/offer.html",
        offer=offer,
        form=form,
        running=running,
        waits=offer.state is HandoverState.OFFERED,
        rows=_rows(offer.shown, full_number=False),
        occupations=_occupations(offer.shown),
        day=day,
    )


@bp.route("/offers/<uuid:offer_id>/decline", methods=["GET", "POST"])
@on_offer(Permission.HANDOVER_ANSWER)
def decline(offer: "EntryOffer") -> ResponseReturnValue:
    """Say why the youth is not taken over; the old municipality goes on."""
    if request.method == "GET" and not can_take(offer, Step.RETURN_ENTRY):
        raise WrongState
    form, status = ReturnForm(), 200
    if form.validate_on_submit():
        with transaction():
            workflow.decline(offer, form.reason.data, by=actor(), at=now())
        flash(_("Svaret är sparat. Den förra kommunen går vidare med ungdomen."), "done")
        return redirect(url_for(".offers"), 303)
    if form.errors:
        status = UNPROCESSABLE
    return render_template("register/offer_decline.html", offer=offer, form=form), status


@bp.post("/offers/<uuid:offer_id>/take-back")
@on_offer(Permission.ENTRY_WORK)
def take_back(offer: "EntryOffer") -> ResponseReturnValue:
    """Do not hand over after all."""
    with transaction():
        workflow.take_back(offer, by=actor(), at=now())
    flash(_("Erbjudandet är återtaget. Ungdomen är kvar hos er."), "done")
    return redirect(url_for("register.show", reference=offer.entry.reference), 303)


def _rows(shown: dict[str, Any], *, full_number: bool) -> list[tuple[str, str]]:
    """What passes, as it is read."""
    number = filters.identity_number if full_number else filters.masked
    return [
        (_("Förnamn"), shown["given_name"]),
        (_("Efternamn"), shown["family_name"]),
        (_("Personnummer"), number(shown["number"])),
        (_("Född"), filters.date_long(date.fromisoformat(shown["birth_date"]))),
        (_("Telefon"), shown["phone"]),
        (_("E-post"), shown["email"]),
        (_("Adress"), shown["address"]),
    ]


def _occupations(shown: dict[str, Any]) -> list[str]:
    """Each occupation on a line: when, what, since and until, and whence it is known."""
    return [_occupation(one) for one in shown["occupations"]]


def _occupation(one: dict[str, str]) -> str:
    days = [
        filters.date_long(date.fromisoformat(one[end])) for end in ("since", "until") if one[end]
    ]
    what = ": ".join(
        part for part in (filters.word(OccupationKind(one["kind"])), one["what"]) if part
    )
    said = [filters.word(Tense(one["tense"])), what, "–".join(days)]
    return " · ".join([*filter(None, said), filters.word(OccupationSource(one["source"]))])
