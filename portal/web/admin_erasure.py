"""How long a municipality keeps things: its document plan, as far as the portal erases by it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.erasure import PlanForm
from portal.clock import now
from portal.db import transaction
from portal.queries import erasure_record, organisations
from portal.vocabulary import Permission
from portal.web.acting import actor
from portal.web.admin import bp
from portal.web.guards import for_roles
from portal.workflow import erasure as workflow

__all__ = ["bp"]


@bp.route("/municipalities/<code>/erasure", methods=["GET", "POST"])
@for_roles(Permission.MUNICIPALITY_MANAGE)
def erasure_plan(code: str) -> ResponseReturnValue:
    """Whole years after something was closed; what is left empty is never erased by plan."""
    by = actor()
    found = organisations.municipality_for(by, code)
    known = erasure_record.plan(code)
    form = PlanForm(data={subject.value: one.years for subject, one in known.items()})
    if form.validate_on_submit():
        with transaction() as session:
            locked = organisations.municipality_for(by, code, locked=True)
            known = erasure_record.plan(code)
            new, gone = workflow.set_plan(locked, known, form.years(), by=by, at=now())
            session.add_all(new)
            for one in gone:
                session.delete(one)
        flash(gettext("Gallringstiderna är sparade."))
        return redirect(url_for("admin.one_municipality", code=code), code=303)
    page = render_template(
        "admin/erasure.html",
        form=form,
        municipality=found,
        changed_at=max((one.changed_at for one in known.values()), default=None),
    )
    return page, 422 if form.errors else 200
