"""A view that takes a file may be sent more than a form, by who has logged in; it says how much."""

from collections.abc import Callable
from typing import cast

from flask import Flask, current_app, request

from portal.web.acting import last_user_id
from portal.web.guards import View

FORM = 64 * 1024
"""What the rest of the form may take beside the file."""
LARGEST: dict[View, int] = {}


def takes_file(most: int) -> Callable[[View], View]:
    """For a view whose form has a file of so many bytes at most."""

    def mark(view: View) -> View:
        LARGEST[view] = most + FORM
        return view

    return mark


def register(app: Flask) -> None:
    """Before anything of the request is read."""
    app.before_request(_allow)


def _allow() -> None:
    if request.endpoint is None:
        return
    view = cast(View, current_app.view_functions[request.endpoint])
    if view in LARGEST and last_user_id() is not None:
        request.max_content_length = LARGEST[view]
