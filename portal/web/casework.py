"""The municipality's steps with a case in its queue."""

from datetime import datetime
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.case_steps import (
    AskForm,
    AssignForm,
    HandBackForm,
    MonitorForm,
    NoteForm,
    ReplyForm,
    RerouteForm,
)
from portal.clock import now, today
from portal.db import session, transaction
from portal.errors import AlreadyTaken, Conflict
from portal.queries import casework as known
from portal.queries import people
from portal.vocabulary import Permission, Step
from portal.web import mishaps
from portal.web.acting import actor
from portal.web.guards import on_case
from portal.web.steps import fill_in, must_be_possible, press, preview
from portal.workflow import casework, deadlines

if TYPE_CHECKING:
    from portal.models import Case, Membership, Municipality

bp = Blueprint("casework", __name__)


@bp.post("/cases/<reference>/acknowledge")
@on_case(Permission.CASE_WORK)
def acknowledge(case: "Case") -> ResponseReturnValue:
    by, at = actor(), now()
    said = _("Anmälan är kvitterad. Skolan ser att ni har tagit emot den.")
    return press(case, lambda: casework.acknowledge(case, by=by, at=at), said)


@bp.post("/cases/<reference>/take")
@on_case(Permission.CASE_WORK, asks_why=False)
def take(case: "Case") -> ResponseReturnValue:
    """Make it one's own. Whoever comes second is told who was first."""
    by, at = actor(), now()
    try:
        with transaction():
            casework.take_on(case, by=by, at=at)
    except AlreadyTaken as error:
        flash(mishaps.sentence(error), "error")
        return redirect(url_for("queue.show"), 303)
    except Conflict as error:
        flash(mishaps.sentence(error), "error")
    else:
        flash(_("Ärendet är nu ditt."), "done")
    return redirect(url_for("cases.show", reference=case.reference), 303)


@bp.route("/cases/<reference>/assign", methods=["GET", "POST"])
@on_case(Permission.CASE_ASSIGN)
def assign(case: "Case") -> ResponseReturnValue:
    must_be_possible(case, Step.ASSIGN)
    colleagues = {str(one.id): one for one in people.caseworkers(case.municipality_code)}
    others = [one for one in colleagues.values() if one.id != case.caseworker_id]
    form = AssignForm([(one.id, one.user.name) for one in others])
    by, at = actor(), now()
    return fill_in(
        case,
        form,
        lambda: casework.assign(case, colleagues[form.to.data], by=by, at=at),
        _("Ärendet är tilldelat."),
        "cases/assign.html",
    )


@bp.route("/cases/<reference>/hand-back", methods=["GET", "POST"])
@on_case(Permission.CASE_ASSIGN)
def hand_back(case: "Case") -> ResponseReturnValue:
    must_be_possible(case, Step.HAND_BACK)
    form, by, at = HandBackForm(), actor(), now()
    return fill_in(
        case,
        form,
        lambda: casework.hand_back(case, **form.values(), by=by, at=at),
        _("Ärendet är tillbaka i kön. Nu kan en kollega ta det."),
        "cases/hand_back.html",
    )


@bp.route("/cases/<reference>/ask", methods=["GET", "POST"])
@on_case(Permission.CASE_WORK)
def ask(case: "Case") -> ResponseReturnValue:
    must_be_possible(case, Step.ASK)
    form, by, at = AskForm(), actor(), now()
    return fill_in(
        case,
        form,
        lambda: casework.ask(case, **form.values(), by=by, at=at),
        _("Frågan är skickad till skolan. Ärendet väntar på svaret."),
        "cases/ask.html",
    )


@bp.route("/cases/<reference>/note", methods=["GET", "POST"])
@on_case(Permission.CASE_WORK)
def note(case: "Case") -> ResponseReturnValue:
    must_be_possible(case, Step.NOTE)
    form, by, at = NoteForm(), actor(), now()
    return fill_in(
        case,
        form,
        lambda: casework.note(case, **form.values(), by=by, at=at),
        _("Anteckningen är sparad."),
        "cases/note.html",
    )


@bp.route("/cases/<reference>/monitor", methods=["GET", "POST"])
@on_case(Permission.CASE_WORK)
def monitor(case: "Case") -> ResponseReturnValue:
    must_be_possible(case, Step.MONITOR)
    by, at = actor(), now()
    form = MonitorForm(today=today(at), data={"follow_up_on": deadlines.look_back_on(case, at=at)})
    return fill_in(
        case,
        form,
        lambda: casework.monitor(case, **form.values(), by=by, at=at),
        _("Ärendet bevakas till den dag du valde."),
        "cases/monitor.html",
    )


@bp.route("/cases/<reference>/reply", methods=["GET", "POST"])
@on_case(Permission.CASE_WORK)
def reply(case: "Case") -> ResponseReturnValue:
    """Tell the school. Words of one's own are shown as the school will see them before they go."""
    must_be_possible(case, Step.REPLY)
    form, by, at = ReplyForm(), actor(), now()
    return preview(
        case,
        form,
        lambda: casework.reply(case, **form.values(), by=by, at=at),
        _("Beskedet är skickat. Skolan ser det nu."),
        "cases/reply.html",
    )


@bp.route("/cases/<reference>/reroute", methods=["GET", "POST"])
@on_case(Permission.CASE_WORK)
def reroute(case: "Case") -> ResponseReturnValue:
    """Send it on. Afterwards the case is another municipality's, and out of sight here."""
    must_be_possible(case, Step.REROUTE)
    form = RerouteForm([(one.code, place(one)) for one in known.other_municipalities(case)])
    reference, by, at = case.reference, actor(), now()
    return fill_in(
        case,
        form,
        lambda: _send_on(case, **form.values(), by=by, at=at),
        _("Ärendet %(reference)s är skickat till den andra kommunen.", reference=reference),
        "cases/reroute.html",
        onward=url_for("queue.sent_on"),
    )


def _send_on(case: "Case", to: str, reason: str, *, by: "Membership", at: datetime) -> None:
    there, routine = known.standing_there(to, case), known.routine_at(to, case)
    trace = casework.reroute(case, routine, reason, standing_there=there, by=by, at=at)
    session().add(trace)


def place(municipality: "Municipality") -> str:
    """Its name, and whether it has joined: the one who sends should know how it will arrive."""
    if municipality.joined:
        return municipality.title
    return str(_("%(name)s (inte ansluten ännu)", name=municipality.title))
