"""What was promised at a joint meeting, until somebody says that it is done."""

from datetime import datetime

from portal.access.rules import require
from portal.errors import NotAllowed, WrongState
from portal.models import Case, Commitment, Membership
from portal.vocabulary import Permission, Side, Step


def may_keep(commitment: Commitment, *, by: Membership) -> bool:
    """The school says so of its own promises; the municipality, which leads, of anybody's."""
    return by.side is Side.KAA or by.side is commitment.side


def keep(commitment: Commitment, case: Case, *, by: Membership, at: datetime) -> None:
    """Somebody did what they had promised."""
    require(by, Permission.COMMITMENT_KEEP, case)
    if not may_keep(commitment, by=by):
        raise NotAllowed
    if commitment.kept_at is not None:
        raise WrongState
    case.record(Step.KEEP_COMMITMENT, by=by, at=at, what=commitment.what)
    commitment.kept_at, commitment.kept_by_id = at, by.id
