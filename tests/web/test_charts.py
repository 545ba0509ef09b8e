"""Where the bars of a chart stand and how high they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web.charts import HEIGHT, LEFT, LINES, TOP, bar_chart

FLOOR = TOP + HEIGHT


def test_a_stack_is_as_high_as_its_parts_together() -> None:
    chart = bar_chart([[10], [30]], ["okt"])

    assert [(bar.series, bar.y, bar.height) for bar in chart.bars] == [
        (0, FLOOR - HEIGHT / 4, HEIGHT / 4),
        (1, TOP, HEIGHT * 3 / 4),
    ]
    assert [total.text for total in chart.totals] == ["40"]


def test_bars_side_by_side_stand_on_the_floor_and_apart() -> None:
    chart = bar_chart([[40], [10]], ["okt"], stacked=False)

    first, second = chart.bars
    assert first.y + first.height == second.y + second.height == FLOOR
    assert first.x + first.width <= second.x
    assert chart.totals == []


def test_the_scale_has_few_round_numbers_and_reaches_the_highest_bar() -> None:
    chart = bar_chart([[32]], ["okt"])

    assert [mark.text for mark in chart.scale] == ["0", "10", "20", "30", "40"]


def test_nothing_to_show_is_still_a_chart() -> None:
    assert bar_chart([[0, 0]], ["okt", "nov"]).bars == []
    assert [mark.text for mark in bar_chart([[]], []).scale] == ["0", "1"]


def test_series_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        bar_chart([[1, 2], [1]], ["okt", "nov"])


months = st.integers(1, 24)
counts = st.integers(0, 10**7)


@given(st.data(), months, st.integers(1, 5), st.booleans())
def test_every_bar_stays_inside_the_drawing(
    data: st.DataObject, length: int, kinds: int, stacked: bool
) -> None:
    series = data.draw(
        st.lists(st.lists(counts, min_size=length, max_size=length), min_size=kinds, max_size=kinds)
    )

    chart = bar_chart(series, [str(n) for n in range(length)], stacked=stacked)

    assert len(chart.scale) <= LINES + 1
    for bar in chart.bars:
        assert bar.x >= LEFT
        assert bar.x + bar.width <= 100.001
        assert bar.y >= TOP - 0.001
        assert bar.y + bar.height <= FLOOR + 1.001
