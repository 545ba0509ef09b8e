"""What a municipality does about the youths in its register, for its administrator to change.

No youth is shown here: only how many open tasks a change would move, and to which days.
"""

from itertools import groupby
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from forms.register_routine import OwnRoutineForm, RegisterRoutineForm
from portal import routines as presets
from portal.clock import now
from portal.db import session, transaction
from portal.errors import NotFound, RoutineOfCases
from portal.queries import register_routines as rows
from portal.routines.register import loading
from portal.vocabulary import OF_CASES, FormKind, Permission, RoutineArea, Trigger
from portal.web import routine_words
from portal.web.acting import actor
from portal.web.admin import bp
from portal.web.guards import for_roles
from portal.workflow import register_routines as workflow

if TYPE_CHECKING:
    from portal.models import RegisterRoutine

HOME = "/municipalities/<code>/register-routines"
manages_routines = for_roles(Permission.ROUTINE_MANAGE)
FILED_AS = {
    Trigger.AT_RISK_FILED: FormKind.AT_RISK,
    Trigger.ABSENCE_FILED: FormKind.ABSENCE,
    Trigger.DROPOUT_FILED: FormKind.DROPOUT,
}
"""The filing whose own routine has the times of what happens before the register."""
SHOWN_DAYS = 12
"""So many of the days to which tasks move are written out."""


@bp.get(HOME)
@manages_routines
def register_routines(code: str) -> ResponseReturnValue:
    """All of them, by the part of the plan they stand in."""
    municipality, found = rows.routines_for(actor(), code)
    order = list(RoutineArea)
    in_order = sorted(found, key=lambda one: order.index(one.area))
    by_area = groupby(in_order, key=lambda one: one.area)
    return render_template(
        "admin/register_routines.html",
        municipality=municipality,
        areas=[(area, list(of_area)) for area, of_area in by_area],
        words=routine_words,
        filed_as=FILED_AS,
    )


@bp.route(f"{HOME}/<key>", methods=["GET", "POST"])
@manages_routines
def register_routine(code: str, key: str) -> ResponseReturnValue:
    """One routine; sent, it shows what would be changed and changes nothing yet."""
    routine = rows.routine_for(actor(), code, key)
    if routine.trigger in OF_CASES:
        kind = FILED_AS[routine.trigger].value
        return redirect(url_for("admin.routine", code=code, kind=kind), code=303)
    form = _form(routine)
    if not form.validate_on_submit():
        return _edit_page(routine, form)
    said = form.said(routine)
    effect = workflow.effect(routine, said, _asked(routine), at=now())
    return render_template(
        "admin/register_routine_check.html",
        routine=routine,
        form=form,
        typed=_typed(),
        changes=routine_words.differences(workflow.differing(routine, said)),
        effect=effect,
        days=effect.days[:SHOWN_DAYS],
        more=max(0, len(effect.days) - SHOWN_DAYS),
    )


@bp.post(f"{HOME}/<key>/save")
@manages_routines
def save_register_routine(code: str, key: str) -> ResponseReturnValue:
    """What the page before showed, with or without the open tasks; or back to the form."""
    routine = rows.routine_for(actor(), code, key)
    if routine.trigger in OF_CASES:
        raise RoutineOfCases
    form = _form(routine)
    if not form.validate() or "again" in request.form:
        return _edit_page(routine, form)
    count = _save(form, code, key, with_tasks="keep_days" not in request.form)
    flash(gettext("Rutinen är sparad. Den gäller från och med nu."))
    if count:
        flash(
            ngettext("%(num)s öppen uppgift ändrades.", "%(num)s öppna uppgifter ändrades.", count)
        )
    return redirect(url_for("admin.register_routines", code=code), code=303)


def _save(form: RegisterRoutineForm, code: str, key: str, *, with_tasks: bool) -> int:
    by, at = actor(), now()
    with transaction() as store:
        routine = rows.routine_for(by, code, key, locked=True)
        rows.lock_entries(routine)
        said = form.said(routine)
        effect = workflow.effect(routine, said, _asked(routine), at=at)
        store.add_all(workflow.change(routine, said, by=by, at=at))
        count = 0
        if with_tasks and effect.stops:
            count = rows.call_off_tasks(routine, look_on=workflow.look_on(at=at), at=at)
        elif with_tasks:
            shifts = [(*shift.tasks[:-1], *shift[1:]) for shift in effect.shifts]
            count = rows.move_tasks(routine, shifts)
        if count:
            store.add(workflow.moved(routine, count, by=by, at=at))
    return count


@bp.route(f"{HOME}/new", methods=["GET", "POST"])
@manages_routines
def new_register_routine(code: str) -> ResponseReturnValue:
    """A row of the municipality's own."""
    by, at = actor(), now()
    municipality, found = rows.routines_for(by, code)
    usual = dict.fromkeys(_YES_NO, "no") | {"active": "yes", "staff": 1}
    form = OwnRoutineForm(data=usual)
    if form.validate_on_submit():
        with transaction() as store:
            store.add_all(workflow.add(municipality, found, form.said(), by=by, at=at))
        flash(gettext("Rutinen är tillagd. Den gäller från och med nu."))
        return redirect(url_for("admin.register_routines", code=code), code=303)
    page = render_template("admin/register_routine.html", form=form, municipality=municipality)
    return page, 422 if form.errors else 200


@bp.get(f"{HOME}/history")
@manages_routines
def routine_history(code: str) -> ResponseReturnValue:
    """Who changed what, the newest first."""
    after = rows.Place.parse(request.args.get("after", ""))
    municipality, found = rows.changes_for(actor(), code, after=after)
    shown, more = found[: rows.PAGE], len(found) > rows.PAGE
    here = url_for("admin.routine_history", code=code)
    last = rows.Place(shown[-1].at, shown[-1].id) if more else None
    return render_template(
        "admin/routine_history.html",
        municipality=municipality,
        lines=[routine_words.line(one) for one in shown],
        first_url=here if after else None,
        next_url=url_for("admin.routine_history", code=code, after=str(last)) if last else None,
    )


@bp.get(f"{HOME}/preset")
@manages_routines
def compare_preset(code: str) -> ResponseReturnValue:
    """What would be added and changed if a preset were loaded."""
    municipality, _ = rows.routines_for(actor(), code)
    name = request.args.get("preset", municipality.routine_preset)
    if name not in presets.PRESETS:
        raise NotFound
    told = loading.compare(session(), code, name)
    stopped = [one.key for one in told.changed if one.field == "active" and not one.after]
    return render_template(
        "admin/routine_preset.html",
        municipality=municipality,
        name=name,
        titles=[(one, presets.preset(one).title) for one in presets.PRESETS],
        told=told,
        added=[(key, routine_words.of_preset(name, key)) for key in told.added],
        stopped=stopped,
        changes=[
            (one.key, *routine_words.differences([(one.field, one.before, one.after)])[0])
            for one in told.changed
            if one.key not in stopped
        ],
    )


@bp.post(f"{HOME}/preset")
@manages_routines
def load_register_preset(code: str) -> ResponseReturnValue:
    """Set the rows to a preset. The municipality's own rows and all open tasks stay."""
    by, name = actor(), request.form.get("preset", "")
    if name not in presets.PRESETS:
        raise NotFound
    with transaction() as store:
        rows.routines_for(by, code)
        loading.load(store, code, name, at=now(), by=by)
    flash(gettext("Rutinerna är hämtade från förlagan."))
    return redirect(url_for("admin.register_routines", code=code), code=303)


_YES_NO = ("active", "repeats", "guardian_under_18", "only_under_18")


def _form(routine: "RegisterRoutine") -> RegisterRoutineForm:
    said = {name: "yes" if getattr(routine, name) else "no" for name in _YES_NO}
    first = {"first_channel": routine.channels[0] if routine.channels else None}
    names = (name for name in workflow.CHANGEABLE if name not in said)
    stands = {name: getattr(routine, name) for name in names}
    return RegisterRoutineForm(action=routine.action, data=stands | said | first)


def _edit_page(routine: "RegisterRoutine", form: RegisterRoutineForm) -> ResponseReturnValue:
    page = render_template(
        "admin/register_routine.html",
        form=form,
        municipality=routine.municipality,
        routine=routine,
        words=routine_words,
    )
    return page, 422 if form.errors else 200


def _asked(routine: "RegisterRoutine") -> list[workflow.Asked]:
    return [workflow.Asked(*row) for row in rows.open_tasks(routine)]


def _typed() -> list[tuple[str, str]]:
    """All that was typed, to be sent again once it has been looked at."""
    return [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
