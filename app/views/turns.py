"""How the window's thread gets its turn, though work in the background shares Python with it."""

import gc
import sys
from collections.abc import Generator
from contextlib import contextmanager

from PySide6.QtCore import Qt

TURN_SECONDS = 0.0005
# A search for garbage in cycles stops every thread while it looks at all that lives: 0.1 to 0.3 s on a large desk,
# for a few hundred small objects each time, because rows and pages go without it. So it is made very rarely.
_YOUNG, _MIDDLE, _OLD = 700, 10, 1_000


def share_python() -> None:
    """Let no work in the background hold Python for long; once, when there is a window.

    The window asks for Python some hundred times a picture; at the usual 5 ms for each turn a table would be painted
    in seconds while a month is worked out.
    """
    sys.setswitchinterval(TURN_SECONDS)
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


def tidy_while_away(state: Qt.ApplicationState) -> None:
    """Search for garbage when the user has turned to another program, where no stall is seen."""
    if state != Qt.ApplicationState.ApplicationActive:
        gc.collect()


@contextmanager
def set_apart() -> Generator[None]:
    """What is made inside lives as long as the program and is never searched; for imports."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
