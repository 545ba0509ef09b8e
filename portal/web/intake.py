"""Youths who come into the register without a filing: the first question, then who it is."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.intake import FirstQuestion, IntakeForm
from portal.clock import now, today
from portal.db import transaction
from portal.errors import Conflict, Refused
from portal.queries import intake as reading
from portal.queries import people
from portal.vocabulary import Permission
from portal.web import mishaps
from portal.web.acting import actor
from portal.web.guards import for_roles
from portal.web.posted import uuid
from portal.workflow import intake as workflow
from portal.workflow.admission import Youth
from portal.workflow.intake import Known, LastSchool

if TYPE_CHECKING:
    from datetime import datetime

    from portal.models import Membership, RegisterEntry
    from portal.queries.intake import Match

bp = Blueprint("intake", __name__, url_prefix="/register")
NO = "no"
UNPROCESSABLE = 422


@bp.route("/new", methods=["GET", "POST"])
@for_roles(Permission.ENTRY_LIST)
def enter() -> ResponseReturnValue:
    """First whether anything is protected. Only after a no is anything asked about the youth."""
    question = FirstQuestion(request.args)
    if not question.validate() or question.protected.data != NO:
        return _first_question(question)
    by, at = actor(), now()
    form = _form(by, at)
    status, match = 200, None
    if form.validate_on_submit():
        assert form.identity is not None
        match = reading.match(by.municipality_code or "", form.identity.value)
        entry, error = _taken_in(form, match, by, at)
        if entry is not None:
            flash(_("Ungdomen är inskriven i registret."), "done")
            return redirect(url_for("register.show", reference=entry.reference), 303)
        if error is not None:
            form.refuse(mishaps.sentence(error))
            status = error.status
    elif form.errors:
        status = UNPROCESSABLE
    return render_template("register/intake.html", form=form, match=match), status


def _first_question(form: FirstQuestion) -> ResponseReturnValue:
    """The question alone, or whom to phone. Nothing about the youth has been asked or sent."""
    if not form.errors:
        return render_template("register/intake_by_phone.html", municipality=actor().municipality)
    if "protected" not in request.args:
        form = FirstQuestion(formdata=None)
    page = render_template("register/intake_question.html", form=form)
    return page, UNPROCESSABLE if form.errors else 200


def _form(by: "Membership", at: "datetime") -> IntakeForm:
    colleagues = people.caseworkers(by.municipality_code or "")
    return IntakeForm(
        [(one.id, one.user.name) for one in colleagues],
        today=today(at),
        data={"caseworker": str(by.id)},
    )


def _taken_in(
    form: IntakeForm, match: "Match", by: "Membership", at: "datetime"
) -> "tuple[RegisterEntry | None, Refused | Conflict | None]":
    """The new entry, or what stands in its way; then nothing was changed."""
    with transaction() as session:
        try:
            entry = workflow.take_in(
                _youth(form),
                Known(**match._asdict()),
                _caseworker(form, by),
                _last_school(form),
                despite_case=bool(form.despite_case.data),
                by=by,
                at=at,
            )
        except (Refused, Conflict) as error:
            return None, error
        session.add(entry)
    return entry, None


def _youth(form: IntakeForm) -> Youth:
    assert form.identity is not None
    assert form.born is not None
    said: dict[str, Any] = form.values()
    reach = {name: said[name] or "" for name in ("address", "email", "phone")}
    return Youth(
        given_name=said["given_name"] or "",
        family_name=said["family_name"] or "",
        number=form.identity.value,
        birth_date=form.born,
        reason=said["reason"],
        origin=said["origin"],
        **reach,
    )


def _caseworker(form: IntakeForm, by: "Membership") -> "Membership | None":
    wanted = uuid(form.caseworker.data)
    colleagues = people.caseworkers(by.municipality_code or "")
    return next((one for one in colleagues if one.id == wanted), None)


def _last_school(form: IntakeForm) -> LastSchool | None:
    if not form.school.data:
        return None
    return LastSchool(form.school.data, form.ended_on.data, form.source.data)
