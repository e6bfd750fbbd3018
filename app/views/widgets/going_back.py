"""Where the keyboard was before something opened, to give it back once that is closed."""

from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class GoingBack:
    """Remembers one control; one that is gone, hidden or switched off by then is left alone."""

    def __init__(self) -> None:
        self._before: QWidget | None = None

    def remember(self, opened: QWidget) -> None:
        """Before `opened` takes the keyboard; what is asked again from within it changes nothing."""
        now = QApplication.focusWidget()
        if now is not None and now is not opened and not opened.isAncestorOf(now):
            self._before = now

    def go_back(self) -> None:
        """Once it is closed, unless the keyboard was put elsewhere meanwhile."""
        before, self._before = self._before, None
        if QApplication.focusWidget() is not None or before is None or not isValid(before):
            return
        if before.isVisible() and before.isEnabled():
            before.setFocus()
