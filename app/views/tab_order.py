"""Where Tab leads: through a window as it reads, whenever its controls were made.

Qt's own order is that of making, so that everything rebuilt as the desk changes would come last. Here it is that of
the layouts, block by block; what stands in none of them comes by its place, from top to bottom.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QGridLayout,
    QHeaderView,
    QLayout,
    QMainWindow,
    QScrollArea,
    QTableView,
    QWidget,
)

from app.views.widgets.filter_header import FilterHeader


def step(root: QWidget, *, forward: bool) -> bool:
    """Give the keyboard to the next (or the last) stop below `root`, in sight; False where there is none."""
    seen = list(reading(root))
    now = root.window().focusWidget()
    at = seen.index(now) if now in seen else (-1 if forward else len(seen))
    after, before = seen[at + 1 :], seen[: max(at, 0)]
    order = [*after, *before] if forward else [*reversed(before), *reversed(after)]
    stop = next((each for each in order if is_stop(each)), None)
    if stop is None:
        return False
    stop.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    _bring_into_sight(stop)
    return True


def is_stop(each: QWidget) -> bool:
    """Whether Tab stops here."""
    inside = isinstance(each.parentWidget(), QComboBox | QAbstractSpinBox)
    by_tab = each.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(by_tab and each.isVisible() and each.isEnabled() and each.focusProxy() is None and not inside)


def reading(root: QWidget) -> Iterator[QWidget]:
    """`root` and all that is shown below it, as it reads; the filters of a table come before its rows."""
    children = _children(root)
    if isinstance(root, QTableView):
        fields = _filters(root.horizontalHeader())
        yield from fields
        yield root
        yield from (each for child in children for each in reading(child) if each not in fields)
        return
    yield root
    for child in children:
        yield from reading(child)


def _children(parent: QWidget) -> list[QWidget]:
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    shown = [each for each in parent.findChildren(QWidget, options=direct) if _is_shown(each)]
    layout = parent.layout()
    placed: list[QWidget] = []
    if layout is not None and not isinstance(parent, QMainWindow):
        placed = list(_in_layout(layout, shown))
    free = (each for each in shown if each not in placed)
    return [*placed, *sorted(free, key=lambda each: (each.y(), each.x()))]


def _filters(header: QHeaderView) -> list[QWidget]:
    """In the order of the columns, which stays while they are scrolled."""
    if not isinstance(header, FilterHeader):
        return []
    return [header.fields[column] for column in header.visible_columns() if column in header.fields]


def _is_shown(each: QWidget) -> bool:
    return not each.isHidden() and not each.isWindow()


def _in_layout(layout: QLayout, shown: Sequence[QWidget]) -> Iterator[QWidget]:
    """Which of these stand in a layout and those within it, in its order.

    Not by its items: PySide keeps them for Python after Qt has deleted them, and takes whatever is made in their
    place in memory for one, of which the program can end.
    """
    parts = [each for each in (*shown, *layout.children()) if isinstance(each, QWidget | QLayout)]
    for part in sorted((each for each in parts if layout.indexOf(each) >= 0), key=partial(_position, layout)):
        if isinstance(part, QWidget):
            yield part
        else:
            yield from _in_layout(part, shown)


def _position(layout: QLayout, part: QWidget | QLayout) -> tuple[int, ...]:
    at = layout.indexOf(part)
    if isinstance(layout, QGridLayout):
        return cast("tuple[int, int, int, int]", layout.getItemPosition(at))
    return (at,)


def _bring_into_sight(each: QWidget) -> None:
    parent = each.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea) and parent.widget() is not None and parent is not each:
            parent.ensureWidgetVisible(each)
        parent = parent.parentWidget()
