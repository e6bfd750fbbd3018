"""Series of samples and ready-made period figures."""

from typing import Any

from PySide6.QtCore import Qt

from app.usecases.samples import FigureRow, SampleSeries, list_figures, list_series
from app.views.desk import Desk
from app.views.pages.measured.tab import Tab
from app.views.rows_model import Column, RowsModel
from app.views.widgets.basics import Card, label
from app.views.widgets.table import Table


class SamplesTab(Tab):
    """Series above, figures below."""

    title = "Samples"
    listens = frozenset({"samples", "period_figures", "services", "components"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.series = Table(RowsModel(self._series_columns(), self), "Series of samples", row_height=32)
        self.figures = Table(RowsModel(FIGURE_COLUMNS, self), "Period figures", row_height=32)
        self.body.addWidget(_block("Series of samples", self.series, "No series is like that."), 1)
        self.body.addWidget(_block("Period figures", self.figures, "No figure is like that."), 1)

    def refresh(self) -> None:
        db = self.desk.db
        self.desk.tasks.start(
            lambda _report, _cancelled: (list_series(db), list_figures(db)),
            done=self._show,
            failed=self.fail,
            owner=self,
            key="samples",
        )

    def search(self, text: str) -> None:
        self.series.rows_model.filter(text)
        self.figures.rows_model.filter(text)

    def _show(self, answer: object) -> None:
        series, figures = answer  # pyright: ignore[reportGeneralTypeIssues]
        self.series.set_rows(series)
        self.figures.set_rows(figures)

    def _series_columns(self) -> tuple[Column[SampleSeries], ...]:
        return (
            Column("Concerns", lambda s: s.subject),
            Column("Metric", lambda s: s.metric, width=160),
            Column("Samples", lambda s: s.count, align="right", width=100),
            Column("First", lambda s: s.first, lambda s: self.clock(s.first), width=172, zoned=True),
            Column("Last", lambda s: s.last, lambda s: self.clock(s.last), width=172),
            Column("Lowest", lambda s: s.lowest, lambda s: f"{s.lowest:,.6g}", "right", width=90, tally=""),
            Column("Mean", lambda s: s.mean, lambda s: f"{s.mean:,.6g}", "right", width=90, tally=""),
            Column(
                "Highest", lambda s: s.highest, lambda s: f"{s.highest:,.6g}", "right", width=90, tally=""
            ),
            Column("Source", lambda s: s.source, width=150, colour=lambda _s: "muted"),
        )


def _origin(figure: FigureRow) -> str:
    """ "availability.xlsx, 2026, cell D5", or "entered by hand"."""
    origin = figure.origin
    return (
        ", ".join(filter(None, (origin.file, origin.sheet, f"cell {figure.cell}")))
        if figure.cell
        else str(origin)
    )


FIGURE_COLUMNS: tuple[Column[FigureRow], ...] = (
    Column("Concerns", lambda f: f.subject),
    Column("Metric", lambda f: f.metric, width=160),
    Column("From", lambda f: f.first_day, width=120),
    Column("Until", lambda f: f.last_day, width=120),
    Column("Value", lambda f: f.value, align="right", width=110, tally="mean"),
    Column("Source", _origin, width=300, colour=lambda _f: "muted"),
)


def _block(title: str, table: Table[Any], none_found: str) -> Card:
    """The table below its title; in its place a sentence where it has rows and none is what was looked for."""
    card = Card(margin=1, spacing=0)
    heading = label(title, "section")
    heading.setContentsMargins(15, 12, 15, 8)
    card.body.addWidget(heading)
    card.body.addWidget(table)
    nothing = label(none_found, muted=True)
    nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
    nothing.hide()
    card.body.addWidget(nothing, 1)

    def say(shown: int, whole: int) -> None:
        found = shown > 0 or whole == 0 or table.has_filters  # which the table says itself, below their row
        table.setVisible(found)
        nothing.setVisible(not found)

    table.rows_model.counted.connect(say)
    return card
