"""Every import: what it brought and covers, the rows it rejected, and the way to take it back whole."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QSplitter, QStackedWidget, QWidget

from app.calc.words import plural
from app.usecases.import_batches import RejectedRowRow
from app.usecases.importing import (
    BatchRow,
    kind_words,
    list_batches,
    rejected_rows,
    remove_batch,
    save_rejected,
)
from app.views import theme
from app.views.desk import Action, Desk
from app.views.desk_files import show_in_folder
from app.views.pages.measured.tab import Tab
from app.views.rows_model import Column, RowsModel
from app.views.widgets.basics import Card, EmptyState, button, label, row
from app.views.widgets.table import Table

EMPTY = "Drop a spreadsheet anywhere on the window, or choose one. Nothing is stored before you press Import."


class ImportsTab(Tab):
    """Batches above; below, the rejected rows of the chosen one."""

    title = "Imports"
    listens = frozenset({"import_batches", "rejected_rows", "coverage"})

    def __init__(self, desk: Desk, choose_files: QPushButton) -> None:
        super().__init__(desk)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._build_content())
        nothing = Card()
        nothing.body.addWidget(EmptyState("import", EMPTY, choose_files))
        self._stack.addWidget(nothing)
        self.body.addWidget(self._stack, 1)
        self.table.chosen.connect(self._load_rejected)

    def refresh(self) -> None:
        self.desk.tasks.start(
            lambda _report, _cancelled: list_batches(self.desk.db),
            done=self._show,
            failed=self.fail,
            owner=self,
            key="batches",
        )

    def search(self, text: str) -> None:
        self.table.rows_model.filter(text)

    def remove(self) -> None:
        """Take the chosen import back whole; Undo brings it back."""
        batch = self.table.current_row()
        if batch is None:
            return
        db = self.desk.db
        self.desk.tasks.start(
            lambda _report, _cancelled: remove_batch(db, batch.id),
            done=lambda _answer: self.desk.did(f"Removed the import of {batch.file_name}."),
            failed=self.fail,
            title=f"Removing {batch.file_name}",
            owner=self,
        )

    def save_rejected(self) -> None:
        """Save the rejected rows as a workbook with the reason beside each."""
        batch = self.table.current_row()
        if batch is None:
            return
        proposed = f"{Path(batch.file_name).stem} – rejected rows.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Save rejected rows", proposed, "Excel workbook (*.xlsx)"
        )
        if chosen:
            self.write_rejected(batch, Path(chosen))

    def write_rejected(self, batch: BatchRow, path: Path) -> None:
        """Write the workbook in the background and say where it is."""
        db = self.desk.db
        self.desk.tasks.start(
            lambda _report, _cancelled: save_rejected(db, batch.id, path),
            done=lambda _answer: self.desk.say(
                f"Saved {path.name}.", Action("Show in folder", lambda: show_in_folder(path))
            ),
            failed=self.fail,
            title="Saving rejected rows",
            owner=self,
        )

    def _build_content(self) -> QWidget:
        self.table: Table[BatchRow] = Table(RowsModel(self._columns(), self), "Imports", row_height=36)
        self.table.keep_by(lambda batch: batch.id)
        batches = Card(margin=1)
        batches.body.addWidget(self.table)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.GAP)
        splitter.addWidget(batches)
        splitter.addWidget(self._build_rejected())
        splitter.setSizes([380, 260])
        return splitter

    def _build_rejected(self) -> QWidget:
        card = Card(margin=0, spacing=0)
        self.heading = label("", "section")
        self._remove = button("Remove import", self.remove, kind="quiet")
        self._save = button("Save rejected rows…", self.save_rejected, kind="quiet")
        head = row(self.heading, None, self._save, self._remove)
        head.setContentsMargins(theme.GAP, 8, theme.GRID, 8)
        self.rejected: Table[RejectedRowRow] = Table(
            RowsModel(REJECTED, self), "Rejected rows", row_height=28
        )
        self.under = label("", muted=True)
        self.under.setContentsMargins(theme.GAP, 0, theme.GAP, theme.GAP)
        card.body.addWidget(head)
        card.body.addWidget(self.under)
        card.body.addWidget(self.rejected, 1)
        card.body.addStretch(0)
        return card

    def _show(self, answer: object) -> None:
        batches: tuple[BatchRow, ...] = answer  # pyright: ignore[reportAssignmentType]
        self._stack.setCurrentIndex(0 if batches else 1)
        self.table.set_rows(batches)
        if batches and self.table.current_row() is None:
            self.table.choose(lambda batch: batch.id == batches[0].id)
        self._load_rejected(self.table.current_row())

    def _load_rejected(self, batch: object) -> None:
        there = isinstance(batch, BatchRow)
        self._remove.setEnabled(there and not self.desk.read_only)
        self._save.setEnabled(there and batch.rejected > 0)
        if not there:
            return
        self.heading.setText(batch.file_name)
        self.under.setText(_account(batch))
        self.desk.tasks.start(
            lambda _report, _cancelled: rejected_rows(self.desk.db, batch.id),
            done=self._show_rejected,
            failed=self.fail,
            owner=self,
            key="rejected rows",
        )

    def _show_rejected(self, answer: object) -> None:
        rows: tuple[RejectedRowRow, ...] = answer  # pyright: ignore[reportAssignmentType]
        self.rejected.set_rows(rows)
        self.rejected.setVisible(bool(rows))

    def _columns(self) -> tuple[Column[BatchRow], ...]:
        return (
            Column("File", lambda b: b.file_name),
            Column("What", lambda b: kind_words(b.kind), width=120),
            Column("Source", lambda b: b.source, width=140),
            Column(
                "When", lambda b: b.imported_at, lambda b: self.clock(b.imported_at), width=176, zoned=True
            ),
            Column("Read", lambda b: b.read, align="right", width=76),
            Column("New", _new, align="right", width=84),
            Column("Changed", lambda b: b.changed, align="right", width=84),
            Column("Duplicate", lambda b: b.duplicate, align="right", width=90),
            Column("Rejected", lambda b: b.rejected, align="right", width=84, colour=_rejected_colour),
        )


REJECTED: tuple[Column[RejectedRowRow], ...] = (
    Column("Sheet", lambda r: r.sheet, width=120),
    Column("Row", lambda r: r.row, align="right", width=70, tally=""),
    Column("Cell", lambda r: r.cell, width=70),
    Column("Why it was rejected", lambda r: r.reason, width=320),
    Column(
        "What stood there", lambda r: " · ".join(str(value) for value in r.values if value not in (None, ""))
    ),
)


def _new(batch: BatchRow) -> int:
    """The rows that were added; a batch counts those that changed something among the imported too."""
    return batch.imported - batch.changed


def _account(batch: BatchRow) -> str:
    parts = (
        f"{plural(batch.read, 'row')} read = {_new(batch):,} new + {batch.changed:,} changed"
        f" + {batch.duplicate:,} duplicate + {batch.rejected:,} rejected",
        f"covers {batch.covers}" if batch.covers else "",
    )
    return " · ".join(part for part in parts if part)


def _rejected_colour(batch: BatchRow) -> str:
    return "missed" if batch.rejected else ""
