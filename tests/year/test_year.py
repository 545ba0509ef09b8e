"""./run year for a few youths and weeks: the same code, the same targets."""

from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner

from portal.cli import portal
from portal.db import transaction
from portal.drills.figures import Figure
from portal.year import every
from portal.year.ageing import leavings
from portal.year.lives import lives
from portal.year.looks import Fates, Looks, fates
from portal.year.place import HOMES
from portal.year.simulation import Year

pytestmark = pytest.mark.usefixtures("reference")
ALWAYS = ("next-step", "working-days", "deadlines")
"""What holds however short the year is."""


def lived(preset: str, **more: Any) -> tuple[Year, dict[str, Fates]]:
    year = Year(preset, first=every.FIRST, **({"youths": 8, "seed": 3, "days": 30} | more))
    year.live()
    with transaction() as session:
        return year, fates(session, HOMES[preset], year.looks)


@pytest.mark.parametrize("preset", HOMES)
def test_nobody_is_lost_in_some_weeks_of_either_plan(preset: str) -> None:
    year, found = lived(preset)

    seen = every.figures(year, found)

    assert [seen[name].line(name) for name in ALWAYS if not seen[name].holds] == []
    assert year.looks.youth_days > 60
    assert sum(fate.in_time for fate in found.values()) > 10


def test_ageing_out_and_erasure_are_exact_to_the_day() -> None:
    youths = leavings("nacka", (date(2006, 1, 1), date(2008, 2, 29), date(2008, 12, 31)))

    assert [youth.line() for youth in youths if not youth.exact] == []


def test_the_same_seed_draws_the_same_lives() -> None:
    first, second, other = (list(every_life(seed)) for seed in (1, 1, 2))

    assert first == second
    assert first != other


def every_life(seed: int) -> list[tuple[Any, ...]]:
    return [
        (life.born, life.arrives, life.reason, life.answers, life.leaves_on)
        for life in lives(20, every.FIRST, 365, seed)
    ]


@pytest.mark.parametrize(
    ("name", "what", "count"),
    [
        ("next-step", "without_step", 1),
        ("working-days", "days_off", 1),
        ("deadlines", "hidden", 1),
        ("deadlines", "unlisted", 1),
        ("rows", "begun", 0),
    ],
)
def test_what_falls_short_is_said(name: str, what: str, count: int) -> None:
    year = Year("nacka", 1, 1, every.FIRST, looks=Looks(youth_days=9))
    row = Fates(begun=2, in_time=2)
    found = {"N-C1": row, "N-C1+": Fates()}
    assert every.figures(year, found)[name].holds

    setattr(row if hasattr(row, what) else year.looks, what, count)

    assert not every.figures(year, found)[name].holds


def test_a_year_that_falls_short_ends_with_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(every, "live", lambda youths, seed: youths == 600 and seed == 1)

    assert CliRunner().invoke(portal, ["year"]).exit_code == 0
    assert CliRunner().invoke(portal, ["year", "--youths", "9"]).exit_code == 1


def test_a_figure_stands_beside_its_target() -> None:
    line = Figure("3 of 90 youth-days", "0", holds=False).line("next-step")

    assert "MISSED" in line
    assert "(target: 0)" in line
