"""Breaking the glass: asking to open a sealed record in an emergency, and answering."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.sealed import AskGlassForm
from portal.clock import now
from portal.db import session, transaction
from portal.errors import Refused
from portal.queries import sealed
from portal.vocabulary import Permission, Role
from portal.web import mishaps, sealed_words
from portal.web.acting import actor
from portal.web.guards import for_roles
from portal.web.protection import bp
from portal.workflow import glass
from portal.workflow.sealed import nudge


@bp.route("/emergency", methods=["GET", "POST"])
@for_roles(Permission.GLASS_ASK)
def emergency() -> ResponseReturnValue:
    """Ask; the page is the same whether there is such a record or not."""
    form, by, at = AskGlassForm(), actor(), now()
    if form.validate_on_submit() and _asked(form):
        flash(_("Begäran är lämnad. En annan person ska svara, och de är larmade."))
        return redirect(url_for("protection.emergency"), 303)
    page = render_template(
        "protection/emergency.html",
        form=form,
        own=sealed_words.requests(sealed.own_breaks(by), at=at),
        requests=sealed_words.requests(sealed.breaks_to_answer(by), at=at),
        answers=by.role is Role.COORDINATOR,
    )
    return page, 422 if form.errors else 200


def _asked(form: AskGlassForm) -> bool:
    by, at = actor(), now()
    pseudonym = (form.pseudonym.data or "").upper()
    try:
        with transaction():
            record = sealed.record_named(by, pseudonym)
            session().add(glass.ask(pseudonym, record, form.reason.data or "", by=by, at=at))
            _alarm(by.municipality_code or "")
    except Refused as error:
        form.refuse(mishaps.sentence(error), form.reason)
    return not form.errors


def _alarm(municipality_code: str) -> None:
    """Protection officers and coordinators hear of it at once, day or night."""
    people = sealed.officers(municipality_code, Role.COORDINATOR)
    session().add_all(nudge(people, at=now(), alarm=True))


@bp.post("/emergency/<uuid:break_id>/<any(yes,no):said>")
@for_roles(Permission.GLASS_ANSWER)
def answer(break_id: UUID, said: str) -> ResponseReturnValue:
    """A second person answers."""
    by, at = actor(), now()
    with transaction():
        request = sealed.break_for(by, break_id)
        glass.answer(request, approved=said == "yes", by=by, at=at)
        _alarm(request.municipality_code)
    flash(_("Ditt svar är sparat."))
    there = "listing" if by.role is Role.PROTECTION_OFFICER else "emergency"
    return redirect(url_for(f"protection.{there}"), 303)
