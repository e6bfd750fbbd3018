"""A page that nobody touches is laid out once, and then stays quiet."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from app.usecases.desks import open_desk
from app.views.main_window import MainWindow
from app.views.pages import MORE_PAGES, PAGES
from tests import shots

TURNS = 40


class Counter(QObject):
    """Counts the layouts asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt’s name)
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


@pytest.mark.parametrize("size", [(1100, 700), (1280, 800)])
def test_a_page_at_rest_asks_for_no_layout(
    window: MainWindow, sample_desk: Path, qapp: QApplication, size: tuple[int, int]
) -> None:
    window.resize(*size)
    window.show_desk(open_desk(sample_desk))
    counter = Counter()
    asked: dict[str, int] = {}
    stops: list[tuple[str, object]] = [(entry.key, None) for entry in (*PAGES, *MORE_PAGES)]
    stops += [("measurements", ("announce", None)), ("measurements", ("cover", None))]
    stops += [("agreements", "hours"), ("agreements", ("new", None))]
    for key, what in stops:
        window.go(key, what)
        shots.settle(window)
        qapp.installEventFilter(counter)
        counter.count = 0
        for _ in range(TURNS):
            qapp.processEvents()
        qapp.removeEventFilter(counter)
        if counter.count > TURNS:
            asked[f"{key} {what or ''}".strip()] = counter.count
    assert not asked
