"""Heads of periods say the month and year they lie in, as bands over the columns."""

import pytest

from app.calc.periods import Period, parse_period
from app.usecases.levels import SlamChart
from app.views.levels_read import chart_heads
from app.views.widgets.period_header import Head
from app.views.widgets.slam_chart import ChartRow, SlamTable


def heads(key: str, count: int) -> tuple[Head, ...]:
    periods: list[Period] = [parse_period(key, "UTC")]
    while len(periods) < count:
        periods.insert(0, periods[0].previous())
    return chart_heads(SlamChart(1, "Retail", tuple(periods), ()))


@pytest.mark.parametrize(
    ("key", "shorts", "above"),
    [
        ("2026-01", ["D", "J"], [("2025",), ("2026",)]),
        ("2026-Q1", ["Q4", "Q1"], [("2025",), ("2026",)]),
        ("2026", ["2025", "2026"], [(), ()]),
        ("2026-W01", ["52", "01"], [("2025", "Dec"), ("2026", "Jan")]),
        ("2026-10-05..2026-10-18", ["21", "5"], [("2026", "Sep"), ("2026", "Oct")]),
    ],
)
def test_a_head_says_what_its_period_lies_in(
    key: str, shorts: list[str], above: list[tuple[str, ...]]
) -> None:
    made = heads(key, 2)
    assert [head.short for head in made] == shorts
    assert [head.above for head in made] == above


def test_neighbours_of_one_month_share_a_band_and_the_same_month_of_two_years_does_not(qtbot) -> None:
    table = SlamTable()
    qtbot.addWidget(table)
    made = (
        *(
            Head("1", "a", ("2025", "Oct")),
            Head("15", "b", ("2025", "Oct")),
            Head("29", "c", ("2025", "Oct")),
        ),
        *(Head("12", "d", ("2026", "Oct")), Head("26", "e", ("2026", "Oct"))),
    )
    table.resize(600, 200)
    table.show_chart(made, (ChartRow("Till", "Till"),))
    header = table._head
    assert list(header.bands(0)) == [("2025", 1, 3), ("2026", 4, 5)]
    assert list(header.bands(1)) == [("Oct", 1, 3), ("Oct", 4, 5)]
    table.setColumnHidden(1, True)
    assert list(header.bands(1)) == [("Oct", 2, 3), ("Oct", 4, 5)]


def test_a_month_over_a_single_column_between_others_can_be_read(qtbot) -> None:
    table = SlamTable()
    qtbot.addWidget(table)
    made = heads("2026-10-01..2026-10-25", 12)
    table.resize(420, 200)
    table.show_chart(made, (ChartRow("Till", "Till"),))
    measure = table._head._band_metrics().horizontalAdvance
    inner = list(table._head.bands(1))[1:-1]
    assert inner
    for words, first, last in inner:
        assert measure(words) <= sum(table.columnWidth(n) for n in range(first, last + 1)) - 2
