"""How days, times, numbers and words are written on a page, in Swedish and in English.

The names of days and months stand here in tables: a queue writes hundreds of dates, and Babel takes
a tenth of a millisecond for each.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from flask import Flask
from flask_babel import get_locale, gettext, ngettext

from portal import clock, identity
from portal.vocabulary import Word
from portal.web import assets, charts, controls

HARD_SPACE = "\N{NO-BREAK SPACE}"


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@dataclass(frozen=True)
class Manner:
    """How one language writes days, times and numbers."""

    days: tuple[str, ...]
    short_months: tuple[str, ...]
    months: tuple[str, ...]
    time: str
    at: str
    thousands: str
    decimal: str
    percent: str


SWEDISH = Manner(
    days=_names("mån tis ons tor fre lör sön"),
    short_months=_names("jan feb mars apr maj juni juli aug sep okt nov dec"),
    months=_names(
        "januari februari mars april maj juni juli augusti september oktober november december"
    ),
    time="%H.%M",
    at=f"kl.{HARD_SPACE}",
    thousands=HARD_SPACE,
    decimal=",",
    percent=f"{HARD_SPACE}%",
)
ENGLISH = Manner(
    days=_names("Mon Tue Wed Thu Fri Sat Sun"),
    short_months=_names("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    months=_names(
        "January February March April May June July August September October November December"
    ),
    time="%H:%M",
    at=f"at{HARD_SPACE}",
    thousands=",",
    decimal=".",
    percent="%",
)
MANNERS = {"sv": SWEDISH, "en": ENGLISH}


class Said(NamedTuple):
    """A few words and the tone they are shown in: late, soon, done, neutral, or none at all."""

    text: str
    tone: str


def manner() -> Manner:
    """How the reader's language writes."""
    locale = get_locale()
    return MANNERS.get(locale.language, SWEDISH) if locale else SWEDISH


def today() -> date:
    """Which day it is for the reader."""
    return clock.today(clock.now())


def on(value: date) -> date:
    """The day in Sweden of a day or an instant."""
    return clock.today(value) if isinstance(value, datetime) else value


def day(value: date | None, *, inline: bool = False) -> str:
    """`Tor 26 nov`, with the year when it is another one; `tor 26 nov` inside a sentence."""
    if value is None:
        return ""
    which, words = on(value), manner()
    text = f"{words.days[which.weekday()]} {_day_and_month(which, words.short_months)}"
    if which.year != today().year:
        text += f" {which.year}"
    return text if inline else text[0].upper() + text[1:]


def date_long(value: date | None) -> str:
    """`23 nov 2026`."""
    if value is None:
        return ""
    which = on(value)
    return f"{_day_and_month(which, manner().short_months)} {which.year}"


def date_full(value: date | None) -> str:
    """`23 november 2026`."""
    if value is None:
        return ""
    which = on(value)
    return f"{_day_and_month(which, manner().months)} {which.year}"


def clock_time(value: datetime | None) -> str:
    """`09.12`."""
    return "" if value is None else clock.local(value).strftime(manner().time)


def moment(value: datetime | None) -> str:
    """`23 nov 2026 kl. 09.12`."""
    return "" if value is None else f"{date_long(value)} {manner().at}{clock_time(value)}"


def day_moment(value: datetime | None) -> str:
    """`Mån 23 nov kl. 09.12`, with the year when it is another one."""
    return "" if value is None else f"{day(value)} {manner().at}{clock_time(value)}"


def span(start: datetime, end: datetime | None = None) -> str:
    """When a meeting is: `Tis 1 december kl. 13.00–13.45`."""
    which, words = on(start), manner()
    weekday = words.days[which.weekday()].capitalize()
    year = f" {which.year}" if which.year != today().year else ""
    until = f"–{clock_time(end)}" if end else ""
    when = f"{words.at}{clock_time(start)}{until}"
    return f"{weekday} {_day_and_month(which, words.months)}{year} {when}"


def period(start: date, end: date) -> str:
    """`23–29 november 2026`, `30 november–6 december 2026`."""
    months = manner().months
    last = f"{_day_and_month(end, months)} {end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{last}"
    first = _day_and_month(start, months)
    return f"{first}–{last}" if start.year == end.year else f"{first} {start.year}–{last}"


def month(value: date) -> str:
    """`november 2026`."""
    return f"{manner().months[value.month - 1]} {value.year}"


def month_short(value: date) -> str:
    """`nov`."""
    return manner().short_months[value.month - 1]


def week(value: date) -> int:
    """The number of the week, as Sweden counts them."""
    return on(value).isocalendar().week


def number(value: float | None, decimals: int | None = None) -> str:
    """`1 000`, `3,5`. Without `decimals` a fraction gets one, and none when it is zero."""
    if value is None:
        return "–"
    words = manner()
    places = (0 if round(value, 1) == int(value) else 1) if decimals is None else decimals
    text = f"{abs(value):,.{places}f}".translate({44: words.thousands, 46: words.decimal})
    return f"\N{MINUS SIGN}{text}" if round(value, places) < 0 else text


def percent(value: float | None, decimals: int | None = None) -> str:
    """`14,5 %`, from the number 14.5."""
    return "–" if value is None else number(value, decimals) + manner().percent


def word(value: Word | None) -> str:
    """A word of the trade in the reader's language."""
    return gettext(value.label) if value is not None else ""


def said(text: str) -> str:
    """A text of the portal's own that stands in its data, in the reader's language."""
    return str(gettext(text))


def lower_first(text: str) -> str:
    """A text in the middle of a sentence; names further on keep their capitals."""
    return text[:1].lower() + text[1:]


def identity_number(value: str) -> str:
    """An identity number in full: `20100307-2380`."""
    return identity.stored(value).formatted


def masked(value: str) -> str:
    """An identity number where the work does not need it: `2010-03-07-••••`."""
    return identity.stored(value).masked


def tel(value: str) -> str:
    """The link that rings a number, which itself is shown as written."""
    digits = "".join(char for char in value if char.isdigit())
    if value.strip().startswith("+"):
        return f"tel:+{digits}"
    return f"tel:+46{digits[1:]}" if digits.startswith("0") else f"tel:{digits}"


def deadline_text(due_on: date | None, today: date, met_on: date | None = None) -> Said:
    """What a deadline says: `Försenad 2 dagar`, `I dag`, `Tor 26 nov`, `Klart i tid`."""
    if due_on is None:
        return Said(gettext("Ingen tidsfrist"), "")
    if met_on is not None:
        return _met(on(met_on), on(due_on))
    left = (on(due_on) - today).days
    if left < 0:
        return Said(ngettext("Försenad %(num)s dag", "Försenad %(num)s dagar", -left), "late")
    if left == 0:
        return Said(gettext("I dag"), "soon")
    if left == 1:
        return Said(gettext("I morgon"), "soon")
    return Said(day(due_on), "")


def _met(met_on: date, due_on: date) -> Said:
    late = (met_on - due_on).days
    if late <= 0:
        return Said(gettext("Klart i tid"), "done")
    return Said(ngettext("Klart %(num)s dag sent", "Klart %(num)s dagar sent", late), "neutral")


def _day_and_month(value: date, months: tuple[str, ...]) -> str:
    return f"{value.day}{HARD_SPACE}{months[value.month - 1]}"


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day,
    "date_long": date_long,
    "date_full": date_full,
    "clock_time": clock_time,
    "moment": moment,
    "day_moment": day_moment,
    "span": span,
    "period": period,
    "month": month,
    "month_short": month_short,
    "week": week,
    "number": number,
    "percent": percent,
    "word": word,
    "said": said,
    "identity_number": identity_number,
    "lower_first": lower_first,
    "masked": masked,
    "tel": tel,
    "deadline_text": deadline_text,
    "control": controls.control,
    "own_errors": controls.own_errors,
    "shown_as": controls.shown_as,
    "problems": controls.all_problems,
    "bar_chart": charts.bar_chart,
}


def register(app: Flask) -> None:
    """Give the templates their filters, and `asset()` for addresses of styles and scripts."""
    for name, function in FILTERS.items():
        app.add_template_filter(function, name)
    app.add_template_global(assets.asset, "asset")
