"""Where to go on: only to pages of our own, whatever somebody has written in an address."""

import re
from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

_PLAIN = re.compile(r"/(?!/)[A-Za-z0-9/_.~-]*(\?[A-Za-z0-9/_.~%=&+,:-]*)?")
"""No scheme, no host, no backslash, no sign that some browser reads as another."""


def local_path(wanted: str | None, method: str = "GET") -> str | None:
    """The path, if it is one of ours that can be asked for in this way; else None."""
    if not wanted or "//" in wanted or not _PLAIN.fullmatch(wanted):
        return None
    return wanted if endpoint_of(wanted, method) else None


def endpoint_of(path: str, method: str) -> str | None:
    """Which view answers there."""
    try:
        endpoint, _ = current_app.url_map.bind("").match(urlsplit(path).path, method=method)
    except (HTTPException, RequestRedirect):
        return None
    return str(endpoint)
