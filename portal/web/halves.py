"""Which half-year a page is about: the one in its address, else the one being reported."""

from datetime import date, timedelta

from flask_babel import gettext

from portal.clock import HalfYear, half_year

SETTLING = timedelta(days=60)
"""So long after a half-year one still works with it: then the next one comes first."""
SHOWN = 4
"""Half-years to choose among, the running one included."""


def choices(day: date) -> list[HalfYear]:
    """The running half-year and those before it, the latest first."""
    found = [half_year(day)]
    while len(found) < SHOWN:
        found.append(found[-1].before)
    return found


def chosen(asked: str, day: date) -> HalfYear:
    """The one asked for; anything else means the one that is worked with."""
    fitting = (one for one in choices(day) if str(one) == asked)
    return next(fitting, half_year(day - SETTLING))


def label(half: HalfYear) -> str:
    """As the page calls it."""
    first = gettext("Första halvåret %(year)s", year=half.year)
    return str(first if half.half == 1 else gettext("Andra halvåret %(year)s", year=half.year))
