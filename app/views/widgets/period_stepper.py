"""The period on screen: ◂ October 2026 ▸, by month, quarter or year."""

from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.calc.periods import Kind, Period, period_of
from app.views import theme
from app.views.widgets.basics import icon_button, label

HEIGHT = 32
KINDS: tuple[Kind, ...] = ("month", "quarter", "year")


class PeriodStepper(QWidget):
    """Steps through periods; `stepped` carries the new one, never the one set from outside."""

    stepped = Signal(object)

    def __init__(self, period: Period, kinds: tuple[Kind, ...] = KINDS) -> None:
        super().__init__()
        self._period = period
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
        """Show a period without telling anyone."""
        self._period = period
        self._name.setText(period.label)
        self._name.setAccessibleName(f"Period: {period.label}")
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
        row.addWidget(icon_button("right", "Next period", lambda: self._step(self._period.next())))
        self._kinds: dict[Kind, QPushButton] = {}
        return frame

    def _build_kinds(self, kinds: tuple[Kind, ...]) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        group = QButtonGroup(self)
        for kind in kinds:
            button = QPushButton(kind)
            button.setStyleSheet("QPushButton { padding: 0 8px; } QPushButton:focus { padding: 0 7px; }")
            button.setCheckable(True)
            button.setAccessibleName(f"By {kind}")
            button.clicked.connect(partial(self._take_kind, kind))
            group.addButton(button)
            self._kinds[kind] = button
            row.addWidget(button)
        return holder

    def _take_kind(self, kind: Kind, _checked: bool = True) -> None:
        """The period of that kind in which the shown one ends: of a quarter its last month."""
        self._step(period_of(kind, self._period.end - timedelta(seconds=1), self._period.time_zone))

    def _step(self, period: Period) -> None:
        self.show_period(period)
        self.stepped.emit(period)
