"""Lists on the Dependencies page: where they come from, and what stands in front while one is brought in."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget

from app.views.desk import Desk
from app.views.drops import dropped
from app.views.pages.dependency.list_sheet import ListSheet


class BringingIn(QObject):
    """Puts the sheet of a list in front of a stack and leads back; `under` says under whom mere names would stand."""

    left = Signal()

    def __init__(self, desk: Desk, stack: QStackedWidget, under: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._stack, self._under = desk, stack, under
        self._before = 0

    @cached_property
    def sheet(self) -> ListSheet:
        made = ListSheet(self._desk)
        made.closed.connect(self._leave)
        self._stack.addWidget(made)
        return made

    @property
    def is_open(self) -> bool:
        return "sheet" in self.__dict__ and self._stack.currentWidget() is self.sheet

    def open(self) -> None:
        """Ask for a list of who needs what; one that is open stays."""
        if self.is_open:
            self.sheet.text.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._open_text("")

    def paste(self) -> None:
        """What was copied: a list, or the file that holds it."""
        mime: QMimeData | None = QGuiApplication.clipboard().mimeData()  # none where nothing was ever copied
        if mime is not None and (files := dropped(mime).sheets):
            self.open_files(files)
        else:
            self._open_text(mime.text() if mime is not None else "")

    def open_files(self, paths: tuple[Path, ...]) -> None:
        """The first of the files; of others it is said that they were left."""
        if paths and not self._desk.read_only:
            if self.is_open:
                self.sheet.take_file(paths[0], self._under())
            else:
                self._turn()
                self.sheet.open_file(paths[0], self._under())
            if len(paths) > 1:
                self._desk.say(f"One list at a time: {paths[0].name} first. Bring in the others after it.")

    def show_page(self, number: int) -> None:
        """Turn the stack to one of the page's own contents, or to that after the list."""
        if self.is_open:
            self._before = number
        else:
            self._stack.setCurrentIndex(number)

    def _open_text(self, text: str) -> None:
        if not self._desk.read_only:
            self._turn()
            self.sheet.open_with(text, self._under())

    def _turn(self) -> None:
        if not self.is_open:
            self._before = self._stack.currentIndex()
        self._stack.setCurrentWidget(self.sheet)

    def _leave(self) -> None:
        self._stack.setCurrentIndex(self._before)
        self.left.emit()
