"""Logging in and out, switching roles, and one's own account."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.account import (
    ChangePasswordForm,
    ForgottenForm,
    LoginForm,
    PasswordForm,
    ProfileForm,
)
from portal.access.tokens import Purpose, user_of_token
from portal.clock import now
from portal.db import transaction
from portal.errors import NotFound, Refused, WrongPassword
from portal.queries import access_log, people
from portal.queries import accounts as tries
from portal.web import acting, held, logins, mishaps
from portal.web.acting import actor, is_signed_in
from portal.web.frame import LANGUAGES, remember_language
from portal.web.guards import anyone, signed_in
from portal.web.local_paths import local_path
from portal.workflow import accounts

bp = Blueprint("account", __name__)


@bp.route("/login", methods=["GET", "POST"])
@anyone
def login() -> ResponseReturnValue:
    if request.method == "GET" and is_signed_in():
        return redirect(_onwards(request.args.get("next")))
    form = LoginForm(formdata=request.form or None, next=request.args.get("next", ""))
    if not form.validate_on_submit():
        return _login_page(form)
    said = form.values()
    outcome = logins.log_in(said["email"], said["password"], at=now())
    if isinstance(outcome, str):
        form.refuse(outcome)
        return _login_page(form, 429 if outcome == logins.too_many_tries() else 422)
    return _arrive(outcome.memberships, local_path(form.next.data))


def _login_page(form: LoginForm, status: int | None = None) -> ResponseReturnValue:
    was_here = not form.is_submitted() and acting.last_user_id() is not None
    page = render_template("account/login.html", form=form, was_here=was_here)
    return page, status or (422 if form.errors else 200)


def _arrive(memberships: "logins.Memberships", wanted: str | None) -> ResponseReturnValue:
    """First which role, if there are several; then what was typed before; then on."""
    acting.begin(memberships[0], has_others=len(memberships) > 1)
    remember_language(memberships[0].user.locale)
    if len(memberships) > 1:
        return redirect(url_for("account.roles", next=wanted), code=303)
    return redirect(_onwards(wanted), code=303)


def _onwards(wanted: str | None) -> str:
    """Where to go now: to what is held for the person, to what they asked for, or to the start."""
    onward = local_path(wanted) or url_for("start.show")
    return held.or_else(onward, at=now()) if is_signed_in() else onward


@bp.post("/logout")
@anyone
def logout() -> ResponseReturnValue:
    if is_signed_in():
        with transaction():
            logins.end_all_sessions(actor().user_id)
    acting.end()
    flash(gettext("Du är utloggad."))
    answer = redirect(url_for("account.login"), code=303)
    # What the browser has kept of our pages goes, for the next person at a shared computer.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.post("/keepalive")
@signed_in
def keepalive() -> ResponseReturnValue:
    return Response(status=204, mimetype="text/plain")


@bp.post("/language/<code>")
@anyone
def language(code: str) -> ResponseReturnValue:
    if code not in LANGUAGES:
        raise NotFound
    remember_language(code, chosen=True)
    if is_signed_in():
        with transaction():
            people.user(actor().user_id).locale = code
    return redirect(local_path(request.form.get("next")) or url_for("start.show"), code=303)


@bp.get("/accessibility")
@anyone
def accessibility() -> ResponseReturnValue:
    return render_template("account/accessibility.html")


@bp.get("/roles")
@signed_in
def roles() -> ResponseReturnValue:
    memberships = people.memberships_of(actor().user)
    wanted = local_path(request.args.get("next"))
    return render_template("account/roles.html", memberships=memberships, next=wanted)


@bp.post("/roles/<uuid:membership_id>")
@signed_in
def switch(membership_id: UUID) -> ResponseReturnValue:
    membership = people.own_membership(actor().user, membership_id)
    acting.switch(membership)
    flash(
        gettext(
            "Du arbetar nu som %(role)s, %(place)s.",
            role=gettext(membership.role.label).lower(),
            place=membership.organisation_name or gettext("hela portalen"),
        )
    )
    return redirect(_onwards(request.form.get("next")), code=303)


@bp.get("/held")
@signed_in
def held_form() -> ResponseReturnValue:
    return held.held_page(at=now())


@bp.post("/held/discard")
@signed_in
def discard_held_form() -> ResponseReturnValue:
    with transaction():
        tries.discard_held_form(actor().user_id)
    flash(gettext("Det du hade skrivit är borttaget."))
    return redirect(url_for("start.show"), code=303)


@bp.route("/account", methods=["GET", "POST"])
@signed_in
def profile() -> ResponseReturnValue:
    user = actor().user
    form = ProfileForm(obj=user)
    if form.validate_on_submit():
        with transaction():
            accounts.describe(people.user(user.id), **form.values())
        remember_language(form.locale.data, chosen=True)
        flash(gettext("Dina uppgifter är sparade."))
        return redirect(url_for("account.profile"), code=303)
    memberships = people.memberships_of(user)
    page = render_template("account/profile.html", form=form, user=user, memberships=memberships)
    return page, 422 if form.errors else 200


@bp.route("/account/password", methods=["GET", "POST"])
@signed_in
def password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.validate_on_submit() and _changed(form):
        acting.renew(actor())
        flash(gettext("Ditt lösenord är bytt. Du är utloggad överallt utom här."))
        return redirect(url_for("account.profile"), code=303)
    return render_template("account/password.html", form=form), 422 if form.errors else 200


def _changed(form: ChangePasswordForm) -> bool:
    by, at, said = actor(), now(), form.values()
    if not logins.may_try(by.user.email, at=at):
        form.refuse(logins.too_many_tries())
        return False
    try:
        with transaction() as session:
            user = people.user(by.user_id)
            letter = accounts.change_password(user, said["current"], said["password"], at=at)
            session.add(letter)
            logins.forget_tries(user.email)
    except WrongPassword as error:
        form.refuse(mishaps.sentence(error), form.current)
    except Refused as error:
        form.refuse(mishaps.sentence(error), form.password)
    return not form.errors


@bp.get("/account/openings")
@signed_in
def openings() -> ResponseReturnValue:
    after = access_log.Place.parse(request.args.get("after"))
    found = access_log.own_openings(actor().user_id, after=after)
    shown = found[: access_log.PAGE]
    next_url = None
    if len(found) > access_log.PAGE:
        last = access_log.Place(shown[-1].at, shown[-1].id)
        next_url = url_for("account.openings", after=last)
    return render_template("account/openings.html", entries=shown, next_url=next_url)


@bp.route("/forgotten", methods=["GET", "POST"])
@anyone
def forgot() -> ResponseReturnValue:
    form = ForgottenForm()
    if form.validate_on_submit():
        logins.send_link(form.values()["email"], at=now())
        return redirect(url_for("account.link_sent"), code=303)
    return render_template("account/forgot.html", form=form), 422 if form.errors else 200


@bp.get("/forgotten/sent")
@anyone
def link_sent() -> ResponseReturnValue:
    return render_template("account/link_sent.html")


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@anyone
def accept(token: str) -> ResponseReturnValue:
    return _choose_password(token, Purpose.INVITATION)


@bp.route("/reset/<token>", methods=["GET", "POST"])
@anyone
def reset(token: str) -> ResponseReturnValue:
    return _choose_password(token, Purpose.RESET)


def _choose_password(token: str, purpose: Purpose) -> ResponseReturnValue:
    user = user_of_token(token, purpose)
    if user is None:
        return render_template("account/link_over.html", purpose=purpose.word), 404
    form = PasswordForm()
    if form.validate_on_submit() and _chosen(form, token, purpose):
        acting.end()
        flash(gettext("Ditt lösenord är sparat. Logga in med det."))
        return redirect(url_for("account.login"), code=303)
    page = render_template("account/choose.html", form=form, user=user, purpose=purpose.word)
    return page, 422 if form.errors else 200


def _chosen(form: PasswordForm, token: str, purpose: Purpose) -> bool:
    try:
        with transaction():
            user = user_of_token(token, purpose, locked=True)
            if user is None:
                raise NotFound
            accounts.choose_password(user, form.values()["password"])
            logins.forget_tries(user.email)
    except Refused as error:
        form.refuse(mishaps.sentence(error), form.password)
    return not form.errors
