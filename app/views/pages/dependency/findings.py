"""What follows from the picture, as lists: single points, ways down, what to improve first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.calc.words import plural
from app.usecases.chances import MONTH_MINUTES, Chances, CutSet, PartChance
from app.usecases.picture import Picture, PictureNode
from app.usecases.pulling import SinglePoint
from app.views import theme
from app.views.pages.dependency.looks import percent_up
from app.views.rows_model import Column, RowsModel
from app.views.widgets.basics import button, label, row
from app.views.widgets.table import Table

Row = TypeVar("Row")
ONE_SERVICE = "Choose one service above to see this."
WAIT = "Working it out…"


def minutes_words(minutes: float) -> str:
    """Minutes a month with as many digits as say something."""
    if minutes >= 100:
        return f"{minutes:,.0f}"
    return f"{minutes:.1f}" if minutes >= 1 else f"{minutes:.2g}"


class Finding(QWidget, Generic[Row]):
    """A sentence and a table under it; `chosen` carries the names of the parts of the row."""

    chosen = Signal(object)
    opened = Signal(object)  # as `chosen`, of a row that was clicked or on which Enter was pressed

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Row]],
        parts: Callable[[Row], frozenset[str]],
        *tools: QWidget,
    ) -> None:
        super().__init__()
        self.sentence = label("", muted=True, wrap=True)
        self.model: RowsModel[Row] = RowsModel(columns)
        self.table: Table[Row] = Table(self.model, name)
        self._parts = parts
        self._tools = row(*tools, None)
        self.table.keep_by(parts)
        self.table.chosen.connect(self._tell)
        for acted in (self.table.clicked, self.table.opened):
            acted.connect(lambda _row: self._open())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GRID)
        layout.setSpacing(theme.GRID)
        layout.addWidget(self.sentence)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._tools)
        self._tools.setVisible(bool(tools))

    def show_rows(self, sentence: str, rows: Sequence[Row]) -> None:
        """Say what the rows mean; without any the sentence stands alone."""
        self.sentence.setText(sentence)
        self.table.set_rows(tuple(rows))
        self.table.setVisible(bool(rows))
        self._tools.setEnabled(bool(rows))

    @property
    def parts(self) -> frozenset[str]:
        """Those of the row the cursor stands on."""
        current = self.table.current_row()
        return frozenset() if current is None else self._parts(current)

    def _tell(self, current: Row | None) -> None:
        if current is not None:
            self.chosen.emit(self._parts(current))

    def _open(self) -> None:
        if self.parts:
            self.opened.emit(self.parts)


def single_points() -> Finding[SinglePoint]:
    """Parts that take services down alone."""
    columns: tuple[Column[SinglePoint], ...] = (
        Column("Part", lambda one: one.part, role="strong"),
        Column("Services", lambda one: len(one.services), align="right", width=88),
        Column("Which", lambda one: one.services),
    )
    return Finding("Single points of failure", columns, lambda one: frozenset({one.id}))


def single_points_sentence(found: Sequence[SinglePoint]) -> str:
    if not found:
        return "Nothing takes a service of this picture down alone."
    return f"{plural(len(found), 'part')}, each of which takes a service down alone."


def ways_down(*tools: QWidget) -> Finding[CutSet]:
    """Parts that together take the service down, the likeliest first."""
    columns: tuple[Column[CutSet], ...] = (
        Column("Together down", lambda one: " + ".join(one.names)),
        Column("Parts", lambda one: len(one.parts), align="right", width=64),
        Column(
            "Min/month",
            lambda one: one.unavailability * MONTH_MINUTES,
            lambda one: minutes_words(one.unavailability * MONTH_MINUTES),
            "right",
            104,
        ),
    )
    return Finding("Ways down", columns, lambda one: one.parts, *tools)


def ways_down_sentence(chances: Chances) -> str:
    if chances.exactness == "bounds":
        low, high = percent_up(chances.high), percent_up(chances.low)
        return f"Too much is shared to list every way down; it stands between {low} and {high}."
    if not chances.cut_counts:
        return "Nothing it stands on can take it down."
    counts = [
        f"{count:,} alone" if size == 1 else f"{count:,} of {size}"
        for size, count in chances.cut_counts.items()
    ]
    shown = len(chances.cut_sets)
    most = f" The likeliest {shown} are listed." if shown < sum(chances.cut_counts.values()) else ""
    return f"Ways down by how many parts fail together: {', '.join(counts)}.{most}"


def improve_first() -> Finding[PartChance]:
    """Parts by the minutes a month that would be won if they never failed."""
    columns: tuple[Column[PartChance], ...] = (
        Column("Part", lambda one: one.figures.name, role="strong"),
        Column(
            "Min",
            lambda one: one.minutes_a_month,
            lambda one: "" if one.minutes_a_month is None else minutes_words(one.minutes_a_month),
            "right",
            104,
        ),
        Column(
            "Up %",
            lambda one: -one.figures.unavailability,
            lambda one: _up(one.figures.unavailability),
            "right",
            88,
        ),
        Column("By", lambda one: one.figures.basis, width=96),
    )
    return Finding("What to improve first", columns, lambda one: frozenset({one.part}))


def improve_sentence(chances: Chances) -> str:
    if chances.exactness == "bounds":
        return "Too much is shared to say exactly what each part costs; only bounds are known."
    down = f"{minutes_words(chances.low * MONTH_MINUTES)} min down a month" if chances.low else "never down"
    assumed = (
        f" {chances.assumed} of {plural(len(chances.parts), 'column')} assumed." if chances.assumed else ""
    )
    return (
        f"Modelled {percent_up(chances.low)}, {down}. Minutes a month are won if a part never fails.{assumed}"
    )


def _up(unavailability: float) -> str:
    """With the sign in the heading, so that the names keep their room."""
    return percent_up(unavailability).removesuffix(" %")


def best_effort() -> Finding[PictureNode]:
    """Parts nobody has agreed to anything for."""
    columns: tuple[Column[PictureNode], ...] = (
        Column("Part", lambda one: one.title, role="strong"),
        Column("Kind", lambda one: one.what, width=96),
        Column("Alone", lambda one: "◆ single point" if one.takes_it_down_alone else "", width=112),
        Column(
            "Up %",
            lambda one: -one.figures.unavailability if one.figures else None,
            lambda one: _up(one.figures.unavailability) if one.figures else "",
            "right",
            88,
        ),
    )
    return Finding("Parts on best effort", columns, lambda one: frozenset({one.name}))


def best_effort_sentence(found: Sequence[PictureNode], picture: Picture) -> str:
    parts = sum(node.kind == "component" for node in picture.nodes)
    if not found:
        return "Somebody keeps every part of this picture." if parts else "There are no parts yet."
    alone = sum(node.takes_it_down_alone for node in found)
    one = len(found) == 1
    said = (
        f"{len(found)} of {plural(parts, 'part')} on best effort: "
        f"nobody has agreed to restore {'it' if one else 'them'}."
    )
    if not alone:
        return said
    who = "It takes" if one else "1 of them takes" if alone == 1 else f"{alone} of them take"
    return f"{said} {who} the service down alone."


def tools_of_ways(take_away: Callable[[], object]) -> QWidget:
    return button("Take these away", take_away, kind="quiet")
