"""Breaking the glass: a sealed record in an emergency, by two persons, for half an hour."""

from datetime import datetime, timedelta
from uuid import uuid4

from portal.access.rules import require
from portal.errors import ReasonTooShort, WrongState
from portal.models import GlassBreak, Membership, SealedRecord
from portal.vocabulary import Permission, Step

LEAST_REASON = 20
LASTS = timedelta(minutes=30)
ANSWERED_WITHIN = timedelta(hours=24)
"""An emergency is not one the day after."""


def ask(
    pseudonym: str, record: SealedRecord | None, reason: str, *, by: Membership, at: datetime
) -> GlassBreak:
    """Ask for it. Kept, and answered alike, whether there is such a record or not."""
    require(by, Permission.GLASS_ASK)
    if len(reason) < LEAST_REASON:
        raise ReasonTooShort(least=str(LEAST_REASON))
    assert by.municipality_code is not None
    if record is not None:
        record.record(Step.ASK_GLASS, by=by, at=at, reason=reason)
    return GlassBreak(
        id=uuid4(),
        pseudonym=pseudonym,
        record=record,
        municipality_code=by.municipality_code,
        asked_by=by,
        asked_by_id=by.id,
        asked_user_id=by.user_id,
        asked_at=at,
        reason=reason,
    )


def waits(request: GlassBreak, *, at: datetime) -> bool:
    """Whether somebody may still answer it."""
    return request.answered_at is None and at < request.asked_at + ANSWERED_WITHIN


def answer(request: GlassBreak, *, approved: bool, by: Membership, at: datetime) -> None:
    """A second person says yes or no; a yes opens the record for half an hour from now."""
    require(by, Permission.GLASS_ANSWER, request)
    if not waits(request, at=at):
        raise WrongState
    request.answered_by_id, request.answered_user_id = by.id, by.user_id
    request.answered_at, request.approved = at, approved
    request.ends_at = at + LASTS if approved else None
    if request.record is not None:
        step = Step.BREAK_GLASS if approved else Step.REFUSE_GLASS
        request.record.record(step, by=by, at=at, who=request.asked_by.user.name)
