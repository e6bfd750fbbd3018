"""The one place that wires: logging, the door for what nobody expected, the screen, the desk, the window."""

import faulthandler
import locale
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from app import __version__
from app.errors import AppError, NoScreen
from app.paths import data_folder, log_folder

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

LOG = "colonnade.log"
_FACTOR = "QT_SCALE_FACTOR"
_DESK_ENDING = ".slm"
_LOG_SIZE = 1_000_000  # bytes before the next file is begun
_Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def run(arguments: Sequence[str]) -> int:
    """Do what the command line asks; nothing, or just a desk, asks for the window. Returns the exit code."""
    from app.views import screen

    if list(arguments) == [screen.PROBE]:
        return screen.probe()
    _prepare_terminal()
    _prepare_charts()
    watch_for_crashes()
    sys.excepthook = unexpected(_tell, sys.excepthook)
    if not arguments or (len(arguments) == 1 and arguments[0].lower().endswith(_DESK_ENDING)):
        return _window_or_sentence(Path(arguments[0]) if arguments else None)
    # The command line brings the storage, which the window loads only after its first paint.
    from app import cli

    return cli.run(arguments, show_window)


def show_window(path: Path | None, page: str = "") -> int:
    """The window on this desk or the last one, on this page or the last; raises NoScreen where none can be."""
    from app.views.screen import why_no_window

    reason = why_no_window()
    if reason:
        raise NoScreen(reason)
    from app.views.main_window import MainWindow
    from app.views.preferences import Preferences
    from app.views.theme import Theme
    from app.views.turns import share_python

    preferences = Preferences(data_folder() / "window.ini")
    app = _application(preferences.percent)
    share_python(app)
    app.setApplicationName("Colonnade")
    _speak_english_dates()
    if page:
        preferences.page = page
    window = MainWindow(Theme(app, preferences.mode), preferences)
    screen = app.screenAt(window.geometry().center()) or app.primaryScreen()
    if screen is not None and app.platformName() != "offscreen":  # whose screen is an invention
        window.fit_to(screen.availableGeometry())
    sys.excepthook = unexpected(window.complain, sys.excepthook)
    window.open_later(path.absolute() if path else None)
    window.show()
    # Ctrl+C in the terminal: Qt gives Python no turn to notice it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return app.exec()


def _application(percent: int) -> "QApplication":
    """Qt, everything drawn so large; it reads its factor once, and a program begun by this one reads its own."""
    from PySide6.QtWidgets import QApplication

    own = percent != 100 and _FACTOR not in os.environ
    if own:
        os.environ[_FACTOR] = str(percent / 100)
    app = QApplication(sys.argv[:1])
    if own:
        del os.environ[_FACTOR]
    return app


def watch_for_crashes() -> None:
    """Write down where Python itself crashed, into the log folder; a full disk must not stop the start."""
    try:
        # A windowed build has no stderr to write to; faulthandler keeps this file open.
        crash_log = (log_folder() / "crash.log").open("a", encoding="utf-8")
    except OSError as error:
        _tell(f"No log is written: {error}")
        return
    faulthandler.enable(crash_log)


def log_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Write a bug into the log, whole; a log grown too long becomes the one before."""
    import logging  # 10 ms of every start, for what should never happen

    logger = logging.getLogger("colonnade")
    with suppress(OSError):
        if not logger.handlers:
            log = log_folder() / LOG
            if log.exists() and log.stat().st_size > _LOG_SIZE:
                log.replace(log.with_suffix(".old.log"))
            handler = logging.FileHandler(log, encoding="utf-8")
            handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
            logger.addHandler(handler)
    logger.critical("A bug in Colonnade %s", __version__, exc_info=(kind, error, trace))


def unexpected(tell: Callable[[str], None], before: _Hook) -> _Hook:
    """The hook that errors from slots, events and commands reach: a sentence is told, a bug is logged whole.

    `before` gets what ends the program and is no error: the user's interruption.
    """

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, AppError):
            tell(str(error))
        elif isinstance(error, Exception):
            log_bug(kind, error, trace)
            tell(_bug_sentence(error))
        else:
            before(kind, error, trace)

    return hook


def _prepare_terminal() -> None:
    """What a terminal cannot show becomes a question mark instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _prepare_charts() -> None:
    """Let Matplotlib keep its list of fonts from one start to the next, in frozen builds as well."""
    with suppress(OSError):
        os.environ.setdefault("MPLCONFIGDIR", str(data_folder() / "matplotlib"))


def _speak_english_dates() -> None:
    """Qt takes over the system's locale for the whole process; documents spell their dates themselves."""
    locale.setlocale(locale.LC_TIME, "C")


def _bug_sentence(error: Exception) -> str:
    return (
        f"Something went wrong that should not have ({type(error).__name__}). What you had entered before is "
        f"saved. Please report it with the file {log_folder() / LOG}."
    )


def _window_or_sentence(path: Path | None) -> int:
    try:
        return show_window(path)
    except AppError as error:
        _tell(str(error))
        return 1


def _tell(sentence: str) -> None:
    """A sentence for the terminal; a windowed build has none."""
    if sys.stderr is not None:  # pyright: ignore[reportUnnecessaryComparison]
        print(sentence, file=sys.stderr)
