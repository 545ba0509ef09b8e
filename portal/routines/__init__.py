"""How municipalities want filings handled: presets as data, each number with its source.

A preset holds what its document says; where that gives no number the portal's own standard stands
in, marked as ours. Loaded into rows, they are the municipality's to change.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.models import Municipality, Routine
from portal.vocabulary import AbsenceTrigger, FormKind

STANDARD = "standard"
_HERE = Path(__file__).parent
PRESETS = tuple(sorted(path.stem for path in _HERE.glob("*.toml")))


@dataclass(frozen=True)
class Setting:
    """One number or choice of a routine, and where it comes from."""

    value: bool | int | AbsenceTrigger
    note: str
    ours: bool
    """The portal's own, since the municipality's document gives none."""


@dataclass(frozen=True)
class Preset:
    """How one municipality's document wants each kind of filing handled."""

    title: str
    document: str
    settings: Mapping[FormKind, Mapping[str, Setting]]
    database_closed: Mapping[str, str]
    """From and to which day of the year the regional database stands still, and who says so."""


@lru_cache
def preset(name: str) -> Preset:
    """A preset by name, completed from the standard. KeyError when there is none."""
    if name not in PRESETS:
        raise KeyError(name)
    own = tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))
    standard = tomllib.loads((_HERE / f"{STANDARD}.toml").read_text(encoding="utf-8"))
    return Preset(
        own["title"],
        own["document"],
        {kind: _settings(own.get(kind.value, {}), standard[kind.value]) for kind in FormKind},
        own.get("database_closed", standard["database_closed"]),
    )


def load(session: Session, municipality_code: str, name: str) -> None:
    """Set a municipality's routines to a preset; what it had changed is lost."""
    municipality = session.get_one(Municipality, municipality_code)
    municipality.routine_preset = name
    closed = preset(name).database_closed
    municipality.database_closed_from = closed["from"]
    municipality.database_closed_to = closed["to"]
    having = {
        routine.kind: routine
        for routine in session.scalars(
            select(Routine).where(Routine.municipality_code == municipality_code)
        )
    }
    for kind, settings in preset(name).settings.items():
        routine = having.get(kind)
        if routine is None:
            routine = Routine(municipality_code=municipality_code, kind=kind)
            session.add(routine)
        for field, setting in settings.items():
            setattr(routine, field, setting.value)
        routine.changed_at = None


def load_missing(session: Session) -> None:
    """Give each municipality without routines those of its preset: all can receive filings."""
    without = select(Municipality.code, Municipality.routine_preset).where(
        ~select(Routine.id).where(Routine.municipality_code == Municipality.code).exists()
    )
    rows = [
        {"id": uuid4(), "municipality_code": code, "kind": kind, "absence_trigger": None}
        | dict.fromkeys(("absence_hours", "absence_occasions"))
        | {field: setting.value for field, setting in settings.items()}
        for code, name in session.execute(without)
        for kind, settings in preset(name).settings.items()
    ]
    if rows:
        session.execute(insert(Routine).on_conflict_do_nothing(), rows)


def _settings(own: Mapping[str, Any], standard: Mapping[str, Any]) -> dict[str, Setting]:
    stray = own.keys() - standard.keys()
    if stray:
        raise KeyError(f"unknown settings: {sorted(stray)}")
    written = {name: (own.get(name, ours), name not in own) for name, ours in standard.items()}
    return {
        name: Setting(_value(name, entry["value"]), entry["note"], ours=ours)
        for name, (entry, ours) in written.items()
    }


def _value(name: str, written: Any) -> bool | int | AbsenceTrigger:
    return AbsenceTrigger(written) if name == "absence_trigger" else written
