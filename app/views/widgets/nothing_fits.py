"""What stands over a table whose filters leave nothing: a sentence, and the button that lifts them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.views.widgets.basics import button, label

NONE_FITS = "No row fits the filters."


class NothingFits(QWidget):
    """Lies in the middle of a table's viewport while it is wanted."""

    def __init__(self, viewport: QWidget, lift: Callable[[], object]) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self.lift = button("Lift all filters", lift)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label(NONE_FITS, muted=True), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.lift, 0, Qt.AlignmentFlag.AlignHCenter)
        self.hide()

    def show_if(self, wanted: bool) -> None:
        """Show it, or give the place back to the rows."""
        if wanted:
            self.adjustSize()
            self.move(
                max(0, (self._viewport.width() - self.width()) // 2),
                max(0, (self._viewport.height() - self.height()) // 3),
            )
        self.setVisible(wanted)
