"""The weekly pattern of hours: one line of times per weekday, and the day drawn beside it."""

from collections.abc import Mapping
from datetime import time

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.errors import AppError
from app.views import theme
from app.views.widgets.basics import label, restyle
from app.views.widgets.editors import Times, TimesEditor

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY_MINUTES = 24 * 60


class WeekEditor(QWidget):
    """`committed` after a change that could be read; `week` gives the pattern."""

    committed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.editors = [TimesEditor() for _ in DAYS]
        self._bars = [DayBar() for _ in DAYS]
        self.error = label("", "caption", tone="error", wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(4)
        for number, day in enumerate(DAYS):
            self._add_day(grid, number, day)
        grid.addWidget(self.error, len(DAYS), 1, 1, 2)
        grid.setColumnMinimumWidth(0, 136)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 3)
        self.error.hide()

    def show_week(self, week: Mapping[int, Times]) -> None:
        """Show a pattern; 0 is Monday."""
        for number, (editor, bar) in enumerate(zip(self.editors, self._bars, strict=True)):
            times = tuple(week.get(number, ()))
            editor.set_value(times)
            bar.show_times(times)
        self.show_error("")

    def week(self) -> dict[int, Times]:
        """The pattern as typed; InputError (shown under the days) when a day cannot be read."""
        found: dict[int, Times] = {}
        for number, editor in enumerate(self.editors):
            times = self._read(editor)
            if times:
                found[number] = times
        return found

    def set_read_only(self, read_only: bool) -> None:
        """Show without editing."""
        for editor in self.editors:
            editor.set_read_only(read_only)

    def show_error(self, text: str) -> None:
        """An error under the days."""
        self.error.setText(text)
        self.error.setVisible(bool(text))
        if not text:
            for editor in self.editors:
                restyle(editor, wrong=False)

    def _add_day(self, grid: QGridLayout, number: int, day: str) -> None:
        title = label(day, muted=True)
        title.setBuddy(self.editors[number])
        self.editors[number].setAccessibleName(f"Hours on {day}")
        self.editors[number].committed.connect(lambda: self._take(number))
        grid.addWidget(title, number, 0)
        grid.addWidget(self.editors[number], number, 1)
        grid.addWidget(self._bars[number], number, 2)

    def _take(self, number: int) -> None:
        self.show_error("")
        try:
            times = self._read(self.editors[number])
        except AppError:
            return
        self._bars[number].show_times(times)
        self.committed.emit()

    def _read(self, editor: TimesEditor) -> Times:
        try:
            return editor.value()  # pyright: ignore[reportReturnType]
        except AppError as error:
            self.show_error(str(error))
            restyle(editor, wrong=True)
            raise


class DayBar(QWidget):
    """One day from 00 to 24 h; service hours are filled."""

    def __init__(self) -> None:
        super().__init__()
        self._times: Times = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(24)
        self.setMinimumWidth(120)

    def show_times(self, times: Times) -> None:
        """Fill these times."""
        self._times = times
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colours = theme.current()
        painter.setBrush(QColor(colours.ledger_outside))
        painter.drawRoundedRect(QRectF(0, 6, self.width(), 12), 3, 3)
        painter.setBrush(QColor(colours.ledger_up))
        for opens, closes in self._times:
            for first, last in _minutes(opens, closes):
                left, right = self._x(first), self._x(last)
                painter.drawRoundedRect(QRectF(left, 6, right - left, 12), 3, 3)
        painter.setPen(QColor(colours.line))
        for hour in (6, 12, 18):
            x = round(self._x(hour * 60)) + 0.5
            painter.drawLine(round(x), 4, round(x), 20)

    def _x(self, minute: int) -> float:
        return self.width() * minute / DAY_MINUTES


def _minutes(opens: time, closes: time) -> tuple[tuple[int, int], ...]:
    first, last = opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute
    if last == 0:
        last = DAY_MINUTES
    return ((first, last),) if first < last else ((first, DAY_MINUTES), (0, last))
