"""All that a municipality holds about one person, and who has read it: for the person to have."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import joinedload

from portal.access.scope import visible_cases, visible_entries
from portal.db import session
from portal.models import (
    AccessLogEntry,
    Case,
    EntryOffer,
    Filing,
    LegalHold,
    Measure,
    Membership,
    Municipality,
    RegisterEntry,
    Rerouting,
    RollPupil,
    SchoolUnit,
    Sought,
)
from portal.queries import sealing
from portal.queries.sealing import PARTS, Found
from portal.references import filing_reference


@dataclass(frozen=True)
class Held:
    """One person's cases and entries in one municipality, with all their parts."""

    every: Found
    holds: Sequence[LegalHold]
    questions: Sequence[Sought]
    """What the municipality has asked schools about the person."""

    @property
    def references(self) -> list[str]:
        return [one.reference for one in self.every.roots]

    def parts(self, root: Case | RegisterEntry) -> list[Any]:
        """Everything below a case or an entry, in the order of PARTS."""
        return _below(self.every, root)


def _below(every: Found, row: Any) -> list[Any]:
    found = []
    for part in PARTS:
        if part.of is type(row):
            for one in every.parts.get((part, row.id), ()):
                found += [one, *_below(every, one)]
    return found


def first_reference(by: Membership, number_hash: str) -> tuple[str, bool] | None:
    """Where the person's extract is found: an entry, else a case (and whether it is an entry)."""
    for model, sight in ((RegisterEntry, visible_entries(by)), (Case, visible_cases(by))):
        wanted = select(model.reference).where(model.number_hash == number_hash, sight)
        reference = session().scalar(wanted.order_by(model.reference).limit(1))
        if reference is not None:
            return reference, model is RegisterEntry
    return None


def held(by: Membership, number_hash: str) -> Held:
    """What the reader's municipality has about the person, in a constant number of statements."""
    cases = _all(Case, Case.number_hash == number_hash, visible_cases(by))
    entries = _all(RegisterEntry, RegisterEntry.number_hash == number_hash, visible_entries(by))
    every = sealing.gathered(cases, entries)
    _name_things(every)
    here = by.municipality_code
    holds = _all(
        LegalHold, LegalHold.number_hash == number_hash, LegalHold.municipality_code == here
    )
    pupils = select(RollPupil.id).where(RollPupil.number_hash == number_hash)
    asked = _all(Sought, Sought.municipality_code == here, Sought.pupil_id.in_(pupils))
    return Held(every, holds, asked)


def _all(model: Any, *where: Any) -> Sequence[Any]:
    return session().scalars(select(model).where(*where).order_by(model.id)).all()


def _name_things(every: Found) -> None:
    """What parts are called: schools, municipalities, measures. Read at once, not row by row."""
    wanted: tuple[tuple[Any, tuple[Any, ...]], ...] = (
        (Case, (Case.school_unit, Case.municipality)),
        (RegisterEntry, (RegisterEntry.municipality,)),
        (Filing, (Filing.municipality,)),
        (Measure, (Measure.offer, Measure.provider)),
        (EntryOffer, (EntryOffer.municipality, EntryOffer.sender)),
        (Rerouting, (Rerouting.from_municipality, Rerouting.to_municipality)),
    )
    for model, named in wanted:
        ids = every.ids.get(model, set())
        rows = select(model).where(model.id.in_(ids)).options(*map(joinedload, named))
        session().scalars(rows).unique().all()


def readers(held: Held) -> Sequence[Row[Any]]:
    """Who has read it: a row for each day, function, organisation and page. Nobody's name."""
    day = func.date(func.timezone("Europe/Stockholm", AccessLogEntry.at)).label("day")
    columns = (
        day,
        Membership.role,
        func.coalesce(SchoolUnit.name, Municipality.name, "").label("organisation"),
        AccessLogEntry.opened,
    )
    return (
        session()
        .execute(
            select(*columns, func.count().label("times"))
            .outerjoin(Membership, Membership.id == AccessLogEntry.membership_id)
            .outerjoin(SchoolUnit, SchoolUnit.code == AccessLogEntry.school_unit_code)
            .outerjoin(Municipality, Municipality.code == AccessLogEntry.municipality_code)
            .where(AccessLogEntry.reference.in_(_names(held.every)))
            .group_by(*columns)
            .order_by(*columns)
        )
        .all()
    )


def _names(every: Found) -> Collection[str]:
    """Under which the log knows them; a filing by its receipt too."""
    receipts = (
        filing_reference(case.reference, number + 1)
        for case in every.cases
        for number in range(case.filings_count)
    )
    return {*(one.reference for one in every.roots), *receipts}
