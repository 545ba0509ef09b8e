"""Youths who come into the register without a handover: the rules, without pages."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from portal.errors import KaaEndsAt20, NotAMember, OpenEntryExists
from portal.models import RegisterRoutine
from portal.vocabulary import (
    EntryOrigin,
    FormKind,
    OccupationSource,
    RegistrationReason,
    RoutineArea,
    TaskAction,
    Tense,
    TimeUnit,
    Trigger,
)
from portal.workflow import intake
from portal.workflow.admission import Youth
from portal.workflow.intake import (
    HasAnOpenCase,
    Known,
    KnownAlready,
    LastSchool,
    WasInTheRegister,
)
from tests.town import AT, SIXTEEN, TODAY, Town, a_case, town

NOBODY = Known()


@pytest.fixture
def cast() -> Town:
    return town()


def a_routine(cast: Town, trigger: Trigger, action: TaskAction) -> RegisterRoutine:
    return RegisterRoutine(
        id=uuid4(),
        municipality=cast.nacka,
        key=f"E-{trigger.value}",
        ordinal=1,
        area=RoutineArea.IDENTIFICATION,
        trigger=trigger,
        action=action,
        channels=[],
        within=1,
        unit=TimeUnit.WEEK,
        repeats=False,
        only_under_18=False,
        active=True,
    )


def a_youth(**says) -> Youth:
    usual = {
        "given_name": "Wilma",
        "family_name": "Ek",
        "number": SIXTEEN,
        "birth_date": date(2010, 3, 29),
        "reason": RegistrationReason.MOVED_IN,
        "origin": EntryOrigin.GUARDIAN,
    }
    return Youth(**(usual | says))


def take_in(cast: Town, youth: Youth | None = None, known: Known = NOBODY, **says):
    usual = {"by": cast.caseworker, "at": AT, "caseworker": cast.caseworker}
    return intake.take_in(youth or a_youth(), known, **(usual | says))


@pytest.mark.parametrize("reason", RegistrationReason)
def test_a_youth_comes_in_for_every_reason_with_a_day_to_begin(cast, reason):
    entry = take_in(cast, a_youth(reason=reason))

    assert (entry.reason, entry.origin) == (reason, EntryOrigin.GUARDIAN)
    assert entry.search_name == "ek wilma ek"
    assert entry.next_follow_up_on == date(2026, 11, 25)
    assert [task.action for task in entry.tasks] == [TaskAction.FOLLOW_UP]


def test_the_last_school_is_past_occupation_with_its_source(cast):
    last = LastSchool("YBC, SA25", date(2026, 10, 1), OccupationSource.GUARDIAN)

    entry = take_in(cast, last=last)

    [one] = entry.occupations
    assert (one.tense, one.what, one.until) == (Tense.PAST, "YBC, SA25", date(2026, 10, 1))
    assert one.source is OccupationSource.GUARDIAN


def test_a_dropout_without_filing_is_looked_into_and_others_are_not(cast):
    a_routine(cast, Trigger.FOUND_WITHOUT_FILING, TaskAction.ASK_SCHOOL)
    a_routine(cast, Trigger.REGISTERED, TaskAction.SEND_POSTCARD)
    dropped = a_youth(reason=RegistrationReason.DROPPED_OUT)

    unfiled = take_in(cast, dropped)
    filed = take_in(cast, dropped, Known(was_filed=True))
    moved = take_in(cast)

    asked = [TaskAction.SEND_POSTCARD, TaskAction.ASK_SCHOOL]
    assert [task.action for task in unfiled.tasks] == asked
    assert [task.action for task in filed.tasks] == asked[:1]
    assert [task.action for task in moved.tasks] == asked[:1]


def test_who_nobody_has_is_to_be_assigned(cast):
    a_routine(cast, Trigger.UNASSIGNED, TaskAction.ASSIGN)
    a_routine(cast, Trigger.ASSIGNED, TaskAction.BEGIN_CONTACT)

    entry = take_in(cast, caseworker=None)

    assert entry.caseworker_id is None
    assert [task.action for task in entry.tasks] == [TaskAction.ASSIGN]


def test_nobody_is_entered_twice(cast):
    entry = take_in(cast)

    with pytest.raises(OpenEntryExists):
        take_in(cast, known=Known(running=entry))
    with pytest.raises(WasInTheRegister):
        take_in(cast, known=Known(ended=entry))


def test_who_is_in_other_hands_is_refused_in_words_that_tell_nothing(cast):
    with pytest.raises(KnownAlready) as error:
        take_in(cast, known=Known(in_other_hands=True))

    assert "skydd" not in error.value.sentence


def test_an_open_case_is_told_of_first(cast):
    case = a_case(cast, FormKind.ABSENCE)

    with pytest.raises(HasAnOpenCase):
        take_in(cast, known=Known(case=case))
    assert take_in(cast, known=Known(case=case), despite_case=True).name == "Wilma Ek"


@pytest.mark.parametrize(
    ("born", "day", "comes_in"),
    [
        (date(2006, 11, 19), TODAY, True),
        (date(2006, 11, 18), TODAY, False),
        (date(2008, 2, 29), date(2028, 2, 28), True),
        (date(2008, 2, 29), date(2028, 2, 29), False),
        (date(2008, 3, 1), date(2028, 2, 29), True),
    ],
)
def test_the_20th_birthday_is_the_day_from_which_nobody_comes_in(cast, born, day, comes_in):
    at = datetime.combine(day, AT.timetz())
    if comes_in:
        assert take_in(cast, a_youth(birth_date=born), at=at).birth_date == born
        return
    with pytest.raises(KaaEndsAt20):
        take_in(cast, a_youth(birth_date=born), at=at)


@pytest.mark.parametrize(
    ("day", "last", "summer"),
    [
        ("05-31", "09-15", False),
        ("06-01", "09-15", True),
        ("08-31", "08-31", True),
        ("09-01", "08-31", False),
        ("09-15", "09-15", True),
        ("09-16", "09-15", False),
        ("11-18", "09-15", False),
    ],
)
def test_the_summer_is_as_long_as_the_municipalitys_database_stands_still(cast, day, last, summer):
    cast.nacka.database_closed_from, cast.nacka.database_closed_to = "06-01", last
    at = AT.replace(month=int(day[:2]), day=int(day[3:]))

    assert take_in(cast, at=at).summer is summer


def test_a_caseworker_of_another_municipality_is_no_caseworker_here(cast):
    with pytest.raises(NotAMember):
        take_in(cast, caseworker=cast.other_caseworker)


def test_the_first_contact_comes_when_the_municipality_has_it(cast):
    for routine in cast.nacka.routines:
        routine.first_contact_days = 2

    assert take_in(cast).next_follow_up_on == TODAY + timedelta(days=2)
