"""A municipality without accounts reads a case: the link by mail, then the code by telephone."""

from typing import TYPE_CHECKING

import structlog
from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from forms.case_steps import RerouteForm
from forms.pickup import CodeForm, PickupAnswerForm
from portal.access.tokens import pickup_of_token
from portal.clock import now
from portal.db import session, transaction
from portal.errors import Conflict, Refused
from portal.queries import attachments, pickups
from portal.queries import casework as known
from portal.vocabulary import Step
from portal.web import logins, mishaps, picking
from portal.web.casework import place
from portal.web.guards import anyone, on_pickup
from portal.web.steps import fill_in
from portal.workflow import receiving
from portal.workflow.steps import can_take

if TYPE_CHECKING:
    from datetime import datetime

    from portal.models import Pickup

bp = Blueprint("pickup", __name__, url_prefix="/pickup")
log = structlog.get_logger(__name__)


@bp.route("/<token>", methods=["GET", "POST"])
@anyone
def code(token: str) -> ResponseReturnValue:
    """Ask for the code. A link that leads nowhere looks and answers like one that does."""
    form, status = CodeForm(), 200
    if form.validate_on_submit():
        at = now()
        if not logins.may_try(token, at=at, purpose="pickup"):
            log.info("pickup refused", why="too many tries")
            form.refuse(logins.too_many_tries())
            status = 429
        elif _opened(token, form.code.data or "", at=at):
            return redirect(url_for("pickup.show"), 303)
        else:
            log.info("pickup refused", why="wrong")
            form.refuse(
                _(
                    "Koden stämmer inte, eller så gäller länken inte längre. Ring skolan: den ser "
                    "koden och kan skicka en ny länk."
                ),
                form.code,
            )
            status = 422
    elif form.errors:
        status = 422
    return render_template("pickup/code.html", form=form), status


def _opened(token: str, said: str, *, at: "datetime") -> bool:
    """Count the try with what came of it; when it was right, this browser may read the case."""
    with transaction():
        pickup = pickup_of_token(token)
        right = pickup is not None and receiving.try_code(pickup, said, at=at)
    if pickup is None or not right:
        return False
    picking.begin(pickup.id, at=at)
    return True


@bp.get("/case")
@on_pickup
def show(pickup: "Pickup") -> ResponseReturnValue:
    """What the school has told, to be read and printed."""
    case = pickup.case
    filings = pickups.filings(case)
    return render_template(
        "pickup/show.html",
        case=case,
        pickup=pickup,
        filings=filings,
        files=attachments.of_case(case, filings),
        can_acknowledge=pickup.acknowledged_at is None and can_take(case, Step.ACKNOWLEDGE),
        can_answer=can_take(case, Step.REPLY),
        can_send_on=can_take(case, Step.REROUTE),
    )


@bp.post("/case/acknowledge")
@on_pickup
def acknowledge(pickup: "Pickup") -> ResponseReturnValue:
    try:
        with transaction():
            receiving.acknowledge(pickup, at=now())
    except (Conflict, Refused) as error:
        flash(mishaps.sentence(error), "error")
    else:
        flash(_("Anmälan är kvitterad. Skolan ser att ni har tagit emot den."), "done")
    return redirect(url_for("pickup.show"), 303)


@bp.route("/case/answer", methods=["GET", "POST"])
@on_pickup
def answer(pickup: "Pickup") -> ResponseReturnValue:
    """Tell the school what happens now."""
    form = PickupAnswerForm()
    return fill_in(
        pickup.case,
        form,
        lambda: receiving.answer(pickup, **form.values(), at=now()),
        _("Beskedet är skickat. Skolan ser det nu."),
        "pickup/answer.html",
        onward=url_for("pickup.show"),
    )


@bp.route("/case/send-on", methods=["GET", "POST"])
@on_pickup
def send_on(pickup: "Pickup") -> ResponseReturnValue:
    """The pupil belongs to another municipality. Afterwards this link leads nowhere."""
    case = pickup.case
    form = RerouteForm([(one.code, place(one)) for one in known.other_municipalities(case)])
    return fill_in(
        case,
        form,
        lambda: _send_on(pickup, **form.values()),
        _("Ärendet %(reference)s är skickat till den andra kommunen.", reference=case.reference),
        "pickup/send_on.html",
        onward=url_for("pickup.over"),
    )


def _send_on(pickup: "Pickup", to: str, reason: str) -> None:
    there = known.standing_there(to, pickup.case)
    routine = known.routine_at(to, pickup.case)
    trace = receiving.send_on(pickup, routine, reason, standing_there=there, at=now())
    session().add(trace)


@bp.post("/leave")
@anyone
def leave() -> ResponseReturnValue:
    """Whoever uses this browser next reads nothing."""
    picking.end()
    return redirect(url_for("pickup.over"), 303)


@bp.get("/over")
@anyone
def over() -> ResponseReturnValue:
    """Nothing is open here; how to open it again."""
    return render_template("pickup/over.html")


@bp.errorhandler(CSRFError)
def expired(_: CSRFError) -> ResponseReturnValue:
    """The page stood open too long, or is not ours: begin again from the mail's link."""
    return redirect(url_for("pickup.over"), 303)
