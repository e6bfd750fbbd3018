"""Writing the files: edition and folder, progress and Cancel, then Show in folder."""

from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.calc.words import plural
from app.errors import AppError, Cancelled
from app.reports.content import Edition
from app.usecases.packs import make_pack
from app.views import theme
from app.views.desk import Action, Desk
from app.views.desk_files import show_in_folder
from app.views.pages.packing.read import PackRow
from app.views.tasks import IsCancelled, Report, Task
from app.views.widgets.basics import Section, button, label, row

MOST_NAMED = 2  # files that a message names one by one
EDITIONS: tuple[tuple[Edition, str], ...] = (("customer", "For the customer"), ("internal", "Internal"))


class WritingBlock(QWidget):
    """Writes the packs of the rows it is given; `written` carries the folder."""

    written = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._task: Task | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        section = Section("Files")
        layout.addWidget(section)
        editions, folder, choose = self._build_choices()
        section.body.addWidget(row(editions, None))
        section.body.addWidget(row(folder, choose))
        section.body.addWidget(self._build_progress())
        self._trouble = label("", tone="error", wrap=True)
        self._trouble.hide()
        section.body.addWidget(self._trouble)

    @property
    def edition(self) -> Edition:
        return cast("Edition", self.editions.currentData())

    def write(self, rows: tuple[PackRow, ...]) -> None:
        """Write PDF and workbook of every row in the background."""
        folder, edition, desk = Path(self.folder.text()), self.edition, self.desk
        if not rows or self._task is not None:
            return

        def work(report: Report, cancelled: IsCancelled) -> object:
            paths: list[Path] = []
            for number, each in enumerate(rows):
                part = partial(_part_of, report, number, len(rows), each.customer.name)
                key, who = each.period.key, each.customer.id
                paths += make_pack(desk.db, who, key, folder, edition, progress=part, cancelled=cancelled)
            return tuple(paths)

        self._trouble.hide()
        self._show_progress(0, 0, "Starting")
        title = f"Writing {plural(len(rows), 'pack')}"
        self._task = desk.tasks.start(
            work, self._finish, self._fail, self._show_progress, title=title, owner=self
        )

    def choose_folder(self) -> None:
        """Ask for the folder the files go to."""
        chosen = QFileDialog.getExistingDirectory(self, "Folder for the packs", self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def _build_choices(self) -> tuple[QWidget, QWidget, QWidget]:
        self.editions = QComboBox()
        self.editions.setAccessibleName("Edition")
        for edition, words in EDITIONS:
            self.editions.addItem(words, edition)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.folder = QLineEdit(str(Path(documents) / "Colonnade packs"))
        self.folder.setAccessibleName("Folder for the files")
        return self.editions, self.folder, button("Choose folder…", self.choose_folder)

    def _build_progress(self) -> QWidget:
        self._progress = QWidget()
        layout = QVBoxLayout(self._progress)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID // 2)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._doing = label("", muted=True)
        layout.addWidget(self._bar)
        layout.addWidget(row(self._doing, None, button("Cancel", self._cancel, kind="quiet")))
        self._progress.hide()
        return self._progress

    def _show_progress(self, done: int, total: int, text: str) -> None:
        self._progress.show()
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._doing.setText(text)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _finish(self, answer: object) -> None:
        paths = list(cast("tuple[Path, ...]", answer))
        self._task = None
        self._progress.hide()
        few = " and ".join(path.name for path in paths)
        said = few if len(paths) <= MOST_NAMED else f"{len(paths)} files"
        self.desk.say(f"Wrote {said}.", Action("Show in folder", lambda: show_in_folder(paths[0])))
        self.written.emit(paths[0].parent)

    def _fail(self, error: AppError) -> None:
        self._task = None
        self._progress.hide()
        if not isinstance(error, Cancelled):
            self._trouble.setText(str(error))
            self._trouble.show()


def _part_of(report: Report, number: int, count: int, name: str, done: int, total: int, text: str) -> None:
    """The progress of one pack as a part of all."""
    report(number * total + done, count * total, f"{name}: {text}")
