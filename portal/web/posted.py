"""What a request brought that no form of ours has read."""

from uuid import UUID

from flask import request

from forms.checks import visible


def posted() -> dict[str, list[str]]:
    """What was typed, with a sign in place of what no page could show again."""
    return {name: [visible(text) for text in texts] for name, texts in request.form.lists()}


def uuid(text: str | None) -> UUID | None:
    """An id that stands in an address, a form or a cookie; None when it is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def uuids(name: str) -> list[UUID]:
    """The ids of what was marked; what is none is left out."""
    return [found for text in request.form.getlist(name) if (found := uuid(text)) is not None]
