"""Who stands how to a sealed record: the lines of rules.py are made of these."""

from portal.models import (
    GlassBreak,
    Membership,
    Message,
    OfficerProposal,
    RecordAt,
    SealedRecord,
)
from portal.vocabulary import QUIET_TEMPLATES, Role


def is_protection_officer(by: Membership, _thing: object) -> bool:
    return by.role is Role.PROTECTION_OFFICER


def tells_of_nothing_sealed(_: Membership, thing: object) -> bool:
    """Messages about sealed records stand in no list: even that there was one says something."""
    return not (isinstance(thing, Message) and thing.template in QUIET_TEMPLATES)


def _record(thing: object) -> SealedRecord | None:
    if isinstance(thing, RecordAt):
        return thing.record
    return thing if isinstance(thing, SealedRecord) else None


def wrote_the_record(by: Membership, thing: object) -> bool:
    record = _record(thing)
    return record is not None and record.author_id == by.id


def is_named_in_it(by: Membership, thing: object) -> bool:
    """In the circle of the record: named, by a reason, and not removed since."""
    record = _record(thing)
    named = record.circle if record is not None else ()
    return any(one.membership_id == by.id and one.removed_at is None for one in named)


def has_broken_the_glass(by: Membership, thing: object) -> bool:
    """Half an hour after a second person has said yes, and no longer."""
    return isinstance(thing, RecordAt) and any(
        one.asked_by_id == by.id and one.opens(thing.at) for one in thing.record.breaks
    )


def somebody_else_asked(by: Membership, thing: object) -> bool:
    """Nobody answers themselves, in whatever role."""
    asked = thing.asked_user_id if isinstance(thing, GlassBreak | OfficerProposal) else None
    return asked is not None and asked != by.user_id
