"""Garbage in cycles is found on the window's thread, though work in the background asks for memory."""

import gc
from threading import get_ident

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.views.tasks import IsCancelled, Report, Tasks
from app.views.turns import Tidier


class Ring:
    """Refers to itself, so that only a search finds it; writes down on which thread it was found."""

    def __init__(self, found: list[int]) -> None:
        self.found = found
        self.itself = self

    def __del__(self) -> None:
        self.found.append(get_ident())


def test_garbage_of_work_in_the_background_is_found_here(qtbot: QtBot) -> None:
    tasks, found = Tasks(), list[int]()
    tidier = Tidier()

    def work(_report: Report, _cancelled: IsCancelled) -> None:
        for _ in range(5_000):
            Ring(found)

    tasks.start(work)
    qtbot.waitUntil(lambda: len(found) == 5_000)
    assert set(found) == {get_ident()}
    assert not gc.isenabled()
    tidier.deleteLater()


def test_what_only_the_work_holds_is_let_go_of_here(qtbot: QtBot) -> None:
    tasks, found = Tasks(), list[int]()

    class Held:
        def __del__(self) -> None:
            found.append(get_ident())

    def begin() -> None:
        held = Held()
        tasks.start(lambda _report, _cancelled: held is None, done=lambda _answer: held)

    for _ in range(1_000):
        begin()
        while tasks.busy:
            QApplication.processEvents()
    qtbot.waitUntil(lambda: len(found) == 1_000)
    assert set(found) == {get_ident()}
