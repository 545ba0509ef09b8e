"""Texts of the page in the reader's language, looked up without asking who reads at every word.

A page says hundreds of texts; Flask-Babel finds locale and catalogue anew for each, which is half
of what a list costs. Here the catalogue is found once per request.
"""

from gettext import NullTranslations
from typing import cast

from flask import Flask, g, has_request_context
from flask_babel import get_translations


def register(app: Flask) -> None:
    """Let templates use the catalogue of the request; after Flask-Babel has installed its own."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of jinja2.ext.i18n
        lambda text: _catalogue().gettext(text),
        lambda one, many, number: _catalogue().ngettext(one, many, number),
        newstyle=True,
        pgettext=lambda context, text: _catalogue().pgettext(context, text),
        npgettext=lambda context, one, many, number: _catalogue().npgettext(
            context, one, many, number
        ),
    )


def _catalogue() -> NullTranslations:
    if not has_request_context():  # a mail: rendered for its receiver's locale, outside a request
        return cast(NullTranslations, get_translations())
    if "catalogue" not in g:
        g.catalogue = get_translations()
    return cast(NullTranslations, g.catalogue)
