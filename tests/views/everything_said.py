"""Everything a window says anywhere: on widgets, in tooltips and names, in every role of every model, on paper."""

from collections.abc import Iterator
from dataclasses import is_dataclass

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QCoreApplication, QModelIndex, QObject, Qt
from PySide6.QtGui import QAccessible, QAction, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from app.views.main_window import MainWindow
from app.views.widgets.pages_view import PagesView
from app.views.widgets.table import Table

_READERS = (
    *("text", "title", "toolTip", "statusTip", "whatsThis", "windowTitle", "accessibleName"),
    *("accessibleDescription", "placeholderText", "currentText", "objectName", "toPlainText"),
)
_ROLES = range(0, 16)


def everything_said(window: MainWindow) -> str:
    """All of it, a line each: what is below the window, what floats over it, and its actions."""
    QCoreApplication.processEvents()
    roots: list[QWidget] = [window, *(each for each in QApplication.topLevelWidgets() if each.isVisible())]
    seen: dict[int, QObject] = {}
    for root in roots:
        for each in (root, *root.findChildren(QObject)):
            seen[id(each)] = each
    said = [line for each in seen.values() for line in _said_by(each)]
    return "\n".join(said)


def copied(window: MainWindow) -> str:
    """What lands on the clipboard when every table in sight is copied whole."""
    said: list[str] = []
    for table in window.findChildren(Table):
        if table.isVisible():
            table.selectAll()
            QGuiApplication.clipboard().clear()
            table.copy()
            said.append(QGuiApplication.clipboard().text())
    return "\n".join(said)


def _said_by(each: QObject) -> Iterator[str]:
    if not isinstance(each, QWidget | QAction):
        return
    for name in _READERS:
        reader = getattr(each, name, None)
        if callable(reader):
            yield str(reader())
    yield from _held_by(each)
    if isinstance(each, QWidget):
        yield from _named(each)
    if isinstance(each, QComboBox | QAbstractItemView) and each.model() is not None:
        yield from _in_model(each.model())
    if isinstance(each, QTabBar):
        yield from (each.tabText(number) for number in range(each.count()))
    if isinstance(each, QLineEdit) and each.completer() is not None:
        yield from _in_model(each.completer().model())
    if isinstance(each, QPlainTextEdit | QLineEdit):
        yield str(each.property("text"))
    if isinstance(each, PagesView):
        yield from (repr(page) for page in each._pages)


def _held_by(each: QObject) -> Iterator[str]:
    """The values a widget keeps to paint or to tell later."""
    for value in vars(each).values() if hasattr(each, "__dict__") else ():
        if isinstance(value, str | tuple | list | dict) or is_dataclass(value):
            yield repr(value)


def _named(widget: QWidget) -> Iterator[str]:
    told = QAccessible.queryAccessibleInterface(widget)
    if told is not None:
        for what in (
            QAccessible.Text.Name,
            QAccessible.Text.Description,
            QAccessible.Text.Value,
            QAccessible.Text.Help,
        ):
            yield told.text(what)


def _in_model(model: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[str]:
    parent = parent or QModelIndex()
    rows = model.rowCount(parent)
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
    for side, count in ((Qt.Orientation.Horizontal, columns), (Qt.Orientation.Vertical, min(50, rows))):
        yield from (str(model.headerData(at, side, role)) for at in range(count) for role in _ROLES)
    for row in range(rows):
        for column in range(columns):
            index = model.index(row, column, parent)
            yield from (str(model.data(index, role)) for role in (*_ROLES, Qt.ItemDataRole.UserRole))
    yield from (repr(row) for row in getattr(model, "rows", ()))
