"""All municipalities' function mailboxes at once, from a file: looked at first, then stored."""

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from forms import mailboxes
from forms.mailboxes import MailboxConfirmForm, MailboxFileForm, Read
from portal.db import transaction
from portal.errors import NotAllowed
from portal.queries import organisations
from portal.vocabulary import Permission, Role
from portal.web.acting import actor
from portal.web.admin import bp
from portal.web.guards import for_roles
from portal.workflow import organisations as settings

if TYPE_CHECKING:
    from portal.models import Membership, Municipality

MOST_FAULTS = 20
"""More are not told at once: by then something is wrong with the file as a whole."""


def _the_portals() -> "Membership":
    by = actor()
    if by.role is not Role.PLATFORM_ADMIN:
        raise NotAllowed
    return by


def _all(by: "Membership") -> "dict[str, Municipality]":
    return {one.code: one for one in organisations.municipalities_for(by)}


@bp.route("/mailboxes", methods=["GET", "POST"])
@for_roles(Permission.MUNICIPALITY_MANAGE)
def mailboxes_file() -> ResponseReturnValue:
    """Choose the file; what it would change is shown, and nothing is stored."""
    known = _all(_the_portals())
    form = MailboxFileForm()
    if not form.validate_on_submit():
        page = render_template("admin/mailboxes.html", form=form)
        return page, 422 if form.errors else 200
    content = form.file.data.read(mailboxes.LARGEST + 1)
    return _shown(form, mailboxes.read(mailboxes.text_of(content), known), known)


def _shown(
    form: MailboxFileForm, read: Read, known: "dict[str, Municipality]"
) -> ResponseReturnValue:
    if read.faults:
        for fault in read.faults[:MOST_FAULTS]:
            form.refuse(fault, form.file)
        return render_template("admin/mailboxes.html", form=form), 422
    return render_template(
        "admin/mailboxes_check.html",
        confirm=MailboxConfirmForm(formdata=None, rows=read.text),
        rows=[(known[one.code], one) for one in read.mailboxes],
    )


@bp.post("/mailboxes/store")
@for_roles(Permission.MUNICIPALITY_MANAGE)
def store_mailboxes() -> ResponseReturnValue:
    """Store what was looked at: all of it or nothing."""
    by = _the_portals()
    known = _all(by)
    read = mailboxes.read(MailboxConfirmForm().rows.data or "", known)
    if read.faults:
        return _shown(MailboxFileForm(formdata=None), read, known)
    with transaction():
        changed = [
            settings.set_mailbox(known[one.code], one.email, one.phone, by=by)
            for one in read.mailboxes
        ]
    flash(
        ngettext(
            "%(num)s brevlåda är sparad.",
            "%(num)s brevlådor är sparade.",
            sum(changed),
        )
    )
    return redirect(url_for("admin.municipalities"), 303)
