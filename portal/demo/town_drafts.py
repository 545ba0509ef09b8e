"""Filings somebody has begun and not sent: yesterday, a while ago, and nearly too long ago."""

from portal.clock import today
from portal.demo.town_people import (
    DE_GEER_1,
    HUDDINGE,
    HUDDINGEGYMNASIET,
    NACKA,
    NACKA_GYMNASIUM,
    NORRKOPING,
    RYTMUS,
)
from portal.demo.town_story import Stage
from portal.vocabulary import FormKind
from portal.workflow import drafts

BEGUN = (
    (NACKA_GYMNASIUM, NACKA, FormKind.AT_RISK, 1, True, False),
    (NACKA_GYMNASIUM, NACKA, FormKind.ABSENCE, 9, False, False),
    (NACKA_GYMNASIUM, NACKA, FormKind.DROPOUT, 1, False, True),
    (DE_GEER_1, NORRKOPING, FormKind.DROPOUT, 3, True, False),
    (HUDDINGEGYMNASIET, HUDDINGE, FormKind.ABSENCE, 58, True, False),
    (RYTMUS, NACKA, FormKind.START, 2, False, False),
)
"""School, home municipality, kind, working days ago, whether the pupil is filled in, and whether it
was handed over on paper."""

SHARED = (DE_GEER_1,)
"""Where a colleague may go on with what was begun."""


def begin(stage: Stage) -> None:
    """Begin them, and type as far as their authors came."""
    for unit, home, kind, ago, knows_pupil, on_paper in BEGUN:
        at = stage.days.office_hour(stage.days.away(-ago))
        author = stage.cast.counsellor(unit)
        draft = drafts.begin(kind, on_paper=on_paper, by=author, at=at)
        if knows_pupil:
            pupil = stage.pupils.of_age(17, today(at), home)
            typed = {
                "number": [pupil.number.formatted],
                "given_name": [pupil.given_name],
                "family_name": [pupil.family_name],
                "home_municipality": [home],
                "home_ground": ["registered"],
            }
            drafts.save(draft, typed, typed, by=author, at=stage.days.soon(at))
        drafts.share(draft, shared=unit in SHARED, by=author)
        stage.session.add(draft)
    stage.session.flush()
