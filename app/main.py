"""The one place that wires: logging, the two doors for errors, paths, the desk, the window."""

import faulthandler
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TextIO

from app.errors import AppError, NoScreen

logger = logging.getLogger("colonnade")

_ROTATE_AT = 1_000_000  # bytes


def run(arguments: Sequence[str]) -> int:
    """Do what the command line asks; no arguments, or only a desk's name, open the window. Returns the exit code."""
    from app.views import screen

    if list(arguments) == [screen.PROBE]:
        return screen.probe()
    start_logging()
    if arguments and not _is_desk(arguments):
        # The command line needs neither Qt nor, before it is asked for one, any storage.
        from app import cli

        return cli.run(arguments, show_window)
    try:
        return show_window(Path(arguments[0]) if arguments else None)
    except AppError as error:
        print(error, file=sys.stderr or sys.stdout)
        return 1


def show_window(desk: Path | None) -> int:
    """The window on `desk`, or on the last desk or the start page; returns when it was closed.

    Raises NoScreen when no window can be shown here.
    """
    from app.views.screen import why_no_window

    reason = why_no_window()
    if reason:
        raise NoScreen(reason)
    from app.views import program

    return program.run(desk, _report)


def start_logging() -> None:
    """Write the log, and where Python itself crashed, into the log folder; a full or read-only disk is no reason
    not to start."""
    from app.paths import log_folder

    try:
        folder = log_folder()
        _log_to(folder / "colonnade.log")
        _crash_file(folder / "crash.log")
    except OSError as error:
        print(f"No log is written: {error}", file=sys.stderr or sys.stdout)
