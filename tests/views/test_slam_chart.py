from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.reports.month import PastLevel
from app.views.widgets.period_header import Head
from app.views.widgets.slam_chart import ChartRow, SlamTable, tied

PERIODS = tuple(Head(name[0], name, ("2026",)) for name in ("August 2026", "September 2026", "October 2026"))


def level(key: str, verdict: str, achieved: str = "99.1 %", *, restated: bool = False) -> PastLevel:
    label = {"2026-08": "August 2026", "2026-09": "September 2026", "2026-10": "October 2026"}[key]
    return PastLevel(key, label, verdict, achieved, restated)


def row(lineage: str, *verdicts: str) -> ChartRow:
    keys = ("2026-08", "2026-09", "2026-10")
    return ChartRow("Till", f"Target {lineage}", lineage, tuple(map(level, keys, verdicts)))


def chart(qtbot, *rows: ChartRow) -> SlamTable:
    table = SlamTable()
    qtbot.addWidget(table)
    table.resize(420, 300)
    table.show_chart(PERIODS, rows)
    table.show()
    return table


def test_a_fresh_chart_points_at_what_was_missed_last(qtbot) -> None:
    table = chart(
        qtbot, ChartRow("Till", "Till"), row("a", "met", "met", "met"), row("b", "met", "met", "missed")
    )
    assert (table.current_lineage(), table.current_period()) == ("b", "2026-10")


def test_of_the_same_periods_the_chosen_cell_stays_chosen_too(qtbot) -> None:
    rows = (row("a", "met", "met", "met"), row("b", "met", "met", "missed"))
    table = chart(qtbot, *rows)
    table.choose("a", "2026-09")
    table.show_chart(PERIODS, rows)
    assert (table.current_lineage(), table.current_period()) == ("a", "2026-09")
    table.show_chart((Head("Dec", "December"), *PERIODS[1:]), rows)
    assert (table.current_lineage(), table.current_period()) == ("a", "2026-10")


def test_the_chosen_target_stays_chosen_when_the_chart_is_read_again(qtbot) -> None:
    rows = (row("a", "met", "met", "met"), row("b", "met", "met", "missed"))
    table = chart(qtbot, *rows)
    table.choose("a")
    table.show_chart(PERIODS, rows)
    assert table.current_lineage() == "a"


def test_arrow_keys_walk_the_cells_and_pass_over_headings(qtbot) -> None:
    table = chart(
        qtbot,
        ChartRow("Till", "Till"),
        row("a", "met", "met", "met"),
        ChartRow("Web", "Web"),
        row("b", "met", "met", "met"),
    )
    table.choose("a", "2026-09")
    told: list[tuple[str, str]] = []
    table.chosen.connect(lambda lineage, period: told.append((lineage, period)))
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Left)
    assert told == [("b", "2026-09"), ("b", "2026-08")]


def test_a_period_before_the_promise_is_no_cell(qtbot) -> None:
    table = chart(qtbot, row("a", "", "met", "met"))
    index = table.model().index(0, 1)
    assert table.model().flags(index) == Qt.ItemFlag.NoItemFlags


def test_every_cell_says_its_verdict_in_words(qtbot) -> None:
    cells = (
        level("2026-08", "met"),
        level("2026-09", "no data", ""),
        level("2026-10", "missed", restated=True),
    )
    table = chart(qtbot, ChartRow("Till", "Availability 99.5 %", "a", cells))
    said = [
        table.model().data(table.model().index(0, n), Qt.ItemDataRole.AccessibleTextRole) for n in (1, 2, 3)
    ]
    assert said == [
        "Till, Availability 99.5 %, August 2026: 99.1 % – met",
        "Till, Availability 99.5 %, September 2026: no data",
        "Till, Availability 99.5 %, October 2026: 99.1 % – missed, restated",
    ]


def test_the_tooltip_compares_with_the_period_before_and_escapes_markup(qtbot) -> None:
    cells = (level("2026-08", "met", "<b>1</b>"), level("2026-09", "missed", "2"))
    table = chart(qtbot, ChartRow("Till", "x", "a", cells))
    tip = table.model().data(table.model().index(0, 2), Qt.ItemDataRole.ToolTipRole)
    assert tip == "September 2026: 2 – missed<br>August 2026: &lt;b&gt;1&lt;/b&gt; – met"


def test_a_narrow_chart_keeps_its_names_and_leaves_out_the_oldest_periods(qtbot) -> None:
    table = SlamTable()
    qtbot.addWidget(table)
    cells = tuple(PastLevel(f"2026-{n:02d}", str(n), "met", "") for n in range(1, 13))
    table.show_chart(
        tuple(Head(str(n), str(n)) for n in range(1, 13)),
        (ChartRow("Till", "Till"), ChartRow("Till", "Calls answered within 20 seconds", "a", cells)),
    )
    table.resize(300, 300)
    table.show()
    assert table.columnWidth(0) >= 128
    assert table.isColumnHidden(1)
    assert not table.isColumnHidden(12)
    assert table.rowHeight(1) > 26
    table.resize(900, 300)
    assert not table.isColumnHidden(1)
    assert table.rowHeight(1) == 26


def test_a_long_name_in_a_narrow_chart_takes_three_lines_and_ties_figures_to_their_unit(qtbot) -> None:
    long = ChartRow("Till", "Backups succeeded 99.5 % (as reported)", "a", (level("2026-10", "met"),))
    table = chart(qtbot, long, row("b", "met", "met", "met"))
    table.resize(120 + 3 * 18, 300)
    assert table.rowHeight(0) >= 3 * table.fontMetrics().lineSpacing()
    assert tied("Availability 99.5 %").split(" ") == ["Availability", "99.5\u00a0%"]
