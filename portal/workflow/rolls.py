"""The school's roll: what an import changes in it, and what it may not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from portal.access.rules import require
from portal.characters import folded
from portal.errors import FlagsJump
from portal.models import Membership, RollImport, RollPupil
from portal.vocabulary import ImportStage, Permission, RollSource

Row = Mapping[str, Any]
FEW_FLAGS = 3
SMALL_SHARE = 0.05
"""Flags of protected data that may change in one import: so many, and no larger part of all."""
LARGE_SHARE = 0.2
CONTACT = ("address", "postal_code", "town", "phone", "email")
GUARDIANS = ("guardian_name", "guardian_phone", "guardian2_name", "guardian2_phone")
TEXTS = ("given_name", "family_name", "class_name", "programme_code")
FIGURES = ("unexcused_minutes", "valid_minutes", "offered_minutes", "reported_minutes", "occasions")
FIELDS = ("year", *FIGURES)
DAYS = ("started_on", "ended_on", "attendance_from", "attendance_to", "absent_since")


def receive(
    content: bytes, source: RollSource, *, digest: str, by: Membership, at: datetime
) -> RollImport:
    """A file has come. It is kept without its name."""
    if by.school_unit_code is None:
        raise TypeError("only somebody at a school has a roll")
    arrived = RollImport(
        id=uuid4(),
        school_unit_code=by.school_unit_code,
        by_id=by.id,
        source=source,
        stage=ImportStage.READING,
        created_at=at,
        content=content,
        digest=digest,
    )
    require(by, Permission.ROLL_IMPORT, arrived)
    return arrived


def fetch(unit_code: str, *, by: Membership | None, at: datetime) -> RollImport:
    """The school's own system is to be asked: by somebody, or by nobody at night."""
    begun = RollImport(
        id=uuid4(),
        school_unit_code=unit_code,
        by_id=by.id if by is not None else None,
        source=RollSource.SS12000,
        stage=ImportStage.READING,
        created_at=at,
    )
    if by is not None:
        require(by, Permission.ROLL_IMPORT, begun)
    return begun


def pair(one: RollImport, columns: dict[str, str]) -> None:
    """Somebody has said what the columns are: it is read anew."""
    one.columns, one.stage = columns, ImportStage.READING


def confirm(one: RollImport, *, marks_left: bool) -> None:
    """Somebody has looked at it and wants it stored."""
    one.marks_left, one.stage = marks_left, ImportStage.STORING


def end(one: RollImport, stage: ImportStage, *, at: datetime) -> None:
    """Stored, refused or broken off: nothing of the file is kept."""
    one.stage, one.ended_at = stage, at
    one.content = one.rows = one.leased_at = None


@dataclass
class Plan:
    """What an import would do to the roll."""

    new: list[Row] = field(default_factory=list)
    same: list[tuple[RollPupil, Row]] = field(default_factory=list)
    gone: list[RollPupil] = field(default_factory=list)
    raised: list[tuple[RollPupil | None, Row]] = field(default_factory=list)
    """Flags that are new, on somebody known or on somebody new."""
    kept: list[RollPupil] = field(default_factory=list)
    """Flags that the source leaves out or takes back; they stay."""
    taken_back: int = 0
    stock: int = 0

    @property
    def changed_flags(self) -> int:
        return len(self.raised) + self.taken_back

    @property
    def jumps(self) -> bool:
        """So many flags change that the column may be wrong."""
        changed, stock = self.changed_flags, self.stock or len(self.new) + len(self.raised)
        large = changed > stock * SMALL_SHARE
        if not self.stock:
            return changed > FEW_FLAGS and large
        return changed > FEW_FLAGS or (changed > 1 and large)


def plan(roll: Sequence[RollPupil], rows: Iterable[Row]) -> Plan:
    """Who is whom: by number first, then by birth date and name among those still without a row."""
    made, left = Plan(stock=len(roll)), list(rows)
    for key in ("number_hash", "name_hash"):
        known = {getattr(one, key): one for one in roll if getattr(one, key)}
        taken: set[Any] = set()
        rest = []
        for row in left:
            pupil = known.get(row.get(key))
            if pupil is None or pupil.id in taken:
                rest.append(row)
                continue
            taken.add(pupil.id)
            _sort_in(made, pupil, row)
        left, roll = rest, [one for one in roll if one.id not in taken]
    for row in left:
        if not row["flag"]:
            made.new.append(row)
        elif row["number_hash"] or row["name_hash"]:
            made.raised.append((None, row))
    made.gone = [one for one in roll if not one.protected and one.left_at is None]
    return made


def _sort_in(made: Plan, pupil: RollPupil, row: Row) -> None:
    if pupil.protected:
        made.kept.append(pupil)
        made.taken_back += row["flag"] is False
    elif row["flag"]:
        made.raised.append((pupil, row))
    else:
        made.same.append((pupil, row))


def counts(made: Plan) -> dict[str, int]:
    """What the preview says."""
    return {
        "new": len(made.new),
        "known": len(made.same),
        "gone": len(made.gone),
        "flagged": len(made.raised),
        "kept": len(made.kept),
        "taken_back": made.taken_back,
        "stock": made.stock,
    }


@dataclass(frozen=True)
class Added:
    """What storing leaves to be done with the database."""

    pupils: list[RollPupil]
    flagged: list[RollPupil]
    """Those with a new flag, known before or not: what else is held about them is to be sealed."""


def store(
    one: RollImport, roll: Sequence[RollPupil], rows: Sequence[Row], *, at: datetime
) -> Added:
    """All of it: new pupils are given back to be added, nobody is deleted, no flag is lost."""
    made = plan(roll, rows)
    if made.jumps and not one.counts.get("seconded"):
        raise FlagsJump(changed=str(made.changed_flags), stock=str(made.stock))
    origin = [one.source.value, one.created_at.isoformat()]
    added, raised = [_pupil(one.school_unit_code, row, origin) for row in made.new], []
    for pupil, row in made.same:
        fill(pupil, row, origin)
    for flagged, row in made.raised:
        pupil = flagged or _nobody(one.school_unit_code)
        pupil.number_hash = row["number_hash"] or pupil.number_hash
        pupil.name_hash = row["name_hash"] or pupil.name_hash
        protect(pupil)
        raised.append(pupil)
        added += [] if flagged else [pupil]
    for pupil in made.gone if one.marks_left else ():
        pupil.left_at = at
    one.counts = counts(made)
    end(one, ImportStage.STORED, at=at)
    return Added(added, raised)


def _nobody(unit_code: str) -> RollPupil:
    return RollPupil(id=uuid4(), school_unit_code=unit_code, protected=False, origins={})


def _pupil(unit_code: str, row: Row, origin: list[str]) -> RollPupil:
    pupil = _nobody(unit_code)
    fill(pupil, row, origin)
    return pupil


def fill(pupil: RollPupil, row: Row, origin: list[str]) -> None:
    """What the source says now; what it does not speak of stays, with its own source and time."""
    pupil.left_at = None
    pupil.number_hash, pupil.name_hash = (
        row["number_hash"] or pupil.number_hash,
        row["name_hash"] or pupil.name_hash,
    )
    pupil.number = row["number"] or pupil.number
    pupil.birth_date = _day(row["birth_date"]) or pupil.birth_date
    for name in TEXTS:
        setattr(pupil, name, row.get(name, getattr(pupil, name) or ""))
    for name in FIELDS:
        setattr(pupil, name, row.get(name, getattr(pupil, name)))
    for name in DAYS:
        setattr(pupil, name, _day(row[name]) if name in row else getattr(pupil, name))
    if "home_municipality" in row:
        pupil.home_municipality_code = row["home_municipality"]
    pupil.contact = _together(pupil.contact, row, CONTACT)
    pupil.guardians = _together(pupil.guardians, row, GUARDIANS)
    pupil.search_name = folded(pupil.family_name, pupil.given_name)
    said = {name for name in row if name not in ("flag", "number_hash", "name_hash")}
    pupil.origins = pupil.origins | dict.fromkeys(said, origin)


def _together(kept: dict[str, Any] | None, row: Row, names: Iterable[str]) -> dict[str, Any] | None:
    said = (kept or {}) | {name: row[name] for name in names if name in row}
    return {name: value for name, value in said.items() if value} or None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def protect(pupil: RollPupil) -> None:
    """Nothing stays but that there is somebody, to be known again by."""
    pupil.protected = True
    for name in (*TEXTS, "search_name"):
        setattr(pupil, name, "")
    for name in (*FIELDS, *DAYS, "number", "birth_date", "home_municipality_code"):
        setattr(pupil, name, None)
    pupil.contact = pupil.guardians = pupil.left_at = None
    pupil.origins = {}


def few_leave(one: RollImport) -> bool:
    """Whether those missing in the file are few enough to be taken for leavers without a thought.

    A file with one class of many is an easy mistake.
    """
    return one.counts.get("gone", 0) <= one.counts.get("stock", 0) * LARGE_SHARE
