"""The register's presets: every row of the plans, loaded into rows that stay the municipality's."""

import pytest
from sqlalchemy import select

from portal.models import Municipality, RegisterRoutine
from portal.routines import PRESETS
from portal.routines.register import new_offers, new_routines, preset
from portal.vocabulary import RoutineArea, TaskAction, TimeUnit, Trigger

NACKA = "0182"
SEED_ROWS = {
    "nacka": (
        *("N-C1", "N-C2", "N-C3", "N-C4", "N-C5", "N-C6"),
        *("N-A1", "N-A2", "N-A3", "N-A4", "N-A5", "N-A6"),
        *("N-M1", "N-M2", "N-M3", "N-M4", "N-M5", "N-M6", "N-M7", "N-M8"),
        *("N-P1", "N-P2"),
    ),
    "norrkoping": (
        *("NK-I1", "NK-I2", "NK-I3", "NK-P1", "NK-P2"),
        *("NK-C1", "NK-C2", "NK-C3", "NK-C4", "NK-C5", "NK-C6"),
        *("NK-K1", "NK-K2", "NK-K3", "NK-K4"),
    ),
}
"""The rows of the two plans' tables, as they are numbered in the domain's notes (section 9)."""


@pytest.mark.parametrize(
    ("name", "row"), [(name, row) for name, rows in SEED_ROWS.items() for row in rows]
)
def test_each_row_of_the_plans_tables_is_there_with_what_begins_it_and_what_is_done(name, row):
    routines = [r for key, r in preset(name).routines.items() if key.rstrip("abc") == row]
    offers = [o for key, o in preset(name).offers.items() if key == row]

    assert routines or offers
    assert all(isinstance(r["trigger"], Trigger) for r in routines)
    assert all(isinstance(r["action"], TaskAction) for r in routines)
    assert all(r["note"] for r in routines + offers)


@pytest.mark.parametrize("name", PRESETS)
def test_each_preset_has_the_registers_routines_and_measures_that_the_database_takes(name, rows):
    rows.add(Municipality(code=NACKA, name="Nacka", county="Stockholms län"))
    rows.flush()
    rows.add_all([*new_routines(name, NACKA), *new_offers(name, NACKA)])

    rows.commit()

    assert {routine.area for routine in rows.scalars(select(RegisterRoutine))} >= {
        RoutineArea.CONTACT,
        RoutineArea.CASEWORK,
        RoutineArea.MAPPING,
        RoutineArea.PREVENTION,
    }


def times(name):
    """The times that the plan itself gives."""
    return {
        key: (row["after"], row["within"], row["unit"])
        for key, row in preset(name).routines.items()
        if not row["ours"]
    }


def test_only_times_that_a_plan_gives_are_called_its_own():
    week, month = TimeUnit.WEEK, TimeUnit.MONTH

    assert times("nacka") == {
        "N-C5a": (None, 2, week),
        "N-C6": (None, 6, month),
        "N-A3b": (None, 6, month),
        "N-A4": (None, 1, week),
        "N-A5": (None, 1, week),
    }
    assert times("norrkoping") == {
        "NK-C1": (None, 1, week),
        "NK-C2": (None, 1, week),
        "NK-C3": (2, 4, week),
        "NK-C4": (None, 1, month),
        "NK-C6": (3, 6, month),
        "NK-K2": (None, 6, month),
    }
    assert times("huddinge") == times("standard") == {}
