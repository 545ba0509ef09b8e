"""The words of the guests' page, in the languages of those who are called most often.

They stand in a file for each language, not in the portal's catalogue: no other page is in these.
"""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from babel.dates import format_date

from portal.clock import local

FOLDER = Path(__file__).parents[1] / "translations" / "guest"
LANGUAGES = ("sv", "en", "ar", "so", "prs", "uk", "es")
"""By their codes in an address and on a page; prs is Dari."""
NEAREST = {"fa": "prs"}
"""What a browser asks for when somebody reads one of ours under another name."""
LOCALES = {"prs": "fa_AF"}
"""Where Babel knows a language by another name."""


@lru_cache(maxsize=len(LANGUAGES))
def words(language: str) -> Mapping[str, str]:
    """All that the page says in one language."""
    said: dict[str, str] = tomllib.loads((FOLDER / f"{language}.toml").read_text())
    return said


def day(at: datetime, language: str) -> str:
    """The day in Sweden, written out with its weekday."""
    return format_date(local(at).date(), "EEEE d MMMM y", locale=LOCALES.get(language, language))


def clock(starts_at: datetime, ends_at: datetime | None = None) -> str:
    """`13:00–13:45`, which all of them read."""
    until = f"–{local(ends_at):%H:%M}" if ends_at else ""
    return f"{local(starts_at):%H:%M}{until}"
