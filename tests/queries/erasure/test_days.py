"""To the day: whom the law lets nobody know of, and what the document plan lets go."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, inspect

from portal.erasing import limits
from portal.models import RegisterEntry
from portal.queries import erasing, erasure
from portal.vocabulary import CaseState, CloseReason, EntryEndReason, EntryState, FormKind
from portal.workflow.register import born_too_early, latest_erasure
from tests.access.test_rule_and_query import an_entry
from tests.town import AT, a_case, a_filing

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("born", "last_day"),
    [
        (date(2004, 12, 31), date(2025, 12, 31)),
        (date(2005, 1, 1), date(2026, 12, 31)),
        (date(2005, 12, 31), date(2026, 12, 31)),
        (date(2006, 1, 1), date(2027, 12, 31)),
        (date(2007, 6, 15), date(2028, 12, 31)),
        (date(2008, 2, 28), date(2029, 12, 31)),
        (date(2008, 2, 29), date(2029, 12, 31)),
        (date(2008, 3, 1), date(2029, 12, 31)),
        (date(2012, 2, 29), date(2033, 12, 31)),
        (date(2015, 12, 31), date(2036, 12, 31)),
    ],
)
def test_the_law_s_limit_is_the_last_day_of_the_year_of_turning_21(born, last_day):
    assert latest_erasure(born) == last_day
    assert born > born_too_early(last_day - DAY)
    assert born <= born_too_early(last_day)
    assert born <= born_too_early(last_day + DAY)


def test_nobody_is_too_early_or_missed_in_six_years():
    """Every birthday of six years against every day of their limits."""
    for year in range(2004, 2010):
        born = date(year, 1, 1)
        while born.year == year:
            limit = latest_erasure(born)
            assert born_too_early(limit - DAY) < born <= born_too_early(limit)
            born += DAY


@pytest.fixture
def ends(town, stored, rows):
    """Stores a case of Nacka's that was closed on a day."""

    def make(closed_on, kind=FormKind.AT_RISK, **says):
        case = a_case(town, kind, **says)
        case.state, case.close_reason, case.due_on = CaseState.CLOSED, CloseReason.OTHER, None
        case.closed_at = datetime(closed_on.year, closed_on.month, closed_on.day, 9, tzinfo=UTC)
        return stored(case)

    return make


def offered(town, day):
    """What the coordinator may decide about on a day, by kind."""
    return [one.subject for one in erasure.page(town.coordinator, limits(day))]


@pytest.mark.parametrize(
    ("closed_on", "years", "first_day"),
    [
        (date(2026, 11, 20), 1, date(2027, 11, 20)),
        (date(2027, 12, 31), 5, date(2032, 12, 31)),
        (date(2028, 2, 28), 1, date(2029, 2, 28)),
        (date(2028, 2, 29), 1, date(2029, 3, 1)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2028, 3, 1), 1, date(2029, 3, 1)),
    ],
)
def test_the_plan_counts_whole_years_from_the_day_it_was_closed(
    town, database, ends, plan, closed_on, years, first_day
):
    ends(closed_on)
    plan(at_risk=years)

    assert offered(town, first_day - DAY) == []
    assert offered(town, first_day) == ["at_risk"]


def test_an_evening_in_sweden_is_the_day_it_is_there(town, database, ends, plan, rows):
    case = ends(date(2026, 11, 20))
    case.closed_at = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    rows.commit()
    plan(at_risk=1)

    assert offered(town, date(2027, 11, 20)) == []
    assert offered(town, date(2027, 11, 21)) == ["at_risk"]


def test_a_case_with_several_kinds_is_kept_for_the_longest(town, database, ends, plan, rows):
    case = a_case(town)
    a_filing(town, FormKind.ABSENCE, thread=case)
    case.state, case.close_reason, case.due_on = CaseState.CLOSED, CloseReason.OTHER, None
    case.closed_at = AT
    rows.add(case)
    rows.commit()
    plan(at_risk=5, absence=1)

    assert offered(town, AT.date().replace(year=2031) - DAY) == []
    assert offered(town, AT.date().replace(year=2031)) == ["absence"]


def test_a_kind_that_is_not_in_the_plan_is_never_offered(town, database, ends, plan):
    ends(date(2026, 11, 20))
    plan(absence=1, register=1)

    assert offered(town, date(2090, 1, 1)) == []


def test_open_cases_are_never_offered(town, database, stored, plan):
    stored(a_case(town))
    plan(at_risk=1)

    assert offered(town, date(2090, 1, 1)) == []


def test_a_case_is_kept_while_the_youth_is_in_the_register(town, database, ends, plan, stored):
    case = ends(date(2026, 11, 20))
    entry = an_entry(town.nacka, town.caseworker)
    entry.number_hash = case.number_hash
    stored(entry)
    plan(at_risk=1)

    assert offered(town, date(2028, 1, 1)) == []


def test_the_year_in_which_they_turn_21_everybody_is_offered(town, database, stored):
    """Born in 2010 in the test: open or closed, and by nobody's plan."""
    stored(an_entry(town.nacka, town.caseworker))

    assert offered(town, date(2030, 12, 31)) == []
    assert offered(town, date(2031, 1, 1)) == ["register"]


def test_an_entry_closed_for_as_long_as_the_plan_says_is_offered_sooner(
    town, database, stored, plan
):
    entry = an_entry(town.nacka, town.caseworker)
    entry.state, entry.end_reason = EntryState.CLOSED, EntryEndReason.MOVED
    entry.closed_on, entry.next_follow_up_on = date(2026, 11, 20), None
    stored(entry)
    plan(register=1)

    assert offered(town, date(2027, 11, 19)) == []
    assert offered(town, date(2027, 11, 20)) == ["register"]


def test_ten_thousand_entries_cost_as_many_statements_as_ten(
    town, rows, database, stored, statements
):
    """The last day of 2027: whoever was born in 2006 or before, and nobody else."""
    entry = stored(an_entry(town.nacka, town.caseworker))
    kept = {
        column.key: getattr(entry, column.key) for column in inspect(RegisterEntry).column_attrs
    }
    born = [date(2003, 1, 1) + timedelta(days=place % 2192) for place in range(10_000)]
    rows.execute(
        insert(RegisterEntry),
        [
            kept | {"id": uuid4(), "reference": f"26-MANY-{place:05}", "birth_date": one,
                    "number_hash": f"{place:05}"}
            for place, one in enumerate(born)
        ],
    )  # fmt: skip
    rows.commit()
    day = date(2027, 12, 31)
    statements.clear()

    totals = erasure.totals(limits(day))
    page = erasure.page(town.coordinator, limits(day))
    due = erasing.due(born_too_early(day), day, None, most=20_000)

    assert len(statements) == 3
    too_old = sum(one.year <= 2006 for one in born)
    assert [one.number for one in totals] == [too_old]
    assert len(due) == too_old
    assert len(page) == erasure.PAGE + 1


def test_pages_lead_through_everything_once(town, database, ends, plan):
    ends(date(2026, 11, 20))
    plan(at_risk=1)
    day = limits(date(2030, 1, 1))
    first = erasure.page(town.coordinator, day)
    place = erasure.Place(first[0].ground, first[0].since, first[0].id)

    assert erasure.Place.read(str(place)) == place
    assert erasure.page(town.coordinator, day, after=place) == []
    assert erasure.Place.read("plan_2026-02-30_x") is None


def test_another_municipality_s_are_not_offered(town, database, ends, plan):
    ends(date(2026, 11, 20), home=town.norrkoping, by=town.far_counsellor)
    plan(at_risk=1)

    assert offered(town, date(2040, 1, 1)) == []
