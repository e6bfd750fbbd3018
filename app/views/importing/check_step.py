"""Step 3: every row accounted for before anything is written, each group opened with a click."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.calc.words import plural
from app.usecases.import_checking import CheckedRow
from app.usecases.importing import Checked, Difference
from app.views import theme
from app.views.importing.job import Job
from app.views.rows_model import Column, RowsModel
from app.views.widgets.basics import Card, button, clear, label
from app.views.widgets.table import Table

PARTS = ("new", "changed", "duplicate", "rejected")


class CheckStep(QWidget):
    """Counts on top, the opened group below, spelled-out dates and remarks at the right.

    `create_wanted` says as what the names not on this desk are to be created: "service" or "component".
    """

    create_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._checked: Checked | None = None
        self._buttons: dict[str, QPushButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        layout.addWidget(self._build_counts())
        below = QHBoxLayout()
        below.setSpacing(theme.GAP)
        below.addWidget(self._build_tables(), 1)
        below.addWidget(self._build_remarks())
        layout.addLayout(below, 1)

    def show_job(self, job: Job) -> None:
        """Show what checking found; rejected rows are opened first, else what changed."""
        checked = self._checked = job.checked
        if checked is None:
            return
        counts = {
            "new": checked.new.count,
            "changed": checked.changed.count,
            "duplicate": checked.duplicate.count,
            "rejected": checked.rejected.count,
        }
        self._read.setText(f"{plural(checked.read, 'row')} read  =")
        for part, count in counts.items():
            self._buttons[part].setText(f"{count:,} {part}")
        self._show_remarks(checked)
        self.rows.setColumnHidden(0, len(checked.proposal.used) == 1)
        self.open(next((part for part in ("rejected", "changed") if counts[part]), "new"))

    def open(self, part: str) -> None:
        """Show the rows of one group."""
        checked = self._checked
        if checked is None:
            return
        self._buttons[part].setChecked(True)
        self._sentence.setText(_sentence(part, checked))
        self.differences.set_rows(checked.differences if part == "changed" else ())
        rows = {"new": checked.new, "duplicate": checked.duplicate, "rejected": checked.rejected}
        self.rows.set_rows(rows[part].rows if part in rows else ())
        self._tables.setCurrentWidget(self.differences if part == "changed" else self.rows)
        self._tables.setVisible(part == "changed" or bool(rows[part].rows))

    def _build_counts(self) -> QWidget:
        card = Card(margin=12)
        line = QHBoxLayout()
        line.setSpacing(theme.GRID)
        self._read = label("", "section")
        line.addWidget(self._read)
        group = QButtonGroup(self)
        for number, part in enumerate(PARTS):
            if number:
                line.addWidget(label("+", "section", muted=True))
            button = QPushButton(part)
            button.setCheckable(True)
            button.setAccessibleName(f"Show the rows that are {part}")
            button.clicked.connect(lambda _checked, part=part: self.open(part))
            group.addButton(button)
            self._buttons[part] = button
            line.addWidget(button)
        line.addStretch(1)
        card.body.addLayout(line)
        return card

    def _build_tables(self) -> QWidget:
        card = Card(margin=1, spacing=0)
        self._sentence = label("", muted=True, wrap=True)
        self._sentence.setContentsMargins(15, 12, 15, 12)
        self.rows: Table[CheckedRow] = Table(RowsModel(ROW_COLUMNS, self), "Rows of the file", row_height=44)
        self.rows.setWordWrap(True)
        self.differences: Table[Difference] = Table(
            RowsModel(CHANGE_COLUMNS, self), "What changes", row_height=28
        )
        self._tables = QStackedWidget()
        self._tables.addWidget(self.rows)
        self._tables.addWidget(self.differences)
        card.body.addWidget(self._sentence)
        card.body.addWidget(self._tables, 1)
        card.body.addStretch(0)
        return card

    def _build_remarks(self) -> QWidget:
        card = Card()
        card.setFixedWidth(320)
        self._remarks = QVBoxLayout()
        self._remarks.setSpacing(theme.GRID)
        card.body.addLayout(self._remarks)
        card.body.addStretch(1)
        return card

    def _show_remarks(self, checked: Checked) -> None:
        clear(self._remarks)
        blocks = (
            ("How dates were read", checked.dates_spelled),
            ("Names not on this desk", _few(checked.subjects)),
            ("Remarks", checked.notes),
        )
        for heading, lines in blocks:
            if lines:
                self._remarks.addWidget(label(heading, "section"))
            for text in lines:
                self._remarks.addWidget(label(text, wrap=True))
            if lines is blocks[1][1] and lines:
                self._remarks.addWidget(self._creating(checked))
        if not any(lines for _, lines in blocks):
            self._remarks.addWidget(label("Nothing else to look at.", muted=True))

    def _creating(self, checked: Checked) -> QWidget:
        """What may become of the unknown names; what is chosen already is only said."""
        chosen = checked.proposal.answers.create
        if chosen:
            return label("They are created with the import.", muted=True, wrap=True)
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addWidget(label("Their rows are rejected, unless they are created:", muted=True, wrap=True))
        for kind in ("service", "component"):
            layout.addWidget(
                button(f"Create them as {kind}s", lambda kind=kind: self.create_wanted.emit(kind))
            )
        return holder


def _few(texts: tuple[str, ...]) -> tuple[str, ...]:
    more = (f"and {len(texts) - 12:,} more",) if len(texts) > 12 else ()
    return (*texts[:12], *more)


def _sentence(part: str, checked: Checked) -> str:
    """What becomes of the rows of one group."""
    count = {"new": checked.new, "duplicate": checked.duplicate, "changed": checked.changed}.get(
        part, checked.rejected
    )
    rows = plural(count.count, "row")
    if part == "new":
        return f"{rows} will be added."
    if part == "duplicate":
        are, them = ("is", "it") if count.count == 1 else ("are", "them")
        return f"{rows} {are} on the desk already or twice in the file; nothing happens to {them}."
    if part == "changed":
        return f"{rows} correct what this source said before."
    if not count.count:
        return "No row is rejected."
    they = "It is" if count.count == 1 else "They are"
    return f"{rows} will not be imported. {they} kept with the import and can be saved as a workbook."


ROW_COLUMNS: tuple[Column[CheckedRow], ...] = (
    Column("Sheet", lambda row: row.sheet, width=100),
    Column("Row", lambda row: row.row, align="right", width=60),
    Column("Cell", lambda row: row.cell, width=60),
    Column("Why", lambda row: row.reason),
    Column("What stands there", lambda row: " · ".join(value for value in row.values if value)),
)
CHANGE_COLUMNS: tuple[Column[Difference], ...] = (
    Column("Row", lambda change: change.row, align="right", width=70),
    Column("What", lambda change: change.field, width=140),
    Column("On the desk", lambda change: change.before),
    Column("In the file", lambda change: change.after),
)
