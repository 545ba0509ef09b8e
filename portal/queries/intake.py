"""What a municipality knows already of those who are to come into its register."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import case as when
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.db import keyed_hash, session
from portal.models import Case, Membership, RegisterEntry, RollPupil, SealedContents, SealedRecord
from portal.vocabulary import (
    OPEN_CASE_STATES,
    EntryState,
    FormKind,
    SealedEnd,
)


class Match(NamedTuple):
    """What is known of one number in one municipality."""

    running: RegisterEntry | None
    ended: RegisterEntry | None
    case: Case | None
    in_other_hands: bool
    was_filed: bool


def match(municipality_code: str, number: str) -> Match:
    """Everything about the one with this number that the municipality has."""
    number_hash = keyed_hash(number)
    entries = session().scalars(
        select(RegisterEntry)
        .where(
            RegisterEntry.number_hash == number_hash,
            RegisterEntry.municipality_code == municipality_code,
        )
        .order_by(
            when((RegisterEntry.state == EntryState.OPEN, 0), else_=1),
            RegisterEntry.closed_on.desc(),
            RegisterEntry.id,
        )
    )
    first = next(iter(entries), None)
    cases = session().scalars(
        select(Case)
        .where(Case.number_hash == number_hash, Case.municipality_code == municipality_code)
        .options(joinedload(Case.caseworker).joinedload(Membership.user))
        .order_by(Case.opened_at.desc(), Case.id)
    )
    told = list(cases)
    is_open = first is not None and first.state is EntryState.OPEN
    return Match(
        running=first if is_open else None,
        ended=None if is_open else first,
        case=next((one for one in told if one.state in OPEN_CASE_STATES), None),
        in_other_hands=number_hash in in_other_hands(municipality_code, [number_hash]),
        was_filed=any(one.latest_kind is FormKind.DROPOUT for one in told),
    )


class Matches(NamedTuple):
    """The same of many at once, by number hash."""

    running: set[str]
    ended: dict[str, str]
    """The reference of the entry that was closed last."""
    cases: dict[str, str]
    """The reference of an open case."""
    in_other_hands: set[str]
    filed: set[str]


def match_many(municipality_code: str, hashes: Collection[str]) -> Matches:
    """For a whole file, in as many statements as for one row."""
    wanted = list(hashes)
    entries = (
        session()
        .execute(
            select(RegisterEntry.number_hash, RegisterEntry.state, RegisterEntry.reference)
            .where(
                RegisterEntry.municipality_code == municipality_code,
                RegisterEntry.number_hash.in_(wanted),
            )
            .order_by(RegisterEntry.closed_on, RegisterEntry.id)
        )
        .all()
    )
    cases = (
        session()
        .execute(
            select(Case.number_hash, Case.state, Case.reference, Case.latest_kind)
            .where(Case.municipality_code == municipality_code, Case.number_hash.in_(wanted))
            .order_by(Case.opened_at, Case.id)
        )
        .all()
    )
    return Matches(
        running={one.number_hash for one in entries if one.state is EntryState.OPEN},
        ended={one.number_hash: one.reference for one in entries if one.state is EntryState.CLOSED},
        cases={one.number_hash: one.reference for one in cases if one.state in OPEN_CASE_STATES},
        in_other_hands=in_other_hands(municipality_code, wanted),
        filed={one.number_hash for one in cases if one.latest_kind is FormKind.DROPOUT},
    )


def in_other_hands(municipality_code: str, hashes: Iterable[str]) -> set[str]:
    """Those whom the protection officers have, or whom a school's roll knows as protected.

    Only the workflow may know which they are: on a page they read as known already.
    """
    wanted = set(hashes)
    flagged = session().scalars(
        select(RollPupil.number_hash).where(
            RollPupil.protected, RollPupil.number_hash.in_(list(wanted))
        )
    )
    sealed = session().scalars(
        select(SealedContents)
        .join(SealedContents.record)
        .where(
            SealedRecord.municipality_code == municipality_code,
            SealedRecord.end_reason.is_distinct_from(SealedEnd.NOT_PROTECTED),
        )
    )
    numbers = (one.read().get("who", {}).get("number") for one in sealed)
    return wanted & ({one for one in flagged if one} | {keyed_hash(one) for one in numbers if one})
