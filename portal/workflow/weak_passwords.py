"""Which passwords are too easy to guess: short ones, and those made of words everybody tries."""

import re
from functools import lru_cache
from pathlib import Path

from portal.access.passwords import LEAST, MOST
from portal.errors import PasswordTooCommon, PasswordTooLong, PasswordTooShort
from portal.models import User

_LIST = Path(__file__).parents[1] / "reference" / "common-passwords.txt"
_LOOKALIKES = str.maketrans("013457@$!", "oieastasi")
_INSIDE_A_WORD = re.compile(r"(?<=[^\W\d_])[013457@$!](?=[^\W\d_])")
_ROWS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm", "abcdefghijklmnopqrstuvwxyzåäö", "1234567890")
DISTINCT_WORDS = 3
"""Three words of one's own choice are a password; one or two, however often repeated, are not."""
_SHORTEST_WORD = 3


def refuse_weak(password: str, user: User) -> None:
    """Raise what is wrong with it. The person's own name and address are easy to guess too."""
    if len(password) < LEAST:
        raise PasswordTooShort(least=str(LEAST))
    if len(password) > MOST:
        raise PasswordTooLong(most=str(MOST))
    if is_common(password, (user.name, user.email, user.title)):
        raise PasswordTooCommon


def is_common(password: str, about: tuple[str, ...] = ()) -> bool:
    """Whether all of it is common words, runs of keys, digits and signs, with too few words."""
    own = {word for text in about for word in re.findall(r"\w{3,}", text.lower())}
    plain = password.lower()
    return any(
        _fewest_words(letters, common_words() | own) < DISTINCT_WORDS
        for letters in {_letters(plain), _letters(_as_letters(plain))}
    )


def _as_letters(text: str) -> str:
    """Sk0la is skola; the digits of 2026 are a year."""
    return _INSIDE_A_WORD.sub(lambda sign: sign[0].translate(_LOOKALIKES), text)


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalpha())


def _fewest_words(text: str, words: frozenset[str] | set[str]) -> int:
    """The fewest different words that make up the text; many when something of its own is left."""
    best: list[frozenset[str] | None] = [frozenset()] + [None] * len(text)
    for end in range(1, len(text) + 1):
        for start in range(end):
            before, piece = best[start], text[start:end]
            if before is None or not _is_easy(piece, words):
                continue
            used = before | {piece}
            known = best[end]
            if known is None or len(used) < len(known):
                best[end] = used
    made_of = best[len(text)]
    return DISTINCT_WORDS if made_of is None else len(made_of)


def _is_easy(piece: str, words: frozenset[str] | set[str]) -> bool:
    if len(piece) < _SHORTEST_WORD:
        return len(set(piece)) == 1
    if piece in words or len(set(piece)) == 1:
        return True
    return any(piece in row or piece in row[::-1] for row in _ROWS)


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """The words of the list, and each without its digits."""
    lines = _LIST.read_text(encoding="utf-8").split()
    return frozenset(lines) | {
        letters for word in lines if len(letters := _letters(word)) >= _SHORTEST_WORD
    }
