"""A preset held against what a municipality has: what is new, what differs, what is its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.models import MeasureOffer, RegisterRoutine
from portal.routines.register import OFFER_FIELDS, OWN, ROUTINE_FIELDS, Row, preset


@dataclass(frozen=True)
class Changed:
    """One field of one row that is not what the preset says."""

    key: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    """What loading a preset would do."""

    added: tuple[str, ...]
    """Keys of the preset that the municipality lacks."""
    changed: tuple[Changed, ...]
    """Fields that would be set; rows of another preset would be put out of use."""
    own: tuple[str, ...]
    """The municipality's own rows, which stay as they are."""

    @property
    def none(self) -> bool:
        return not self.added and not self.changed


def differences(
    routines: Mapping[str, RegisterRoutine], offers: Mapping[str, MeasureOffer], name: str
) -> Difference:
    """Hold a preset against the rows that a municipality has, by key."""
    wanted = preset(name)
    pairs = ((wanted.routines, routines, ROUTINE_FIELDS), (wanted.offers, offers, OFFER_FIELDS))
    having: dict[str, Any] = {**routines, **offers}
    return Difference(
        added=tuple(key for rows, has, _ in pairs for key in rows if key not in has),
        changed=tuple(
            change
            for rows, has, fields in pairs
            for key, row in has.items()
            for change in _changes(key, row, rows.get(key), fields)
        ),
        own=tuple(key for key in having if key.startswith(OWN)),
    )


def _changes(key: str, row: Any, wanted: Row | None, fields: Mapping[str, Any]) -> list[Changed]:
    if key.startswith(OWN):
        return []
    if wanted is None:
        return [Changed(key, "active", before=True, after=False)] if row.active else []
    has = {field: _comparable(getattr(row, field)) for field in fields}
    return [
        Changed(key, field, has[field], wanted[field])
        for field in fields
        if has[field] != wanted[field]
    ]


def _comparable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
