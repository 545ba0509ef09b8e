"""When a school unit is closed."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.days import DaysForm
from portal.clock import now, today
from portal.db import transaction
from portal.errors import Refused
from portal.queries import organisations
from portal.web import mishaps
from portal.web.acting import actor
from portal.web.admin import bp
from portal.web.admin_school_units import manages_units
from portal.workflow import organisations as settings


@bp.route("/school-units/<code>/breaks", methods=["GET", "POST"])
@manages_units
def breaks(code: str) -> ResponseReturnValue:
    """The breaks of a school unit; its own deadlines rest while they last."""
    unit = organisations.unit_for(actor(), code)
    form = DaysForm(today=today(now()))
    if form.validate_on_submit() and _given(form, code):
        flash(gettext("Lovet är sparat."))
        return redirect(url_for("admin.breaks", code=code), code=303)
    page = render_template("admin/breaks.html", form=form, unit=unit)
    return page, 422 if form.errors else 200


def _given(form: DaysForm, code: str) -> bool:
    by = actor()
    try:
        with transaction():
            unit = organisations.unit_for(by, code, locked=True)
            settings.give_break(unit, **form.values(), by=by)
    except Refused as error:
        form.refuse(mishaps.sentence(error), form.last_on)
    return not form.errors


@bp.post("/school-units/<code>/breaks/<uuid:break_id>/remove")
@manages_units
def remove_break(code: str, break_id: UUID) -> ResponseReturnValue:
    by = actor()
    with transaction():
        settings.remove_break(organisations.unit_for(by, code, locked=True), break_id, by=by)
    flash(gettext("Lovet är borttaget."))
    return redirect(url_for("admin.breaks", code=code), code=303)
