"""Two or three views of one page, chosen in its header: a row of joined buttons."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QTabBar

from app.views import theme


class ViewsBar(QTabBar):
    """Left and Right change the view; `chosen` carries its number."""

    chosen = Signal(int)

    def __init__(self, names: Sequence[str], what: str) -> None:
        super().__init__()
        self.setAccessibleName(what)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFont(theme.font("body"))
        for name in names:
            self.addTab(name)
        self.currentChanged.connect(self.chosen.emit)

    def minimumSizeHint(self) -> QSize:
        """All names: what stands beside them gives way first."""
        return self.sizeHint()
