"""What does not fit: words cut off, controls outside their place or over one another, in every scene of `tests.shots`.

`python -m tests.views.fitting [--percent 150] [--only NAME]` walks the sample desk's scenes in both small sizes, in a
process of its own since Qt reads its factor once, and writes a line per fault.
"""

import argparse
import tempfile
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QStackedWidget,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTableView,
    QWidget,
)

from app.views.widgets.banner import DropHint
from app.views.widgets.basics import BREAK
from app.views.widgets.elided import Elided
from app.views.widgets.filter_header import CORNER, FilterHeader
from app.views.widgets.message import Message
from app.views.widgets.page import Page
from app.views.widgets.palette import Palette
from app.views.widgets.shortcuts import ShortcutSheet
from app.views.widgets.table import Table
from tests import shots

SIZES = ((1100, 700), (1280, 800))
SLACK = 1  # a pixel, by which rounding at a factor may differ
_CONTROLS = (
    QAbstractButton
    | QLineEdit
    | QPlainTextEdit
    | QComboBox
    | QAbstractSpinBox
    | QLabel
    | QTableView
    | QTabBar
)


def faults(window: QWidget) -> list[str]:
    """Everything in a window that does not fit, a line each."""
    found: list[str] = []
    for each in window.findChildren(QWidget):
        if each.isVisible():
            told = (*_words(each), *_outside(each, window), *_out_of_sight(each, window))
            found += [f"{_name(each)}: {fault}" for fault in told]
    found += _overlaps(window)
    return found


def _name(each: QWidget) -> str:
    parent = each.parentWidget()
    said = each.accessibleName() or _text(each)
    return f"{type(each).__name__} “{said[:60]}” in {type(parent).__name__}"


def _text(each: QWidget) -> str:
    if isinstance(each, QLabel | QAbstractButton):
        return each.text()
    return ""


def _words(each: QWidget) -> Iterator[str]:
    """What of its own words a widget cuts off."""
    if isinstance(each, QLabel):
        yield from _label(each)
    elif isinstance(each, QTabBar):
        yield from _tabs(each)
    elif isinstance(each, QAbstractButton):
        yield from _button(each)
    elif isinstance(each, QComboBox):
        yield from _combo(each)
    elif isinstance(each, QLineEdit):
        yield from _line(each)
    elif isinstance(each, QHeaderView):
        yield from _heads(each)
    elif isinstance(each, QTableView):
        yield from _cells(each)
    elif isinstance(each, QListWidget):
        yield from _items(each)
    elif isinstance(each, QScrollArea) and each.horizontalScrollBar().maximum() > 0 and not _is_window(each):
        yield f"has to be scrolled sideways by {each.horizontalScrollBar().maximum()}"


def _is_window(each: QScrollArea) -> bool:
    """Where the screen is too small, the window scrolls as a whole."""
    return isinstance(each.parentWidget(), QMainWindow)


def _label(each: QLabel) -> Iterator[str]:
    if isinstance(each, Elided) or not each.text() or each.buddy() is each:
        return
    room, metrics = each.contentsRect(), each.fontMetrics()
    margin = each.margin() * 2
    if each.wordWrap():
        # A wrapped label gives its text without the places where a long word may be broken; Qt's has them.
        parts = QLabel.text(each).replace("\n", " ").replace(BREAK, " ").split(" ")
        words = max((metrics.horizontalAdvance(part) for part in parts), default=0)
        if words > room.width() - margin + SLACK:
            yield f"a word needs {words}, has {room.width()}"
        needs = each.heightForWidth(each.width())
        if needs > each.height() + SLACK:
            yield f"needs {needs} of height, has {each.height()}"
        return
    size = metrics.size(0, each.text())
    if size.width() + margin > room.width() + SLACK:
        yield f"needs {size.width() + margin}, has {room.width()}"
    if size.height() > room.height() + SLACK:
        yield f"needs {size.height()} of height, has {room.height()}"


def _button(each: QAbstractButton) -> Iterator[str]:
    if not each.text():
        return
    needs = each.sizeHint()
    if needs.width() > each.width() + SLACK:
        yield f"needs {needs.width()}, has {each.width()}"
    if each.fontMetrics().height() > each.height() - 2:
        yield f"needs {each.fontMetrics().height()} of height, has {each.height()}"
    if isinstance(each, QCheckBox) and each.fontMetrics().height() > each.height():
        yield "is too low"


def _combo(each: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    each.initStyleOption(option)
    field = each.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, each
    )
    needs = each.fontMetrics().horizontalAdvance(each.currentText())
    if needs > field.width() + SLACK and not each.toolTip():
        yield f"“{each.currentText()}” needs {needs}, has {field.width()}"


def _line(each: QLineEdit) -> Iterator[str]:
    if isinstance(each.parentWidget(), QComboBox | QAbstractSpinBox):
        return
    shown = each.text() or each.placeholderText()
    left, right = each.textMargins().left(), each.textMargins().right()
    sides = 16 if each.property("role") != "filter" else 8
    room = each.width() - left - right - sides
    needs = each.fontMetrics().horizontalAdvance(shown)
    typed = bool(each.text()) and not each.isReadOnly()  # it scrolls as one types
    if needs > room + SLACK and not typed:
        yield f"“{shown}” needs {needs}, has {room}"


def _tabs(each: QTabBar) -> Iterator[str]:
    font = each.font()
    font.setBold(True)
    for number in range(each.count()):
        place = each.tabRect(number)
        if not each.isTabVisible(number):
            continue
        needs = each.fontMetrics().horizontalAdvance(each.tabText(number)) + 24
        if needs > place.width() + SLACK:
            yield f"tab “{each.tabText(number)}” needs {needs}, has {place.width()}"
        if place.right() > each.width() or place.left() < 0:
            yield f"tab “{each.tabText(number)}” is out of sight"


def _heads(each: QHeaderView) -> Iterator[str]:
    if each.orientation() != Qt.Orientation.Horizontal or each.model() is None:
        return
    shown = [section for section in range(each.count()) if not each.isSectionHidden(section)]
    for section in shown:
        title = str(each.model().headerData(section, Qt.Orientation.Horizontal) or "")
        padding = 16 if isinstance(each, FilterHeader) else 0
        needs = max(map(each.fontMetrics().horizontalAdvance, title.split("\n"))) + padding
        last = isinstance(each, FilterHeader) and section == shown[-1]  # the button for columns lies over it
        has = each.sectionSize(section) - (CORNER if last else 0)
        if needs > has + SLACK:
            yield f"heading “{title}” needs {needs}, has {has}"


def _cells(each: QTableView) -> Iterator[str]:
    """Figures, moments and wrapped texts that are cut; a text on one line may be, its tooltip gives the whole."""
    if not isinstance(each, Table):
        return
    model = each.rows_model
    for row in range(model.rowCount()):
        for column, what in enumerate(model.columns):
            index = model.index(row, column)
            place = each.visualRect(index)
            if each.isColumnHidden(column) or not place.intersects(each.viewport().rect()):
                continue
            text = str(index.data() or "")
            metrics = each.fontMetrics()
            room = place.width() - 16
            if each.wordWrap():
                needs = metrics.boundingRect(QRect(0, 0, room, 10_000), Qt.TextFlag.TextWordWrap, text)
                if needs.height() > place.height() or needs.width() > room + SLACK:
                    yield f"cell “{text}” needs {needs.width()}×{needs.height()}, has {room}×{place.height()}"
            elif what.align != "left" or model.kind_of(column) != "text":
                needs = metrics.horizontalAdvance(text)
                if needs > room + SLACK:
                    yield f"cell “{text}” needs {needs}, has {room}"


def _items(each: QListWidget) -> Iterator[str]:
    for number in range(each.count()):
        place = each.visualItemRect(each.item(number))
        if (
            place.intersects(each.viewport().rect())
            and each.sizeHintForIndex(each.indexFromItem(each.item(number))).width()
            > each.viewport().width() + SLACK
            and not each.item(number).toolTip()
        ):
            yield f"“{each.item(number).text()}” is cut"


def _outside(each: QWidget, window: QWidget) -> Iterator[str]:
    """A control that sticks out of what it stands in, where that cannot be scrolled."""
    if not isinstance(each, _CONTROLS) or isinstance(each, QScrollBar):
        return
    inner, place = each, each.rect()
    while inner is not window:
        outer = inner.parentWidget()
        if outer is None or inner.isWindow():
            return
        if isinstance(outer.parentWidget(), QAbstractScrollArea) and outer is outer.parentWidget().viewport():
            return  # it is scrolled to
        if isinstance(outer, QHeaderView):
            return  # filters lie over its sections
        place = QRect(inner.mapTo(outer, place.topLeft()), place.size())
        beyond = max(
            -place.left(), -place.top(), place.right() - outer.width(), place.bottom() - outer.height()
        )
        if beyond > SLACK:
            yield f"sticks {beyond} out of {type(outer).__name__}"
            return
        inner = outer


def _out_of_sight(each: QWidget, window: QWidget) -> Iterator[str]:
    """What a page is there for has to be seen before anything is scrolled sideways."""
    if not isinstance(window, QMainWindow) or not isinstance(each.parentWidget(), Page):
        return
    area = window.centralWidget()
    if isinstance(each, QAbstractButton) and isinstance(area, QScrollArea):
        right = each.mapTo(area.widget(), QPoint(0, 0)).x() + each.width()
        if right > area.viewport().width():
            yield f"is {right - area.viewport().width()} to the right of what is seen"


def _overlaps(window: QWidget) -> list[str]:
    found: list[str] = []
    for parent in (window, *window.findChildren(QWidget)):
        holds_one = isinstance(parent, QStackedWidget | QAbstractScrollArea | _CONTROLS)
        if holds_one or not parent.isVisibleTo(window):
            continue
        seen = [
            each
            for each in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if each.isVisible() and not each.isWindow() and not _lies_over(each)
        ]
        for one, other in combinations(seen, 2):
            common = one.geometry() & other.geometry()
            if common.width() > SLACK and common.height() > SLACK:
                found.append(f"{_name(one)} lies over {_name(other)}")
    return found


def _lies_over(each: QWidget) -> bool:
    """What is meant to lie over the page."""
    return isinstance(each, Message | Palette | ShortcutSheet | DropHint)


def walk(only: str = "") -> Iterator[str]:
    """Every scene of the sample desk in both sizes: "scene, 1100x700: what does not fit"."""
    from app.views.main_window import MainWindow
    from app.views.preferences import Preferences
    from app.views.theme import Theme

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as folder:
        desk = shots.make_desk(Path(folder) / "Hollerbach IT.slm")
        window = MainWindow(Theme(app, "light"), Preferences(Path(folder) / "window.ini"))
        window.show()
        try:
            for scene in shots.scenes(desk):
                if only not in scene.name and not scene.name.startswith("("):
                    continue
                shots.play(window, scene)
                if scene.name.startswith("("):
                    continue
                # First as the scene finds the window, then in the other size: some things fit only once resized.
                for size in sorted(SIZES, key=lambda size: size != window.size().toTuple()):
                    window.resize(*size)
                    shots.settle(window)
                    for fault in faults(window):
                        yield f"{scene.name}, {size[0]}x{size[1]}: {fault}"
        finally:
            window.close()
            window.deleteLater()
            app.processEvents()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.views.fitting", description=__doc__)
    parser.add_argument("--percent", type=int, default=100)
    parser.add_argument("--only", default="", help="a part of the scenes' names")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as home:
        shots.keep_away_from_the_user(Path(home))
        from app.main import _application

        app = _application(given.percent)
        for line in walk(given.only):
            print(line, flush=True)
        app.processEvents()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())


def is_all_in_sight(widget: QWidget) -> bool:
    """Whether nothing of it is cut off by what it scrolls in."""
    return widget.visibleRegion().boundingRect() == widget.rect()
