"""Characters that no text of ours may hold, wherever it was typed or read from."""

import unicodedata

# Bidirectional controls could make a text read as another than it is; other controls break exports
# (security D1). Tab and line feed are what a text area needs.
_HIDDEN = frozenset(
    "\ufffd\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def is_hidden(char: str) -> bool:
    """Whether nobody can see it, or see it for what it is."""
    if char in "\t\n":
        return False
    return char in _HIDDEN or unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp", "Co", "Cn"}


_SORTED = str.maketrans("åäö", "{|}")
"""After z, in the order of the Swedish alphabet."""


def folded(*names: str) -> str:
    """Names as they are looked up and sorted."""
    return " ".join(" ".join(names).split()).casefold().translate(_SORTED)
