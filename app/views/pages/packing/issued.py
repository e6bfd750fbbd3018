"""Every issue of every customer and period, with the files written of it: look at it, write it again, verify a file."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.errors import AppError
from app.usecases.closing import ClosedRow, list_closed_months
from app.usecases.issued_packs import Verified, Wanted, verify_file
from app.usecases.packs import IssuedFileRow, list_issued_files
from app.usecases.settings import settings
from app.views.desk import Desk
from app.views.keys import OwnKey, do_own
from app.views.pages.packing.file_columns import HASH_LETTERS, file_columns
from app.views.rows_model import Column, RowsModel, shown
from app.views.widgets.basics import Card, button, label, row
from app.views.widgets.fitted_table import FittedTable
from app.views.widgets.table import Table

Clock = Callable[[datetime], str]
NOTHING = "Nothing was issued yet. A period is issued on its customer's page under “Closing the period”."


class IssuedPacks(QWidget):
    """The history of issued packs; `wanted` asks to write one again, `preview_wanted` to show its pages."""

    wanted = Signal(object)  # Wanted
    preview_wanted = Signal(object)  # ClosedRow
    left = Signal()

    own_keys: ClassVar = (OwnKey("Esc", "Back to the packs", "leave"),)

    def __init__(self, desk: Desk, folder: Callable[[], str]) -> None:
        super().__init__()
        self.desk = desk
        self._folder = folder  # where packs were written last
        self.setAcceptDrops(True)
        self._files: tuple[IssuedFileRow, ...] = ()
        self._zone = "UTC"  # of the desk, as customers of many zones stand here together
        self.table: Table[ClosedRow] = Table(RowsModel(_issue_columns(self._clock), self), "Issued packs")
        self.table.keep_by(lambda issue: issue.id)
        self.files = FittedTable(
            RowsModel(file_columns(self._clock), self), "Files written of this issue", most=5
        )
        self.preview_button = button("Preview", self._preview)
        self.again_button = button("Write files again", self._again)
        self.verify_button = button("Verify a file…", self.ask_and_verify)
        self.verdict = label("", wrap=True)
        self._build()
        self.table.chosen.connect(lambda _row: self._show_files())

    def _build(self) -> None:
        card = Card(margin=12)
        back = button("Back", self.leave, icon="left")
        head = row(
            back,
            label("Issued packs", "section"),
            None,
            self.verify_button,
            self.preview_button,
            self.again_button,
        )
        card.body.addWidget(head)
        self.verdict.hide()
        card.body.addWidget(self.verdict)
        self._nothing = label(NOTHING, muted=True, wrap=True)
        card.body.addWidget(self._nothing)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.files)
        hint = "Drop a pack's file here to see whether it is the one that was written."
        card.body.addWidget(label(hint, "caption", muted=True, wrap=True))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def leave(self) -> None:
        """Back to where it was opened."""
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not do_own(self, event):
            super().keyPressEvent(event)

    def refresh(self) -> None:
        """Read the history again."""
        self.desk.tasks.start(
            lambda _report, _cancelled: (
                list_closed_months(self.desk.db),
                list_issued_files(self.desk.db),
                settings(self.desk.db).time_zone,
            ),
            done=self._show,
            failed=self._fail,
            owner=self,
            key="issued packs",
        )

    def verify(self, path: Path) -> None:
        """Say whether the file is one that was written."""
        self.desk.tasks.start(
            lambda _report, _cancelled: verify_file(self.desk.db, path),
            done=self._say_verified,
            failed=self._fail,
            owner=self,
            key="verify pack",
        )

    def ask_and_verify(self) -> None:
        """Choose the file to verify."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Verify a file", self._folder(), "Packs (*.pdf *.xlsx *.eml);;All files (*)"
        )
        if chosen:
            self.verify(Path(chosen))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                event.acceptProposedAction()
                self.verify(Path(url.toLocalFile()))
                return

    def _show(self, answer: object) -> None:
        issues, self._files, self._zone = answer  # pyright: ignore[reportGeneralTypeIssues]
        for table in (self.table, self.files):
            table.rows_model.name_zone(self._zone)
        self.table.set_rows(issues)
        self.table.setVisible(bool(issues))
        self._nothing.setVisible(not issues)
        for each in (self.preview_button, self.again_button):
            each.setEnabled(bool(issues))
        if self.table.current_row() is None and issues:
            self.table.choose(lambda _row: True)
        self._show_files()

    def _show_files(self) -> None:
        issue = self.table.current_row()
        mine = tuple(file for file in self._files if issue is not None and _is_of(file, issue))
        self.files.set_rows(mine)
        self.files.setVisible(bool(mine))

    def _say_verified(self, answer: object) -> None:
        if isinstance(answer, Verified):
            self.verdict.setText(f"{'✓' if answer.known else '✕'} {answer.sentence}")
            self.verdict.show()

    def _again(self) -> None:
        issue = self.table.current_row()
        if issue is not None:
            self.wanted.emit(Wanted(issue.customer_id, issue.customer, issue.period, issue.id))

    def _preview(self) -> None:
        issue = self.table.current_row()
        if issue is not None:
            self.preview_wanted.emit(issue)

    def _clock(self, at: datetime) -> str:
        return shown(at.astimezone(ZoneInfo(self._zone)))

    def _fail(self, error: AppError) -> None:
        self.desk.trouble.emit(str(error))


def _is_of(file: IssuedFileRow, issue: ClosedRow) -> bool:
    return (file.customer, file.period, file.number) == (issue.customer, issue.period, issue.number)


def _objections(issue: ClosedRow) -> str:
    count = len(issue.of_period)
    waiting = sum(objection.accepted is None for objection in issue.of_period)
    return f"{count}, {waiting} not answered" if waiting else str(count)


def _issue_columns(clock: Clock) -> tuple[Column[ClosedRow], ...]:
    return (
        Column("Customer", lambda issue: issue.customer),
        Column("Period", lambda issue: issue.period, lambda issue: issue.label),
        Column("Issue", lambda issue: issue.number, align="right", tally=""),
        Column("State", lambda issue: issue.state),
        Column("Issued", lambda issue: issue.issued_at, lambda issue: clock(issue.issued_at), zoned=True),
        Column("Objections", lambda issue: len(issue.of_period), _objections),
        Column("Content hash", lambda issue: issue.sha256, lambda issue: issue.sha256[:HASH_LETTERS]),
    )
