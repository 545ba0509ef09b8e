"""A municipality asks a school about a youth: the question, and the mail that says there is one."""

from datetime import datetime
from uuid import uuid4

from portal.models import Membership, Message, RollPupil, Sought
from portal.vocabulary import Channel


def ask(pupil: RollPupil, number: str, *, by: Membership, at: datetime) -> Sought:
    """The question stands in the school's list until it files, or says why not."""
    if by.municipality_code is None:
        raise TypeError("only somebody at a municipality asks")
    return Sought(
        id=uuid4(),
        municipality_code=by.municipality_code,
        pupil_id=pupil.id,
        number=number,
        asked_by_id=by.id,
        asked_at=at,
    )


def letter(to: Membership, *, by: Membership, at: datetime) -> Message:
    """That a municipality asks; about whom stands in the portal only."""
    return Message(
        user_id=to.user_id,
        channel=Channel.MAIL,
        template="sought",
        recipient=to.user.email,
        municipality_code=by.municipality_code,
        school_unit_code=to.school_unit_code,
        locale=to.user.locale,
        created_at=at,
        due_at=at,
    )
