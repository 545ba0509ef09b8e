"""A word of the trade and how it is marked for translation."""

from enum import StrEnum
from typing import Self


def N_(text: str) -> str:  # noqa: N802 (gettext's own name for "to be translated later")
    """Mark a text as translatable where it is written down but not yet shown."""
    return text


class Word(StrEnum):
    """A word of the trade: its value is stored, its label is read by people."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word
