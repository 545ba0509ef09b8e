"""Swedish identity numbers as schools write them: personnummer, samordningsnummer, interim numbers.

The rules are those the issuers follow, not the narrower ones most validators know: Skatteverket
issues samordningsnummer with month 00, day 60 and days the month does not have, and other
registers issue numbers with one or two letters where no check digit can be relied on.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

EARLIEST_YEAR = 1800
"""No living person is born earlier; a lower year is a slip of the hand."""

DAYS_ADDED = 60
"""What a samordningsnummer adds to the day of birth."""

MONTHS, LONGEST_MONTH = 12, 31

INTERIM_LETTERS = "TRSUWXJKLMNP"
"""The letters that stand alone in the ninth position of an interim number."""

_SHAPE = re.compile(
    r"(?P<century>\d\d)?(?P<year>\d\d)-?(?P<month>\d\d)-?(?P<day>\d\d)(?P<sign>[-+]?)"
    rf"(?P<serial>\d{{4}}|[{INTERIM_LETTERS}]\d{{3}}|[A-Z]{{2}}\d\d)"
)
_CANONICAL = re.compile(r"\d{8}(\d{4}|[A-Z]\d{3}|[A-Z]{2}\d\d)")


class NumberKind(StrEnum):
    """Who issued the number, as far as the number tells."""

    PERSONNUMMER = "personnummer"
    SAMORDNINGSNUMMER = "samordningsnummer"
    INTERIM = "interim"


class BadNumber(StrEnum):
    """Why a text is not an identity number."""

    EMPTY = "empty"
    BAD_CHARACTER = "bad_character"
    WRONG_LENGTH = "wrong_length"
    WRONG_SHAPE = "wrong_shape"
    """The length and the characters could be right, their order is not."""
    NOT_A_DATE = "not_a_date"
    IN_THE_FUTURE = "in_the_future"
    WRONG_CHECK_DIGIT = "wrong_check_digit"


class BadIdentityNumber(ValueError):
    """The text is not an identity number. Says why, never what was typed."""

    def __init__(self, reason: BadNumber) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class IdentityNumber:
    """An accepted number. Printing it by accident shows its kind and nothing else."""

    value: str = field(repr=False)
    """Twelve characters, no hyphen: what is stored, compared and sent to other systems."""
    kind: NumberKind
    birth_date: date | None = field(repr=False)
    """None where the number gives none, which is ordinary for a samordningsnummer.

    A personnummer may carry a nearby day when the numbers of a day are used up, so where a
    right hangs on the very day a birth date stated by the person goes before this one.
    """

    @property
    def formatted(self) -> str:
        """As read aloud and printed: 20100307-2380."""
        return f"{self.value[:8]}-{self.value[8:]}"

    @property
    def masked(self) -> str:
        """Enough to tell namesakes apart where the work does not need the number."""
        born = self.birth_date.isoformat() if self.birth_date else self.value[:8]
        return f"{born}-••••"


def parse(text: str, today: date) -> IdentityNumber:
    """Read what a person typed or pasted; raise `BadIdentityNumber` with the reason."""
    typed = _tidy(text)
    if not typed:
        raise BadIdentityNumber(BadNumber.EMPTY)
    match = _SHAPE.fullmatch(typed)
    if match is None:
        raise BadIdentityNumber(_fault_of_shape(typed))
    year, month, day = _year(match, today), int(match["month"]), int(match["day"])
    number = _read(year, month, day, match["serial"])
    if (year, month, day % DAYS_ADDED) > (today.year, today.month, today.day):
        raise BadIdentityNumber(BadNumber.IN_THE_FUTURE)
    if number.kind is not NumberKind.INTERIM and not _check_digit_holds(number.value):
        raise BadIdentityNumber(BadNumber.WRONG_CHECK_DIGIT)
    return number


def stored(value: str) -> IdentityNumber:
    """A number that was accepted once and is read back from where it is kept."""
    if not _CANONICAL.fullmatch(value):
        raise BadIdentityNumber(BadNumber.WRONG_SHAPE)
    return _read(int(value[:4]), int(value[4:6]), int(value[6:8]), value[8:])


def age_on(birth_date: date, day: date) -> int:
    """Whole years lived on a day; negative before birth."""
    years = day.year - birth_date.year
    return years if day >= turns(birth_date, years) else years - 1


def turns(birth_date: date, age: int) -> date:
    """The day on which somebody reaches an age.

    A person born on 29 February does so on 28 February in other years: where the last month has
    no corresponding day, its last day counts (lag 1930:173 om beräkning av lagstadgad tid, 1 §).
    """
    year = birth_date.year + age
    if (birth_date.month, birth_date.day) == (2, 29):
        return _date_or_none(year, 2, 29) or date(year, 2, 28)
    return birth_date.replace(year=year)


def _tidy(text: str) -> str:
    """Plain capitals, digits and signs, whatever keyboard, document or spreadsheet it came from."""
    return "".join(_plain(char) for char in unicodedata.normalize("NFKC", text))


def _plain(char: str) -> str:
    if char.isspace() or unicodedata.category(char) == "Cf":
        return ""
    if unicodedata.category(char) == "Pd" or char == "\N{MINUS SIGN}":
        return "-"
    return str(unicodedata.decimal(char, char.upper() if char.isascii() else char))


def _fault_of_shape(typed: str) -> BadNumber:
    if not re.fullmatch(r"[0-9A-Z+-]+", typed):
        return BadNumber.BAD_CHARACTER
    if len(re.sub(r"[+-]", "", typed)) not in (10, 12):
        return BadNumber.WRONG_LENGTH
    return BadNumber.WRONG_SHAPE


def _year(match: re.Match[str], today: date) -> int:
    """The year of birth: as written, or from the sign, or the latest that is not to come."""
    if match["century"]:
        return int(match["century"] + match["year"])
    month, day = int(match["month"]), int(match["day"]) % DAYS_ADDED
    year = today.year - (today.year - int(match["year"])) % 100
    if match["sign"] == "+":
        return year - 100
    if not match["sign"] and (year, month, day) > (today.year, today.month, today.day):
        return year - 100
    return year


def _read(year: int, month: int, day: int, serial: str) -> IdentityNumber:
    kind = _kind(day, serial)
    if kind is NumberKind.SAMORDNINGSNUMMER:
        day_of_birth = day - DAYS_ADDED
        possible = month <= MONTHS and day_of_birth <= LONGEST_MONTH
    else:
        day_of_birth = day
        possible = _date_or_none(year, month, day) is not None
    if not possible or year < EARLIEST_YEAR:
        raise BadIdentityNumber(BadNumber.NOT_A_DATE)
    born = _date_or_none(year, month, day_of_birth)
    return IdentityNumber(f"{year:04}{month:02}{day:02}{serial}", kind, born)


def _kind(day: int, serial: str) -> NumberKind:
    if not serial.isdigit():
        return NumberKind.INTERIM
    return NumberKind.SAMORDNINGSNUMMER if day >= DAYS_ADDED else NumberKind.PERSONNUMMER


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _check_digit_holds(value: str) -> bool:
    """The Luhn sum over the ten digits without century; birth number 000 is never issued."""
    digits = [int(char) for char in value[2:]]
    doubled = [digit * 2 if place % 2 == 0 else digit for place, digit in enumerate(digits)]
    return value[8:11] != "000" and sum(n // 10 + n % 10 for n in doubled) % 10 == 0
