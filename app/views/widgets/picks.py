"""Choosing several of many: a short list with a tick before each, walked with the arrows and ticked with Space."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

MOST_SHOWN = 4
ROW_HEIGHT = 24


class PicksEditor(QListWidget):
    """The ticked values; the ticked stand first when a row is shown. As tall as its choices, up to a few."""

    committed = Signal()

    def __init__(self, choices: Sequence[tuple[object, str]] = ()) -> None:
        super().__init__()
        self._read_only = False
        self._choices: tuple[tuple[object, str], ...] = ()
        self.setProperty("role", "picks")
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemChanged.connect(lambda _item: self.committed.emit())
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        """Offer these; what was ticked stays if it is among them."""
        if tuple(choices) != self._choices:
            self._choices = tuple(choices)
            self._fill(self.value())

    def value(self) -> tuple[object, ...]:
        """The ticked values, in the order shown."""
        items = (self.item(number) for number in range(self.count()))
        return tuple(
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        )

    def set_value(self, value: object) -> None:
        """Tick exactly these."""
        wanted: tuple[object, ...] = tuple(value) if isinstance(value, tuple | list) else ()
        if set(wanted) != set(self.value()):  # else nothing jumps under the pointer that ticked it
            self._fill(wanted)

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        self._fill(self.value())

    def _fill(self, ticked: Sequence[object]) -> None:
        self.blockSignals(True)
        self.clear()
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not self._read_only:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        for value, words in sorted(self._choices, key=lambda choice: choice[0] not in ticked):
            item = QListWidgetItem(words, self)
            item.setFlags(flags)
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setCheckState(Qt.CheckState.Checked if value in ticked else Qt.CheckState.Unchecked)
        self.blockSignals(False)
        shown = max(1, min(self.count(), MOST_SHOWN))
        self.setFixedHeight(shown * max(ROW_HEIGHT, self.sizeHintForRow(0)) + 6)
