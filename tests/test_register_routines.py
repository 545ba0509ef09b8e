"""The register's presets: every row of the plans, loaded into rows that stay the municipality's."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from portal.cli import portal
from portal.models import MeasureOffer, Municipality, RegisterRoutine, RoutineChange
from portal.routines import PRESETS
from portal.routines.register import new_offers, new_routines, preset
from portal.routines.register.differences import Changed
from portal.routines.register.loading import compare, load, load_missing
from portal.vocabulary import ContactChannel, RoutineArea, TaskAction, TimeUnit, Trigger
from tests.town import AT, TODAY

HOUSE = Path(__file__).parent.parent
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


@pytest.fixture
def municipalities(rows):
    """Nacka and Tyresö have joined, Solna has not; each has its preset's name."""
    joined = {"joined_on": TODAY, "county": "Stockholms län"}
    rows.add_all([
        Municipality(code=NACKA, name="Nacka", routine_preset="nacka", **joined),
        Municipality(code="0138", name="Tyresö", routine_preset="standard", **joined),
        Municipality(code="0184", name="Solna", county="Stockholms län"),
    ])  # fmt: skip
    rows.commit()


def keys(rows, code):
    wanted = select(RegisterRoutine.key).where(RegisterRoutine.municipality_code == code)
    return set(rows.scalars(wanted))


def one(rows, key, code=NACKA):
    return rows.scalars(
        select(RegisterRoutine).where(
            RegisterRoutine.key == key, RegisterRoutine.municipality_code == code
        )
    ).one()


@pytest.mark.usefixtures("municipalities")
def test_who_has_joined_gets_the_rows_of_its_preset_and_keeps_them(rows):
    load_missing(rows)
    one(rows, "N-C1").within = 3
    load_missing(rows)

    assert keys(rows, NACKA) == set(preset("nacka").routines)
    assert keys(rows, "0138") == set(preset("standard").routines)
    assert keys(rows, "0184") == set()
    assert one(rows, "N-C1").within == 3
    measures = select(MeasureOffer.key).where(MeasureOffer.municipality_code == NACKA)
    assert set(rows.scalars(measures)) == {f"N-M{number}" for number in range(1, 9)}


@pytest.mark.usefixtures("municipalities")
def test_the_first_load_is_no_change_of_anything(rows):
    load(rows, NACKA, "nacka", at=AT)

    assert rows.scalars(select(RoutineChange)).all() == []
    assert compare(rows, NACKA, "nacka").none


@pytest.mark.usefixtures("municipalities")
def test_a_difference_says_what_is_new_what_differs_and_what_is_its_own(rows):
    load_missing(rows)
    rows.delete(one(rows, "N-A2"))
    one(rows, "N-C1").within = 3
    one(rows, "N-C3").channels = [ContactChannel.SMS]
    own = new_routines("nacka", NACKA)[0]
    own.key = "E-1"
    rows.add(own)
    rows.flush()

    told = compare(rows, NACKA, "nacka")

    assert told.added == ("N-A2",)
    assert told.own == ("E-1",)
    ways = preset("nacka").routines["N-C3"]["channels"]
    assert set(told.changed) == {
        Changed("N-C1", "within", 3, 5),
        Changed("N-C3", "channels", (ContactChannel.SMS,), ways),
    }


@pytest.mark.usefixtures("municipalities")
def test_loading_brings_the_rows_to_the_preset_with_history_and_leaves_its_own_alone(rows):
    load_missing(rows)
    one(rows, "N-C1").within = 3
    own = new_routines("nacka", NACKA)[0]
    own.key, own.within = "E-1", 7
    rows.add(own)
    rows.flush()

    load(rows, NACKA, "nacka", at=AT)
    rows.commit()

    assert (one(rows, "N-C1").within, one(rows, "E-1").within) == (5, 7)
    (change,) = rows.scalars(select(RoutineChange))
    said = (change.key, change.field, change.before, change.after, change.by_id)
    assert said == ("N-C1", "within", "3", "5", None)


@pytest.mark.usefixtures("municipalities")
def test_rows_of_another_preset_are_put_out_of_use_and_not_deleted(rows):
    load_missing(rows)

    load(rows, NACKA, "norrkoping", at=AT)
    rows.commit()

    assert not one(rows, "N-C1").active
    assert one(rows, "NK-C3").active
    assert compare(rows, NACKA, "norrkoping").none


@pytest.mark.usefixtures("municipalities")
def test_the_command_holds_them_against_a_preset_and_loads_it(rows):
    command = CliRunner()
    told = command.invoke(portal, ["routines", "diff", NACKA])
    assert "+ N-C1\n" in told.output

    command.invoke(portal, ["routines", "load", NACKA, "nacka"])
    rows.rollback()
    one(rows, "N-C1").within = 3
    rows.commit()

    told = command.invoke(portal, ["routines", "diff", NACKA])
    assert told.output == "~ N-C1 within: 3 -> 5\n0 new, 1 fields that differ, 0 of its own\n"
    assert command.invoke(portal, ["routines", "diff", "9999"]).exit_code == 2
    assert command.invoke(portal, ["routines", "load", NACKA, "solna"]).exit_code == 2


def test_no_target_group_of_a_plan_has_become_a_label():
    """Norrköping's A, B, F and G tell of health, disability or protection (2006:39 5 §)."""
    health = re.compile(
        "ohälsa|vård(?!nadshav)|diagnos|sjuk|särskol|skyddad|behandling", re.IGNORECASE
    )
    said = [
        text
        for name in PRESETS
        for row in (*preset(name).routines.values(), *preset(name).offers.values())
        for text in (row["note"], row.get("name", ""))
    ]

    assert [text for text in said if health.search(text)] == []


def test_the_document_names_for_each_row_of_the_plans_a_test_that_is_there():
    document = (HOUSE / "docs" / "routines.md").read_text()
    table = dict(re.findall(r"^\| (NK?-\w+) \|(.*)\|$", document, re.MULTILINE))

    assert list(table) == [row for rows in SEED_ROWS.values() for row in rows]
    for row, says in table.items():
        (named,) = re.findall(r"`(tests/[\w/]+\.py)`: `(test_\w+)`", says)
        assert f"def {named[1]}(" in (HOUSE / named[0]).read_text(), row
