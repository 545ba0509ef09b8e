"""Where a pupil system tells that something has changed. Nobody logs in, and nothing is read."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from portal.clock import now
from portal.db import transaction
from portal.queries import sources
from portal.web import logins
from portal.web.guards import anyone
from portal.workflow import sources as workflow

bp = Blueprint("pings", __name__)

LARGEST = 4096
"""Bytes of what is sent; it is thrown away."""
HEARD, NOBODY, TOO_MANY = 200, 404, 429
"""There are systems that take no other answer than 200 for heard, and send it again."""


@bp.post("/pings/<token>")
@anyone
def hear(token: str) -> ResponseReturnValue:
    """Whatever it says, however spelt: the roll is asked for soon. Only the address is a key."""
    request.max_content_length = LARGEST
    request.get_data()  # an answer before all is sent may be lost on the way
    at = now()
    with transaction():
        source = sources.of_ping(token)
        if source is not None:
            workflow.pinged(source, at=at)
    if source is not None:
        return Response(status=HEARD, mimetype="text/plain")
    known_not = NOBODY if logins.may_try(token, at=at, purpose="ping", apart=True) else TOO_MANY
    return Response(status=known_not, mimetype="text/plain")
