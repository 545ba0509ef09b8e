"""What a roll and its imports say, in words: faults, facts, sources and times."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from flask_babel import gettext

from portal.vocabulary import RollFault, RollField, RollSource
from portal.web import filters

if TYPE_CHECKING:
    from portal.models import RollImport, RollPupil
    from portal.rolls.table import Fault

COLUMNS = (
    *("class_name", "programme_code", "year", "started_on", "ended_on"),
    *("attendance_from", "attendance_to", "unexcused_minutes", "valid_minutes"),
    *("offered_minutes", "reported_minutes", "occasions", "absent_since"),
)


class Said(NamedTuple):
    """One fault: the row it stands in, if in one, and what is wrong."""

    row: int | None
    text: str


class Fact(NamedTuple):
    """One thing the roll knows, who said so and when."""

    label: str
    value: Any
    source: str


def faults(one: "RollImport") -> list[Said]:
    """What is wrong with a file, row by row."""
    return [said(row, kind, facts) for row, kind, facts in one.faults]


def said(row: int | None, kind: str, facts: dict[str, Any]) -> Said:
    """One fault in words."""
    return Said(row, gettext(RollFault(kind).label, **_named(facts)))


def sentences(found: "Iterable[Fault]") -> list[str]:
    """The same of a file that is answered at once, each with its row."""
    said = [(one.row, gettext(one.kind.label, **_named(one.facts))) for one in found]
    return [
        gettext("Rad %(row)s: %(what)s", row=row, what=what) if row else what for row, what in said
    ]


def _named(facts: dict[str, Any]) -> dict[str, Any]:
    column = facts.get("column")
    if isinstance(column, str):
        return facts | {"column": gettext(RollField(column).label)}
    return facts


def facts(pupil: "RollPupil") -> list[Fact]:
    """Everything the roll knows of somebody, without what it does not know."""
    home = pupil.home_municipality
    values: dict[str, Any] = {
        "number": pupil.number and filters.identity_number(pupil.number),
        "birth_date": pupil.birth_date,
        "home_municipality": home and home.title,
        **{name: getattr(pupil, name) for name in COLUMNS},
        **(pupil.contact or {}),
        **(pupil.guardians or {}),
    }
    return [
        Fact(gettext(field.label), values[field.value], origin(pupil, field.value))
        for field in RollField
        if values.get(field.value) not in (None, "")
    ]


def origin(pupil: "RollPupil", name: str) -> str:
    """Which source said it, and when."""
    source, at = pupil.origins.get(name, ("", ""))
    if not at:
        return ""
    day = filters.date_long(datetime.fromisoformat(at))
    return f"{gettext(RollSource(source).label)}, {day}"
