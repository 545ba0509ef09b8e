"""The municipality's own register: where it is told, of how much, and with which secret."""

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.external_register import ExternalRegisterForm
from portal import https
from portal.clock import now
from portal.db import transaction
from portal.queries import external_register as reading
from portal.vocabulary import Payload, Permission
from portal.web.acting import actor
from portal.web.admin import bp
from portal.web.guards import for_roles
from portal.workflow import external_register as workflow

if TYPE_CHECKING:
    from portal.models import ExternalRegister

__all__ = ["bp"]


@bp.route("/municipalities/<code>/external-register", methods=["GET", "POST"])
@for_roles(Permission.EXTERNAL_REGISTER_SET)
def external_register(code: str) -> ResponseReturnValue:
    """The first time the answer is the page itself, for the secret is shown once."""
    reading.own(actor(), code)
    known = reading.find(code)
    form = ExternalRegisterForm(obj=known)
    made = _set_up(form, code) if form.validate_on_submit() else None
    if made is None:
        return _page(form, code, known), 422 if form.errors else 200
    if known is None:
        return _page(ExternalRegisterForm(obj=made, formdata=None), code, made, made.secret), 200
    flash(gettext("Inställningarna är sparade."), "done")
    return redirect(url_for("admin.external_register", code=code), 303)


def _set_up(form: ExternalRegisterForm, code: str) -> "ExternalRegister | None":
    said = form.address.data or ""
    try:
        with transaction() as session:
            municipality = reading.own(actor(), code, locked=True)
            made = workflow.set_up(
                municipality,
                reading.find(code),
                said,
                Payload(form.payload.data),
                active=bool(form.active.data),
                by=actor(),
                at=now(),
            )
            session.add(made)
            if not made.active:
                reading.give_up_waiting(code)
            return made
    except https.WrongAddress:
        sentence = gettext("Adressen ska börja med https:// och vara utan frågetecken.")
    except https.ClosedHost:
        sentence = gettext(
            "Portalen får inte skicka till den adressen. Be den som driver portalen tillåta den."
        )
    form.refuse(sentence, form.address)
    return None


@bp.post("/municipalities/<code>/external-register/secret")
@for_roles(Permission.EXTERNAL_REGISTER_SET)
def renew_external_secret(code: str) -> ResponseReturnValue:
    """A new secret, shown once; the old one signs nothing more."""
    with transaction():
        municipality = reading.own(actor(), code, locked=True)
        known = reading.of(code)
        workflow.renew_secret(known, municipality, by=actor(), at=now())
    form = ExternalRegisterForm(obj=known, formdata=None)
    return _page(form, code, known, known.secret)


def _page(
    form: ExternalRegisterForm, code: str, known: "ExternalRegister | None", secret: str = ""
) -> str:
    return render_template(
        "admin/external_register.html",
        form=form,
        municipality=reading.own(actor(), code),
        known=known,
        secret=secret,
    )
