"""A filing that was handed over on paper while the portal was away, and is entered afterwards.

What counts is when the municipality was told: that is the filing's time, and its clocks run from
it, even if a day has passed before the filing is entered. When it was entered is kept beside it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from portal.clock import today
from portal.errors import PaperBeforeEvent, PaperTimeAhead, PaperTooOld
from portal.vocabulary import FormKind

AHEAD = frozenset({FormKind.DROPOUT, FormKind.START})
"""Kinds that may tell of a day to come: the paper may be older than what it tells of."""


@dataclass(frozen=True)
class OnPaper:
    """When the paper was handed over, and who at the municipality was told."""

    at: datetime
    to: str = ""


def handed_over(handed_at: datetime, to: str, *, most_days: int, at: datetime) -> OnPaper:
    """What is entered now. Raises a Refused when the time cannot be right, or is long ago."""
    if handed_at > at:
        raise PaperTimeAhead
    if (today(at) - today(handed_at)).days > most_days:
        raise PaperTooOld(days=str(most_days))
    return OnPaper(handed_at, to)


def fits(on_paper: OnPaper, kind: FormKind, event_on: date, *, at: datetime) -> None:
    """Nobody can have told of what had not happened. Raises a Refused."""
    if on_paper.at > at:
        raise PaperTimeAhead
    if kind not in AHEAD and event_on > today(on_paper.at):
        raise PaperBeforeEvent
