"""How the guests' page writes, in the languages of those who are called most often."""

from datetime import datetime

from babel.dates import format_date

from portal.clock import local
from portal.vocabulary import GuestLanguage
from portal.vocabulary.languages import guest_words as words

__all__ = ["LANGUAGES", "LOCALES", "NEAREST", "clock", "day", "words"]

LANGUAGES = tuple(language.value for language in GuestLanguage)
NEAREST = {"fa": "prs"}
"""What a browser asks for when somebody reads one of ours under another name."""
LOCALES = {"prs": "fa_AF"}
"""Where Babel knows a language by another name."""


def day(at: datetime, language: str) -> str:
    """The day in Sweden, written out with its weekday."""
    return format_date(local(at).date(), "EEEE d MMMM y", locale=LOCALES.get(language, language))


def clock(starts_at: datetime, ends_at: datetime | None = None) -> str:
    """`13:00–13:45`, which all of them read."""
    until = f"–{local(ends_at):%H:%M}" if ends_at else ""
    return f"{local(starts_at):%H:%M}{until}"
