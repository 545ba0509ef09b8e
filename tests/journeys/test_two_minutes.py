"""Filing a risk about a pupil the school has filed about before: what it costs is counted."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from portal.clock import now
from portal.models import Membership
from portal.vocabulary import FormKind
from tests.journeys.counting import Counting
from tests.journeys.pupils import day
from tests.journeys.visitor import Visitor
from tests.journeys.writing import send
from tests.town import Town, a_filing

MOST_ACTIONS = 25
MOST_SECONDS = 120
KNOWN = {
    "pupil_phone": "070-174 06 05",
    "guardian_name": "Anna Ek",
    "guardian_phone": "070-174 06 06",
    "efforts": ["talked"],
}


@pytest.fixture(params=[True], ids=["with_script"])
def script(request: pytest.FixtureRequest) -> bool:
    """Counted once: without script the clicks are the same."""
    return bool(request.param)


@pytest.fixture
def known(town: Town, rows: Session) -> str:
    """A pupil of whom the school has filed absence before."""
    filing = a_filing(town, FormKind.ABSENCE, at=now(), answers=KNOWN)
    rows.add(filing.case)
    rows.commit()
    return filing.case.name


def test_a_risk_is_filed_about_a_known_pupil_in_25_clicks_and_fields_and_two_minutes(
    known: str, town: Town, enter: Callable[[Membership], Visitor]
) -> None:
    karin = Counting(enter(town.counsellor))

    karin.follow("Anmälningar")
    karin.follow(known)
    karin.press(FormKind.AT_RISK.label)
    karin.choose("skyddade personuppgifter?", "Nej")
    karin.press("Fortsätt")
    karin.press("Fortsätt")
    karin.write("Sedan när ser skolan risken?", day(-12))
    karin.choose("Vad gör att eleven riskerar att avbryta?", "Lång resväg")
    karin.choose("Har skolan prövat sina möjligheter till stöd?", "Ja, utan att det har räckt")
    karin.choose("Vad vill skolan att hemkommunen gör?", "Råd till skolan")
    karin.choose("På vilken grund lämnar skolan uppgifterna?", "Samtycke")
    karin.choose("Vem har samtyckt?", "Eleven", "Vårdnadshavare")
    karin.write("Vilken dag lämnades samtycket?", day(-3))
    karin.press("Fortsätt")
    karin.choose("Vet eleven om att ni anmäler?", "Ja")
    karin.write("Vilken dag fick eleven veta det?", day(-3))
    karin.choose("Vet vårdnadshavarna om att ni anmäler?", "Ja")
    karin.write("Vilken dag fick vårdnadshavarna veta det?", day(-3))
    karin.choose("Vill skolan ha ett gemensamt möte", "Ja")
    karin.press("Fortsätt")
    karin.clicks += 1
    send(karin.visitor)

    assert karin.actions <= MOST_ACTIONS, (karin.clicks, karin.entries, karin.keys)
    assert karin.keys <= 60
    assert karin.seconds < MOST_SECONDS
