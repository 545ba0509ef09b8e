"""The permission table. It reads like the policy: a permission is had by whoever fits one line.

Everything not in the table is denied. People act as one membership at a time; what their other
memberships allow does not count until they switch (DECISIONS.md).
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Any

from portal.access.sealed import (
    has_broken_the_glass,
    is_named_in_it,
    is_protection_officer,
    somebody_else_asked,
    tells_of_nothing_sealed,
    wrote_the_record,
)
from portal.errors import NotAllowed
from portal.models import (
    Batch,
    Case,
    Draft,
    EntryOffer,
    Handover,
    Meeting,
    Membership,
    Message,
    RegisterEntry,
    RollImport,
    RollPupil,
    SchoolUnit,
)
from portal.vocabulary import ADMIN_ROLES, KAA_ROLES, Permission, Role

Predicate = Callable[[Membership, Any], bool]
"""Whether a membership stands in some relation to a thing."""


def _case(thing: object) -> Case | None:
    """The case a thing belongs to; a meeting, a handover and a message are their case's."""
    if isinstance(thing, Meeting | Handover | Message):
        return thing.case
    return thing if isinstance(thing, Case) else None


def is_counsellor(by: Membership, _thing: object) -> bool:
    return by.role is Role.COUNSELLOR


def is_rector(by: Membership, _thing: object) -> bool:
    return by.role is Role.RECTOR


def is_kaa(by: Membership, _thing: object) -> bool:
    return by.role in KAA_ROLES


def is_caseworker(by: Membership, _thing: object) -> bool:
    return by.role is Role.CASEWORKER


def is_coordinator(by: Membership, _thing: object) -> bool:
    return by.role is Role.COORDINATOR


def is_organiser_admin(by: Membership, _thing: object) -> bool:
    return by.role is Role.ORGANISER_ADMIN


def is_municipality_admin(by: Membership, _thing: object) -> bool:
    return by.role is Role.MUNICIPALITY_ADMIN


def is_platform_admin(by: Membership, _thing: object) -> bool:
    return by.role is Role.PLATFORM_ADMIN


def is_log_reviewer(by: Membership, _thing: object) -> bool:
    return by.role is Role.LOG_REVIEWER


def at_the_home_municipality(by: Membership, thing: object) -> bool:
    return _municipality_code(thing) == by.municipality_code is not None


def _municipality_code(thing: object) -> str | None:
    if isinstance(thing, Message) and thing.entry is not None:
        thing = thing.entry
    if isinstance(thing, RegisterEntry):
        return thing.municipality_code
    case = _case(thing)
    return case.municipality_code if case is not None else None


def at_the_filing_school(by: Membership, thing: object) -> bool:
    case = _case(thing)
    return case is not None and case.school_unit_code == by.school_unit_code


def has_filed_in_it(by: Membership, thing: object) -> bool:
    case = _case(thing)
    return case is not None and by.id in case.author_ids


def unit_shares_filings(by: Membership, _thing: object) -> bool:
    return by.school_unit is not None and by.school_unit.shares_filings


def has_the_case(by: Membership, thing: object) -> bool:
    case = _case(thing)
    return case is not None and case.caseworker_id == by.id


def is_offered_the_youth(by: Membership, thing: object) -> bool:
    return isinstance(thing, EntryOffer) and thing.municipality_code == by.municipality_code


def offers_the_youth(by: Membership, thing: object) -> bool:
    return isinstance(thing, EntryOffer) and thing.from_code == by.municipality_code


def wrote_it(by: Membership, thing: object) -> bool:
    return isinstance(thing, Draft | Batch) and thing.author_id == by.id


def of_own_school_unit(by: Membership, thing: object) -> bool:
    """A pupil in the school unit's roll, or an import of it."""
    if not isinstance(thing, RollPupil | RollImport):
        return False
    return thing.school_unit_code == by.school_unit_code


def is_seen(_: Membership, thing: object) -> bool:
    """Who has protected data is not in sight."""
    return isinstance(thing, RollPupil) and not thing.protected


def is_shared_at_the_school(by: Membership, thing: object) -> bool:
    if not isinstance(thing, Draft):
        return False
    return thing.shared and thing.school_unit_code == by.school_unit_code


def is_their_own(by: Membership, thing: object) -> bool:
    """The role they act in themselves."""
    return isinstance(thing, Membership) and thing.id == by.id


def works_at_kaa(_: Membership, thing: object) -> bool:
    return isinstance(thing, Membership) and thing.role in KAA_ROLES


def of_own_organiser(by: Membership, thing: object) -> bool:
    """A school unit run by the administrator's organiser, or somebody's role at one."""
    unit = thing.school_unit if isinstance(thing, Membership) else thing
    return isinstance(unit, SchoolUnit) and unit.organiser_id == by.organiser_id is not None


def is_an_administrator(_: Membership, thing: object) -> bool:
    """Somebody's role as administrator: the portal's own people see to nobody else."""
    return isinstance(thing, Membership) and thing.role in ADMIN_ROLES


def of_own_municipality(by: Membership, thing: object) -> bool:
    """The municipality itself, somebody's role in it, or what was sent about its cases."""
    code = getattr(thing, "municipality_code", getattr(thing, "code", None))
    return code is not None and code == by.municipality_code


_FOLLOWS = (
    (is_counsellor, at_the_filing_school, has_filed_in_it),
    (is_counsellor, at_the_filing_school, unit_shares_filings),
    (is_rector, at_the_filing_school),
)
_WORKS = ((is_kaa, at_the_home_municipality),)
_CHANGES = (
    (is_counsellor, at_the_filing_school, has_filed_in_it),
    (is_counsellor, at_the_filing_school, unit_shares_filings),
)
_NAMED = (
    (is_counsellor, is_named_in_it),
    (is_rector, is_named_in_it),
    (is_kaa, of_own_municipality, is_named_in_it),
)

RULES: dict[Permission, tuple[tuple[Predicate, ...], ...]] = {
    Permission.FILING_DRAFT: ((is_counsellor, wrote_it), (is_counsellor, is_shared_at_the_school)),
    Permission.DRAFT_SHARE: ((is_counsellor, wrote_it),),
    Permission.FILING_FILE: ((is_counsellor, at_the_filing_school),),
    Permission.ROLL_READ: ((is_counsellor, of_own_school_unit, is_seen),),
    Permission.ROLL_IMPORT: ((is_counsellor, of_own_school_unit),),
    Permission.SOUGHT_ASK: ((is_coordinator, of_own_municipality),),
    Permission.FILING_READ: (*_FOLLOWS, *_WORKS),
    Permission.FILING_CHANGE: _CHANGES,
    Permission.CASE_READ: _WORKS,
    Permission.CASE_FOLLOW: _FOLLOWS,
    Permission.CASE_WORK: _WORKS,
    Permission.CASE_ASSIGN: (
        (is_coordinator, at_the_home_municipality),
        (is_caseworker, at_the_home_municipality, has_the_case),
    ),
    Permission.QUEUE_LIST: ((is_kaa,),),
    Permission.QUEUE_EXPORT: ((is_coordinator,),),
    Permission.DELIVERY_LIST: (
        (is_coordinator, of_own_municipality),
        *_FOLLOWS,
        (is_platform_admin, tells_of_nothing_sealed),
    ),
    Permission.DELIVERY_RESEND: (
        (is_coordinator, at_the_home_municipality),
        *_CHANGES,
        (is_platform_admin, tells_of_nothing_sealed),
    ),
    Permission.MEETING_ARRANGE: _WORKS,
    Permission.HANDOVER_ANSWER: (*_WORKS, (is_kaa, is_offered_the_youth)),
    Permission.COMMITMENT_KEEP: (*_FOLLOWS, *_WORKS),
    Permission.ENTRY_LIST: ((is_kaa,),),
    Permission.ENTRY_READ: _WORKS,
    Permission.ENTRY_ASSIGN: ((is_coordinator, at_the_home_municipality),),
    Permission.ENTRY_WORK: (*_WORKS, (is_kaa, offers_the_youth)),
    Permission.REGISTER_LOAD: ((is_kaa, of_own_municipality),),
    Permission.ENTRY_EXTRACT: ((is_coordinator, of_own_municipality),),
    Permission.ERASURE_DECIDE: ((is_coordinator, of_own_municipality),),
    Permission.LEAVE_SET: (
        (is_kaa, is_their_own),
        (is_coordinator, of_own_municipality, works_at_kaa),
    ),
    Permission.SUBSTITUTE_SET: ((is_coordinator, of_own_municipality),),
    Permission.CASE_SEAL: (*_CHANGES, *_WORKS),
    Permission.SEALED_REFER: ((is_counsellor,),),
    Permission.SEALED_FOLLOW: (
        (is_counsellor, wrote_the_record),
        (is_kaa, wrote_the_record),
        *_NAMED,
    ),
    Permission.SEALED_LIST: ((is_protection_officer,),),
    Permission.SEALED_READ: (
        (is_protection_officer, of_own_municipality),
        *_NAMED,
        (is_kaa, of_own_municipality, has_broken_the_glass),
    ),
    Permission.SEALED_WORK: ((is_protection_officer, of_own_municipality),),
    Permission.GLASS_ASK: ((is_kaa,),),
    Permission.GLASS_ANSWER: (
        (is_coordinator, of_own_municipality, somebody_else_asked),
        (is_protection_officer, of_own_municipality, somebody_else_asked),
    ),
    Permission.OFFICER_PROPOSE: ((is_municipality_admin, of_own_municipality),),
    Permission.OFFICER_DECIDE: ((is_municipality_admin, of_own_municipality, somebody_else_asked),),
    Permission.REPORT_SCHOOL: ((is_rector,),),
    Permission.REPORT_MUNICIPALITY: ((is_kaa,),),
    Permission.STATISTICS_EXPORT: ((is_coordinator,),),
    Permission.STATISTICS_MAP: ((is_coordinator,), (is_municipality_admin,)),
    Permission.PEOPLE_MANAGE: (
        (is_organiser_admin, of_own_organiser),
        (is_municipality_admin, of_own_municipality),
        (is_platform_admin, is_an_administrator),
    ),
    Permission.MUNICIPALITY_MANAGE: (
        (is_municipality_admin, of_own_municipality),
        (is_platform_admin,),
    ),
    Permission.EXTERNAL_REGISTER_SET: ((is_municipality_admin, of_own_municipality),),
    Permission.ROUTINE_MANAGE: (
        (is_municipality_admin, of_own_municipality),
        (is_platform_admin,),
    ),
    Permission.SCHOOL_UNIT_MANAGE: (
        (is_organiser_admin, of_own_organiser),
        (is_platform_admin,),
    ),
    Permission.ACCESS_LOG_READ: ((is_log_reviewer, of_own_municipality),),
}


def may(by: Membership, permission: Permission, thing: object = None) -> bool:
    """Whether somebody has a permission over a thing. An ended membership has none."""
    if by.ended_at is not None:
        return False
    return any(all(holds(by, thing) for holds in line) for line in RULES[permission])


def require(by: Membership, permission: Permission, thing: object = None) -> None:
    """Raise NotAllowed unless they may."""
    if not may(by, permission, thing):
        raise NotAllowed


def roles_with(permission: Permission) -> frozenset[Role]:
    """The roles some line of a permission names; for menus and for views about no single thing."""
    named: dict[Predicate, AbstractSet[Role]] = {
        is_counsellor: {Role.COUNSELLOR},
        is_rector: {Role.RECTOR},
        is_kaa: KAA_ROLES,
        is_caseworker: {Role.CASEWORKER},
        is_coordinator: {Role.COORDINATOR},
        is_organiser_admin: {Role.ORGANISER_ADMIN},
        is_municipality_admin: {Role.MUNICIPALITY_ADMIN},
        is_platform_admin: {Role.PLATFORM_ADMIN},
        is_log_reviewer: {Role.LOG_REVIEWER},
        is_protection_officer: {Role.PROTECTION_OFFICER},
    }
    return frozenset(role for line in RULES[permission] for role in named[line[0]])


def must_say_why(by: Membership, case: Case) -> bool:
    """A caseworker opens a colleague's case only with a reason, which is logged."""
    return (
        by.role is Role.CASEWORKER
        and case.caseworker_id is not None
        and case.caseworker_id != by.id
    )
