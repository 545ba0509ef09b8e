"""The KAA register: who comes in, what is kept about them, and how they leave."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from portal.errors import (
    NotAllowed,
    NotAMember,
)
from portal.models import Occupation, RegisterEntry
from portal.vocabulary import (
    CaseState,
    CloseReason,
    EntryEndReason,
    EntryState,
    FormKind,
    OccupationKind,
    OccupationSource,
    Tense,
    YouthStatus,
)
from portal.workflow import handover, register
from portal.workflow.filing import file
from portal.workflow.handover import Filled
from tests.town import AT, TODAY, Town, a_case, a_filing, told, town

NEXT_WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def cast() -> Town:
    return town()


@pytest.fixture
def entry(cast: Town) -> RegisterEntry:
    return enter(cast)


def enter(cast: Town, **says) -> RegisterEntry:
    case = a_case(cast, FormKind.DROPOUT, **says)
    offer = handover.offered(case)
    assert offer is not None
    return handover.accept(
        offer,
        handover.passing(offer.filing, "YBC"),
        Filled(None, "", "", "070-000 00 34", True, False, False),
        cast.caseworker,
        running=None,
        joins_running=False,
        by=cast.caseworker,
        at=AT,
    )


# --- the closed list (förordning 2006:39, 4 §) ---------------------------------------------------


def test_the_register_keeps_the_closed_list_and_nothing_else():
    identity = {"given_name", "family_name", "search_name", "number", "number_hash", "birth_date"}
    contact = {"address", "email", "phone"}
    duty = {"caseworker_id", "next_follow_up_on", "status", "reason", "registered_at"}
    came = {"origin", "summer"}
    end = {"closed_on", "end_reason", "ended_to"}
    row = {"id", "reference", "municipality_code", "state", "version"}
    occupation = {"tense", "kind", "what", "since", "until", "source", "known_on"}

    columns = {column.key for column in RegisterEntry.__table__.columns}
    past = {column.key for column in Occupation.__table__.columns}

    assert columns == identity | contact | duty | came | end | row
    assert past == occupation | {"id", "entry_id"}


def test_the_register_has_no_json_and_its_reasons_are_codes():
    for table in (RegisterEntry.__table__, Occupation.__table__):
        assert not [column.key for column in table.columns if "json" in repr(column.type).lower()]


@pytest.mark.parametrize("kind", [FormKind.AT_RISK, FormKind.ABSENCE, FormKind.START])
def test_no_other_kind_can_make_an_entry(cast, kind):
    case = a_case(cast, kind)

    assert handover.offered(case) is None
    assert case.state is not CaseState.HANDED_OVER


def test_the_name_is_looked_up_as_it_was_handed_over(cast):
    case = a_case(cast, FormKind.DROPOUT, answers={"pupil_phone": "070"})
    a_filing(cast, FormKind.ABSENCE, thread=case, family_name="Nyberg")

    offer = handover.offered(case)
    assert offer is not None
    entry = register.enter(
        case,
        handover.passing(offer.filing, "YBC"),
        date(2010, 3, 7),
        cast.caseworker,
        by=cast.caseworker,
        at=AT,
    )

    assert (entry.name, entry.search_name) == ("Wilma Ek", "ek wilma ek")


# --- keeping it ---------------------------------------------------------------------------------


def test_contact_is_put_right_as_a_whole(cast, entry):
    register.update_contact(entry, "Nygatan 2", "", "", by=cast.caseworker, at=AT)

    assert (entry.address, entry.email, entry.phone) == ("Nygatan 2", "", "")


def test_status_comes_with_the_next_follow_up(cast, entry):
    register.update_status(entry, YouthStatus.REACHED, NEXT_WEEK, by=cast.caseworker, at=AT)

    assert (entry.status, entry.next_follow_up_on) == (YouthStatus.REACHED, NEXT_WEEK)


def test_an_occupation_says_whence_and_when_it_is_known(cast, entry):
    register.add_occupation(
        entry,
        Tense.FUTURE,
        OccupationKind.STUDIES,
        "Nacka komvux",
        since=NEXT_WEEK,
        until=None,
        source=OccupationSource.YOUTH,
        by=cast.caseworker,
        at=AT,
    )

    latest = entry.occupations[-1]
    assert (latest.tense, latest.source, latest.known_on) == (
        Tense.FUTURE,
        OccupationSource.YOUTH,
        TODAY,
    )


def test_a_youth_is_given_to_a_colleague(cast, entry):
    register.assign(entry, cast.second_caseworker, by=cast.caseworker, at=AT)

    assert entry.caseworker is cast.second_caseworker


@pytest.mark.parametrize("who", ["other_caseworker", "counsellor", "municipality_admin"])
def test_a_youth_is_given_to_nobody_else(cast, entry, who):
    with pytest.raises(NotAMember):
        register.assign(entry, getattr(cast, who), by=cast.caseworker, at=AT)


@pytest.mark.parametrize(
    "who", ["counsellor", "rector", "other_caseworker", "municipality_admin", "platform_admin"]
)
def test_nobody_else_works_with_the_register(cast, entry, who):
    by = getattr(cast, who)

    with pytest.raises(NotAllowed):
        register.update_contact(entry, "", "", "1", by=by, at=AT)
    with pytest.raises(NotAllowed):
        register.close(entry, EntryEndReason.MISTAKE, what="x", by=by, at=AT)


# --- what schools tell afterwards ---------------------------------------------------------------


def tell(cast: Town, kind: FormKind, entry, *, by=None, elsewhere=(), thread=None):
    by = by or cast.counsellor
    routine = next(one for one in cast.nacka.routines if one.kind is kind)
    return file(
        told(kind),
        draft_id=uuid4(),
        unit=by.school_unit,
        routine=routine,
        thread=thread,
        entry=entry,
        elsewhere=elsewhere,
        by=by,
        at=AT,
    )


@pytest.mark.parametrize("kind", [FormKind.AT_RISK, FormKind.ABSENCE, FormKind.DROPOUT])
def test_a_later_filing_changes_nothing_but_adds_an_event(cast, entry, kind):
    before = {
        name: getattr(entry, name)
        for name in ("state", "status", "phone", "next_follow_up_on", "end_reason")
    }

    tell(cast, kind, entry, by=cast.other_counsellor)

    assert {name: getattr(entry, name) for name in before} == before
    assert len(entry.occupations) == 1


def test_a_start_closes_the_entry_and_names_where_the_youth_went(cast, entry):
    tell(cast, FormKind.START, entry, by=cast.other_counsellor)

    assert (entry.state, entry.end_reason) == (EntryState.CLOSED, EntryEndReason.STARTED_STUDIES)
    assert (entry.ended_to, entry.closed_on) == ("Rytmus", TODAY)
    present = entry.occupations[-1]
    assert (present.tense, present.what, present.since) == (Tense.PRESENT, "Rytmus", TODAY)


def test_a_start_closes_other_schools_cases_without_telling_where(cast):
    case = a_case(cast)

    started = tell(cast, FormKind.START, None, by=cast.other_counsellor, elsewhere=[case])

    assert (case.state, case.close_reason) == (CaseState.CLOSED, CloseReason.STARTED)
    assert started.case.state is CaseState.CLOSED
    assert case.due_on is None
    said = [case.answer_text, case.answer, case.close_reason.label, case.question]
    assert "Rytmus" not in repr(said)
    assert cast.other_counsellor.id not in case.author_ids


# --- age and erasure ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "last"),
    [(date(2010, 1, 1), date(2031, 12, 31)), (date(2008, 12, 31), date(2029, 12, 31))],
)
def test_everything_is_erased_when_the_year_of_turning_21_ends(born, last):
    assert register.latest_erasure(born) == last


@pytest.mark.parametrize("born", [date(2008, 2, 29), date(2008, 2, 28), date(2006, 11, 18)])
def test_the_20th_birthday_is_a_day_that_exists(born):
    assert register.turns_20_on(born) == date(born.year + 20, born.month, born.day)


@pytest.mark.parametrize(("days", "soon"), [(0, True), (183, True), (184, False), (-400, True)])
def test_half_a_year_before_20_is_soon(days, soon):
    birthday = TODAY + timedelta(days=days)
    born = birthday.replace(year=birthday.year - 20)

    assert (born <= register.soon_20(TODAY)) is soon
