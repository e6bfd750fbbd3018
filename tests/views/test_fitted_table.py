"""How a table that fits its place shares the width among its columns."""

from hypothesis import given
from hypothesis import strategies as st

from app.views.rows_model import Column, RowsModel
from app.views.widgets.fitted_table import FittedTable, share

needs = st.tuples(st.integers(40, 170), st.integers(0, 400)).map(lambda pair: (pair[0], sum(pair)))


@given(st.lists(needs, min_size=1, max_size=8), st.integers(200, 2000))
def test_all_width_is_given_away_and_nobody_gets_less_than_the_least_while_there_is_enough(
    columns: list[tuple[int, int]], room: int
) -> None:
    widths = share(columns, room)
    if sum(least for least, _ in columns) <= room:
        assert sum(widths) == room
        assert all(width >= least for width, (least, _) in zip(widths, columns, strict=True))
    if sum(best for _, best in columns) <= room:
        assert all(width >= best for width, (_, best) in zip(widths, columns, strict=True))


def test_no_columns_share_nothing() -> None:
    assert share([], 300) == []


def test_no_figure_is_cut_however_narrow_its_column_was_meant_to_be(qtbot, look) -> None:
    texts = ["7", *["1"] * 80, "12,600.5"]
    columns = (
        Column("Name", str),
        Column("Clock", str, align="right", width=40),
    )
    table: FittedTable[str] = FittedTable(RowsModel(columns), "Figures")
    qtbot.addWidget(table)
    table.resize(300, 200)
    table.set_rows(tuple(texts))
    with qtbot.waitExposed(table):
        table.show()
    table.measure()
    assert table.columnWidth(1) >= table.fontMetrics().horizontalAdvance("12,600.5") + 16
