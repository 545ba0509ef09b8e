"""Small numbers are not shown, and cannot be computed from what is shown.

A number from 1 to 4 may tell of somebody. It is hidden, and with it as many of the next smallest
parts of the same whole as it takes: never one alone, and always so many youths together that each
hidden part may be any of five numbers. A small whole is not told apart at all. What is hidden in a
half-year is hidden in its year, since the other half would tell it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

Part = TypeVar("Part")
LEAST = 5
"""The smallest number that is shown, beside nought."""


@dataclass(frozen=True)
class Shown(Generic[Part]):
    """What may be shown of a whole and its parts; None is hidden."""

    parts: Mapping[Part, int | None]
    whole: int | None

    def share(self, *of: Part) -> float | None:
        """What per cent of the whole some parts are together; None where that is hidden."""
        counted = [self.parts[one] for one in of]
        if not self.whole or None in counted:
            return None
        return 100 * sum(one for one in counted if one is not None) / self.whole

    @property
    def hides(self) -> bool:
        return self.whole is None or None in self.parts.values()


def shown(parts: Mapping[Part, int]) -> Shown[Part]:
    """A whole and its parts, without what could be told from them about a few."""
    whole = sum(parts.values())
    if whole == 0:
        return Shown(dict(parts), 0)
    if whole < LEAST:
        return nothing(parts)
    if whole < len(parts) + LEAST - 1:
        return Shown(dict.fromkeys(parts), whole)
    hidden = _hidden(parts)
    return Shown({one: None if one in hidden else parts[one] for one in parts}, whole)


def nothing(parts: Mapping[Part, int]) -> Shown[Part]:
    """Where even the whole would tell too much."""
    return Shown(dict.fromkeys(parts), None)


def _hidden(parts: Mapping[Part, int]) -> set[Part]:
    hidden = {one for one, count in parts.items() if 0 < count < LEAST}
    for one in sorted((one for one in parts if parts[one] >= LEAST), key=lambda one: parts[one]):
        if not hidden or _is_safe(hidden, parts):
            break
        hidden.add(one)
    return hidden


def _is_safe(hidden: set[Part], parts: Mapping[Part, int]) -> bool:
    """More than one, and each may be any of at least five numbers, the others being at least 1."""
    together = sum(parts[one] for one in hidden)
    return len(hidden) > 1 and together - len(hidden) >= LEAST - 1


def together(halves: list[Shown[Part]]) -> Shown[Part]:
    """The year of some half-years: their sum, where all of it is shown."""
    first = halves[0]
    return Shown(
        {one: _sum([half.parts[one] for half in halves]) for one in first.parts},
        _sum([half.whole for half in halves]),
    )


def _sum(counts: list[int | None]) -> int | None:
    said = [one for one in counts if one is not None]
    return sum(said) if len(said) == len(counts) else None


def tells_of_few(*counts: int | None) -> bool:
    """Whether two numbers, of which one holds the other, differ by so little."""
    said = sorted(one for one in counts if one is not None)
    return any(0 < b - a < LEAST for a, b in pairwise(said))
