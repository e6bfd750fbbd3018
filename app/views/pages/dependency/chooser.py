"""Choosing whose picture is shown: every service by name, found by any part of it, and everything."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QCompleter

from app.views.widgets.basics import tip

EVERYTHING = "Everything"


class ServiceChooser(QComboBox):
    """`wanted` carries a service's id, or None for everything."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName("Whose picture")
        self.setToolTip(tip("Type a part of the name of a service"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(24)  # a long name is cut, not the header
        self.setMaxVisibleItems(20)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self.activated.connect(self._tell)
        line = self.lineEdit()
        if line is not None:
            line.returnPressed.connect(self._take_typed)

    def show_services(self, services: Sequence[tuple[int, str]], chosen: int | None) -> None:
        """Offer these and everything; one is chosen."""
        self.blockSignals(True)
        self.clear()
        for key, name in services:
            self.addItem(name, key)
        self.addItem(EVERYTHING, None)
        at = next((at for at, (key, _) in enumerate(services) if key == chosen), len(services))
        self.setCurrentIndex(at)
        self.blockSignals(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setEditText(self.itemText(self.currentIndex()))

    def _take_typed(self) -> None:
        """Enter takes the first service with what was typed in its name; what fits none is not taken."""
        typed = self.currentText().strip().casefold()
        names = [self.itemText(at).casefold() for at in range(self.count())]
        if typed in names:
            return  # the box itself has told of it
        at = next((at for at, name in enumerate(names) if typed and typed in name), -1)
        if at < 0:
            self.setEditText(self.itemText(self.currentIndex()))
            return
        self.setCurrentIndex(at)
        self._tell(at)

    def _tell(self, at: int) -> None:
        self.wanted.emit(self.itemData(at))
