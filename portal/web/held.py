"""Nothing typed is lost: what comes after session or page has expired is kept and given back."""

from datetime import datetime
from uuid import UUID

import structlog
from flask import Flask, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError

from portal.clock import now
from portal.db import transaction
from portal.queries import accounts
from portal.web.acting import actor, is_signed_in, last_user_id, writer_of
from portal.web.local_paths import endpoint_of, local_path
from portal.workflow import held_forms

log = structlog.get_logger(__name__)

GIVEN_BACK = "held_form"
"""A field of the page that gives a form back: when it has been sent, the copy goes."""
QUIET = "fetch"
"""What the script sends is still on its page."""


def register(app: Flask) -> None:
    """Forms without a valid token are held; those that came through are forgotten."""
    app.register_error_handler(CSRFError, expired_page)
    app.after_request(_forget_when_sent)


def hold(user_id: UUID | None, *, at: datetime) -> bool:
    """Keep what this request has posted, if it is a form of the user's own that may be kept."""
    path = request.full_path.rstrip("?")
    may_be_kept = (
        user_id is not None
        and request.method == "POST"
        and request.headers.get("X-Requested-With") != QUIET
        and not _is_never_kept()
        and local_path(path, "POST") is not None
    )
    if not may_be_kept or user_id is None:
        return False
    with transaction() as session:
        fields = request.form.items(multi=True)
        session.merge(held_forms.hold(user_id, path, fields, at=at))
    g.held_now = True
    log.info("form held", endpoint=request.endpoint)
    return True


def or_else(wanted: str, *, at: datetime) -> str:
    """Where to go on: first to what is held for the one who is logged in, if anything is."""
    waits = accounts.held_form(actor().user_id, at=at) is not None
    return url_for("account.held_form") if waits else wanted


def _is_never_kept() -> bool:
    """Passwords, and what only the vault's key may open."""
    return (request.endpoint or "account.").partition(".")[0] in ("account", "protection")


def writer() -> UUID | None:
    """Who wrote what this request posts: the page it came from says so, else the session.

    Only our own pages count; a form on somebody else's page carries no token and no session.
    """
    token = request.form.get("csrf_token")
    return writer_of(token) if token else last_user_id()


def expired_page(_: CSRFError) -> ResponseReturnValue:
    """The token was not valid. Whoever wrote the form, and nobody else, gets it back."""
    at = now()
    if not is_signed_in():
        if not hold(writer(), at=at):
            flash(gettext("Sidan hade varit öppen för länge. Försök igen."), "late")
        return redirect(url_for("account.login"), code=303)
    by = actor()
    if writer() != by.user_id or not hold(by.user_id, at=at):
        return render_template("errors/expired.html"), 422
    return held_page(at=at), 422


def held_page(*, at: datetime) -> str:
    """What is held for the one who is logged in, with a button that sends it."""
    held = accounts.held_form(actor().user_id, at=at)
    return render_template(
        "account/held.html",
        held=held,
        fields=held_forms.fields_of(held) if held is not None else [],
        way_back=_page_of(held.path) if held is not None else None,
    )


def _page_of(path: str) -> str | None:
    """The page a form stood on, where that can be opened."""
    return path if endpoint_of(path, "GET") else None


def _forget_when_sent(answer: Response) -> Response:
    went_through = (
        request.method == "POST" and answer.status_code < 400 and "held_now" not in g  # noqa: PLR2004
    )
    if went_through and GIVEN_BACK in request.form and is_signed_in():
        with transaction():
            accounts.discard_held_form(actor().user_id)
    return answer
