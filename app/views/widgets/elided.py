"""A line of muted text that ends in "…" where its place is too narrow, and says the whole in its tooltip."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.views import theme
from app.views.widgets.basics import PLAIN_TEXT, tip


class Elided(QLabel):
    """`whole` is the text as given; what is seen of it follows from the width."""

    def __init__(self, role: theme.TextRole = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.whole = ""
        self.setProperty("textFormat", PLAIN_TEXT)
        self.setProperty("muted", True)
        self.setFont(theme.font(role))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        """Show as much of a text as there is room for."""
        self.whole = text
        self.setToolTip(tip(text))
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self.whole, Qt.TextElideMode.ElideRight, self.width())
        self.setText(shown)
