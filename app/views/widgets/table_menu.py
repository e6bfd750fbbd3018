"""The menu of a table: copy, sort, filter, and which columns are shown."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.views.widgets.ticking_menu import TickingMenu

if TYPE_CHECKING:
    from app.views.widgets.table import Table


def table_menu(table: "Table[Any]", column: int, own: Sequence[QAction] = ()) -> QMenu:
    """For the column under the mouse or the cursor; -1 for none. What the table's page does stands on top."""
    menu = QMenu(table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName("Table")
    if own:
        menu.addActions(list(own))
        menu.addSeparator()
    _add_copying(menu, table)
    _add_sorting(menu, table, column)
    _add_filters(menu, table, column)
    _add_columns(menu, table)
    return menu


def _add_copying(menu: QMenu, table: "Table[Any]") -> None:
    copy = menu.addAction("Copy\tCtrl+C", table.copy)
    copy.setEnabled(table.selectionModel().hasSelection())
    whole = menu.addAction("Copy whole table", table.copy_whole)
    whole.setEnabled(table.rows_model.rowCount() > 0)


def _add_sorting(menu: QMenu, table: "Table[Any]", column: int) -> None:
    if column < 0 or not table.isSortingEnabled():
        return
    title = table.title_of(column).replace("&", "&&")
    menu.addSeparator()
    up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
    menu.addAction(f"Sort by {title}, lowest first", lambda: table.sortByColumn(column, up))
    menu.addAction(f"Sort by {title}, highest first", lambda: table.sortByColumn(column, down))
    as_listed = menu.addAction("Sort as listed", lambda: table.sortByColumn(-1, up))
    as_listed.setEnabled(table.horizontalHeader().sortIndicatorSection() >= 0)


def _add_filters(menu: QMenu, table: "Table[Any]", column: int) -> None:
    menu.addSeparator()
    row = menu.addAction("Filter row\tCtrl+Shift+F")
    row.setCheckable(True)
    row.setChecked(table.header.is_open)
    row.toggled.connect(lambda on: table.show_filters(column) if on else table.hide_filters())
    lift = menu.addAction("Lift all filters", table.lift_filters)
    lift.setEnabled(table.has_filters)


def _add_columns(menu: QMenu, table: "Table[Any]") -> None:
    menu.addSeparator()
    columns = TickingMenu("Columns", menu)
    menu.addMenu(columns)
    for column in table.all_columns():
        action = columns.addAction(table.title_of(column).replace("&", "&&"))
        action.setCheckable(True)
        action.setData(column)
        action.triggered.connect(lambda on, column=column: _show_column(columns, table, column, on))
    _mark_columns(columns, table)
    stays = menu.addAction("Keep the first column in view")
    stays.setCheckable(True)
    stays.setChecked(table.keeps_first)
    stays.toggled.connect(table.keep_first)
    menu.addAction("Fit columns", table.fit_columns)
    menu.addAction("Reset columns", table.reset_columns)


def _show_column(menu: QMenu, table: "Table[Any]", column: int, on: bool) -> None:
    table.show_column(column, on)
    _mark_columns(menu, table)


def _mark_columns(menu: QMenu, table: "Table[Any]") -> None:
    """Tick the columns that are shown; the last of them stays."""
    shown = table.header.visible_columns()
    for action in menu.actions():
        action.setChecked(action.data() in shown)
        action.setEnabled(action.data() not in shown or len(shown) > 1)
