"""Who at KAA is away, and who gets their mails meanwhile."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.days import LeaveForm, SubstituteForm
from portal.access.rules import may, roles_with
from portal.clock import now, today
from portal.db import transaction
from portal.errors import Refused
from portal.queries import leave as reading
from portal.vocabulary import Permission
from portal.web import mishaps
from portal.web.acting import actor
from portal.web.guards import for_roles
from portal.workflow import leave as workflow

if TYPE_CHECKING:
    from portal.models import Membership

bp = Blueprint("leave", __name__)


@bp.route("/leave", methods=["GET", "POST"])
@for_roles(Permission.LEAVE_SET)
def listing() -> ResponseReturnValue:
    """Who is away and when; one's own days are given here, by a coordinator anybody's."""
    by, day = actor(), today(now())
    people = {str(one.id): one for one in reading.colleagues(by) if _sets(by, one)}
    form = LeaveForm([(one.id, one.user.name) for one in people.values()], today=day)
    if request.method == "GET":
        form.who.data = str(by.id)
    if form.validate_on_submit() and _given(form, people[form.who.data]):
        flash(_("Ledigheten är sparad."), "done")
        return redirect(url_for(".listing"), 303)
    page = render_template(
        "leave/listing.html",
        form=form,
        leaves=[(one, _sets(by, one.membership)) for one in reading.coming(by, day)],
        substitute=reading.substitute(by),
        chooses=by.role in roles_with(Permission.SUBSTITUTE_SET),
        day=day,
    )
    return page, 422 if form.errors else 200


def _sets(by: "Membership", somebody: "Membership") -> bool:
    return may(by, Permission.LEAVE_SET, somebody)


def _given(form: LeaveForm, somebody: "Membership") -> bool:
    said = form.values()
    try:
        with transaction():
            workflow.give(
                somebody, said["first_on"], said["last_on"], by=actor(), today=today(now())
            )
    except Refused as error:
        form.refuse(mishaps.sentence(error), form.last_on)
    return not form.errors


@bp.post("/leave/<uuid:leave_id>/remove")
@for_roles(Permission.LEAVE_SET)
def remove(leave_id: UUID) -> ResponseReturnValue:
    with transaction():
        workflow.take_back(reading.leave_of(actor(), leave_id), by=actor())
    flash(_("Ledigheten är borttagen."), "done")
    return redirect(url_for(".listing"), 303)


@bp.route("/leave/substitute", methods=["GET", "POST"])
@for_roles(Permission.SUBSTITUTE_SET)
def substitute() -> ResponseReturnValue:
    """Who stands in for whoever is away."""
    by = actor()
    people = {str(one.id): one for one in reading.colleagues(by)}
    form = SubstituteForm([(one.id, one.user.name) for one in people.values()])
    if form.validate_on_submit():
        with transaction():
            chosen = people.get(form.who.data or "")
            workflow.set_substitute(reading.own_municipality(by), chosen, by=by)
        flash(_("Ersättaren är sparad."), "done")
        return redirect(url_for(".listing"), 303)
    if request.method == "GET":
        standing_in = reading.substitute(by)
        form.who.data = str(standing_in.id) if standing_in else ""
    page = render_template("leave/substitute.html", form=form)
    return page, 422 if form.errors else 200
