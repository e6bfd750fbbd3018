"""Two parts side by side, or one under the other where there is no room for both."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.views import theme
from app.views.widgets.refitting import Refitting

_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class Beside(Refitting):
    """`first` takes what the `second` leaves."""

    def __init__(self, first: QWidget, second: QWidget, *, spacing: int = theme.GAP) -> None:
        super().__init__()
        self._first, self._second = first, second
        self._layout = QBoxLayout(_ACROSS, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(spacing)
        self._layout.addWidget(first, 1)
        self._layout.addWidget(second, 0, Qt.AlignmentFlag.AlignTop)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the wider of the two."""
        least = super().minimumSizeHint()
        widths = (one.minimumSizeHint().width() for one in (self._first, self._second))
        return QSize(max(*widths, self._second.minimumWidth()), least.height())

    def _fit(self) -> None:
        second = max(self._second.minimumSizeHint().width(), self._second.minimumWidth())
        need = self._first.minimumSizeHint().width() + self._layout.spacing() + second
        direction = _ACROSS if need <= self.contentsRect().width() else _DOWN
        if self._layout.direction() != direction:
            self._layout.setDirection(direction)
