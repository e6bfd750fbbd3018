"""Staying where one is in a scrolled detail: bringing what opens into view, and keeping the place."""

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from app.views import theme


def bring_into_view(widget: QWidget) -> None:
    """Scroll, once everything is laid out, until all of `widget` is seen; its top when it is too tall."""
    QTimer.singleShot(0, widget, lambda: _scroll_to(widget))


def keep_place(widget: QWidget) -> None:
    """Whatever is rebuilt around `widget` now, the scroll bar ends where it stands."""
    area = _area(widget)
    if area is not None:
        bar = area.verticalScrollBar()
        value = bar.value()
        QTimer.singleShot(0, widget, lambda: bar.setValue(value))


def width_in_sight(widget: QWidget) -> int:
    """How much of the widget's width is seen while the window is not scrolled sideways; all where it cannot be."""
    area = _area(widget)
    content = area.widget() if area is not None else None
    if area is None or content is None:
        return widget.width()
    left = widget.mapTo(content, QPoint(0, 0)).x()
    return max(0, min(widget.width(), area.viewport().width() - left))


def let_go_of_focus(widget: QWidget) -> None:
    """Take the focus from `widget` before it hides; else the next field gets it and is scrolled to."""
    focused = QApplication.focusWidget()
    if focused is not None and (focused is widget or widget.isAncestorOf(focused)):
        focused.clearFocus()


def _scroll_to(widget: QWidget) -> None:
    area = _area(widget)
    content = area.widget() if area is not None else None
    if area is None or content is None or not widget.isVisible():
        return
    top = widget.mapTo(content, QPoint(0, 0)).y() - theme.GAP
    bottom = top + widget.height() + 2 * theme.GAP
    bar, height = area.verticalScrollBar(), area.viewport().height()
    if top < bar.value() or bottom > bar.value() + height:
        bar.setValue(top if bottom - top > height or top < bar.value() else bottom - height)


def _area(widget: QWidget) -> QScrollArea | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent
