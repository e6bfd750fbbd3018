"""Everything that is listed about the picture, one list at a time; a list is made when it is first wanted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.usecases.chances import Chances, CutSet, PartChance
from app.usecases.picture import Picture, PictureNode
from app.usecases.pulling import SinglePoint
from app.views import theme
from app.views.desk import Desk
from app.views.pages.dependency.findings import (
    ONE_SERVICE,
    WAIT,
    Finding,
    Row,
    best_effort,
    best_effort_sentence,
    improve_first,
    improve_sentence,
    single_points,
    single_points_sentence,
    tools_of_ways,
    ways_down,
    ways_down_sentence,
)
from app.views.pages.dependency.kept_panel import KeptPanel
from app.views.widgets.basics import row
from app.views.widgets.editors import ChoiceEditor
from app.views.widgets.split import scrolled

POINTS, WAYS, IMPROVE, BEST_EFFORT, KEPT = "points", "ways", "improve", "best effort", "kept"
LISTS = (
    (POINTS, "Single points of failure"),
    (WAYS, "Ways down, the likeliest first"),
    (IMPROVE, "What to improve first"),
    (BEST_EFFORT, "Parts on best effort"),
    (KEPT, "Components against the service"),
)


class Lists(QWidget):
    """`chosen` carries the names of the parts of a row, `way_wanted` those of a way down to be taken away."""

    chosen = Signal(object)
    opened = Signal(object)  # as `chosen`, of a row that was clicked or on which Enter was pressed
    way_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._picture: Picture | None = None
        self.choice = ChoiceEditor(LISTS)
        self.choice.setAccessibleName("Which list")
        self.choice.setMinimumWidth(280)
        self.choice.committed.connect(lambda: self.show_list(str(self.choice.value())))
        self._stack = QStackedWidget()
        self._seats = {key: QWidget() for key, _ in LISTS}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.GAP, 0, 0)
        layout.setSpacing(0)
        choice = row(self.choice, None)
        choice.setContentsMargins(theme.GAP, 0, theme.GAP, 0)
        layout.addWidget(choice)
        layout.addWidget(self._stack, 1)
        for seat in self._seats.values():
            QVBoxLayout(seat).setContentsMargins(0, 0, 0, 0)
            self._stack.addWidget(seat)
        self.show_list(POINTS)

    def show_list(self, key: str) -> None:
        """Turn to one of them."""
        self.choice.set_value(key)
        self._stack.setCurrentWidget(self._seats[key])
        if key == KEPT and self._picture is not None:
            self.kept.show_picture(self._picture)

    def show_waiting(self) -> None:
        """What takes a moment is being worked out."""
        for finding in (self.ways, self.improve):
            finding.show_rows(WAIT, ())

    def show_chances(self, chances: Chances | None) -> None:
        """What follows from how likely each part fails; None where more than one service is shown."""
        if chances is None:
            for finding in (self.ways, self.improve):
                finding.show_rows(ONE_SERVICE, ())
            return
        self.ways.show_rows(ways_down_sentence(chances), chances.cut_sets)
        worth = tuple(one for one in chances.parts if one.minutes_a_month is not None)
        self.improve.show_rows(improve_sentence(chances), worth)

    def show_points(self, points: Sequence[SinglePoint]) -> None:
        self.points.show_rows(single_points_sentence(points), points)

    def show_picture(self, picture: Picture) -> None:
        """What follows from the picture alone; what was kept is read where it is seen."""
        self._picture = picture
        if "kept" in self.__dict__:
            self.kept.show_picture(picture)
        rows = tuple(node for node in picture.nodes if node.is_best_effort)
        self.best_effort.show_rows(best_effort_sentence(rows, picture), rows)

    @cached_property
    def points(self) -> Finding[SinglePoint]:
        return self._seated(POINTS, single_points())

    @cached_property
    def ways(self) -> Finding[CutSet]:
        return self._seated(WAYS, ways_down(tools_of_ways(self._want_way)))

    @cached_property
    def improve(self) -> Finding[PartChance]:
        return self._seated(IMPROVE, improve_first())

    @cached_property
    def best_effort(self) -> Finding[PictureNode]:
        return self._seated(BEST_EFFORT, best_effort())

    @cached_property
    def kept(self) -> KeptPanel:
        made = KeptPanel(self._desk)
        made.chosen.connect(self.chosen.emit)
        made.opened.connect(self.opened.emit)
        self._seat(KEPT, scrolled(made))  # in a low window its words take all there is
        return made

    def _seated(self, key: str, made: Finding[Row]) -> Finding[Row]:
        made.chosen.connect(self.chosen.emit)
        made.opened.connect(self.opened.emit)
        self._seat(key, made)
        return made

    def _seat(self, key: str, made: QWidget) -> None:
        seat = self._seats[key].layout()
        assert seat is not None
        seat.addWidget(made)

    def _want_way(self) -> None:
        if self.ways.parts:
            self.way_wanted.emit(self.ways.parts)
