"""Erasure (gallring): each person in a transaction of its own, by decision or by the law."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import structlog

from portal import erased
from portal.clock import today
from portal.db import forget_session, keyed_hash, transaction
from portal.models import Case, RegisterEntry
from portal.queries import erasing, erasure, sealed_erasing, sealing
from portal.queries.erasing import Person
from portal.queries.erasure import Limits
from portal.uploads import storage
from portal.vocabulary import ErasureGround, ErasureSubject
from portal.workflow.register import born_too_early

log = structlog.get_logger(__name__)

BATCH = 200


def limits(day: date) -> Limits:
    """Who is too old for the register on a day, and who will be when its year ends."""
    return Limits(day, born_too_early(day), born_too_early(date(day.year, 12, 31)))


def erase_due(now: datetime, *, most: int | None = None) -> int:
    """Erase what is decided and what the law demands, person by person; how many persons.

    Safe in many workers at once. Whoever cannot be erased holds nobody else up.
    """
    day, number, after = today(now), 0, None
    while persons := _due(day, after):
        for person in persons:
            number += _tried(person, day)
            if most is not None and number >= most:
                return number
        after = persons[-1]
    return number


def erase_sealed(day: date) -> int:
    """The same of register entries that are sealed: the law knows no exception for them."""
    try:
        with transaction():
            return sealed_erasing.erase(born_too_early(day))
    finally:
        forget_session()


def _due(day: date, after: Person | None) -> list[Person]:
    try:
        return list(erasing.due(born_too_early(day), day, after, most=BATCH))
    finally:
        forget_session()


def _tried(person: Person, day: date, again: frozenset[UUID] = frozenset()) -> bool:
    files: list[str] | None = None
    try:
        with transaction():
            files = erase(person, limits(day), again=again)
    except Exception as error:  # noqa: BLE001 (the next person must not wait for this one)
        log.warning("somebody not erased", error=type(error).__name__)
        return False
    finally:
        forget_session()
    storage.remove(files or ())
    return files is not None


def erase(
    person: Person, when: Limits, *, again: frozenset[UUID] = frozenset()
) -> list[str] | None:
    """Erase what a municipality may no longer have about somebody, in the running transaction.

    Gives the files to be removed once it has committed; None when nothing was to go. `again`: what
    was erased already, and has come back with a backup.
    """
    cases, entries = sealing.roots(person.number_hash)
    chosen, decisions = _chosen(person, cases, entries, when, again)
    going = [one for one in cases if one.id in chosen or one.duplicate_of_id in chosen]
    leaving = [one for one in entries if one.id in chosen]
    if not going and not leaving:
        return None
    taken = erasing.take(going, leaving)
    pupils: list[UUID] = []
    if any(one.birth_date <= when.born_too_early for one in leaving):
        erasing.take_unfinished(taken, sealing.Found(cases, entries))
        erasing.forget_held_forms(leaving[0].number)
        pupils = erasing.left_pupils(person.number_hash, when.day)
    for root in taken.every.roots:
        _count(root, decisions, when, again)
    erasing.forget(taken, pupils=pupils)
    erasing.forget_holds(person)
    erased.remember([keyed_hash(str(one)) for one in taken.ids], on=when.day)
    return taken.files


def _chosen(
    person: Person,
    cases: Sequence[Case],
    entries: Sequence[RegisterEntry],
    when: Limits,
    again: frozenset[UUID],
) -> tuple[set[UUID], dict[UUID, UUID]]:
    """What goes now that it is locked, and the decisions about it."""
    roots = sealing.Found(cases, entries).roots
    here = {one.id for one in roots if one.municipality_code == person.municipality_code}
    if again:
        return here & again, {}
    decisions = erasing.decided(here)
    may_go = erasure.still(when, here)
    by_law = {one.id for one in entries if one.birth_date <= when.born_too_early}
    erasing.withdraw(decisions.keys() - may_go)
    return may_go & (decisions.keys() | by_law), decisions


def _count(
    root: Case | RegisterEntry, decisions: dict[UUID, UUID], when: Limits, again: frozenset[UUID]
) -> None:
    """One more in the log, which knows what it was and from when, and not whose."""
    by, ground = decisions.get(root.id), ErasureGround.PLAN
    if isinstance(root, Case):
        subject, came_at = ErasureSubject(root.latest_kind.value), root.opened_at
    else:
        subject, came_at = ErasureSubject.REGISTER, root.registered_at
        if root.birth_date <= when.born_too_early_this_year:
            ground = ErasureGround.LAW
    erasing.count(
        by or erasing.by_law(root.municipality_code, when.day),
        when.day,
        subject,
        today(came_at).year,
        ErasureGround.AGAIN if again else ground,
    )


def erase_again(now: datetime) -> int:
    """Erase anew what a restored backup has brought back; how many persons."""
    listed = erased.known()
    back: dict[Person, set[UUID]] = {}
    try:
        for root_id, person in erasing.all_roots():
            if keyed_hash(str(root_id)) in listed:
                back.setdefault(person, set()).add(root_id)
    finally:
        forget_session()
    return sum(_tried(one, today(now), frozenset(ids)) for one, ids in back.items())
