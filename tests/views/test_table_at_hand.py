"""The table a person works in, in the window: its filter row by key, its selection in the status line."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.usecases.customers import add_customer
from app.views.main_window import MainWindow
from app.views.table_at_hand import table_at_hand

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def test_the_key_opens_the_filter_row_and_the_status_line_counts(
    qtbot: QtBot, desk_window: MainWindow
) -> None:
    desk = desk_window.desk
    assert desk is not None
    for name in ("Retail", "Online Shop", "Wholesale"):
        add_customer(desk.db, name, time_zone="Europe/Berlin")
    desk_window.go("customers")
    page = desk_window.page("customers")
    assert page is not None
    qtbot.waitUntil(lambda: (at := table_at_hand(page)) is not None and at.rows_model.total == 3)
    table = table_at_hand(page)
    assert table is not None
    qtbot.keyClick(desk_window, Qt.Key.Key_F, CTRL_SHIFT)
    field = QApplication.focusWidget()
    assert field is table.header.fields[0]
    qtbot.keyClicks(field, "retail")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert [row.name for row in table.rows_model.rows] == ["Retail"]
    note = desk_window.inside.status.note
    assert note.text() == "1 of 3 rows"
    qtbot.keyClick(desk_window, Qt.Key.Key_F, CTRL_SHIFT)
    qtbot.keyClick(desk_window, Qt.Key.Key_F, CTRL_SHIFT)
    assert not table.header.is_open
    table.selectAll()
    assert note.text().startswith("3 rows")
    assert page.find_field is not None
    page.find_field.setFocus()
    assert note.text() == ""
    qtbot.keyClick(desk_window, Qt.Key.Key_Escape)  # Qt remembers the keys held last, and selects by them
    assert QApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier
