"""How long Nacka keeps things: its document plan, so that there is something to decide."""

from portal.demo.town_story import Stage
from portal.models import ErasurePlan
from portal.vocabulary import ErasureSubject

NACKA = "0182"
YEARS = {
    ErasureSubject.REGISTER: 1,
    ErasureSubject.AT_RISK: 2,
    ErasureSubject.ABSENCE: 1,
    ErasureSubject.DROPOUT: 2,
    ErasureSubject.START: 1,
}


def tell(stage: Stage) -> None:
    """The plan was set when the municipality had been here for a while."""
    at = stage.days.office_hour(stage.days.away(-140))
    stage.session.add_all(
        ErasurePlan(municipality_code=NACKA, subject=subject, years=years, changed_at=at)
        for subject, years in YEARS.items()
    )
