"""Stepping through the ways down of a service, each shown in the picture: by how likely they are, or by size."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.calc.words import plural
from app.usecases.chances import MONTH_MINUTES, Chances, CutSet
from app.views.pages.dependency.findings import ONE_SERVICE, minutes_words, ways_down_sentence
from app.views.widgets.basics import icon_button, label, row
from app.views.widgets.editors import ChoiceEditor

ORDERS = (("likely", "Ways down, the likeliest first"), ("size", "Ways down, the smallest first"))


class WaysStepper(QWidget):
    """`wanted` carries the parts of the way that is stepped to."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._chances: Chances | None = None
        self._ways: tuple[CutSet, ...] = ()
        self._at = -1
        self.order = ChoiceEditor(ORDERS)
        self.order.setAccessibleName("In which order")
        self.order.setMinimumWidth(232)
        self.order.committed.connect(self._sort)
        self.back_button = icon_button("left", "Way down before (Shift+N)", lambda: self.step(-1))
        self.next_button = icon_button("right", "Next way down (N)", lambda: self.step(1))
        self.words = label("", "caption", muted=True, wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(row(self.order, self.back_button, self.next_button, None))
        layout.addWidget(self.words)
        self._say()

    def show_chances(self, chances: Chances | None) -> None:
        """The ways down of one service; None where more than one is shown."""
        self._chances = chances
        self._sort()

    def show_gone(self, parts: frozenset[str]) -> None:
        """What is away now: the way it is, if it is one."""
        at = next((at for at, one in enumerate(self._ways) if one.parts == parts), -1)
        if at != self._at:
            self._at = at
            self._say()

    def step(self, by: int) -> None:
        """To the next or previous way, around the ends; from none to the first or the last."""
        if self._ways:
            start = -1 if by > 0 and self._at < 0 else 0 if self._at < 0 else self._at
            self._at = (start + by) % len(self._ways)
            self._say()
            self.wanted.emit(self._ways[self._at].parts)

    def _sort(self) -> None:
        current = self._ways[self._at].parts if self._at >= 0 else frozenset[str]()
        ways = self._chances.cut_sets if self._chances is not None else ()
        if self.order.value() == "size":
            ways = tuple(sorted(ways, key=lambda one: (len(one.parts), -one.unavailability, one.names)))
        self._ways, self._at = ways, -1
        self.show_gone(current)
        self._say()

    def _say(self) -> None:
        for one in (self.order, self.back_button, self.next_button):
            one.setEnabled(bool(self._ways))
        if self._chances is None:
            self.words.setText(ONE_SERVICE)
        elif not self._ways:
            self.words.setText(ways_down_sentence(self._chances))
        elif self._at < 0:
            self.words.setText(f"{plural(len(self._ways), 'way')} down to step through.")
        else:
            one = self._ways[self._at]
            minutes = minutes_words(one.unavailability * MONTH_MINUTES)
            self.words.setText(
                f"{self._at + 1} of {len(self._ways)}: {' + '.join(one.names)}, "
                f"together down {minutes} min a month."
            )
