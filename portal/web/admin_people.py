"""People and their roles: who works where, inviting somebody, ending a role."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.admin import InviteForm, PeopleFilter
from portal.clock import now
from portal.db import transaction
from portal.errors import Refused
from portal.queries import organisations, people
from portal.vocabulary import SCHOOL_ROLES, Permission, Role
from portal.web import mishaps
from portal.web.acting import actor
from portal.web.admin import bp, page_after
from portal.web.guards import for_roles
from portal.web.posted import uuid
from portal.workflow import people as posts

if TYPE_CHECKING:
    from portal.models import Membership

manages_people = for_roles(Permission.PEOPLE_MANAGE)


@bp.get("/people", endpoint="people")
@manages_people
def listing() -> ResponseReturnValue:
    by = actor()
    form = PeopleFilter(_shown_roles(by), _places(by), formdata=request.args)
    ended = form.ended.data == "yes"
    search = _search(by, form, ended=ended) if form.validate() else people.Search(ended=ended)
    after = uuid(request.args.get("after"))
    found = people.people_for(by, search, after=after)
    shown = found[: people.PAGE]
    return render_template(
        "admin/people.html",
        form=form,
        memberships=shown,
        ended=ended,
        filtered=search != people.Search(ended=ended),
        is_first=after is None,
        next_url=page_after("admin.people", form, shown[-1].id)
        if len(found) > people.PAGE
        else None,
        can_end=lambda one: one.role in posts.GIVES[by.role] and one.user_id != by.user_id,
        shows_protection_officers=by.role is Role.MUNICIPALITY_ADMIN,
    )


def _shown_roles(by: "Membership") -> list[Role]:
    """The roles in the list: those one gives, and the one that is only shown."""
    gives = list(posts.GIVES[by.role])
    return [*gives, Role.PROTECTION_OFFICER] if by.role is Role.MUNICIPALITY_ADMIN else gives


def _places(by: "Membership") -> list[tuple[str, str]]:
    if by.role is Role.ORGANISER_ADMIN:
        return organisations.choices_of_units(by)
    if by.role is Role.PLATFORM_ADMIN:
        return organisations.choices_of_municipalities()
    return []


def _search(by: "Membership", form: PeopleFilter, *, ended: bool) -> people.Search:
    place = form.place.data or ""
    at_school = by.role is Role.ORGANISER_ADMIN
    return people.Search(
        role=Role(form.role.data) if form.role.data else None,
        school_unit_code=place if at_school else "",
        municipality_code="" if at_school else place,
        ended=ended,
    )


@bp.route("/people/invite", methods=["GET", "POST"])
@manages_people
def invite() -> ResponseReturnValue:
    form = _invite_form(actor())
    if form.validate_on_submit() and _invited(form):
        flash(gettext("En inbjudan är på väg till %(address)s.", address=form.email.data))
        return redirect(url_for("admin.people"), code=303)
    return render_template("admin/invite.html", form=form), 422 if form.errors else 200


def _invite_form(by: "Membership") -> InviteForm:
    known: dict[str, Any] = {}
    if by.role is Role.ORGANISER_ADMIN:
        known["units"] = organisations.choices_of_units(by)
    if by.role is Role.PLATFORM_ADMIN:
        known["municipalities"] = organisations.choices_of_municipalities()
        known["organisers"] = [(one.id.hex, one.name) for one in organisations.organisers()]
    asked = request.args
    chosen = {
        "school_unit_code": asked.get("unit"),
        "municipality_code": asked.get("municipality"),
        "organiser_id": asked.get("organiser"),
    }
    return InviteForm(posts.GIVES[by.role], **known, data=chosen)


def _invited(form: InviteForm) -> bool:
    by, at, said = actor(), now(), form.values()
    try:
        with transaction() as session:
            user = people.user_by_email(said["email"])
            has = people.memberships_of(user) if user is not None else []
            if user is None:
                who = {name: said[name] for name in ("email", "name", "title", "phone")}
                user = posts.new_user(**who, at=at)
            membership, letter = posts.invite(user, has, _post(form, by), by=by, at=at)
            session.add_all([user, membership])
            session.flush()
            session.add(letter)
    except Refused as error:
        form.refuse(mishaps.sentence(error))
    return not form.errors


def _post(form: InviteForm, by: "Membership") -> posts.Post:
    role = form.role.data
    if role in SCHOOL_ROLES:
        return posts.Post(role, unit=organisations.unit_for(by, form.school_unit_code.data))
    if role is Role.ORGANISER_ADMIN:
        chosen = uuid(form.organiser_id.data)
        return posts.Post(role, organiser=organisations.organiser(chosen))
    if role is Role.PLATFORM_ADMIN:
        return posts.Post(role)
    code = by.municipality_code or form.values()["municipality_code"]
    return posts.Post(role, municipality=organisations.municipality(code))


@bp.post("/people/<uuid:membership_id>/invitation")
@manages_people
def remind(membership_id: UUID) -> ResponseReturnValue:
    """Send the invitation once more; the links sent before go on until one is used."""
    with transaction() as session:
        membership = people.membership_for(actor(), membership_id, locked=True)
        session.add(posts.tell(membership, at=now()))
    flash(gettext("En ny inbjudan är på väg till %(address)s.", address=membership.user.email))
    return redirect(url_for("admin.people"), code=303)


@bp.get("/people/<uuid:membership_id>/end")
@manages_people
def confirm_end(membership_id: UUID) -> ResponseReturnValue:
    membership = people.membership_for(actor(), membership_id)
    return _end_page(membership, "")


def _end_page(membership: "Membership", problem: str) -> ResponseReturnValue:
    cases, entries = people.amount_of_work(membership)
    page = render_template(
        "admin/end_role.html",
        membership=membership,
        cases=cases,
        entries=entries,
        problem=problem,
        wrong=bool(problem),
    )
    return page, 422 if problem else 200


@bp.post("/people/<uuid:membership_id>/end")
@manages_people
def end(membership_id: UUID) -> ResponseReturnValue:
    by, at = actor(), now()
    try:
        with transaction():
            membership = people.membership_for(by, membership_id)
            others = len(people.holders_of_same_post(membership)) - 1
            cases, entries = people.work_of(membership, locked=True)
            posts.end(membership, cases, entries, others=others, by=by, at=at)
    except Refused as error:
        membership = people.membership_for(by, membership_id)
        return _end_page(membership, mishaps.sentence(error))
    flash(gettext("%(name)s har inte längre rollen.", name=membership.user.name))
    return redirect(url_for("admin.people"), code=303)
