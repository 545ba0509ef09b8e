"""School units and who runs them."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.admin import (
    NewOrganiserForm,
    NewUnitForm,
    UnitFilter,
    UnitForm,
    UnitOrganiserForm,
)
from portal.db import transaction
from portal.errors import NotAllowed, OrganiserExists, UnitExists
from portal.queries import organisations
from portal.vocabulary import Permission, Role
from portal.web import mishaps
from portal.web.acting import actor
from portal.web.admin import bp, page_after
from portal.web.guards import for_roles
from portal.workflow import organisations as settings

if TYPE_CHECKING:
    from portal.models import Membership, SchoolUnit

manages_units = for_roles(Permission.SCHOOL_UNIT_MANAGE)


def _is_platform(by: "Membership") -> bool:
    return by.role is Role.PLATFORM_ADMIN


@bp.get("/school-units", endpoint="school_units")
@manages_units
def listing() -> ResponseReturnValue:
    by = actor()
    form = UnitFilter(organisations.choices_of_municipalities(), formdata=request.args)
    search = _search(form) if form.validate() else organisations.UnitSearch()
    after = request.args.get("after")
    found = organisations.units_for(by, search, after=after)
    shown = found[: organisations.PAGE]
    return render_template(
        "admin/school_units.html",
        form=form,
        units=shown,
        filtered=search != organisations.UnitSearch(),
        is_first=not after,
        is_platform=_is_platform(by),
        next_url=page_after("admin.school_units", form, shown[-1].code)
        if len(found) > organisations.PAGE
        else None,
    )


def _search(form: UnitFilter) -> organisations.UnitSearch:
    return organisations.UnitSearch(
        name=form.name.data or "",
        municipality_code=form.municipality.data or "",
        only_incomplete=form.state.data == "incomplete",
    )


@bp.route("/school-units/<code>", methods=["GET", "POST"])
@manages_units
def school_unit(code: str) -> ResponseReturnValue:
    by = actor()
    unit = organisations.unit_for(by, code)
    form = _unit_form(unit, by)
    if form.validate_on_submit():
        _complete(form, code, by)
        flash(gettext("Uppgifterna om skolenheten är sparade."))
        return redirect(url_for("admin.school_units"), code=303)
    page = render_template(
        "admin/school_unit.html", form=form, unit=unit, is_platform=_is_platform(by)
    )
    return page, 422 if form.errors else 200


def _unit_form(unit: "SchoolUnit", by: "Membership") -> UnitForm:
    places = organisations.choices_of_municipalities()
    shares = "yes" if unit.shares_filings else "no"
    if not _is_platform(by):
        form = UnitForm(places, obj=unit)
    else:
        runners = [(one.id.hex, one.name) for one in organisations.organisers()]
        form = UnitOrganiserForm(places, runners, obj=unit)
        if request.method == "GET":
            form.organiser_id.data = unit.organiser_id.hex if unit.organiser_id else ""
    if request.method == "GET":
        form.shares_filings.data = shares
    return form


def _complete(form: UnitForm, code: str, by: "Membership") -> None:
    said = form.values()
    with transaction():
        unit = organisations.unit_for(by, code, locked=True)
        place = organisations.municipality(said["municipality_code"])
        settings.complete_unit(unit, said["name"], said["form"], said["town"], place, by=by)
        settings.share_filings(unit, shares=form.shares_filings.data == "yes", by=by)
        if isinstance(form, UnitOrganiserForm):
            chosen = form.organiser_id.data
            runner = organisations.organiser(UUID(chosen) if chosen else None)
            settings.set_organiser(unit, form.organiser_kind.data, runner, by=by)


@bp.route("/school-units/new", methods=["GET", "POST"])
@manages_units
def new_school_unit() -> ResponseReturnValue:
    by = actor()
    if not _is_platform(by):
        raise NotAllowed
    form = NewUnitForm()
    if form.validate_on_submit() and _unit_made(form, by):
        flash(gettext("Skolenheten finns nu. Fyll i det som saknas."))
        return redirect(url_for("admin.school_unit", code=form.code.data), code=303)
    return render_template("admin/new_school_unit.html", form=form), 422 if form.errors else 200


def _unit_made(form: NewUnitForm, by: "Membership") -> bool:
    code = form.values()["code"]
    if organisations.unit_exists(code):
        form.refuse(mishaps.sentence(UnitExists()), form.code)
        return False
    with transaction() as session:
        session.add(settings.new_unit(code, by=by))
    return True


@bp.get("/organisers")
@manages_units
def organisers() -> ResponseReturnValue:
    if not _is_platform(actor()):
        raise NotAllowed
    return render_template("admin/organisers.html", organisers=organisations.organisers())


@bp.route("/organisers/new", methods=["GET", "POST"])
@manages_units
def new_organiser() -> ResponseReturnValue:
    by = actor()
    if not _is_platform(by):
        raise NotAllowed
    form = NewOrganiserForm(organisations.choices_of_municipalities())
    if form.validate_on_submit() and _organiser_made(form, by):
        flash(gettext("Huvudmannen finns nu. Bjud in dess administratör."))
        return redirect(url_for("admin.organisers"), code=303)
    return render_template("admin/new_organiser.html", form=form), 422 if form.errors else 200


def _organiser_made(form: NewOrganiserForm, by: "Membership") -> bool:
    said = form.values()
    if organisations.organiser_exists(said["name"], said["municipality_code"] or None):
        form.refuse(mishaps.sentence(OrganiserExists()), form.name)
        return False
    with transaction() as session:
        place = organisations.municipality(said["municipality_code"])
        session.add(settings.new_organiser(said["name"], said["kind"], place, by=by))
    return True
