"""How what is held about a person reads in their extract."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask_babel import gettext

from portal.vocabulary import ParticipantKind, Word
from portal.web import filters
from portal.web.delivery_words import TOLD as LETTERS
from portal.web.extract_columns import OF_OTHERS, TOLD


def title(table: str) -> str:
    """What a row of the table is called."""
    return str(gettext(TOLD[table][0]))


def lines(row: Any) -> list[tuple[str, str]]:
    """The columns of a row that say something, with their words."""
    table, found = row.__tablename__, []
    somebody_else = table == "participant" and row.kind is not ParticipantKind.PUPIL
    for name, label in TOLD[table][1].items():
        if somebody_else and name not in OF_OTHERS:
            continue
        said = text(_value(row, name), name)
        if said:
            found.append((str(gettext(label)), said))
    return found


def _value(row: Any, path: str) -> Any:
    for name in path.split("."):
        row = getattr(row, name, None)
    return row


def text(value: Any, name: str = "") -> str:
    """A value as a person reads it; empty when it says nothing."""
    if name == "number":
        return filters.identity_number(str(value))
    if name == "template":
        return filters.said(LETTERS[value]) if value in LETTERS else title("message")
    for sort, say in SAYS:
        if isinstance(value, sort):
            return say(value)
    return str(value or "")


def _yes_or_no(value: Any) -> str:
    return str(gettext("Ja") if value else gettext("Nej"))


SAYS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, _yes_or_no),
    (Word, filters.word),
    (datetime, filters.moment),
    (date, filters.date_long),
    (list, lambda ones: ", ".join(text(one) for one in ones)),
    (dict, lambda ones: ", ".join(str(one) for one in ones.values() if one)),
)
"""How each sort of value is said; a day that is an instant comes before one that is not."""
