"""Those called to a joint meeting without an account, found by their personal link alone."""

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from portal.access.tokens import guest_hash
from portal.db import session
from portal.models import Case, Meeting, Participant


def participant_of(token: str, *, locked: bool = False) -> Participant | None:
    """Whose link it is; whether it still leads anywhere is for the workflow to say."""
    wanted = (
        select(Participant)
        .join(Participant.meeting)
        .join(Meeting.case)
        .where(Participant.link_hash == guest_hash(token))
        .options(
            contains_eager(Participant.meeting)
            .contains_eager(Meeting.case)
            .joinedload(Case.municipality)
        )
        .execution_options(populate_existing=locked)
    )
    return session().scalar(wanted.with_for_update(of=Case) if locked else wanted)
