"""Measures: whom an offer is for, how long it lasts, what is asked for, how it ends."""

from datetime import date, timedelta

import pytest

from portal.errors import (
    EndsBeforeItBegins,
    LastsTooLong,
    MeasureEnded,
    MeasureRuns,
    NotAllowed,
    NotOffered,
    TimeNotYet,
    WrongAge,
    WrongState,
)
from portal.models import Measure, MeasureOffer, RegisterEntry, RegisterRoutine, Task
from portal.vocabulary import (
    EntryEndReason,
    MeasureEndReason,
    OccupationKind,
    RoutineArea,
    TaskAction,
    TimeUnit,
    Trigger,
    YouthStatus,
)
from portal.workflow import measures, register, tasks
from tests.measures import AGREED, STARTED, a_measure, an_entry, an_offer
from tests.town import AT, TODAY, Town, town

FOLLOW_UP = TODAY + timedelta(days=14)


@pytest.fixture
def cast() -> Town:
    return town()


@pytest.fixture
def entry(cast: Town) -> RegisterEntry:
    return an_entry(cast)


@pytest.fixture
def offer() -> MeasureOffer:
    return an_offer()


@pytest.fixture
def measure(cast: Town, entry: RegisterEntry, offer: MeasureOffer) -> Measure:
    return a_measure(cast, entry, offer)


def todo(entry: RegisterEntry, action: TaskAction) -> list[Task]:
    return [one for one in entry.tasks if one.open and one.action is action]


def agree(cast: Town, entry: RegisterEntry, offer: MeasureOffer, **says) -> Measure:
    facts = {"agreed_on": TODAY, "by": cast.caseworker, "at": AT} | says
    return measures.agree(entry, offer, offer.provider, **facts)


def end(cast: Town, measure: Measure, reason=MeasureEndReason.AS_PLANNED, after=None, **says):
    facts = {"on": TODAY, "follow_up_on": FOLLOW_UP, "by": cast.caseworker, "at": AT} | says
    measures.end(measure, reason, after, **facts)


# --- agreeing ------------------------------------------------------------------------------------


def test_who_agrees_on_a_measure_is_in_it_and_they_meet_as_soon_as_the_catalogue_says(
    cast, entry, offer
):
    agree(cast, entry, offer)

    (meeting,) = todo(entry, TaskAction.FIRST_MEETING)
    assert entry.status is YouthStatus.IN_MEASURE
    assert meeting.due_on == TODAY + timedelta(weeks=2)


def test_what_the_municipalitys_routine_asks_for_is_asked_for_once(cast, entry, offer):
    routine = RegisterRoutine(
        municipality_code="0182",
        key="E-1",
        ordinal=1,
        area=RoutineArea.MEASURES,
        trigger=Trigger.MEASURE_AGREED,
        action=TaskAction.FIRST_MEETING,
        channels=[],
        within=5,
        unit=TimeUnit.WORKING_DAY,
        active=True,
        only_under_18=False,
        repeats=False,
    )
    entry.municipality.register_routines.append(routine)

    measure = agree(cast, entry, offer)

    (meeting,) = todo(entry, TaskAction.FIRST_MEETING)
    assert (meeting.routine, meeting.measure) == (routine, measure)


def test_the_task_to_agree_is_done_by_agreeing(cast, entry, offer):
    task = tasks.begin(entry, TaskAction.AGREE_ON_MEASURE, TODAY, TODAY, at=AT)

    agree(cast, entry, offer)

    assert task.done_at == AT


@pytest.mark.parametrize("ages", [{"least_age": 18}, {"most_age": 15, "least_age": None}])
def test_an_offer_is_not_for_those_who_are_younger_or_older(cast, entry, ages):
    with pytest.raises(WrongAge):
        agree(cast, entry, an_offer(**ages))
    assert entry.measures == []


def test_the_age_is_that_of_the_day_of_the_agreement(cast, entry):
    birthday = entry.birth_date.replace(year=entry.birth_date.year + 16)
    grown = an_offer(least_age=16)

    assert not measures.fits(grown, entry.birth_date, birthday - timedelta(days=1))
    assert measures.fits(grown, entry.birth_date, birthday)


def test_a_measure_may_not_last_longer_than_the_catalogue_says(cast, entry, offer):
    with pytest.raises(LastsTooLong):
        agree(cast, entry, offer, starts_on=TODAY, planned_end_on=date(2027, 5, 19))

    measure = agree(cast, entry, offer, starts_on=TODAY, planned_end_on=date(2027, 5, 18))

    assert measure.planned_end_on == date(2027, 5, 18)


def test_one_measure_of_an_offer_runs_at_a_time(cast, entry, offer, measure):
    with pytest.raises(MeasureRuns):
        agree(cast, entry, offer)

    end(cast, measure)
    agree(cast, entry, offer)


@pytest.mark.parametrize("wrong", ["offer", "provider", "inactive", "provider gone"])
def test_only_what_stands_in_the_municipalitys_catalogue_is_agreed_on(cast, entry, offer, wrong):
    if wrong == "offer":
        offer.municipality_code = "0581"
    elif wrong == "provider":
        offer.provider.municipality_code = "0581"
    elif wrong == "inactive":
        offer.active = False
    else:
        offer.provider.ended_on = TODAY

    with pytest.raises(NotOffered):
        agree(cast, entry, offer)
    assert entry.measures == []


def test_nobody_agrees_ahead_of_time(cast, entry, offer):
    with pytest.raises(TimeNotYet):
        agree(cast, entry, offer, agreed_on=TODAY + timedelta(days=1))


@pytest.mark.parametrize("who", ["other_caseworker", "counsellor", "rector", "municipality_admin"])
def test_only_the_municipalitys_kaa_agrees_on_measures(cast, entry, offer, who):
    with pytest.raises(NotAllowed):
        agree(cast, entry, offer, by=getattr(cast, who))
    assert entry.measures == []


def test_nothing_is_agreed_on_with_somebody_who_has_left_the_register(cast, entry, offer):
    register.close(entry, EntryEndReason.MISTAKE, what="Fel person", by=cast.caseworker, at=AT)

    with pytest.raises(WrongState):
        agree(cast, entry, offer)


# --- while it goes on ----------------------------------------------------------------------------


def test_a_measure_ends_at_the_latest_when_it_has_lasted_as_long_as_it_may(cast, entry, offer):
    measure = agree(cast, entry, offer)
    assert measure.planned_end_on is None

    measures.begin(measure, TODAY, by=cast.caseworker, at=AT)

    (look,) = [one for one in todo(entry, TaskAction.FOLLOW_UP) if one.measure is measure]
    assert measure.planned_end_on == date(2027, 5, 18)
    assert look.due_on == date(2027, 5, 18)


def test_another_planned_end_moves_the_day_on_which_somebody_looks(cast, entry, measure):
    measures.plan_end(measure, date(2027, 1, 31), by=cast.caseworker, at=AT)

    (look,) = [one for one in todo(entry, TaskAction.FOLLOW_UP) if one.measure is measure]
    assert look.due_on == date(2027, 1, 29)


def test_looking_again_by_hand_leaves_the_measures_own_day(cast, entry, measure):
    tasks.look_again(entry, FOLLOW_UP, at=AT)

    assert [one for one in todo(entry, TaskAction.FOLLOW_UP) if one.measure is measure]


def test_the_first_meeting_is_done_when_it_was_held(cast, entry, measure):
    (task,) = todo(entry, TaskAction.FIRST_MEETING)

    measures.meet(measure, TODAY, by=cast.caseworker, at=AT)

    assert (measure.first_met_on, task.done_at) == (TODAY, AT)


def test_nothing_starts_before_it_is_agreed_on(cast, entry, offer):
    with pytest.raises(EndsBeforeItBegins):
        agree(cast, entry, offer, starts_on=TODAY - timedelta(days=1))


def test_days_follow_each_other(cast, measure):
    before = AGREED - timedelta(days=1)
    for act in (measures.begin, measures.meet, measures.plan_end):
        with pytest.raises(EndsBeforeItBegins):
            act(measure, before, by=cast.caseworker, at=AT)
    with pytest.raises(EndsBeforeItBegins):
        end(cast, measure, on=STARTED - timedelta(days=1))
    with pytest.raises(TimeNotYet):
        end(cast, measure, on=TODAY + timedelta(days=1))


# --- its end -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "status"),
    [
        (OccupationKind.STUDIES, YouthStatus.OCCUPIED),
        (OccupationKind.WORK, YouthStatus.OCCUPIED),
        (OccupationKind.NONE, YouthStatus.REACHED),
        (None, YouthStatus.REACHED),
    ],
)
def test_an_end_has_a_reason_and_asks_for_a_follow_up(cast, entry, measure, after, status):
    end(cast, measure, MeasureEndReason.TO_STUDIES, after)

    assert (measure.ended_on, measure.end_reason) == (TODAY, MeasureEndReason.TO_STUDIES)
    assert (measure.occupation_after, entry.status) == (after, status)
    assert [one.due_on for one in todo(entry, TaskAction.FOLLOW_UP)] == [FOLLOW_UP]
    assert todo(entry, TaskAction.FIRST_MEETING) == []


def test_who_is_in_another_measure_still_is(cast, entry, measure):
    agree(cast, entry, an_offer(key="N-M2"))

    end(cast, measure)

    assert entry.status is YouthStatus.IN_MEASURE


def test_what_has_ended_is_not_changed(cast, measure):
    end(cast, measure)

    for act in (measures.begin, measures.meet, measures.plan_end):
        with pytest.raises(MeasureEnded):
            act(measure, TODAY, by=cast.caseworker, at=AT)
    with pytest.raises(MeasureEnded):
        end(cast, measure)


@pytest.mark.parametrize("who", ["other_caseworker", "counsellor", "municipality_admin"])
def test_only_the_municipalitys_kaa_ends_a_measure(cast, measure, who):
    with pytest.raises(NotAllowed):
        end(cast, measure, by=getattr(cast, who))
    assert measure.runs


def test_measures_end_when_the_youth_leaves_the_register(cast, entry, measure):
    never = agree(cast, entry, an_offer(key="N-M2"))

    register.close_by_start(entry, "Rytmus", TODAY, at=AT)

    assert (measure.end_reason, measure.ended_on) == (MeasureEndReason.TO_STUDIES, TODAY)
    assert measure.occupation_after is OccupationKind.STUDIES
    assert never.end_reason is MeasureEndReason.NEVER_STARTED
    assert measure.next_report_on is None
