"""The pupil is told what it means to leave: ticked by the school, a step of the case."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from portal.clock import today
from portal.errors import NotYetGiven
from portal.models import Case, Membership
from portal.vocabulary import InformedHow, Language, Step
from portal.workflow import deadlines
from portal.workflow.steps import take

if TYPE_CHECKING:
    from portal.workflow.filing import Told


def inform(
    case: Case,
    how: InformedHow,
    language: Language,
    on: date,
    giver: str = "",
    *,
    by: Membership,
    at: datetime,
) -> None:
    """Write down that the pupil has been given the information. `giver` is somebody else than who
    writes it down."""
    if on > today(at):
        raise NotYetGiven
    _record(case, how, language, on, giver, by=by, at=at)
    deadlines.settle(case, at=at)


def informed_before(case: Case, told: "Told", *, by: Membership, at: datetime) -> None:
    """What a filing says of it becomes a step of its case; the filing settles the clocks."""
    said = told.answers
    if said.get("informed") == "yes":
        _record(
            case,
            InformedHow(said["informed_how"]),
            Language(said["informed_language"]),
            date.fromisoformat(said["informed_on"]),
            "",
            by=by,
            at=at,
        )


def _record(
    case: Case,
    how: InformedHow,
    language: Language,
    on: date,
    giver: str,
    *,
    by: Membership,
    at: datetime,
) -> None:
    take(
        case,
        Step.INFORM,
        by=by,
        at=at,
        how=how,
        language=language,
        on=on.isoformat(),
        giver=giver,
    )
