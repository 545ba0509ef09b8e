"""What begins what: rows that no contact attempt begins, days, seasons and birthdays."""

from datetime import date, timedelta

import pytest

from portal.clock import working_day
from portal.routines.register import preset
from portal.vocabulary import (
    ContactChannel,
    ContactOutcome,
    EntryEndReason,
    EntryState,
    OccupationKind,
    OccupationSource,
    Season,
    Tense,
    TimeUnit,
    Trigger,
    YouthStatus,
)
from portal.workflow import birthdays, register, rungs, tasks
from portal.workflow.spans import later, not_before, span
from tests.workflow.ladder import ADULT, FIRST, MINOR, Ladder

LEAP = date(2008, 2, 29)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        (name, key)
        for name in ("nacka", "norrkoping")
        for key, row in preset(name).routines.items()
        if row["active"]
    ],
)
def test_each_row_of_the_plans_begins_when_its_trigger_falls_and_on_working_days(name, key):
    ladder = Ladder(name, MINOR, assigned=False)
    row = preset(name).routines[key]

    tasks.fire(ladder.entry, row["trigger"], at=ladder.at)

    task = ladder.task(key)
    assert task.action is row["action"]
    assert FIRST <= task.earliest_on <= task.due_on
    assert working_day(task.earliest_on)
    assert working_day(task.due_on)


def test_what_is_already_asked_for_goes_on():
    ladder = Ladder("norrkoping")
    begun = list(ladder.entry.tasks)

    ladder.wait(5)
    tasks.fire(ladder.entry, Trigger.REGISTERED, at=ladder.at)

    assert ladder.entry.tasks == begun


def test_a_routine_that_is_out_of_use_begins_nothing():
    ladder = Ladder("norrkoping")

    tasks.fire(ladder.entry, Trigger.CHANNELS_TRIED, at=ladder.at)

    assert "NK-C7" not in ladder.asked


@pytest.mark.parametrize(
    ("season", "on", "begins"),
    [
        (Season.SPRING, date(2026, 11, 18), date(2027, 2, 1)),
        (Season.SPRING, date(2027, 2, 1), date(2027, 2, 1)),
        (Season.SPRING, date(2027, 3, 3), date(2027, 3, 3)),
        (Season.SPRING, date(2027, 6, 1), date(2028, 2, 1)),
        (Season.TERM_END, date(2026, 11, 18), date(2027, 1, 11)),
        (Season.TERM_END, date(2027, 1, 11), date(2027, 6, 10)),
        (Season.SCHOOL_YEAR_END, date(2027, 6, 11), date(2028, 6, 12)),
        (None, date(2026, 12, 24), date(2026, 12, 28)),
    ],
)
def test_a_season_that_has_begun_is_not_waited_for_a_year(season, on, begins):
    routine = Ladder("nacka").home.register_routines[0]
    routine.season = season

    assert span(routine, on)[0] == begins


@pytest.mark.parametrize(
    ("on", "count", "unit", "day"),
    [
        (date(2026, 11, 18), 1, TimeUnit.WEEK, date(2026, 11, 25)),
        (date(2026, 12, 18), 1, TimeUnit.WEEK, date(2026, 12, 23)),  # never later than a week
        (date(2026, 12, 23), 1, TimeUnit.WORKING_DAY, date(2026, 12, 28)),
        (date(2027, 1, 31), 1, TimeUnit.MONTH, date(2027, 2, 26)),
        (date(2028, 1, 31), 1, TimeUnit.MONTH, date(2028, 2, 29)),
        (date(2027, 3, 25), 1, TimeUnit.WORKING_DAY, date(2027, 3, 30)),  # Easter
        (date(2026, 12, 31), 6, TimeUnit.MONTH, date(2027, 6, 30)),
    ],
)
def test_so_much_later_is_a_working_day_and_never_too_late(on, count, unit, day):
    assert later(on, count, unit) == day


def test_what_was_to_be_done_earlier_is_to_be_done_now():
    past = (date(2026, 11, 2), date(2026, 11, 9))

    assert not_before(past, date(2026, 11, 21)) == (date(2026, 11, 23), date(2026, 11, 23))


# --- facts about the youth -----------------------------------------------------------------------


def states(ladder: Ladder, kind: OccupationKind, tense: Tense = Tense.PRESENT) -> None:
    register.add_occupation(
        ladder.entry,
        tense,
        kind,
        "",
        since=None,
        until=None,
        source=OccupationSource.YOUTH,
        by=ladder.by,
        at=ladder.at,
    )


@pytest.mark.parametrize(
    ("name", "kind", "key"),
    [
        ("nacka", OccupationKind.STUDIES, "N-A3a"),
        ("nacka", OccupationKind.WORK, "N-A3b"),
        ("nacka", OccupationKind.OTHER, "N-A3b"),
        ("nacka", OccupationKind.NONE, "N-A4"),
        ("norrkoping", OccupationKind.STUDIES, "NK-A2"),
        ("norrkoping", OccupationKind.WORK, "NK-A1"),
    ],
)
def test_a_stated_occupation_begins_its_follow_up(name, kind, key):
    ladder = Ladder(name)

    states(ladder, kind)

    assert key in ladder.asked


@pytest.mark.parametrize(
    ("kind", "tense"),
    [
        (OccupationKind.STUDIES, Tense.PAST),
        (OccupationKind.WORK, Tense.FUTURE),
        (OccupationKind.UNKNOWN, Tense.PRESENT),
    ],
)
def test_what_is_over_not_yet_or_unknown_begins_none(kind, tense):
    ladder = Ladder("nacka")
    asked = ladder.asked

    states(ladder, kind, tense)

    assert ladder.asked == asked


def test_a_new_occupation_ends_the_follow_up_of_the_one_before():
    ladder = Ladder("nacka")

    states(ladder, OccupationKind.STUDIES)
    states(ladder, OccupationKind.WORK)

    assert "N-A3a" not in ladder.asked
    assert "N-A3b" in ladder.asked


@pytest.mark.parametrize(
    ("status", "asked"),
    [
        (YouthStatus.REACHED, {"NK-K1a", "NK-K1b", "look"}),
        (YouthStatus.OCCUPIED, {"NK-K1a", "NK-K1b", "look"}),
        (YouthStatus.DECLINES, {"NK-K2", "look"}),
        (YouthStatus.NOT_REACHED, {"NK-C1", "NK-C3", "look"}),
    ],
)
def test_a_status_set_by_hand_begins_what_it_means(status, asked):
    ladder = Ladder("norrkoping")

    register.update_status(
        ladder.entry, status, FIRST + timedelta(days=5), by=ladder.by, at=ladder.at
    )

    assert ladder.asked == asked


def test_a_youth_without_a_caseworker_is_to_be_assigned_until_somebody_is():
    ladder = Ladder("norrkoping")
    register.release(ladder.entry, at=ladder.at)
    assert "NK-C2" in ladder.asked

    register.assign(ladder.entry, ladder.by, by=ladder.by, at=ladder.at)

    assert "NK-C2" not in ladder.asked


def test_the_look_that_stands_in_goes_when_something_is_asked_for():
    ladder = Ladder("norrkoping")
    tasks.call_off(ladder.entry, {task.action for task in ladder.open}, at=ladder.at)
    assert ladder.asked == {"look"}
    assert ladder.entry.next_follow_up_on == date(2026, 12, 2)

    tasks.fire(ladder.entry, Trigger.REACHED, at=ladder.at)

    assert "look" not in ladder.asked


def test_who_has_left_is_asked_nothing_about():
    ladder = Ladder("nacka")

    register.close(ladder.entry, EntryEndReason.DECEASED, on=FIRST, by=ladder.by, at=ladder.at)

    assert ladder.entry.state is EntryState.CLOSED
    assert not ladder.open
    assert ladder.entry.next_follow_up_on is None


# --- birthdays -----------------------------------------------------------------------------------


def row(ladder: Ladder, trigger: Trigger):
    return next(one for one in ladder.home.register_routines if one.trigger is trigger)


@pytest.mark.parametrize(
    ("born", "on", "due_on"),
    [
        (date(2007, 5, 18), date(2026, 10, 19), date(2026, 11, 18)),
        (date(2007, 6, 27), date(2026, 11, 26), date(2026, 12, 23)),  # not on a day off
        (date(2007, 8, 31), date(2027, 1, 28), date(2027, 2, 26)),
        (LEAP, date(2027, 7, 28), date(2027, 8, 27)),
        (date(2007, 2, 1), date(2026, 11, 18), date(2026, 12, 2)),  # came in too late
        (date(2006, 11, 20), date(2026, 11, 18), date(2026, 11, 20)),
    ],
)
def test_the_letter_before_20_is_due_six_months_before_or_soon(born, on, due_on):
    ladder = Ladder("nacka", born)
    ladder.today = on

    birthdays.soon_20(ladder.entry, row(ladder, Trigger.SOON_20), at=ladder.at)

    task = ladder.task("N-C6")
    assert (task.earliest_on, task.due_on) == (on, due_on)


@pytest.mark.parametrize(
    ("born", "day"),
    [
        (date(2006, 11, 18), date(2026, 11, 18)),
        (date(2007, 1, 1), date(2027, 1, 1)),
        (date(2007, 12, 31), date(2027, 12, 31)),
        (LEAP, date(2028, 2, 29)),
        (date(2009, 2, 28), date(2029, 2, 28)),
    ],
)
def test_ageing_out_is_exact_to_the_day(born, day):
    assert register.turns_20_on(born) == day

    ladder = Ladder("norrkoping", born)
    ladder.today = day
    birthdays.no_longer_covered(ladder.entry, row(ladder, Trigger.NOT_COVERED), at=ladder.at)

    task = ladder.task("NK-I3")
    assert task.earliest_on == later(day, 0, TimeUnit.WORKING_DAY)


@pytest.mark.parametrize(
    ("born", "last"),
    [
        (date(2006, 1, 1), date(2027, 12, 31)),
        (date(2006, 12, 31), date(2027, 12, 31)),
        (LEAP, date(2029, 12, 31)),
    ],
)
def test_the_register_forgets_when_the_year_ends_in_which_the_youth_turns_21(born, last):
    assert register.latest_erasure(born) == last


def test_what_is_done_about_minors_is_called_off_when_they_are_of_age():
    ladder = Ladder("nacka", MINOR)
    ladder.tries(ContactChannel.HOME_VISIT, ContactOutcome.CARD_LEFT)
    assert "N-C5a+" in ladder.asked

    birthdays.of_age(ladder.entry, at=ladder.at)

    assert "N-C5a+" not in ladder.asked
    assert "N-C5b" in ladder.asked


def test_adult_is_18_on_the_first_day():
    assert not rungs.under_18(Ladder("nacka", ADULT).entry, FIRST)
    assert rungs.under_18(Ladder("nacka", LEAP).entry, date(2026, 2, 27))
    assert not rungs.under_18(Ladder("nacka", LEAP).entry, date(2026, 2, 28))
