"""What a person sees when something could not be done: a sentence, and the way back."""

import structlog
from flask import Flask, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import HTTPException, SecurityError

from portal.db import forget_session
from portal.errors import NotFound, PortalError

log = structlog.get_logger(__name__)

KNOWN = frozenset({403, 404, 405, 409, 413, 422, 429, 500})
"""Statuses with a page of their own; the others read like 400's neighbour 422."""


def register(app: Flask) -> None:
    """Every mishap gets a page in the person's language; a bug gets 500 and a line in the log."""
    app.register_error_handler(SecurityError, another_host)
    app.register_error_handler(PortalError, refused)
    app.register_error_handler(HTTPException, unhandled)
    app.register_error_handler(Exception, broken)


def sentence(error: PortalError) -> str:
    """What the error says, in the language of the page."""
    return str(gettext(error.sentence, **error.facts))


def refused(error: PortalError) -> ResponseReturnValue:
    """What was begun is undone, so the one who is logged in must be read anew for the frame."""
    forget_session()
    read_anew()
    return _page(error.status, sentence(error))


def read_anew() -> None:
    """Whoever is logged in belongs to a database session that is gone."""
    g.pop("_login_user", None)


def unhandled(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:  # noqa: PLR2004 (a redirect is an HTTPException too)
        return error
    return _page(status, gettext(NotFound.sentence) if status == NotFound.status else "")


def broken(error: Exception) -> ResponseReturnValue:
    """A bug: what it was goes to the log by type and place, never with anybody's data."""
    forget_session()
    g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]  # flask-login's: the page must not need the database
    log.error("broken", endpoint=request.endpoint, request_id=g.get("request_id"), exc_info=error)
    return _page(500, "")


def another_host(_: SecurityError) -> ResponseReturnValue:
    """Asked for under a name that is not ours: no page of ours has an address there."""
    return Response("400", 400, mimetype="text/plain")


def _page(status: int, said: str) -> ResponseReturnValue:
    name = status if status in KNOWN else 422
    return render_template(f"errors/{name}.html", sentence=said), status
