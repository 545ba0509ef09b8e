"""What a free text should seldom hold: a warning that is shown once, and never a refusal.

The writer knows better than a list of words. What was warned about is said back with the form; sent
again, it is accepted, also without script.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask_babel import gettext
from wtforms import Field, HiddenField

from forms.base import PortalForm
from portal.vocabulary import N_

WORDS = Path(__file__).with_name("sensitive_words.txt")
SENTENCES = {
    "number": N_("Texten ser ut att innehålla ett personnummer."),
    "contact": N_("Texten ser ut att innehålla ett telefonnummer eller en e-postadress."),
    "words": N_("Texten kan handla om hälsa, brott eller något annat som inte får stå här."),
}
NUMBER = re.compile(r"(?<!\d)(?:19|20)?\d{2}[01]\d[0-9]\d[-+ ]?\d{4}(?!\d)")
MAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w{2,}")
PHONE = re.compile(r"(?<![\d-])(?:\+\d{2}|0)[\d \-/()]{6,}\d(?!\d)")


@lru_cache(maxsize=1)
def _words() -> re.Pattern[str]:
    lines = (line.strip() for line in WORDS.read_text(encoding="utf-8").splitlines())
    words = [line for line in lines if line and not line.startswith("#")]
    shapes = (re.escape(word.removesuffix("*")) + r"\w*" * word.endswith("*") for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(shapes)})(?!\w)", re.IGNORECASE)


def kinds(text: str) -> list[str]:
    """What a text should perhaps not hold."""
    found = {
        "number": NUMBER.search(text),
        "contact": MAIL.search(text) or PHONE.search(NUMBER.sub("", text)),
        "words": _words().search(text),
    }
    return [kind for kind, hit in found.items() if hit]


class CautiousForm(PortalForm):
    """Warns about what its free texts hold, once."""

    warned = HiddenField()
    """What the writer has been warned about already: fields and kinds, nothing that was typed."""

    cautious: tuple[str, ...] = ()
    """The names of the free texts."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Right, and nothing to warn about that has not been said."""
        right = bool(super().validate(extra_validators))
        found = self._cautions()
        marks = {mark for mark, _field, _said in found}
        seen = marks & set((self.warned.data or "").split())
        self.cautions = found if right else []
        self.warned.data = " ".join(sorted(marks if right else seen))
        return right and marks == seen

    def _cautions(self) -> list[tuple[str, Field, str]]:
        return [
            (f"{name}:{kind}", self[name], gettext(SENTENCES[kind]))
            for name in self.cautious
            for kind in kinds(self[name].data or "")
        ]

    def values(self) -> dict[str, Any]:
        """What was typed, without what was warned about."""
        return {name: said for name, said in super().values().items() if name != "warned"}
