"""Monday morning at KAA: what is to be done, five contacts, and the week's letters."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.clock import now, today
from portal.models import ContactAttempt, Membership
from portal.vocabulary import ContactChannel, ContactOutcome, TaskAction
from tests.journeys.visitor import Visitor
from tests.pdf_text import pages, text
from tests.town import Town
from tests.web.week.youths import a_task, a_youth

CALLED = ("Wilma Ek", "Sven Alm", "Ida Berg", "Tor Lund", "Maja Sund")
WRITTEN_TO = ("Sara Ask", "Nils Bro", "Eva Dal")


@pytest.fixture
def script() -> bool:
    """One click each needs none, and a file is fetched alike."""
    return True


@pytest.fixture
def with_axe() -> bool:
    return True


def test_monday_morning(town: Town, enter: Callable[[Membership], Visitor], rows: Session) -> None:
    store(town, rows)
    amina = enter(town.caseworker)

    amina.follow("Veckan")
    assert amina.heading == "Din vecka"
    for name in CALLED:
        amina.follow(f"Skriv in {name}")
        amina.choose("Hur gick det?", "Inget svar")
        amina.press("Spara")
        amina.reads("Kontaktförsöket är sparat.")
        assert amina.path == "/week"
    amina.follow("Skriv ut 3 brev")
    said = printed(amina)
    assert len(said) == 2 + 1 + 1
    amina.press("Markera som skickade")
    amina.reads("3 brev är markerade som skickade.", "Inga brev att skicka i veckan")
    amina.follow("Till din vecka")
    amina.reads_not(*WRITTEN_TO)

    attempts = rows.scalars(select(ContactAttempt)).all()
    outcomes = [one.outcome for one in attempts]
    assert outcomes.count(ContactOutcome.NO_ANSWER) == len(CALLED)
    assert outcomes.count(ContactOutcome.SENT) == len(WRITTEN_TO)


def store(town: Town, rows: Session) -> None:
    """Five to call and three to write to, all today."""
    day = today(now())
    actions = [TaskAction.TRY_TO_REACH] * 5 + [TaskAction.WRITE] * 2 + [TaskAction.SEND_POSTCARD]
    for name, action in zip((*CALLED, *WRITTEN_TO), actions, strict=True):
        given_name, family_name = name.split()
        born = day.replace(year=day.year - 18, day=1)
        youth = a_youth(town, given_name, family_name, birth_date=born, next_follow_up_on=day)
        calls = action is TaskAction.TRY_TO_REACH
        rows.add(youth)
        rows.flush()
        rows.add(a_task(youth, action, day, ContactChannel.PHONE if calls else None))
    rows.commit()


def printed(amina: Visitor) -> list[list[object]]:
    """The sheets of the file; the page stays where it is."""
    with amina.page.expect_download() as fetched:
        amina.page.get_by_role("button", name="Gör en PDF av de markerade").click()
    assert fetched.value.suggested_filename == "veckans-brev.pdf"
    data = Path(fetched.value.path()).read_bytes()
    for name in WRITTEN_TO:
        assert name in text(data)
    return [list(sheet) for sheet in pages(data)]
