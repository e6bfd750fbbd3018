"""The import sheet: four steps over a queue of files, slow work in the background, nothing written before Import."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.calc.words import plural
from app.errors import AppError, Cancelled
from app.usecases.import_checking import CheckedRow
from app.usecases.import_groups import Group, group_rows
from app.usecases.importing import BatchRow, Checked, Proposal, check_import, run_import
from app.usecases.services import list_components, list_services
from app.views import theme
from app.views.desk import Desk
from app.views.importing.check_step import CheckStep
from app.views.importing.columns_step import ColumnsStep
from app.views.importing.done_step import DoneStep
from app.views.importing.file_step import FileStep
from app.views.importing.frame import CHECK, COLUMNS, DONE, FILE, Foot, Head
from app.views.importing.job import Create, Job, creating, read_job, ready, worth_importing
from app.views.importing.waiting_files import WaitingFiles
from app.views.tasks import IsCancelled, Report, Task
from app.views.widgets.basics import label, line

__all__ = ["CHECK", "COLUMNS", "DONE", "FILE", "ImportSheet"]


class ImportSheet(QWidget):
    """`closed` when the person leaves; files dropped meanwhile wait in the queue."""

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._files = WaitingFiles()
        self._job: Job | None = None
        self._task: Task | None = None
        self._known: dict[str, str] = {}
        self._nothing = QWidget()  # holds the place of the steps while a file cannot be shown
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        self.head, self.foot = Head(), Foot()
        layout.addWidget(self.head)
        layout.addWidget(self._build_pages(), 1)
        layout.addWidget(self._build_trouble())
        layout.addWidget(self._nothing, 1)
        layout.addWidget(line())
        layout.addWidget(self.foot)
        self._connect()
        self._arrange()

    # What the page asks

    def add_files(self, paths: tuple[Path, ...]) -> None:
        """Queue files; the first starts at once when nothing is under way."""
        self._files.add(paths)
        if self._job is None and self._task is None:
            self._files.begin()
            self._next_file()
        self._arrange()

    @property
    def step(self) -> int:
        """0 file, 1 columns, 2 check, 3 done."""
        return self.pages.currentIndex()

    @property
    def next_button(self) -> QPushButton:
        return self.foot.next_button

    @property
    def job(self) -> Job | None:
        return self._job

    def close_sheet(self) -> None:
        """Stop what is under way, forget the queue and leave; nothing half-done stays."""
        if self._task is not None:
            self._task.cancel()
        self._files.waiting.clear()
        self._job, self._task = None, None
        self._say("")
        self.closed.emit()

    # Steps

    def forward(self) -> None:
        """Do what the primary button says."""
        if self._task is not None or (self.step != DONE and self._job is None):
            return
        if self.step == FILE:
            self._to_columns()
        elif self.step == COLUMNS:
            self._check()
        elif self.step == CHECK:
            self._import()
        else:
            self.close_sheet()

    def back(self) -> None:
        """One step back; what was answered stays."""
        if self._task is None and 0 < self.step < DONE:
            self._turn(self.step - 1)

    def skip(self) -> None:
        """Leave this file out and go on with the next."""
        if self._task is None and self._job is not None:
            why = self.trouble.text() or "You chose so."
            self._leave_out(f"{self._job.path.name} was left out. {why}")

    def _leave_out(self, why: str) -> None:
        self._files.left_out.append(why)
        self._next_file()

    def _next_file(self) -> None:
        self._say("")
        self._job = None
        path = self._files.take()
        if path is None:
            self._turn(DONE)
            self.done_step.show_done(tuple(self._files.done), tuple(self._files.left_out))
            return
        self._turn(FILE)
        self._job = Job(path)
        self._run(
            f"Reading {path.name}",
            lambda report, cancelled: (read_job(self.desk, path, report, cancelled), _known_names(self.desk)),
            self._take_read,
        )

    def _take_read(self, answer: object) -> None:
        job, self._known = answer  # pyright: ignore[reportGeneralTypeIssues]
        self._job = job
        self.file_step.show_job(job)
        if ready(job.proposal):
            self.columns_step.show_job(job, self._known)
            self._check()
        else:
            self._turn(FILE)

    def _to_columns(self) -> None:
        if self._job is None or self._job.proposal is None:
            return
        if not self._job.proposal.used:
            self._say("Choose at least one sheet and what it holds.")
            return
        self._say("")
        self.columns_step.show_job(self._job, self._known)
        self._turn(COLUMNS)

    def _check(self) -> None:
        job = self._job
        if job is None or job.source is None or job.proposal is None:
            return
        source, proposal, db = job.source, job.proposal, self.desk.db
        self._run(
            f"Checking {job.path.name}",
            lambda report, cancelled: check_import(
                db, source, proposal, progress=report, cancelled=cancelled
            ),
            self._take_checked,
        )

    def _take_checked(self, answer: object) -> None:
        if self._job is None or not isinstance(answer, Checked):
            return
        self._job = replace(self._job, checked=answer)
        self.check_step.show_job(self._job)
        self._turn(CHECK)
        clean = ready(answer.proposal) and not answer.rejected.count
        if clean and self._files.done and self.foot.go_on.isChecked():
            if worth_importing(answer):
                self._import()
            else:
                self._leave_out(f"{self._job.path.name} says nothing new.")

    def _create_names(self, kind: str) -> None:
        """Check again, with the names not on this desk created."""
        if self._task is None and self._job is not None and self._job.proposal is not None:
            self._job = self._job.with_proposal(creating(self._job.proposal, cast("Create", kind)))
            self.columns_step.show_job(self._job, self._known)
            self._check()

    def _open_group(self, part: str) -> None:
        """Read the rows of a group of the check; the file may be long."""
        job = self._job
        if job is None or job.checked is None:
            return
        checked, group = job.checked, cast("Group", part)
        self.desk.tasks.start(
            lambda _report, cancelled: group_rows(checked, group, cancelled=cancelled),
            lambda rows: self.check_step.show_group(checked, part, cast("tuple[CheckedRow, ...]", rows)),
            self._fail,
            title="Opening the rows",
            owner=self,
            key="opened group",
        )

    def _import(self) -> None:
        job = self._job
        if job is None or job.checked is None or not worth_importing(job.checked):
            return
        checked, db = job.checked, self.desk.db
        self._run(
            f"Importing {job.path.name}",
            lambda report, cancelled: run_import(db, checked, progress=report, cancelled=cancelled),
            self._take_batch,
        )

    def _take_batch(self, answer: object) -> None:
        if self._job is not None and isinstance(answer, BatchRow):
            self._files.done.append(replace(self._job, batch=answer))
        self._next_file()

    # Work

    def _run(
        self, title: str, work: Callable[[Report, IsCancelled], object], done: Callable[[object], None]
    ) -> None:
        def finish(answer: object) -> None:
            task, self._task = self._task, None
            late = task is not None and task.cancelled
            if late and not isinstance(answer, BatchRow):
                self._fail(Cancelled())
                return
            self._arrange()
            done(answer)
            if late:
                self._say("The rows were saved before they could be stopped. Undo takes them back.")

        self._say("")
        self._task = self.desk.tasks.start(
            work, finish, self._fail, self.foot.show_progress, title=title, owner=self, key="import sheet"
        )
        self.foot.show_progress(0, 0, title)
        self._arrange()

    def _fail(self, error: AppError) -> None:
        """The sentence stands in the sheet; a file that could not be read leaves its step empty."""
        self._task = None
        self._say("Stopped; nothing was changed." if isinstance(error, Cancelled) else str(error))
        self._arrange()
        skip, leave = self.foot.skip_button, self.foot.leave_button
        (skip if skip.isVisible() else leave).setFocus()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _take_proposal(self, proposal: object) -> None:
        if self._job is not None and isinstance(proposal, Proposal):
            self._job = self._job.with_proposal(proposal)
            self._say("")
            self._arrange()

    def _undo(self) -> None:
        text = self.desk.attempt(self.desk.db.undo)
        if text:
            self.done_step.show_undone(text)

    def _say(self, text: str) -> None:
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def hideEvent(self, event: QHideEvent) -> None:
        """Who goes elsewhere after the last step has done with it; a minimised window has not."""
        super().hideEvent(event)
        if not event.spontaneous() and self.step == DONE and self._task is None:
            self.close_sheet()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops what is under way; with nothing under way it leaves."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._task is not None:
            self._cancel()
        else:
            self.close_sheet()

    # Building

    def _build_pages(self) -> QWidget:
        self.pages = QStackedWidget()
        self.file_step, self.columns_step = FileStep(), ColumnsStep()
        self.check_step, self.done_step = CheckStep(), DoneStep()
        for page in (self.file_step, self.columns_step, self.check_step, self.done_step):
            self.pages.addWidget(page)
        return self.pages

    def _build_trouble(self) -> QWidget:
        self.trouble = label("", tone="error", wrap=True)
        self.trouble.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.trouble.hide()
        return self.trouble

    def _connect(self) -> None:
        foot = self.foot
        for told, do in (
            (foot.forward, self.forward),
            (foot.back, self.back),
            (foot.skip, self.skip),
            (foot.leave, self.close_sheet),
            (foot.cancel, self._cancel),
        ):
            told.connect(do)
        self.check_step.rows_wanted.connect(self._open_group)
        self.file_step.changed.connect(self._take_proposal)
        self.columns_step.changed.connect(self._take_proposal)
        self.check_step.create_wanted.connect(self._create_names)
        self.done_step.undo_wanted.connect(self._undo)
        self.done_step.levels_wanted.connect(lambda: self._leave_for("levels", None))
        self.done_step.batch_wanted.connect(lambda batch: self._leave_for("measurements", ("batch", batch)))

    def _leave_for(self, page: str, what: object) -> None:
        self.close_sheet()
        self.desk.go(page, what)

    def _turn(self, step: int) -> None:
        self.pages.setCurrentIndex(step)
        self._arrange()
        self.foot.next_button.setFocus()

    def _arrange(self) -> None:
        """Show where we are and only what can be done now."""
        busy, step, files = self._task is not None, self.step, self._files
        there = self._job is not None and self._job.proposal is not None
        self.head.show_place(step, files.words(self._job))
        self.pages.setVisible(there or step == DONE)
        self._nothing.setVisible(not self.pages.isVisibleTo(self))
        checked = self._job.checked if self._job and step == CHECK else None
        worth = checked is None or worth_importing(checked)
        enabled = not busy and (step == DONE or (there and worth))
        self.foot.show_next(self._next_words(step), step, enabled=enabled)
        skipping = bool(files.waiting or files.done or not there)
        self.foot.show_ways(step, busy=busy, skipping=skipping, more=bool(files.waiting))

    def _next_words(self, step: int) -> str:
        checked = self._job.checked if self._job else None
        if step == CHECK and checked is not None:
            if checked.imported:
                return f"Import {plural(checked.imported, 'row')}"
            return "Record what it covers" if worth_importing(checked) else "Nothing to import"
        return ("Next", "Check", "Import", "Close")[step]


def _known_names(desk: Desk) -> dict[str, str]:
    """The desk's services and components in words, each with its kind and id."""
    services = {f"{row.name} (service)": f"service {row.id}" for row in list_services(desk.db)}
    components = {f"{row.name} (component)": f"component {row.id}" for row in list_components(desk.db)}
    return {**services, **components}
