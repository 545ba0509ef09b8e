"""What municipalities do about youths in the register: each row of their plans, as data.

A preset holds what its document says, row by row, and names in `also` the rows of the portal's own
standard that stand in where the document is silent. Loaded, the rows are the municipality's to
change. How the rows are to be read: docs/routines.md.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from portal.models import MeasureOffer, RegisterRoutine
from portal.vocabulary import (
    ContactChannel,
    MeasureKind,
    Responsible,
    RoutineArea,
    Season,
    TaskAction,
    TimeUnit,
    Trigger,
    Word,
)

STANDARD = "standard"
OWN = "E-"
"""How the keys of a municipality's own rows begin: no preset has such, and none touches them."""
ROUTINE_FIELDS: Mapping[str, Any] = {
    "area": None,
    "trigger": None,
    "action": None,
    "channels": (),
    "after": None,
    "within": None,
    "unit": None,
    "season": None,
    "repeats": False,
    "guardian_under_18": False,
    "only_under_18": False,
    "staff": 1,
    "responsible": (),
    "follow_up": None,
    "follow_up_channels": (),
    "follow_up_after": None,
    "follow_up_unit": None,
    "active": True,
    "note": "",
    "ours": False,
}
"""What a preset may say of a routine, and what holds when it says nothing."""
OFFER_FIELDS: Mapping[str, Any] = {
    "name": None,
    "kind": None,
    "least_age": None,
    "most_age": None,
    "max_months": None,
    "first_meeting_weeks": None,
    "report_months": None,
    "active": True,
    "note": "",
}
_WORDS: Mapping[str, type[Word]] = {
    "area": RoutineArea,
    "trigger": Trigger,
    "action": TaskAction,
    "follow_up": TaskAction,
    "unit": TimeUnit,
    "follow_up_unit": TimeUnit,
    "season": Season,
    "kind": MeasureKind,
    "channels": ContactChannel,
    "follow_up_channels": ContactChannel,
    "responsible": Responsible,
}
_HERE = Path(__file__).parent

Row = Mapping[str, Any]
"""The fields of one row of a preset."""


@dataclass(frozen=True)
class RegisterPreset:
    """The rows of one municipality's document by their keys, in its order."""

    routines: Mapping[str, Row]
    offers: Mapping[str, Row]


@lru_cache
def preset(name: str) -> RegisterPreset:
    """A preset by name, completed from the standard. KeyError when there is none."""
    if not name.isalpha() or not (_HERE / f"{name}.toml").exists():
        raise KeyError(name)
    written = tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))
    own = _rows(written["routine"], ROUTINE_FIELDS)
    also = written.get("also", ())
    borrowed = {key: preset(STANDARD).routines[key] for key in also}
    rows = sorted((own | borrowed).items(), key=lambda item: _AREAS.index(item[1]["area"]))
    return RegisterPreset(dict(rows), _rows(written["offer"], OFFER_FIELDS))


_AREAS = list(RoutineArea)


def new_routines(name: str, municipality_code: str) -> list[RegisterRoutine]:
    """A preset's routines as a municipality's rows, known to no database yet."""
    return [
        RegisterRoutine(municipality_code=municipality_code, key=key, ordinal=number, **_lists(row))
        for number, (key, row) in enumerate(preset(name).routines.items(), start=1)
    ]


def new_offers(name: str, municipality_code: str) -> list[MeasureOffer]:
    """A preset's measures as a municipality's rows, known to no database yet."""
    return [
        MeasureOffer(municipality_code=municipality_code, key=key, **row)
        for key, row in preset(name).offers.items()
    ]


def _rows(written: list[dict[str, Any]], known: Mapping[str, Any]) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for entry in written:
        key = entry.pop("key")
        stray = entry.keys() - known.keys()
        if stray or key in rows or key.startswith(OWN):
            raise KeyError(f"{key}: {sorted(stray) or 'not a key of its own'}")
        rows[key] = {
            field: _value(field, entry.get(field, usual)) for field, usual in known.items()
        }
    return rows


def _value(field: str, written: Any) -> Any:
    word = _WORDS.get(field)
    if word is None or written is None:
        return written
    return word(written) if isinstance(written, str) else tuple(word(one) for one in written)


def _lists(row: Row) -> dict[str, Any]:
    return {
        field: list(value) if isinstance(value, tuple) else value for field, value in row.items()
    }
