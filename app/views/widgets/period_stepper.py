"""The period on screen: ◂ October 2026 ▸, by month, quarter, year or week, or from one day to another."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.calc.periods import Kind, Period, period_between, period_of
from app.errors import InputError
from app.views import theme
from app.views.widgets.basics import PushButton, icon_button, label
from app.views.widgets.editors import DayEditor

HEIGHT = 32
KINDS: tuple[Kind, ...] = ("month", "quarter", "year", "week", "days")
NAMES = {"days": "From one day to another"}


class PeriodStepper(QWidget):
    """Steps through periods; `stepped` carries the new one, never the one set from outside.

    It does not step to what has not begun. `refused` carries the sentence why two days are no period, and ""
    once that is mended.
    """

    stepped = Signal(object)
    refused = Signal(str)

    def __init__(self, period: Period, kinds: tuple[Kind, ...] = KINDS) -> None:
        super().__init__()
        self._period = period
        self._refusal = ""
        self._kinds: dict[Kind, QPushButton] = {}
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addWidget(self._build_steps())
        if len(kinds) > 1:
            layout.addWidget(self._build_kinds(kinds))
        self.show_period(period)

    @property
    def period(self) -> Period:
        return self._period

    def show_period(self, period: Period) -> None:
        """Show a period without telling anyone; days that are being typed stay."""
        same = period.key == self._period.key and period.time_zone == self._period.time_zone
        self._period = period
        self._name.setText(period.label)
        self._name.setAccessibleName(f"Period: {period.label}")
        self._next.setEnabled(period.next().start <= datetime.now(UTC))
        if self._days.isVisibleTo(self) and same and period.kind != "days":
            return  # the days of the shown period stand there to be changed
        self._show_days(period.kind == "days")
        for kind, button in self._kinds.items():
            button.setChecked(kind == period.kind)

    def _build_steps(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "card")
        frame.setFixedHeight(HEIGHT)
        row = QHBoxLayout(frame)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(0)
        row.addWidget(icon_button("left", "Previous period", lambda: self._step(self._period.previous())))
        self._name = label("")
        self._name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name.setMinimumWidth(self._name.fontMetrics().horizontalAdvance("September 2026") + 4)
        row.addWidget(self._name)
        row.addWidget(self._build_days())
        self._next = icon_button("right", "Next period", lambda: self._step(self._period.next()))
        row.addWidget(self._next)
        return frame

    def _build_days(self) -> QWidget:
        self._days = QWidget()
        row = QHBoxLayout(self._days)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.first, self.last = DayEditor(), DayEditor()
        for field, name in ((self.first, "First day"), (self.last, "Last day")):
            field.setAccessibleName(name)
            field.setProperty("role", "step")
            field.setFixedHeight(HEIGHT - 6)
            field.setFixedWidth(field.fontMetrics().horizontalAdvance("28 Sep 2026") + 24)
            field.committed.connect(partial(self._take_days, field))
        row.addWidget(self.first)
        row.addWidget(label("–", muted=True))
        row.addWidget(self.last)
        self._days.hide()
        return self._days

    def _build_kinds(self, kinds: tuple[Kind, ...]) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        group = QButtonGroup(self)
        for kind in kinds:
            button = PushButton(kind)
            button.setStyleSheet("QPushButton { padding: 0 8px; } QPushButton:focus { padding: 0 7px; }")
            button.setCheckable(True)
            button.setMinimumWidth(button.sizeHint().width())
            button.setToolTip(NAMES.get(kind, ""))
            button.setAccessibleName(NAMES.get(kind, f"By {kind}"))
            button.clicked.connect(partial(self._take_kind, kind))
            group.addButton(button)
            self._kinds[kind] = button
            row.addWidget(button)
        return holder

    def _take_kind(self, kind: Kind, _checked: bool = True) -> None:
        """The period of that kind in which the shown one ends, or is now: of a quarter its last month."""
        self._refuse("")
        if kind == "days":
            self._show_days(True)
            self.first.setFocus()
            self.first.selectAll()
            return
        self._show_days(False)
        now, last = datetime.now(UTC), self._period.end - timedelta(seconds=1)
        self._step(period_of(kind, min(last, max(now, self._period.start)), self._period.time_zone))

    def _show_days(self, wanted: bool) -> None:
        """The two days in the place of the label."""
        for field, day in ((self.first, self._period.first_day), (self.last, self._period.last_day)):
            if not (field.hasFocus() and field.isModified()):  # what is being typed stays
                field.set_value(day)
        self._days.setVisible(wanted)
        self._name.setVisible(not wanted)

    def _take_days(self, typed: DayEditor) -> None:
        """Step to what lies between the two days, or say why nothing does."""
        typed.setModified(False)  # what follows may write it anew
        try:
            first, last = self.first.value(), self.last.value()
            if not (isinstance(first, date) and isinstance(last, date)):
                self._refuse("")
            elif first <= last or typed is self.last:
                self._step(period_between(first, last, self._period.time_zone))
            else:
                self._refuse("")  # the other day is typed next
        except InputError as error:
            self._refuse(str(error))

    def _refuse(self, why: str) -> None:
        if why != self._refusal:
            self._refusal = why
            self.refused.emit(why)

    def _step(self, period: Period) -> None:
        self._refuse("")
        self.show_period(period)
        self.stepped.emit(period)
