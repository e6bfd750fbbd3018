"""Desks as files: making, opening, copying, backing up. Asks for paths; use cases work in the background."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.errors import AppError
from app.paths import data_folder
from app.views.desk import Action
from app.views.drops import DESK_ENDING
from app.views.preferences import Preferences
from app.views.tasks import Tasks

if TYPE_CHECKING:
    from app.usecases.desks import Database

# The use cases bring the storage with them (0.3 s): every function imports them when first asked, in the
# background, so that the window is painted before.

HOME = "home"
_DESKS = f"Colonnade desk (*{DESK_ENDING})"


class DeskFiles(QObject):
    """`opened` hands over a desk that is ready; `failed` a sentence and perhaps a way out."""

    opened = Signal(object)
    failed = Signal(str, object)
    said = Signal(str, object)
    recent_read = Signal(object)  # paths, newest first

    def __init__(self, window: QWidget, tasks: Tasks, preferences: Preferences) -> None:
        super().__init__(window)
        self._window = window
        self._tasks = tasks
        self._preferences = preferences

    def new(self) -> None:
        """Ask where, and make an empty desk there."""
        if path := self.ask_to_write("New desk", self._free("desk"), replaces=False):
            self._make("Making the desk", partial(_create, path))

    def ask_and_open(self) -> None:
        """Ask which desk, and open it."""
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Open desk", self._folder(), _DESKS)
        if chosen:
            self.open(Path(chosen))

    def open(self, path: Path, *, read_only: bool = False) -> None:
        """Open a desk; one that somebody else holds can be opened for reading."""
        self._preferences.folder = str(path.parent)
        self._start(
            "Opening the desk", partial(_open, path, read_only), partial(self._not_opened, path, read_only)
        )

    def make_sample(self) -> None:
        """Ask where, and make the sample desk there."""
        if path := self.ask_to_write("Make the sample desk", self._free("sample"), replaces=False):
            self._make("Making the sample desk", partial(_sample, path))

    def save_copy(self, db: Database) -> None:
        """Ask where, and write a verified copy."""
        if path := self.ask_to_write("Save a copy", self._free(f"{db.path.stem} copy"), replaces=False):
            self._do("Saving a copy", partial(_copy, db, path), f"Saved a copy as {path.name}.", path)

    def back_up(self, db: Database) -> None:
        """Write a verified backup beside the other ones."""
        self._do("Backing up", partial(_back_up, db), "Backed up.", None)

    def back_up_daily(self, db: Database) -> None:
        """Write today's backup unless it is there already; quietly, while one works."""
        if not db.read_only:
            self._tasks.start(lambda _report, _cancelled: _daily(db), owner=self, key="daily backup")

    def ask_and_restore(self) -> None:
        """Ask for a backup and where to put it, and open what was restored."""
        backup, _ = QFileDialog.getOpenFileName(self._window, "Choose a backup", self._backups(), _DESKS)
        if backup and (path := self.ask_to_write("Restore it as", f"restored{DESK_ENDING}")):
            self._start("Restoring", partial(_restore, Path(backup), path))

    def read_recent(self) -> None:
        """Read which desks were opened of late."""
        self._tasks.start(lambda _report, _cancelled: _recent(), self.recent_read.emit, owner=self)

    def ask_to_write(self, title: str, name: str, *, replaces: bool = True) -> Path | None:
        """A path to write to, with the desk's ending; None when the question was dropped.

        Where a desk that is there is never replaced (`replaces`), the dialog does not offer to.
        """
        start = str(Path(self._folder()) / name)
        options = QFileDialog.Option(0) if replaces else QFileDialog.Option.DontConfirmOverwrite
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, start, _DESKS, "", options)
        if not chosen:
            return None
        path = Path(chosen)
        self._preferences.folder = str(path.parent)
        return path if path.suffix.lower() == DESK_ENDING else path.with_name(path.name + DESK_ENDING)

    def _free(self, stem: str) -> str:
        """A name that no file of the folder has yet: "desk.slm", else "desk 2.slm"."""
        folder = Path(self._folder())
        names = (f"{stem}{DESK_ENDING}", *(f"{stem} {number}{DESK_ENDING}" for number in range(2, 1000)))
        return next((name for name in names if not (folder / name).exists()), names[0])

    def _folder(self) -> str:
        return self._preferences.folder or str(Path.home())

    def _backups(self) -> str:
        return str(data_folder() / "backups")

    def _make(self, title: str, work: Callable[[], Database]) -> None:
        """Open what is new on Home, whatever page the desk before was left on."""

        def made(db: object) -> None:
            self._preferences.page = HOME
            self.opened.emit(db)

        self._start(title, work, opened=made, first=HOME)

    def _start(
        self,
        title: str,
        work: Callable[[], Database],
        failed: Callable[[AppError], None] | None = None,
        *,
        opened: Callable[[object], None] | None = None,
        first: str = "",
    ) -> None:
        refused = failed or (lambda error: self.failed.emit(str(error), None))
        page = first or self._preferences.page
        self._tasks.start(
            lambda _report, _cancelled: _with_page(work, page),
            opened or self.opened.emit,
            refused,
            title=title,
            owner=self,
            key="desk",
        )

    def _do(self, title: str, work: Callable[[], Path | None], words: str, shown: Path | None) -> None:
        def done(written: object) -> None:
            path = shown or cast("Path | None", written)
            self.said.emit(words, Action("Show", lambda: show_in_folder(path)) if path else None)

        self._tasks.start(
            lambda _report, _cancelled: work(),
            done,
            lambda error: self.failed.emit(str(error), None),
            title=title,
            owner=self,
        )

    def _not_opened(self, path: Path, read_only: bool, error: AppError) -> None:
        # A desk that is there but cannot be written can perhaps still be read.
        again = Action("Open read-only", lambda: self.open(path, read_only=True))
        self.failed.emit(str(error), None if read_only or not path.exists() else again)


def show_in_folder(path: Path) -> None:
    """Open the system's file manager on the folder of a file."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def open_file(path: Path) -> bool:
    """Open a file in the program the system has for it; whether it has one."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _with_page(work: Callable[[], Database], key: str) -> Database:
    """The desk, and the page it is first shown on ready to be built."""
    from app.views.pages import PAGES

    db = work()
    next((entry for entry in PAGES if entry.key == key), PAGES[0]).load()
    return db


def _create(path: Path) -> Database:
    from app.usecases.desks import new_desk, remember_desk

    db = new_desk(path)
    remember_desk(db.path)
    return db


def _open(path: Path, read_only: bool) -> Database:
    from app.usecases.desks import open_desk, remember_desk

    db = open_desk(path, read_only=read_only)
    remember_desk(db.path)
    return db


def _sample(path: Path) -> Database:
    from app.usecases.sample import make_sample_desk

    make_sample_desk(path)
    return _open(path, read_only=False)


def _copy(db: Database, path: Path) -> Path | None:
    from app.usecases.desks import save_copy

    return save_copy(db, path)


def _back_up(db: Database) -> Path | None:
    from app.usecases.desks import backup_desk

    return backup_desk(db.path)


def _daily(db: Database) -> Path | None:
    from app.usecases.desks import daily_backup

    return daily_backup(db)


def _restore(backup: Path, path: Path) -> Database:
    from app.usecases.desks import restore_desk

    restore_desk(backup, path)
    return _open(path, read_only=False)


def _recent() -> tuple[Path, ...]:
    from app.usecases.desks import recent_desks

    return recent_desks()
