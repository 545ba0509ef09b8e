"""What a pupil who may leave is told, in the languages of the guests' page.

The words stand in a file for each language. What is said of law is said of these sources only.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask_babel import gettext

from portal.vocabulary import Step
from portal.web.guest_words import LANGUAGES
from portal.web.school_words import TELLS

if TYPE_CHECKING:
    from portal.models import Event

FOLDER = Path(__file__).parents[1] / "translations" / "leaving"
SOURCES = (
    "Skollagen (2010:800) 15 kap. 5 och 15 §§, 18 kap. 15 § och 29 kap. 9 § · "
    "Gymnasieförordningen (2010:2039) 12 kap. 4 § · "
    "Förordningen (2006:39) 4 och 7 §§ · CSN, Studiehjälp"
)
"""Names of laws, which are the same in every language."""


@lru_cache(maxsize=len(LANGUAGES))
def words(language: str) -> Mapping[str, Any]:
    """All that the page says in one language."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text())


def given(events: "Iterable[Event]") -> list[tuple[str, str]]:
    """How the pupil was given it the last time; `events` come the latest first."""
    last = next((event for event in events if event.step is Step.INFORM), None)
    if last is None:
        return []
    by = last.actor.user.name if last.actor else ""
    said = {label: text for label, text in TELLS[Step.INFORM](last.facts) if text}
    return list(({gettext("Av"): by} | said).items())
