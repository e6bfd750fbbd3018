"""Beside the picture: the chosen part, pulling columns, playing a month, and the lists.

All but the first are made once there is something to show in them: with the picture they would hold the window up.
"""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.usecases.chances import Chances
from app.views.desk import Desk
from app.views.pages.dependency.lists import Lists
from app.views.pages.dependency.part_panel import PartPanel
from app.views.pages.dependency.playing import Playing
from app.views.pages.dependency.pull_panel import PullPanel
from app.views.widgets.split import scrolled

TABS = (
    ("Part", "The chosen part"),
    ("Pull a column", "Pull a column and see what still stands"),
    ("Play a month", "Play a month and see what was down when"),
    ("Lists", "Single points of failure, ways down, what to improve first, parts on best effort"),
)
PART, PULL, PLAY, LISTS = range(4)


class SidePanel(QTabWidget):
    """`go_to` names a node to be shown, `pointed_at` one to be chosen where it is drawn, `pulled` says that other
    parts are away, `played` that it is another moment, `way_shown` carries the parts of a way down that was stepped
    to, `playing_made` that there is a slider now, which stands under the picture."""

    go_to = Signal(str)
    pointed_at = Signal(str)
    pulled = Signal()
    played = Signal()
    way_shown = Signal(object)
    playing_made = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName("About the picture")
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.setUsesScrollButtons(True)
        for title, what in TABS:
            seat = QWidget()
            QVBoxLayout(seat).setContentsMargins(0, 0, 0, 0)
            self.setTabToolTip(self.addTab(seat, title), what)
        self.part = PartPanel(desk, self.go_to.emit)
        self._seat(PART, scrolled(self.part))
        self.currentChanged.connect(self._turn)

    @cached_property
    def pull(self) -> PullPanel:
        made = PullPanel(self.go_to.emit)
        made.changed.connect(lambda _gone: self.pulled.emit())
        made.ways.wanted.connect(self.way_shown.emit)
        made.agreement_wanted.connect(lambda number: self.desk.go("agreements", number))
        self._seat(PULL, scrolled(made))
        return made

    @cached_property
    def lists(self) -> Lists:
        made = Lists(self.desk)
        made.chosen.connect(lambda parts: self._tell_first(parts, self.pointed_at))
        made.opened.connect(lambda parts: self._tell_first(parts, self.go_to))
        made.way_wanted.connect(self._take_way)
        self._seat(LISTS, made)
        return made

    @cached_property
    def playing(self) -> Playing:
        made = Playing(self.desk, self)
        made.changed.connect(self.played.emit)
        self._seat(PLAY, made.panel)
        return made

    @property
    def gone(self) -> frozenset[str]:
        """The parts that are away; asking makes no panel."""
        return self.pull.gone if "pull" in self.__dict__ else frozenset()

    @property
    def has_played(self) -> bool:
        """Whether a month was ever played here."""
        return "playing" in self.__dict__

    def show_chances(self, chances: Chances | None) -> None:
        """Of the service of the picture; None where more than one is shown."""
        self.lists.show_chances(chances)
        self.pull.ways.show_chances(chances)

    def step_way(self, by: int) -> None:
        """Show the next or previous way down."""
        self.setCurrentIndex(PULL)
        self.pull.ways.step(by)

    def _seat(self, number: int, content: QWidget) -> None:
        seat = self.widget(number)
        layout = seat.layout() if seat is not None else None
        if layout is not None:
            layout.addWidget(content)

    def _turn(self, number: int) -> None:
        if number == PLAY and not self.has_played:
            self.playing_made.emit()
        if self.has_played:
            self.playing.set_active(number == PLAY)

    def _tell_first(self, parts: frozenset[str], signal: SignalInstance) -> None:
        if parts:
            signal.emit(min(parts))

    def _take_way(self, parts: frozenset[str]) -> None:
        self.setCurrentIndex(PULL)
        self.pull.show_gone(parts)
