"""What was sent, to which function, and whether it arrived; what did not can be sent again."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.delivery import MessageFilter
from portal.access.rules import roles_with
from portal.clock import now
from portal.db import transaction
from portal.queries import delivery as messages
from portal.vocabulary import UNDELIVERED, Permission, Role
from portal.web import delivery_words
from portal.web.acting import actor
from portal.web.admin import page_after
from portal.web.guards import for_roles
from portal.workflow import delivery

if TYPE_CHECKING:
    from portal.models import Membership, Message

bp = Blueprint("delivery", __name__, url_prefix="/delivery")


@bp.get("")
@for_roles(Permission.DELIVERY_LIST)
def listing() -> ResponseReturnValue:
    """The messages about one's own cases; the portal's administrator sees that there are some."""
    by = actor()
    form = MessageFilter(request.args)
    search = _search(form)
    after = messages.Place.parse(request.args.get("after", ""))
    found = messages.page(by, search, after=after)
    shown = found[: messages.PAGE]
    last = shown[-1].Message if len(found) > messages.PAGE else None
    return render_template(
        "delivery/listing.html",
        form=form,
        rows=[delivery_words.line(one, resends=_may_resend(by, one)) for one in shown],
        bare=by.role is Role.PLATFORM_ADMIN,
        case_page="school.case" if by.school_unit_code else "cases.show",
        entry_page="register.show",
        filtered=search != messages.Search(),
        is_first=after is None,
        next_url=_page_after(form, last) if last else None,
        here=request.full_path.rstrip("?"),
    )


def _search(form: MessageFilter) -> messages.Search:
    """A filter that cannot be read filters nothing."""
    if not form.validate():
        return messages.Search()
    return messages.Search(form.state.data, form.first_day.data, form.last_day.data)


def _may_resend(by: "Membership", row: Any) -> bool:
    """As workflow/delivery.py has it, without reading each case."""
    failed = row.Message.state in UNDELIVERED
    return failed and bool(row.stands) and by.role in roles_with(Permission.DELIVERY_RESEND)


def _page_after(form: MessageFilter, last: Any) -> str:
    return page_after("delivery.listing", form, messages.Place(last.created_at, last.id))


@bp.post("/<uuid:message_id>/resend")
@for_roles(Permission.DELIVERY_RESEND)
def resend(message_id: UUID) -> ResponseReturnValue:
    """Begin anew with one that was given up."""
    by, at = actor(), now()
    with transaction():
        message = messages.message_for(by, message_id)
        delivery.resend(message, by=by, at=at)
    flash(_("Utskicket skickas igen inom kort. Läget står i listan."), "done")
    return redirect(_back(message), 303)


def _back(message: "Message") -> str:
    """The list one came from, with its filter, or the youth's page; nowhere else."""
    path, home = request.form.get("back", ""), url_for("delivery.listing")
    if message.entry and path == url_for("register.show", reference=message.reference):
        return path
    return path if path.isprintable() and path.startswith(f"{home}?") else home
