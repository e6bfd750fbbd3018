"""Step 3: every row accounted for before anything is written, each group opened with a click."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.calc.words import plural
from app.usecases.import_checking import SHOWN, CheckedRow
from app.usecases.importing import Checked
from app.views import theme
from app.views.importing.job import Job
from app.views.importing.opened_group import OpenedGroup
from app.views.importing.unknown_names import UnknownNames
from app.views.widgets.basics import Card, PushButton, clear, label, row
from app.views.widgets.split import scrolled
from app.views.widgets.table import Table

PARTS = ("new", "changed", "duplicate", "rejected")
TABLE_HEIGHT, REMARKS_WIDTH = 240, 320


class CheckStep(QWidget):
    """Counts on top, then names nobody knows, the opened group below, remarks and spelled-out dates at the right.

    It scrolls as a whole where the window is too low for it.

    `create_wanted` says as what the names not on this desk are to be created: "service" or "component".
    """

    create_wanted = Signal(str)
    rows_wanted = Signal(str)  # a group whose rows have not been read yet

    def __init__(self) -> None:
        super().__init__()
        self._checked: Checked | None = None
        self._part = "new"
        self._opened: dict[str, tuple[CheckedRow, ...]] = {}
        self._buttons: dict[str, QPushButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(self._build_body()))

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
        self._opened.clear()
        self._opened["rejected"] = checked.rejected.rows
        self.open(next((part for part in ("rejected", "changed") if counts[part]), "new"))

    def open(self, part: str) -> None:
        """Show the rows of one group; those not read yet are asked for."""
        checked = self._checked
        if checked is None:
            return
        self._part = part
        self._buttons[part].setChecked(True)
        self._switch.setVisible(part == "changed" and bool(checked.differences))
        self._sentence.setText(_sentence(part, checked))
        if part == "changed" and checked.differences and not self._whole.isChecked():
            self.group.show_differences(checked)
            self.group.show()
        elif part in self._opened:
            self.group.show_rows(checked, self._opened[part])
            self.group.setVisible(bool(self._opened[part]))
        else:
            self.group.hide()
            self.rows_wanted.emit(part)

    def show_group(self, checked: Checked, part: str, rows: tuple[CheckedRow, ...]) -> None:
        """The rows of a group as asked for, unless another file is being checked by now."""
        if checked is self._checked:
            self._opened[part] = rows
            if part == self._part:
                self.open(part)

    def take_focus(self) -> None:
        """Nothing can be imported: what may become of unknown names, else the group that is open."""
        way = self.unknown.ways[0]
        (way if way.isVisibleTo(self) else self._buttons[self._part]).setFocus()

    @property
    def rows(self) -> Table[CheckedRow]:
        return self.group.rows

    def _build_body(self) -> QWidget:
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        layout.addWidget(self._build_counts())
        self.unknown = UnknownNames()
        self.unknown.create_wanted.connect(self.create_wanted)
        layout.addWidget(self.unknown)
        below = QHBoxLayout()
        below.setSpacing(theme.GAP)
        below.addWidget(self._build_tables(), 1)
        below.addWidget(self._build_remarks())
        layout.addLayout(below, 1)
        return body

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
            button = PushButton(part)
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
        card.setMinimumHeight(TABLE_HEIGHT)
        self._sentence = label("", muted=True, wrap=True)
        self._whole = QCheckBox("Show the rows of the file")
        self._whole.clicked.connect(lambda _checked: self.open("changed"))
        self._switch = row(self._whole, None)
        self._switch.setContentsMargins(15, 0, 15, 8)
        self._sentence.setContentsMargins(15, 12, 15, 12)
        self.group = OpenedGroup()
        card.body.addWidget(self._sentence)
        card.body.addWidget(self._switch)
        card.body.addWidget(self.group, 1)
        card.body.addStretch(0)
        return card

    def _build_remarks(self) -> QWidget:
        card = Card()
        card.setFixedWidth(REMARKS_WIDTH)
        self._remarks = QVBoxLayout()
        self._remarks.setSpacing(theme.GRID)
        card.body.addLayout(self._remarks)
        card.body.addStretch(1)
        return card

    def _show_remarks(self, checked: Checked) -> None:
        clear(self._remarks)
        self.unknown.show_names(checked)
        blocks = (("Remarks", checked.notes), ("How dates were read", checked.dates_spelled))
        for heading, lines in blocks:
            if lines:
                self._remarks.addWidget(label(heading, "section"))
            for text in lines:
                self._remarks.addWidget(label(text, wrap=True))
        if not any(lines for _, lines in blocks):
            self._remarks.addWidget(label("Nothing else to look at.", muted=True))


def _sentence(part: str, checked: Checked) -> str:
    """What becomes of the rows of one group."""
    count = {"new": checked.new, "duplicate": checked.duplicate, "changed": checked.changed}.get(
        part, checked.rejected
    )
    rows = plural(count.count, "row")
    if not count.count:
        return f"No row is {part}."
    if count.count > SHOWN:
        rows = f"{rows} (the first {SHOWN:,} are shown)"
    if part == "new":
        return f"{rows} will be added."
    if part == "duplicate":
        are, them = ("is", "it") if count.count == 1 else ("are", "them")
        return f"{rows} {are} on the desk already or twice in the file; nothing happens to {them}."
    if part == "changed":
        return f"{rows} {'corrects' if count.count == 1 else 'correct'} what this source said before."
    they = "It is" if count.count == 1 else "They are"
    return f"{rows} will not be imported. {they} kept with the import and can be saved as a workbook."
