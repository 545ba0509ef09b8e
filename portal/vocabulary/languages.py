"""The languages of those who are called to a meeting and have no account, and what they read.

Their words stand in a file for each language, not in the portal's catalogue: no other page and no
other letter is in these.
"""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from portal.vocabulary.word import N_, Word

FOLDER = Path(__file__).parents[1] / "translations" / "guest"


class GuestLanguage(Word):
    """By their codes in an address and on a page; prs is Dari."""

    SWEDISH = "sv", N_("På svenska")
    ENGLISH = "en", N_("På engelska")
    ARABIC = "ar", N_("På arabiska")
    SOMALI = "so", N_("På somaliska")
    DARI = "prs", N_("På dari")
    UKRAINIAN = "uk", N_("På ukrainska")
    SPANISH = "es", N_("På spanska")


@lru_cache(maxsize=len(GuestLanguage))
def guest_words(language: str) -> Mapping[str, str]:
    """All that a guest's page and mails say in one language."""
    said: dict[str, str] = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return said
