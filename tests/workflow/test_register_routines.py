"""What a changed routine would do to the tasks it has begun: counted, and to the day."""

from datetime import date

import pytest

from portal.errors import NotAllowed, RoutineOfCases, RoutineTimes
from portal.routines.register import new_routines
from portal.vocabulary import Season, TimeUnit
from portal.workflow import register_routines
from portal.workflow.register_routines import CHANGEABLE, Asked, effect
from portal.workflow.spans import span
from tests.town import AT, town

MONDAY, LONG_AGO = date(2026, 11, 16), date(2026, 9, 1)
"""Two days before AT, and some time."""


def routine(key="N-A4", plan="nacka"):
    return next(one for one in new_routines(plan, "0182") if one.key == key)


def as_it_is(one, **changed):
    return {field: getattr(one, field) for field in CHANGEABLE} | changed


def asked(one, counted_from=MONDAY, number=1, **days):
    earliest_on, due_on = span(one, counted_from)
    usual = {
        "counted_from": counted_from,
        "began_on": counted_from,
        "follows_up": False,
        "earliest_on": earliest_on,
        "due_on": due_on,
        "number": number,
    }
    return Asked(**(usual | days))


def told(one, *groups, **changed):
    return effect(one, as_it_is(one, **changed), groups, at=AT)


def test_a_longer_time_moves_tasks_as_if_it_had_always_been_so():
    one = routine()

    found = told(one, asked(one, number=3), within=2)

    assert found.days == [(date(2026, 11, 23), date(2026, 11, 30), 3)]
    assert (found.moves, found.stays, found.stops) == (3, 0, 0)


def test_a_shorter_time_never_leads_back_past_today():
    one = routine("N-A3b")

    found = told(one, asked(one, LONG_AGO), within=1, unit=TimeUnit.WEEK)

    assert [then for _, then, _ in found.days] == [date(2026, 11, 18)]


def test_what_is_late_by_either_time_stays_late():
    one = routine()

    found = told(one, asked(one, LONG_AGO), within=2)

    assert (found.moves, found.stays) == (0, 1)


def test_a_season_moves_them_to_its_beginning():
    one = routine()

    found = told(one, asked(one), season=Season.SPRING)

    assert [then for _, then, _ in found.days] == [date(2027, 2, 8)]


@pytest.mark.parametrize(
    "days", [{"counted_from": None}, {"due_on": date(2026, 11, 25)}], ids=["birthday", "by hand"]
)
def test_a_day_that_does_not_come_from_the_routines_time_stays(days):
    one = routine()

    found = told(one, asked(one)._replace(**days), within=2)

    assert (found.moves, found.stays) == (0, 1)


def test_the_next_step_has_its_own_time():
    one = routine("N-C1")
    due_on = date(2026, 12, 16)
    foreseen = asked(one)._replace(follows_up=True, earliest_on=due_on, due_on=due_on)

    assert told(one, foreseen, within=9).moves == 0
    found = told(one, foreseen, follow_up_after=2)
    assert found.days == [(due_on, date(2027, 1, 15), 1)]


def test_what_does_not_touch_the_days_moves_nothing():
    one = routine()

    found = told(one, asked(one), note="Nytt beslut.", repeats=True)

    assert (found.moves, found.stays) == (0, 1)


def test_put_out_of_use_all_its_tasks_could_go():
    one = routine()

    found = told(one, asked(one, number=4), asked(one, LONG_AGO), active=False)

    assert (found.moves, found.stops) == (0, 5)


def change(one, by, **changed):
    return register_routines.change(one, as_it_is(one, **changed), by=by, at=AT)


def test_a_change_says_what_stood_there_and_what_stands_there_now():
    cast, one = town(), routine("N-C3")
    one.municipality_code = cast.nacka.code

    history = change(one, cast.municipality_admin, within=2, channels=one.channels[:2])

    assert {(h.field, h.before, h.after) for h in history} == {
        ("within", "1", "2"),
        ("channels", "phone,sms,email,social_media", "phone,sms"),
    }
    assert all(h.by is cast.municipality_admin and h.at == AT for h in history)


def test_a_time_that_the_municipality_has_set_is_no_longer_the_portals_own():
    cast, one, other = town(), routine("N-C3"), routine("N-A2")
    assert one.ours
    assert other.ours

    change(one, cast.municipality_admin, within=2)
    change(other, cast.municipality_admin, note="Beslut i nämnden.")

    assert (one.ours, other.ours) == (False, True)


@pytest.mark.parametrize("who", ["caseworker", "coordinator", "organiser_admin", "counsellor"])
def test_nobody_else_changes_a_routine(who):
    cast = town()

    with pytest.raises(NotAllowed):
        change(routine(), getattr(cast, who), within=2)


def test_an_administrator_changes_no_other_municipalitys_routine():
    cast, one = town(), routine("NK-C1", "norrkoping")
    one.municipality_code = "0581"

    with pytest.raises(NotAllowed):
        change(one, cast.municipality_admin, within=2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"within": 0},
        {"after": 3, "within": 2},
        {"follow_up_after": 1},
        {"staff": 0},
    ],
)
def test_times_that_cannot_be_are_refused(wrong):
    with pytest.raises(RoutineTimes):
        change(routine(), town().municipality_admin, **wrong)


def test_the_times_of_what_happens_before_the_register_are_not_set_here():
    with pytest.raises(RoutineOfCases):
        change(routine("N-P1"), town().municipality_admin, within=2)


def test_the_municipalitys_own_rows_are_numbered_on():
    cast, plan = town(), new_routines("nacka", "0182")
    said = as_it_is(routine()) | {"area": plan[0].area, "trigger": routine().trigger}
    said |= {"action": routine().action}

    for number in (1, 2):
        row, history = register_routines.add(
            cast.nacka, plan, said, by=cast.municipality_admin, at=AT
        )
        plan.append(row)
        assert (row.key, history.key, history.field) == (f"E-{number}", f"E-{number}", "key")
        assert row.ordinal > plan[0].ordinal
