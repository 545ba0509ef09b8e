"""References that can be read aloud, cannot be guessed, and leave no gaps to count."""

import re
import secrets
from datetime import datetime

from portal.clock import today

LETTERS = "23456789BCDFGHJKLMNPQRSTVWXZ"
"""No vowels, so no words; no 0, 1, A, E, I, O, U, Y, so nothing to mishear."""
REFERENCE = re.compile(rf"(?P<case>\d\d-[{LETTERS}]{{4}}-[{LETTERS}]{{4}})(-\d+)?")
"""A whole reference, or the receipt number of a filing, which begins with it."""

SPARE = 8


def new_reference(at: datetime) -> str:
    """A case's or register entry's reference, such as 26-7F3K-Q2MD: 28⁸ for each year."""
    return f"{today(at):%y}-{new_code()}"


def new_code() -> str:
    """A code to be said by telephone, such as 7F3K-Q2MD."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def pseudonyms(count: int) -> list[str]:
    """What sealed records may be called, such as SKYDD-7F3K; some to spare, if one is taken."""
    return [_pseudonym() for _ in range(count + SPARE)]


def _pseudonym() -> str:
    return "SKYDD-" + "".join(secrets.choice(LETTERS) for _ in range(4))


def filing_reference(case_reference: str, ordinal: int) -> str:
    """The receipt number of a case's nth filing, such as 26-7F3K-Q2MD-1."""
    return f"{case_reference}-{ordinal}"
