"""A pupil who stands in every ordinary table, and those who seal, see and ask."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.models import Case, SealedRecord
from portal.vocabulary import FormKind, ParticipantKind, Role
from portal.workflow import casework, drafts, handover, meetings
from portal.workflow.handover import Filled
from portal.workflow.summonses import Invited
from tests.town import AT, EIGHTEEN, a_case, number, somebody

CANARY = {"given_name": "Kanariella", "family_name": "Gulfjäder", "number": number(EIGHTEEN)}
TRACES = ("Kanariella", "Gulfjäder", "gulfjäder", EIGHTEEN, EIGHTEEN[2:], "hemlig@nest.example",
          "Fågelvägen", "070-000 77 77")  # fmt: skip
"""What would tell who it is."""
ABOUT = {"pupil_phone": "070-000 77 77", "pupil_address": "Fågelvägen 3, Nacka"}


@pytest.fixture
def officers(town, stored):
    """A second protection officer in Nacka, one in Norrköping, and a second administrator."""
    town.second_officer = somebody("Alva Nord", Role.PROTECTION_OFFICER, municipality=town.nacka)
    town.far_officer = somebody("Bror Syd", Role.PROTECTION_OFFICER, municipality=town.norrkoping)
    town.second_admin = somebody("Ada Lund", Role.MUNICIPALITY_ADMIN, municipality=town.nacka)
    stored(town.second_officer, town.far_officer, town.second_admin)
    return town


@pytest.fixture
def case(town, stored):
    """One case with a meeting that people are called to, notes and a draft."""
    case = a_case(town, answers=ABOUT, **CANARY)
    casework.take_on(case, by=town.caseworker, at=AT)
    casework.note(case, "Talade med Kanariella.", by=town.caseworker, at=AT)
    _call_to_meeting(town, case)
    draft = drafts.begin(FormKind.ABSENCE, by=town.counsellor, at=AT)
    drafts.save(draft, ["number"], {"number": [EIGHTEEN]}, by=town.counsellor, at=AT)
    return stored(case, draft)


def _call_to_meeting(town, case):
    meeting = meetings.call(case, at=AT)
    people = (
        Invited(ParticipantKind.PUPIL, "Kanariella Gulfjäder", email="hemlig@nest.example"),
        Invited(ParticipantKind.SCHOOL, "Karin Holm", membership_id=town.counsellor.id),
    )
    when = AT + timedelta(days=7)
    about = ("Fågelvägen 3", "Hur Kanariella har det.", 45)
    meetings.book(meeting, when, *about, people, by=town.caseworker, at=AT)


@pytest.fixture
def everywhere(town, rows, case):
    """The same pupil from another school, in the register, and in another municipality."""
    dropout = a_case(town, FormKind.DROPOUT, by=town.other_counsellor, answers=ABOUT, **CANARY)
    far = a_case(town, by=town.far_counsellor, home=town.norrkoping, answers=ABOUT, **CANARY)
    rows.add_all([dropout, far])
    rows.flush()
    offer = handover.offered(dropout)
    by = rows.merge(town.caseworker)
    entry = handover.accept(
        offer,
        handover.passing(offer.filing, "YBC"),
        Filled(None, "Fågelvägen 3", "", "070-000 77 77", True, False, False),
        by,
        running=None,
        joins_running=False,
        by=by,
        at=AT,
    )
    rows.add(entry)
    rows.commit()
    return [case.reference, dropout.reference, far.reference, entry.reference]


@pytest.fixture
def record(rows):
    """The sealed record that a municipality has."""

    def find(code="0182"):
        rows.expire_all()
        wanted = select(SealedRecord).where(SealedRecord.municipality_code == code)
        return rows.scalars(wanted).one()

    return find


@pytest.fixture
def seal(login, town, case):
    """The counsellor seals the case; gives the receipt."""

    def do(by=None, browser=None, reference=case.reference):
        browser = login(by or town.counsellor, *([browser] if browser else []))
        answer = browser.send(browser.get(f"/filings/seal/{reference}"), flagged="pupil")
        assert answer.status_code == 303, answer.page.text
        return answer

    return do


@pytest.fixture
def refer(login, town):
    """The counsellor asks Nacka to ring; gives the pseudonym."""

    def do(by=None, **changes):
        browser = login(by or town.counsellor)
        page = browser.get("/filings/protected?kind=dropout&municipality=0182")
        asks = {"phone": "08-465 004 10", "day": "2026-11-20", "clock": "10:30"} | changes
        where = "/filings/protected?municipality=0182"
        answer = browser.send(page, to=where, **asks)
        assert answer.status_code == 303, answer.page.text
        return answer.location.rpartition("/")[2]

    return do


@pytest.fixture
def stored_text(database):
    """All that is stored, as text, bytes and all: what `strings` finds in a dump."""

    def read(*but):
        names = database.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        return "\n".join(
            f"{name} {line}"
            for (name,) in names
            if name not in but
            for (line,) in database.execute(f"SELECT t::text FROM {name} t")
        )

    return read


@pytest.fixture
def open_cases(rows):
    """How many cases the ordinary table has."""
    return lambda: len(rows.scalars(select(Case)).all())
