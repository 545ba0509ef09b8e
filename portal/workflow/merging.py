"""Two who write in one draft, or one in two tabs: newer text is never overwritten unseen.

A page carries a mark of what each of its fields held when it was drawn. Against that mark a posted
field tells who has changed it: this page, another one, or both, and only both must be asked about.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Merged:
    """What a page and the draft say together."""

    answers: dict[str, list[str]]
    """For each field the newer text; where both are new, that of the page."""
    both: list[str]
    """Fields that were changed here and elsewhere, differently."""


def marks(typed: Typed, names: Iterable[str]) -> str:
    """What the fields of a page hold when it is drawn, for the page to carry."""
    return " ".join(f"{name}:{_mark(said(typed, name))}" for name in sorted(names))


def merge(draft: Typed, posted: Typed, names: Iterable[str], drawn: str) -> Merged:
    """Lay what a page has posted over the draft. `drawn` are the marks that the page carries."""
    seen = dict(one.partition(":")[::2] for one in drawn.split())
    answers, both = {}, []
    for name in names:
        here, there = said(posted, name), said(draft, name)
        new_there = bool(drawn) and seen.get(name) != _mark(there)
        if here != there and new_there and seen.get(name) == _mark(here):
            answers[name] = list(draft.get(name, ()))
            continue
        answers[name] = list(posted.get(name, ()))
        if here != there and new_there and there:
            both.append(name)
    return Merged(answers, both)


def same(one: Typed, other: Typed) -> bool:
    """Whether two say the same in every field."""
    return all(said(one, name) == said(other, name) for name in one.keys() | other.keys())


def said(typed: Typed, name: str) -> list[str]:
    """What a field says: a browser sends an empty text where a draft has nothing at all."""
    return [text.replace("\r\n", "\n") for text in typed.get(name, ()) if text]


def _mark(texts: list[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode(errors="replace")).hexdigest()[:8]
