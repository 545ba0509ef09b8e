"""The school unit's pupil system: how it is reached and how it goes. No pupil is shown here."""

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.source import SourceForm
from portal.clock import now
from portal.db import transaction
from portal.queries import organisations, sources
from portal.rolls.ss12000 import settings, subscribing
from portal.rolls.ss12000.connection import Access
from portal.rolls.table import Unreadable
from portal.vocabulary import Permission, RollFault
from portal.web import roll_words
from portal.web.acting import actor
from portal.web.admin import bp
from portal.web.guards import for_roles

if TYPE_CHECKING:
    from portal.models import SchoolUnit

manages_units = for_roles(Permission.SCHOOL_UNIT_MANAGE)


@bp.route("/school-units/<code>/source", methods=["GET", "POST"])
@manages_units
def source(code: str) -> ResponseReturnValue:
    """Where the roll is fetched from, when that last went well, and what was wrong since."""
    unit = organisations.unit_for(actor(), code)
    kept = sources.find(code)
    form = SourceForm(obj=None, address=kept.address if kept and request.method == "GET" else "")
    if form.validate_on_submit() and _is_set(form, unit):
        flash(gettext("Inställningarna är sparade. Elevlistan hämtas i natt."))
        return redirect(url_for("admin.source", code=code), 303)
    health = sources.health(code) if kept else None
    page = render_template(
        "admin/source.html",
        form=form,
        unit=unit,
        kept=kept,
        health=health,
        faults=roll_words.faults(health.refused) if health and health.refused else [],
    )
    return page, 422 if form.errors else 200


def _is_set(form: SourceForm, unit: "SchoolUnit") -> bool:
    by, access = actor(), replace(Access(form.address.data or ""), **form.secrets())
    try:
        with transaction():
            units = [unit, *(sources.siblings(by, unit) if form.siblings.data else ())]
            settings.store(units, access, by=by, at=now())
    except Unreadable as error:
        at_certificate = error.fault.kind is RollFault.SOURCE_CERTIFICATE
        sentence = roll_words.sentences([error.fault])[0]
        form.refuse(sentence, form.certificate if at_certificate else form.address)
        return False
    return True


@bp.post("/school-units/<code>/source/remove")
@manages_units
def remove_source(code: str) -> ResponseReturnValue:
    """Fetch no more. What is in the roll stays."""
    organisations.unit_for(actor(), code)
    with transaction() as session:
        removed = sources.of_unit(code)
        session.delete(removed)
    subscribing.end(removed)
    flash(gettext("Elevlistan hämtas inte längre från elevsystemet. Nycklarna är borttagna."))
    return redirect(url_for("admin.source", code=code), 303)
