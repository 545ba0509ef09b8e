"""Municipalities: how they are reached, whether they have joined, and their routines."""

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.admin import ContactForm, MunicipalityFilter
from forms.routine import RoutineForm
from portal import routines
from portal.clock import now, today
from portal.db import transaction
from portal.errors import NotFound, PercentMissing, Refused
from portal.queries import organisations
from portal.routines.register import loading
from portal.vocabulary import FormKind, Permission, Role
from portal.web import filters, mishaps
from portal.web.acting import actor
from portal.web.admin import bp
from portal.web.guards import for_roles
from portal.workflow import organisations as settings

if TYPE_CHECKING:
    from portal.models import Municipality, Routine

COMMON = ("acknowledge_days", "first_answer_days", "question_days", "next_step_days")
REMINDERS = ("remind_before_days", "remind_coordinator_days", "remind_leader_days")
ASK_AGAIN = ("ask_again_weeks", "ask_again_spring_week", "ask_again_autumn_week")
FOLLOW_UPS = ("first_follow_up_days", "second_follow_up_days")
MEETING = ("opens_meeting", "meeting_days")
ASKED: dict[FormKind, tuple[str, ...]] = {
    FormKind.AT_RISK: (*COMMON, *MEETING, *FOLLOW_UPS, "renew_months", *REMINDERS),
    FormKind.ABSENCE: (
        *COMMON,
        *MEETING,
        "absence_trigger",
        "absence_percent",
        "absence_hours",
        "absence_occasions",
        *ASK_AGAIN,
        *FOLLOW_UPS,
        *REMINDERS,
    ),
    FormKind.DROPOUT: (
        *COMMON,
        *MEETING,
        "handover_days",
        "first_contact_days",
        *FOLLOW_UPS,
        *REMINDERS,
    ),
    FormKind.START: ("acknowledge_days", "first_answer_days", "question_days", *REMINDERS),
}
"""What means something for each kind: only a dropout is handed over, a start closes."""


@bp.get("/municipality")
@for_roles(Permission.MUNICIPALITY_MANAGE)
def municipality() -> ResponseReturnValue:
    """One's own municipality; for the portal's administrators the way to all of them."""
    by = actor()
    if by.role is Role.PLATFORM_ADMIN:
        return redirect(url_for("admin.municipalities"))
    return redirect(url_for("admin.one_municipality", code=by.municipality_code))


@bp.get("/municipalities")
@for_roles(Permission.MUNICIPALITY_MANAGE)
def municipalities() -> ResponseReturnValue:
    form = MunicipalityFilter(formdata=request.args)
    joined = {"yes": True, "no": False}.get(form.joined.data or "") if form.validate() else None
    name = (form.name.data or "") if not form.errors else ""
    found = organisations.municipalities_for(actor(), name=name, joined=joined)
    return render_template(
        "admin/municipalities.html",
        form=form,
        municipalities=found,
        filtered=bool(name or joined is not None),
        is_platform=actor().role is Role.PLATFORM_ADMIN,
    )


@bp.get("/municipalities/<code>")
@for_roles(Permission.MUNICIPALITY_MANAGE)
def one_municipality(code: str) -> ResponseReturnValue:
    found = organisations.municipality_for(actor(), code)
    return _municipality_page(found, "")


def _municipality_page(found: "Municipality", problem: str) -> ResponseReturnValue:
    order = list(FormKind)
    page = render_template(
        "admin/municipality.html",
        municipality=found,
        routines=sorted(found.routines, key=lambda one: order.index(one.kind)),
        preset=routines.preset(found.routine_preset),
        presets=[(name, routines.preset(name)) for name in routines.PRESETS],
        problem=problem,
        wrong=bool(problem),
        is_platform=actor().role is Role.PLATFORM_ADMIN,
    )
    return page, 422 if problem else 200


@bp.route("/municipalities/<code>/contact", methods=["GET", "POST"])
@for_roles(Permission.MUNICIPALITY_MANAGE)
def contact(code: str) -> ResponseReturnValue:
    by = actor()
    found = organisations.municipality_for(by, code)
    form = ContactForm(obj=found)
    if form.validate_on_submit():
        try:
            with transaction():
                locked = organisations.municipality_for(by, code, locked=True)
                settings.set_contact(locked, **form.values(), by=by)
        except Refused as error:
            form.refuse(mishaps.sentence(error))
        else:
            flash(gettext("Kontaktuppgifterna är sparade. Skolorna ser dem direkt."))
            return redirect(url_for("admin.one_municipality", code=code), code=303)
    page = render_template("admin/contact.html", form=form, municipality=found)
    return page, 422 if form.errors else 200


@bp.post("/municipalities/<code>/join")
@for_roles(Permission.MUNICIPALITY_MANAGE)
def join(code: str) -> ResponseReturnValue:
    by, at = actor(), now()
    try:
        with transaction() as session:
            found = organisations.municipality_for(by, code, locked=True)
            settings.join(found, today(at), by=by)
            loading.load_missing(session, code)
    except Refused as error:
        found = organisations.municipality_for(by, code)
        return _municipality_page(found, mishaps.sentence(error))
    flash(gettext("%(name)s är ansluten.", name=found.title))
    return redirect(url_for("admin.one_municipality", code=code), code=303)


@bp.route("/municipalities/<code>/routines/<kind>", methods=["GET", "POST"])
@for_roles(Permission.ROUTINE_MANAGE)
def routine(code: str, kind: str) -> ResponseReturnValue:
    by = actor()
    if kind not in [one.value for one in FormKind]:
        raise NotFound
    found = organisations.municipality_for(by, code)
    chosen = next(one for one in found.routines if one.kind == kind)
    form = _routine_form(chosen)
    if form.validate_on_submit() and _routine_set(form, code, chosen.kind):
        flash(gettext("Rutinen är sparad. Den gäller anmälningar från och med nu."))
        return redirect(url_for("admin.one_municipality", code=code), code=303)
    preset = routines.preset(found.routine_preset)
    page = render_template(
        "admin/routine.html",
        form=form,
        municipality=found,
        routine=chosen,
        preset=preset,
        notes=preset.settings[chosen.kind],
    )
    return page, 422 if form.errors else 200


def _routine_form(routine: "Routine") -> RoutineForm:
    form = RoutineForm(
        obj=routine,
        data={"opens_meeting": "yes" if routine.opens_meeting else "no"},
    )
    picked_up = () if routine.municipality.joined else ("chase_days",)
    form.keep_only((*ASKED[routine.kind], *picked_up))
    if request.method == "GET" and "opens_meeting" in form:
        form.opens_meeting.data = "yes" if routine.opens_meeting else "no"
    return form


def _routine_set(form: RoutineForm, code: str, kind: FormKind) -> bool:
    by, at = actor(), now()
    said: dict[str, Any] = form.values()
    opens = said.pop("opens_meeting", "no") == "yes"
    try:
        with transaction():
            locked = organisations.municipality_for(by, code, locked=True)
            routine = next(one for one in locked.routines if one.kind is kind)
            settings.set_routine(routine, opens_meeting=opens, **said, by=by, at=at)
    except PercentMissing as error:
        form.refuse(mishaps.sentence(error), form.absence_percent)
    return not form.errors


@bp.post("/municipalities/<code>/preset")
@for_roles(Permission.ROUTINE_MANAGE)
def load_preset(code: str) -> ResponseReturnValue:
    """Begin again from another municipality's document; what was changed here is replaced."""
    name = request.form.get("preset", "")
    if name not in routines.PRESETS:
        raise NotFound
    with transaction() as session:
        organisations.municipality_for(actor(), code, locked=True)
        routines.load(session, code, name)
    source = filters.said(routines.preset(name).title)
    flash(gettext("Rutinerna är hämtade från %(source)s.", source=source))
    return redirect(url_for("admin.one_municipality", code=code), code=303)
