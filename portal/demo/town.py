"""The demo town: real places, invented people, and fourteen months of what they did."""

from datetime import date
from random import Random
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.passwords import hash_password
from portal.demo import (
    town_batches,
    town_drafts,
    town_erasure,
    town_intake,
    town_mail,
    town_once,
    town_rolls,
    town_schedule,
    town_sealed,
)
from portal.demo.town_days import Days
from portal.demo.town_people import WHO_LEFT, posts, settle
from portal.demo.town_pupils import Pupils
from portal.demo.town_story import Stage
from portal.models import Routine
from portal.vocabulary import FormKind

PASSWORD = "demo-overlamningen"  # noqa: S105 (everybody in the town has it, and everybody may know)
SEED = 2010
"""The same day gives the same town."""
LEFT_AGO = 60
"""Working days since somebody left Nacka's KAA."""


class Account(NamedTuple):
    """Somebody a visitor can log in as."""

    email: str
    name: str
    role: str
    organisation: str


ACCOUNTS = tuple(
    Account(post.email, post.name, post.role.label, post.place)
    for post in posts()
    if post.email != WHO_LEFT
)
"""Every role; those to try first come first."""


def build(session: Session, today: date, pupils: type[Pupils] = Pupils) -> None:
    """Fill the town. Reference data and routines must be there; the caller commits."""
    chance = Random(SEED)
    days = Days(today, chance)
    moved_in = days.office_hour(days.away(-320))
    cast = settle(session, today, password_hash=hash_password(PASSWORD), at=moved_in)
    stage = Stage(session, days, cast, pupils(chance), chance, _routines(session))
    with session.no_autoflush:
        town_schedule.tell(stage)
        town_once.tell(stage)
        town_sealed.tell(stage)
        town_drafts.begin(stage)
        town_rolls.tell(stage)
        stage.session.flush()
        town_erasure.tell(stage)
        town_batches.begin(stage)
        town_mail.remember(stage)
        town_intake.tell(stage)
    cast.who_left().ended_at = days.office_hour(days.away(-LEFT_AGO))
    session.flush()


def _routines(session: Session) -> dict[tuple[str, FormKind], Routine]:
    every = session.scalars(select(Routine))
    return {(routine.municipality_code, routine.kind): routine for routine in every}
