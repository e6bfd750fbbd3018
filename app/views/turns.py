"""How the window's thread gets its turn, though work in the background shares Python with it."""

import gc
import sys

from PySide6.QtCore import QObject, Qt, QTimerEvent
from PySide6.QtGui import QGuiApplication

TURN_SECONDS = 0.0005
TIDY_MILLISECONDS = 250
# A search stops every thread: some 10 ms for 100,000 objects, 0.1 to 0.3 s for all that lives on a large desk. Rows
# and pages go without cycles, so what has grown old together is worth a search only while nobody looks.
_YOUNG, _GROWN, _TOO_MANY = 700, 7_000, 100_000


def share_python(app: QGuiApplication) -> None:
    """Let no work in the background hold Python for long, nor find garbage; once, when there is an application.

    The window asks for Python some hundred times a picture; at the usual 5 ms for each turn a table would be painted
    in seconds while a month is worked out.
    """
    sys.setswitchinterval(TURN_SECONDS)
    app.applicationStateChanged.connect(Tidier(app).turn_away)


class Tidier(QObject):
    """Searches for garbage in cycles, on the thread it lives on and from now on no other does.

    Python by itself searches on whichever thread asks for memory. A scene, a model or a timer that is found there is
    deleted there, while Qt's own thread still uses it, and the program ends.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grown = 0  # how many have been young since those no longer young were searched
        gc.disable()
        self.startTimer(TIDY_MILLISECONDS)

    def timerEvent(self, _event: QTimerEvent) -> None:
        young = gc.get_count()[0]
        if young < _YOUNG:
            return
        self._grown += young
        if self._grown < _GROWN:
            gc.collect(0)
            return
        if self._grown < _TOO_MANY:
            gc.collect(1)
        else:
            gc.freeze()
        self._grown = 0

    def turn_away(self, state: Qt.ApplicationState) -> None:
        """Search everything when the user has turned to another program, where no stall is seen."""
        if state != Qt.ApplicationState.ApplicationActive:
            gc.unfreeze()
            gc.collect()
            self._grown = 0
