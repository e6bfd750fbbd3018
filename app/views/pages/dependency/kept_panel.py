"""Components against their service: what each kept of its contract in a month, and why the service fell."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.calc.periods import Period, parse_period
from app.calc.words import percent, plain
from app.errors import AppError
from app.usecases.kept_levels import KeptLevels, PartLevel, kept_levels
from app.usecases.picture import Picture
from app.usecases.playing import Played, last_period, play
from app.views import theme
from app.views.desk import Desk
from app.views.naming import home_zone
from app.views.pages.dependency.findings import ONE_SERVICE, WAIT
from app.views.rows_model import Column, RowsModel
from app.views.widgets.basics import label, row
from app.views.widgets.editors import ChoiceEditor
from app.views.widgets.period_stepper import PeriodStepper
from app.views.widgets.table import Table
from app.views.words import minutes_number

KEY = "components against the service"
SIGNS = {
    "met": ("✓ met", "met"),
    "missed": ("✕ missed", "missed"),
    "not proven": ("? not proven", "unproven"),
    "no data": ("– not observed", "muted"),
    "no contract": ("– no contract", "muted"),
}


class KeptPanel(QWidget):
    """`chosen` carries the names of the parts of a row. It reads when it is seen."""

    chosen = Signal(object)
    opened = Signal(object)  # as `chosen`, of a row that was clicked or on which Enter was pressed

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        zone = home_zone(desk.db)
        self._key = last_period(datetime.now(UTC), zone)
        self._picture: Picture | None = None
        self._customer_id: int | None = None
        self._stale = False
        self._shown: tuple[int | None, str, int | None] | None = (
            None  # whose figures stand here: service, month, buyer
        )
        self.stepper = PeriodStepper(parse_period(self._key, zone), ("month",))
        self.stepper.stepped.connect(self._take_period)
        self.buyer_choice = ChoiceEditor()
        self.buyer_choice.setAccessibleName("Whose agreement")
        self.buyer_choice.setMinimumWidth(160)
        self.buyer_choice.committed.connect(self._take_buyer)
        self.buyer_choice.hide()
        self.sentence = label("", wrap=True)
        self.why = label("", "caption", muted=True, wrap=True)
        self.model: RowsModel[PartLevel] = RowsModel(_columns())
        self.table: Table[PartLevel] = Table(self.model, "Components against the service")
        self.table.keep_by(lambda one: one.title)
        self.table.chosen.connect(lambda one: self._tell(one, self.chosen))
        for acted in (self.table.clicked, self.table.opened):
            acted.connect(lambda _row: self._tell(self.table.current_row(), self.opened))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GRID)
        layout.setSpacing(theme.GRID)
        layout.addWidget(row(self.stepper, None))
        layout.addWidget(row(self.buyer_choice, None))
        layout.addWidget(self.sentence)
        layout.addWidget(self.why)
        layout.addWidget(self.table, 1)
        layout.addStretch(0)

    def show_picture(self, picture: Picture) -> None:
        """Another picture, or the same one after something changed."""
        if self._picture is not None and self._picture.service_id != picture.service_id:
            self._show_none("")
            self.buyer_choice.hide()
        self._picture, self._stale = picture, True
        if self.isVisible():
            self.read()

    def show_month(self, key: str) -> None:
        """Another month, by its key such as "2026-10"."""
        self._key = key
        self.stepper.show_period(parse_period(key, home_zone(self.desk.db)))
        self.read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.read()

    def read(self) -> None:
        """Work it out in the background."""
        picture, db, key, customer = self._picture, self.desk.db, self._key, self._customer_id
        if picture is None:
            return
        self._stale = False
        if picture.service_id is None:
            self.desk.tasks.drop(KEY)
            self._show_none(ONE_SERVICE)
            self.buyer_choice.hide()
            return
        zone, now = home_zone(db), datetime.now(UTC)
        wanted = (picture.service_id, key, customer)
        if self._shown == wanted:
            self.sentence.setText(WAIT)
        else:
            self._show_none(WAIT)

        def work() -> tuple[Played, KeptLevels]:
            played = play(db, picture, key, now, time_zone=zone, customer_id=customer, with_chain=True)
            return played, kept_levels(played, picture)

        self.desk.tasks.start(
            lambda _report, _cancelled: work(),
            done=lambda answer: self._show(answer, picture, wanted),
            failed=lambda error: self._fail(error, picture),
            owner=self,
            key=KEY,
        )

    def _show_none(self, sentence: str) -> None:
        """No rows, and nothing said of why."""
        self._shown = None
        self.sentence.setText(sentence)
        for part in (self.why, self.table):
            part.hide()

    def _fail(self, error: AppError, picture: Picture) -> None:
        """Say why nothing is shown; it is read again when it is next seen."""
        if picture is not self._picture:
            return
        self._show_none(str(error))
        self._stale = True

    def _show(self, answer: object, picture: Picture, wanted: tuple[int, str, int | None]) -> None:
        """What was read of another picture is left; it is read again when it is next seen."""
        if picture is not self._picture:
            return
        self._shown = wanted
        played, kept = answer  # pyright: ignore[reportGeneralTypeIssues]
        self.stepper.show_period(played.period)
        self.buyer_choice.set_choices([(one.id, one.name) for one in played.buyers])
        self.buyer_choice.set_value(played.buyer.id if played.buyer else None)
        self.buyer_choice.setVisible(len(played.buyers) > 1)
        self.sentence.setText(kept.sentence)
        self.why.setText("\n".join(kept.why))
        self.why.setVisible(bool(kept.why))
        self.table.setVisible(bool(kept.parts))
        self.table.set_rows(kept.parts)

    def _take_period(self, period: Period) -> None:
        self.show_month(period.key)

    def _take_buyer(self) -> None:
        chosen = self.buyer_choice.value()
        self._customer_id = chosen if isinstance(chosen, int) else None
        self.read()

    def _tell(self, current: object, signal: SignalInstance) -> None:
        if isinstance(current, PartLevel) and current.part:
            signal.emit(frozenset({current.part}))


def _columns() -> tuple[Column[PartLevel], ...]:
    return (
        Column("Component", lambda one: one.title, role="strong"),
        Column("Own", lambda one: one.achieved, _own, "right", 80),
        Column(
            "Contract",
            lambda one: one.contracted,
            lambda one: "" if one.contracted is None else f"{plain(one.contracted)} %",
            "right",
            80,
        ),
        Column(
            "Verdict",
            lambda one: SIGNS[one.verdict][0],
            width=120,
            colour=lambda one: SIGNS[one.verdict][1],
        ),
        Column("Down min", lambda one: one.down, lambda one: minutes_number(one.down), "right", 88),
        Column("Kept by", lambda one: one.keeper, width=120),
    )


def _own(one: PartLevel) -> str:
    return "–" if one.achieved is None else percent(one.achieved, 2, one.contracted)
