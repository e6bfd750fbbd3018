"""Writing the files: edition and folder, progress and Cancel, then Show in folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.calc.words import plural
from app.errors import AppError, Cancelled
from app.reports.content import Edition
from app.usecases.issued_packs import Batch, Wanted, batch_words, write_packs
from app.usecases.leaks import LeakCheck, Leaking
from app.views import theme
from app.views.desk import Action, Desk
from app.views.desk_files import open_file, show_in_folder
from app.views.pages.packing.leak_block import LeakBlock
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
        self._written_to = ""
        self._stopped: dict[tuple[int, str], tuple[Wanted, LeakCheck]] = {}  # by customer and period
        self._period = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        section = Section("Files")
        layout.addWidget(section)
        editions, folder, choose = self._build_choices()
        self.letter = QCheckBox("With an e-mail draft")
        self.letter.setChecked(True)
        self.editions.currentIndexChanged.connect(
            lambda _at: self.letter.setEnabled(self.edition == "customer")
        )
        section.body.addWidget(row(editions, self.letter, None))
        section.body.addWidget(row(folder, choose))
        section.body.addWidget(self._build_progress())
        self._trouble = label("", tone="error", wrap=True)
        self._trouble.hide()
        section.body.addWidget(self._trouble)
        self._notes = label("", muted=True, wrap=True)
        self._notes.hide()
        section.body.addWidget(self._notes)
        self.leaks = LeakBlock(desk)
        self.leaks.after = self.editions
        section.body.addWidget(self.leaks)

    @property
    def edition(self) -> Edition:
        return cast("Edition", self.editions.currentData())

    @property
    def last_folder(self) -> str:
        """Where packs were written last, or would be."""
        return self._written_to or self.folder.text()

    def show_period(self, period: str) -> None:
        """What is told of files is about this period's; what stopped those of another waits until it is back."""
        if period == self._period:
            return
        self._period = period
        self._trouble.hide()
        self._notes.hide()
        self._take_findings((), ())

    def write(self, rows: Sequence[Wanted]) -> None:
        """Write PDF and workbook of every one in the background, and the e-mail draft where it is wanted."""
        folder, edition, desk = Path(self.folder.text()), self.edition, self.desk
        letter = self.letter.isChecked() and edition == "customer"
        if not rows or self._task is not None:
            return

        def work(report: Report, cancelled: IsCancelled) -> object:
            return write_packs(
                desk.db, rows, folder, edition, letter=letter, progress=report, cancelled=cancelled
            )

        self._trouble.hide()
        self._notes.hide()
        self._take_findings(rows, ())
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
        batch = cast("Batch", answer)
        self._task = None
        self._progress.hide()
        self._take_findings(
            (), [(wanted, error.check) for wanted, error in batch.refused if isinstance(error, Leaking)]
        )
        others = [
            f"{wanted.customer}: {error}" if len(batch.written) + len(batch.refused) > 1 else str(error)
            for wanted, error in batch.refused
            if not isinstance(error, Leaking)
        ]
        without = [
            f"{pack.customer}: {name} receives packs, but has no e-mail address."
            for pack in batch.written
            for name in pack.without_address
        ]
        self._trouble.setText("\n".join([*others, *without]))
        self._trouble.setVisible(bool(others or without))
        if batch.written or batch.stopped:
            self._say(batch)
        notes = [f"{pack.customer}, {pack.label}: {pack.differs}" for pack in batch.written if pack.differs]
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        if batch.written:
            self._written_to = str(batch.written[0].paths[0].parent)
            self.written.emit(batch.written[0].paths[0].parent)

    def _take_findings(self, written: Sequence[Wanted], found: Sequence[tuple[Wanted, LeakCheck]]) -> None:
        """Forget what was found for those written now; what stopped the others stays until they are written."""
        for wanted in written:
            self._stopped.pop((wanted.customer_id, wanted.period), None)
        self._stopped |= {(wanted.customer_id, wanted.period): (wanted, check) for wanted, check in found}
        self.leaks.show_findings(
            [found for (_, period), found in self._stopped.items() if period == self._period]
        )

    def _say(self, batch: Batch) -> None:
        paths = [path for pack in batch.written for path in pack.paths]
        if len(batch.written) != 1 or batch.stopped:
            show = Action("Show in folder", lambda: show_in_folder(paths[0])) if paths else None
            self.desk.say(batch_words(batch), show)
            return
        files = " and ".join(path.name for path in paths[:MOST_NAMED])
        draft = next((path for path in paths if path.suffix == ".eml"), None)
        if draft is not None:
            self.desk.say(f"Wrote {files}.", Action("Open draft", lambda: self._open_draft(draft)))
        else:
            self.desk.say(f"Wrote {files}.", Action("Show in folder", lambda: show_in_folder(paths[0])))

    def _open_draft(self, draft: Path) -> None:
        """In the mail program; where none answers, the way to the file stays in sight."""
        folder = Action("Show in folder", lambda: show_in_folder(draft))
        if open_file(draft):
            self.desk.say(f"{draft.name} was handed to the mail program of this computer.", folder)
        else:
            self.desk.say(f"No program on this computer opens {draft.name}.", folder)

    def _fail(self, error: AppError) -> None:
        self._task = None
        self._progress.hide()
        if not isinstance(error, Cancelled):
            self._trouble.setText(str(error))
            self._trouble.show()
