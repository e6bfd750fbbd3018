"""Play a month: which month and whose ledger, and the outages behind it beside what counted of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.calc.periods import Period
from app.calc.words import plural
from app.reports.month import ServiceMonth
from app.usecases.playing import Played, PlayedOutage
from app.views import theme
from app.views.rows_model import Column, RowsModel
from app.views.widgets.basics import label, row
from app.views.widgets.editors import ChoiceEditor
from app.views.widgets.period_stepper import PeriodStepper
from app.views.widgets.table import Table
from app.views.words import local, minutes_number, moment, until

WAIT = "Reading the month…"


class PlayPanel(QWidget):
    """`period_wanted` carries a Period, `buyer_wanted` a customer's id, `chosen` the outage of the row."""

    period_wanted = Signal(object)
    buyer_wanted = Signal(object)
    chosen = Signal(object)

    def __init__(self, period: Period) -> None:
        super().__init__()
        self._time_zone = "UTC"
        self._moving = False
        self.stepper = PeriodStepper(period, ("month",))
        self.stepper.stepped.connect(self.period_wanted.emit)
        self.buyer_choice = ChoiceEditor()
        self.buyer_choice.setAccessibleName("Whose ledger")
        self.buyer_choice.setMinimumWidth(160)
        self.buyer_choice.committed.connect(lambda: self.buyer_wanted.emit(self.buyer_choice.value()))
        self.sentence = label(WAIT, wrap=True)
        self.levels = label("", "caption", muted=True, wrap=True)
        self.model: RowsModel[PlayedOutage] = RowsModel(self._columns())
        self.table: Table[PlayedOutage] = Table(self.model, "Outages of the month")
        self.table.keep_by(lambda one: one.id)
        self.table.chosen.connect(self._tell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GRID)
        layout.setSpacing(theme.GRID)
        layout.addWidget(row(self.stepper, None))
        layout.addWidget(row(self.buyer_choice, None))
        for part in (self.sentence, self.levels):
            layout.addWidget(part)
        layout.addWidget(self.table, 1)
        layout.addStretch(0)

    def show_waiting(self, period: Period) -> None:
        """Which month is being read, and nothing of the one before."""
        self.stepper.show_period(period)
        self.show_none()

    def show_none(self, sentence: str = WAIT) -> None:
        """No rows, and nothing said of levels, until a month is read, or because it could not be."""
        self.sentence.setText(sentence)
        self.levels.hide()
        self.table.hide()

    def show_played(self, played: Played, title: str) -> None:
        """A period with its rows; an empty one says so."""
        self._time_zone = played.time_zone
        self.stepper.show_period(played.period)
        self.buyer_choice.set_choices([(one.id, f"Ledger of {one.name}") for one in played.buyers])
        self.buyer_choice.set_value(played.buyer.id if played.buyer else None)
        self.buyer_choice.setVisible(len(played.buyers) > 1)
        self.sentence.setText(_sentence(played, title))
        words = _levels(played.service)
        self.levels.setText(words)
        self.levels.setVisible(bool(words))
        self.table.setVisible(not played.is_empty)
        self.table.setColumnHidden(2, played.service is None)
        self.table.setColumnHidden(4, played.service is None)
        self._moving = True
        self.table.set_rows(played.outages)
        self._moving = False

    def choose(self, outage: PlayedOutage | None) -> None:
        """Show which outage the slider stands in, without moving the slider."""
        self._moving = True
        if outage is None:
            self.table.clearSelection()
        else:
            self.table.choose(lambda one: one.id == outage.id)
        self._moving = False

    def _tell(self, outage: object) -> None:
        if isinstance(outage, PlayedOutage) and not self._moving:
            self.chosen.emit(outage)

    def _columns(self) -> Sequence[Column[PlayedOutage]]:
        return (
            Column(
                "From",
                lambda one: one.start,
                self._from,
                width=100,
                tip=self._in_full,
            ),
            Column("State", state_words, width=92),
            Column(
                "Counted min",
                lambda one: one.counted,
                lambda one: "" if one.counted is None else minutes_number(one.counted),
                "right",
                96,
            ),
            Column("Part", lambda one: one.title, role="strong", tip=self._in_full),
            Column("Why", lambda one: one.why, width=160),
            Column(
                "Until",
                lambda one: one.end,
                lambda one: until(one.start, one.end, self._time_zone),
                width=124,
            ),
            Column("Cause", lambda one: one.cause, width=200),
        )

    def _from(self, one: PlayedOutage) -> str:
        """Without the weekday, which the narrow column has no room for."""
        at = local(one.start, self._time_zone)
        return f"{at.day} {at:%b %H:%M}"

    def _in_full(self, one: PlayedOutage) -> str:
        when = f"{moment(one.start, self._time_zone)} – {until(one.start, one.end, self._time_zone)}"
        return " · ".join(part for part in (when, one.title, state_words(one), one.cause, one.why) if part)


def state_words(outage: PlayedOutage) -> str:
    """ "✕ down", "▲ degraded"; planned work is named as that, its sign tells down from degraded."""
    return f"{'✕' if outage.state == 'down' else '▲'} {'planned' if outage.planned else outage.state}"


def _sentence(played: Played, title: str) -> str:
    where = f"{played.period.label}, {title}"
    if played.moments is None:
        return f"{where}: this month has not begun."
    if played.is_empty:
        said = f"{where}: nothing was recorded as down or degraded"
        return f"{said}, and nothing observed all of it." if played.moments.states.any() else f"{said}."
    changes = plural(len(played.moments) - 1, "change")
    said = f"{where}: {plural(len(played.outages), 'outage')}, {changes} in the picture."
    if played.service_id is None:
        return f"{said} Choose one service above to see what was counted."
    if played.buyer is None:
        return f"{said} No customer has agreed to it, so nothing is counted."
    if played.service is None:
        return f"{said} Nothing was in force with {played.buyer.name}, so nothing is counted."
    return f"{said} Counted in the ledger of {played.buyer.name}."


def _levels(service: ServiceMonth | None) -> str:
    if service is None:
        return ""
    told = [
        f"{target.short or target.sentence}: {target.verdict}"
        for target in service.targets
        if target.counts_time
    ]
    return " · ".join(told)
