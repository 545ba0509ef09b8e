"""No number of a few is shown, and none can be computed from what is shown."""

from fractions import Fraction
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.statistics.board import _protected
from portal.statistics.small_numbers import LEAST, shown, tells_of_few, together
from portal.vocabulary import BoardTable, FilingFate

PARTS = st.lists(st.one_of(st.integers(0, 6), st.integers(0, 60)), min_size=2, max_size=9).map(
    lambda counts: dict(enumerate(counts))
)
HALVES = st.integers(2, 6).flatmap(
    lambda size: st.tuples(
        *(
            st.lists(
                st.one_of(st.integers(0, 6), st.integers(0, 40)), min_size=size, max_size=size
            ).map(lambda counts: dict(enumerate(counts)))
            for _ in range(2)
        )
    )
)


def published(halves):
    """Every number that a page shows: which parts of which half-year it holds, and the number."""
    columns = [shown(half) for half in halves]
    of_columns = [{place} for place in range(len(columns))]
    if len(columns) > 1:
        columns.append(together(columns))
        of_columns.append(set(range(len(halves))))
    for column, of in zip(columns, of_columns, strict=True):
        for part, count in column.parts.items():
            if count is not None:
                yield frozenset(product([part], of)), count
        if column.whole is not None:
            yield frozenset(product(column.parts, of)), column.whole


@given(PARTS)
def test_no_number_from_one_to_four_is_shown(parts):
    assert all(not 0 < count < LEAST for _, count in published([parts]))


@given(PARTS)
def test_what_is_shown_is_right(parts):
    found = shown(parts)

    assert all(count in (None, parts[part]) for part, count in found.parts.items())
    assert found.whole in (None, sum(parts.values()))


@given(HALVES)
def test_no_pair_of_numbers_differs_by_a_few(halves):
    """Of two that are shown, one inside the other, what the larger has more is not from 1 to 4."""
    for (one, few), (other, many) in combinations(list(published(halves)), 2):
        if one < other or other < one:
            assert not 0 < abs(many - few) < LEAST


@given(HALVES)
def test_no_hidden_number_follows_from_all_that_is_shown(halves):
    """Exactly: no hidden part is a sum of what is shown, each taken any number of times."""
    said = list(published(halves))
    atoms = sorted({atom for of, _ in said for atom in of} | set(product(halves[0], range(2))))
    known = reduced([[Fraction(atom in of) for atom in atoms] for of, _ in said])
    shown_parts = {next(iter(of)) for of, _ in said if len(of) == 1}
    for place, (part, half) in enumerate(atoms):
        follows = is_sum([Fraction(place == one) for one in range(len(atoms))], known)
        if (part, half) not in shown_parts:
            # Nought may follow, as where a whole is nought; it tells of nobody.
            assert not follows or halves[half][part] == 0


def reduced(rows):
    """The rows as steps, each with a place of its own that no other row has."""
    found = []
    for row in rows:
        left = without(row, found)
        place = next((at for at, value in enumerate(left) if value), None)
        if place is not None:
            found.append((place, [value / left[place] for value in left]))
    return found


def without(row, steps):
    for place, step in steps:
        row = [value - row[place] * taken for value, taken in zip(row, step, strict=True)]
    return row


def is_sum(row, steps):
    return not any(without(row, steps))


@pytest.mark.parametrize("size", range(2, 5))
def test_every_hidden_part_may_be_any_of_five_numbers(size):
    """By trying: all ways in which the parts could be, that look the same."""
    chance = Random(size)  # noqa: S311 (examples, not secrets)
    for _ in range(40):
        parts = dict(enumerate(chance.choice([0, 1, 2, 3, 4, 5, 7, 12]) for _ in range(size)))
        found = shown(parts)
        hidden = [part for part, count in found.parts.items() if count is None]
        if not hidden or found.whole is None:
            continue
        left = found.whole - sum(count for count in found.parts.values() if count is not None)
        ways = [way for way in product(range(left + 1), repeat=len(hidden)) if sum(way) == left]
        if any(count is not None for count in found.parts.values()):
            ways = [way for way in ways if 0 not in way]
        for place in range(len(hidden)):
            assert len({way[place] for way in ways}) >= LEAST


def test_a_half_year_shows_the_same_whatever_the_other_one_holds():
    first = {"a": 30, "b": 20, "c": 3}

    assert [shown(first).parts[one] for one in "abc"] == [30, None, None]
    year = together([shown(first), shown({"a": 10, "b": 8, "c": 9})])
    assert [year.parts[one] for one in "abc"] == [40, None, None]
    assert year.whole == 80


def test_a_share_of_what_is_hidden_is_hidden():
    found = shown({"a": 30, "b": 20, "c": 3})

    assert found.share("b") is None
    assert found.share("a") == pytest.approx(56.6, abs=0.1)
    assert shown({"a": 0, "b": 0}).share("a") is None


def test_two_wholes_that_differ_by_a_few_tell_of_a_few():
    assert tells_of_few(20, 23)
    assert not tells_of_few(20, 20)
    assert not tells_of_few(20, 25)
    assert not tells_of_few(None, 20)


def protected(**counts):
    """The tables of a half-year in which only these are counted."""
    return _protected({table: counts.get(table.value, {}) for table in BoardTable})


def test_who_came_and_who_went_are_hidden_where_they_tell_who_stayed():
    """33 were covered, 30 of them new: then 3 were there before."""
    found = protected(reason={"dropped_out": 33}, registered={"first": 30}, ended={"moved": 20})

    assert found[BoardTable.REASON].whole == 33
    assert found[BoardTable.REGISTERED].whole is None
    assert found[BoardTable.ENDED].whole is None

    found = protected(reason={"dropped_out": 33}, registered={"first": 20}, ended={"moved": 20})
    assert found[BoardTable.REGISTERED].whole == found[BoardTable.ENDED].whole == 20


def test_cases_of_a_risk_are_hidden_where_the_filings_of_one_are():
    """3 filings of absence hide those of a risk; as many cases of a risk would tell both."""
    found = protected(
        filings={"at_risk": 20, "absence": 3}, at_risk={"still": 20}, meeting={"held": 20}
    )

    assert found[BoardTable.FILINGS].parts[FilingFate.AT_RISK] is None
    assert found[BoardTable.AT_RISK].whole is None
    assert found[BoardTable.MEETING].whole is None
