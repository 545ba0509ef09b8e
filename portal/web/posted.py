"""What a form of no fixed shape brought."""

from contextlib import suppress
from uuid import UUID

from flask import request

from forms.checks import visible


def posted() -> dict[str, list[str]]:
    """What was typed, with a sign in place of what no page could show again."""
    return {name: [visible(text) for text in texts] for name, texts in request.form.lists()}


def uuids(name: str) -> list[UUID]:
    """The ids of what was marked; what is none is left out."""
    found = []
    for text in request.form.getlist(name):
        with suppress(ValueError):
            found.append(UUID(text))
    return found
