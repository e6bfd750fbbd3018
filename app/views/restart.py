"""Beginning the program anew: what Qt reads only once at its start takes effect then."""

import sys
from pathlib import Path

from PySide6.QtCore import QProcess


def command(desk: Path | None) -> tuple[str, list[str]]:
    """The program and its arguments that open this desk, or the start page without one."""
    own = [] if getattr(sys, "frozen", False) else ["-m", "app"]
    return sys.executable, [*own, *([str(desk)] if desk else [])]


def begin_anew(desk: Path | None) -> bool:
    """Start the program once more beside this one; whether that was possible."""
    started = QProcess.startDetached(*command(desk))
    return bool(started[0] if isinstance(started, tuple) else started)
