"""The import sheet: four steps over a queue of files, slow work in the background, nothing written before Import."""

from dataclasses import replace
from pathlib import Path
from typing import ClassVar, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.usecases.import_answered import answers_as_text, with_answers
from app.usecases.import_checking import CheckedRow
from app.usecases.import_groups import Group, group_rows
from app.usecases.importing import BatchRow, Checked, Proposal, check_import, run_import
from app.views import theme
from app.views.desk import Desk
from app.views.drafts import DraftPlace, Value
from app.views.importing.check_step import CheckStep
from app.views.importing.columns_step import ColumnsStep
from app.views.importing.done_step import DoneStep
from app.views.importing.file_step import FileStep
from app.views.importing.frame import CHECK, COLUMNS, DONE, FILE, Foot, Head
from app.views.importing.job import (
    Create,
    Incoming,
    Job,
    creating,
    known_names,
    next_words,
    read_job,
    ready,
    worth_importing,
)
from app.views.importing.waiting_files import WaitingFiles
from app.views.importing.work import Work
from app.views.keys import OwnKey, do_own
from app.views.widgets.basics import line

__all__ = ["CHECK", "COLUMNS", "DONE", "FILE", "ImportSheet"]


class ImportSheet(QWidget):
    """`closed` when the person leaves; files dropped meanwhile wait in the queue."""

    own_keys: ClassVar = (OwnKey("Esc", "Stop what is under way, or leave the import", "stop_or_leave"),)
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._files = WaitingFiles()
        self._job: Job | None = None
        self._known: dict[str, str] = {}
        self._answered = False  # by a person, of this file
        self._nothing = QWidget()  # holds the place of the steps while a file cannot be shown
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        self.head, self.foot = Head(), Foot()
        self.work = Work(desk, self.foot, self)
        layout.addWidget(self.head)
        layout.addWidget(self._build_pages(), 1)
        layout.addWidget(self.work.trouble)
        layout.addWidget(self._nothing, 1)
        layout.addWidget(line())
        layout.addWidget(self.foot)
        self._connect()
        self._arrange()

    # What the page asks

    def add_files(self, paths: tuple[Incoming, ...]) -> None:
        """Queue files; the first starts at once when nothing is under way."""
        self._files.add(paths)
        if self._job is None and not self.work.busy:
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
    def trouble(self) -> QLabel:
        return self.work.trouble

    @property
    def job(self) -> Job | None:
        return self._job

    def close_sheet(self) -> None:
        """Stop what is under way, forget the queue and leave; nothing half-done stays."""
        self.work.forget()
        self._files.waiting.clear()
        self._job, self._answered = None, False
        self.closed.emit()

    def draft_place(self) -> DraftPlace | None:
        """The file of which something was said that is not imported yet; what was pasted is not kept."""
        return self.draft_ready() if self._answered or self.columns_step.answers.is_being_typed_in else None

    def draft_ready(self) -> DraftPlace | None:
        """The file that has been read and not imported."""
        job = self._job
        if job is None or job.proposal is None or not isinstance(job.path, Path):
            return None
        waiting = (path for path in self._files.waiting if isinstance(path, Path))
        files = tuple(str(path.absolute()) for path in (job.path, *waiting))
        return DraftPlace(
            f"import {files[0]}", f"importing {job.path.name}", "measurements", ("files", *files)
        )

    def draft_values(self) -> dict[str, Value]:
        """What was said of the file, with what is being typed."""
        proposal = self._job.proposal if self._job else None
        if proposal is None:
            return {}
        if self.columns_step.answers.is_being_typed_in:
            proposal = replace(proposal, answers=self.columns_step.answers.said())
        return {"said": answers_as_text(proposal)}

    def take_draft(self, values: dict[str, Value]) -> None:
        """Go on with the columns, as they were said to be."""
        job = self._job
        if job is None or job.source is None or job.proposal is None:
            return
        known = self._known.values()
        self._job = job.with_proposal(with_answers(str(values.get("said")), job.source, job.proposal, known))
        self._answered = True
        self.file_step.show_job(self._job)
        self._turn(FILE)
        self._to_columns()

    # Steps

    def forward(self) -> None:
        """Do what the primary button says."""
        if self.work.busy or (self.step != DONE and self._job is None):
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
        if not self.work.busy and 0 < self.step < DONE:
            self._turn(self.step - 1)

    def skip(self) -> None:
        """Leave this file out and go on with the next."""
        if not self.work.busy and self._job is not None:
            why = self.work.trouble.text() or "You chose so."
            self._leave_out(f"{self._job.subject} was left out. {why}")

    def _leave_out(self, why: str) -> None:
        self._files.left_out.append(why)
        self._next_file()

    def _next_file(self) -> None:
        self.work.say("")
        self._job, self._answered = None, False
        path = self._files.take()
        if path is None:
            self._turn(DONE)
            self.done_step.show_done(tuple(self._files.done), tuple(self._files.left_out))
            return
        self._turn(FILE)
        self._job = Job(path)
        self.work.run(
            f"Reading {path.name}",
            lambda report, cancelled: (read_job(self.desk, path, report, cancelled), known_names(self.desk)),
            self._take_read,
        )

    def _take_read(self, answer: object) -> None:
        job, self._known = answer  # pyright: ignore[reportGeneralTypeIssues]
        self._job = job
        self.file_step.show_job(job)
        if ready(job.proposal):
            self.columns_step.show_job(job, self._known)
            self._check(straight=True)
        else:
            self._turn(FILE)

    def _to_columns(self) -> None:
        if self._job is None or self._job.proposal is None:
            return
        if not self._job.proposal.used:
            self.work.say("Choose at least one sheet and what it holds.")
            self.file_step.take_focus()
            return
        self.work.say("")
        self.columns_step.show_job(self._job, self._known)
        self._turn(COLUMNS)

    def _check(self, *, straight: bool = False) -> None:
        """Account for every row; `straight`: the file came here by itself and may go on by itself."""
        job = self._job
        if job is None or job.source is None or job.proposal is None:
            return
        source, proposal, db = job.source, job.proposal, self.desk.db
        self.work.run(
            f"Checking {job.path.name}",
            lambda report, cancelled: check_import(
                db, source, proposal, progress=report, cancelled=cancelled
            ),
            lambda answer: self._take_checked(answer, straight=straight),
        )

    def _take_checked(self, answer: object, *, straight: bool) -> None:
        if self._job is None or not isinstance(answer, Checked):
            return
        self._job = replace(self._job, checked=answer)
        self.check_step.show_job(self._job)
        self._turn(CHECK)
        if straight and not answer.rejected.count and self._files.done and self.foot.go_on.isChecked():
            if worth_importing(answer):
                self._import()
            else:
                self._leave_out(f"{self._job.subject} says nothing new.")

    def _create_names(self, kind: str) -> None:
        """Check again, with the names not on this desk created."""
        if not self.work.busy and self._job is not None and self._job.proposal is not None:
            self._job = self._job.with_proposal(creating(self._job.proposal, cast("Create", kind)))
            self._answered = True
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
            self.work.tell,
            title="Opening the rows",
            owner=self,
            key="opened group",
        )

    def _import(self) -> None:
        job = self._job
        if job is None or job.checked is None or not worth_importing(job.checked):
            return
        checked, db = job.checked, self.desk.db
        self.work.run(
            f"Importing {job.path.name}",
            lambda report, cancelled: run_import(db, checked, progress=report, cancelled=cancelled),
            self._take_batch,
            saves=True,
        )

    def _take_batch(self, answer: object) -> None:
        if self._job is not None and isinstance(answer, BatchRow):
            self._files.done.append(replace(self._job, batch=answer))
        self._next_file()

    def _take_proposal(self, proposal: object) -> None:
        if self._job is not None and isinstance(proposal, Proposal):
            self._job, self._answered = self._job.with_proposal(proposal), True
            self.work.say("")
            self._arrange()

    def _undo(self) -> None:
        text = self.desk.attempt(self.desk.db.undo)
        if text:
            self.done_step.show_undone(text)

    def hideEvent(self, event: QHideEvent) -> None:
        """Who goes elsewhere after the last step has done with it; a minimised window has not."""
        super().hideEvent(event)
        if not event.spontaneous() and self.step == DONE and not self.work.busy:
            self.close_sheet()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not do_own(self, event):
            super().keyPressEvent(event)

    def stop_or_leave(self) -> None:
        """Stop what is under way; with nothing under way leave."""
        if self.work.busy:
            self.work.cancel()
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

    def _connect(self) -> None:
        foot = self.foot
        for told, do in (
            (foot.forward, self.forward),
            (foot.back, self.back),
            (foot.skip, self.skip),
            (foot.leave, self.close_sheet),
            (foot.cancel, self.work.cancel),
            (self.work.changed, self._arrange),
            (self.work.failed, self._lead_on),
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
        self._lead_on()

    def _lead_on(self) -> None:
        """Put the person on what leads on: the button, or what has to be done before it can be pressed."""
        foot = self.foot
        if self._elsewhere():
            return
        if foot.next_button.isEnabled():
            foot.next_button.setFocus()
        elif self.step == CHECK and not self.work.trouble.text():
            self.check_step.take_focus()
        else:
            (foot.leave_button if foot.skip_button.isHidden() else foot.skip_button).setFocus()

    def _elsewhere(self) -> bool:
        """Whether the person is typing outside the sheet."""
        there = self.window().focusWidget()
        return isinstance(there, QLineEdit) and not self.isAncestorOf(there)

    def _arrange(self) -> None:
        """Show where we are and only what can be done now."""
        busy, step, files = self.work.busy, self.step, self._files
        if busy and not self._elsewhere():
            self.setFocus()  # a button that is switched off would send the keyboard out of the sheet
        there = self._job is not None and self._job.proposal is not None
        self.head.show_place(step, files.words(self._job))
        self.pages.setVisible(there or step == DONE)
        self._nothing.setVisible(not self.pages.isVisibleTo(self))
        checked = self._job.checked if self._job and step == CHECK else None
        worth = checked is None or worth_importing(checked)
        enabled = not busy and (step == DONE or (there and worth))
        self.foot.show_next(next_words(step, checked), step, enabled=enabled)
        skipping = bool(files.waiting or files.done or not there)
        self.foot.show_ways(step, busy=busy, skipping=skipping, more=bool(files.waiting))
