"""What a drill has to show: one line with its figure and its target."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was seen, beside what it has to be."""

    seen: str
    target: str
    holds: bool

    def line(self, name: str) -> str:
        verdict = "ok" if self.holds else "MISSED"
        return f"{name:20} {verdict:7} {self.seen}   (target: {self.target})"


@dataclass(frozen=True)
class Drill:
    """One thing that is broken on purpose. Its group is the first word of its name."""

    name: str
    run: Callable[[], Figure]

    def is_meant(self, wanted: str) -> bool:
        return not wanted or wanted in (self.name, self.name.partition("-")[0])


def meant(wanted: str, drills: tuple[Drill, ...]) -> tuple[Drill, ...]:
    """The one of that name, or the group; all when nothing is said."""
    return tuple(drill for drill in drills if drill.is_meant(wanted))
