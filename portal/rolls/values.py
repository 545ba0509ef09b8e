"""Single values of a roll, in the shapes that systems and spreadsheets write them."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime

from portal.vocabulary import RollFault

YEARS = range(1900, 2200)
SHAPES = ("%Y-%m-%d", "%Y%m%d", "%Y.%m.%d", "%Y/%m/%d", "%d/%m/%Y")
UNFLAGGED = frozenset({"ingen", "inga", "nej", "n", "0", "false", "falskt"})
"""Everything else in the column of protected data is a flag: what is not understood is one."""
CODE = 4
COUNTY = 2


class BadValue(ValueError):
    """The text does not say what its column says it does."""

    def __init__(self, kind: RollFault) -> None:
        super().__init__(kind.value)
        self.kind = kind


def tidy(text: str) -> str:
    """NFC, without outer spaces."""
    return unicodedata.normalize("NFC", text).strip()


def flag(text: str) -> bool | None:
    """Protected or not; None where nothing stands."""
    return text.casefold() not in UNFLAGGED if text else None


def day(text: str) -> date | None:
    """A day, with or without the clock that spreadsheets put after it."""
    if not text:
        return None
    plain = re.sub(r"[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$", "", text)
    for shape in SHAPES:
        try:
            found = datetime.strptime(plain, shape).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
        if found.year in YEARS:
            return found
    raise BadValue(RollFault.BAD_DAY)


def day_text(text: str) -> str | None:
    """The same, as it is kept."""
    found = day(text)
    return found.isoformat() if found else None


def figure(text: str) -> int | None:
    """A whole number, with or without spaces between thousands."""
    if not text:
        return None
    match = re.fullmatch(r"([0-9]{1,7})([.,]0+)?", re.sub(r"\s", "", text))
    if match is None:
        raise BadValue(RollFault.BAD_FIGURE)
    return int(match[1])


def school_year(text: str) -> int | None:
    """The year of the education, 1 to 4."""
    if not text:
        return None
    match = re.fullmatch(r"(?:åk|ak|årskurs|gy|år)?\s*([1-4])", text.casefold())
    if match is None:
        raise BadValue(RollFault.BAD_YEAR)
    return int(match[1])


def programme(text: str) -> str:
    """A programme's or study path's code, up to what may follow the two letters."""
    code = re.sub(r"\s", "", text).upper()
    if code and not re.fullmatch(r"[0-9A-ZÅÄÖ-]{2,20}", code):
        raise BadValue(RollFault.BAD_PROGRAMME)
    return code


class Places:
    """Municipalities by code and by name."""

    def __init__(self, municipalities: Iterable[tuple[str, str]]) -> None:
        self._by_name = {}
        self._codes = set()
        for code, name in municipalities:
            self._codes.add(code)
            for said in (name, f"{name} kommun", f"{name}s kommun"):
                self._by_name[said.casefold()] = code

    def code(self, text: str, county: str = "") -> str | None:
        """Four digits. A number of one or two digits needs its county; with none it is refused."""
        if not text:
            return None
        code = self._by_name.get(text.casefold()) or self._of_digits(text, county)
        if code not in self._codes:
            raise BadValue(RollFault.BAD_MUNICIPALITY)
        return code

    def _of_digits(self, text: str, county: str) -> str | None:
        if not re.fullmatch(r"[0-9]{1,4}", text) or not re.fullmatch(r"[0-9]{0,2}", county):
            return None
        if len(text) <= COUNTY:
            return county.zfill(COUNTY) + text.zfill(COUNTY) if county else None
        code = text.zfill(CODE)
        return code if not county or code.startswith(county.zfill(COUNTY)) else None
