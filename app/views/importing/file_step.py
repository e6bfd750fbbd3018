"""Step 1: which sheets of the file are imported, and as what."""

from dataclasses import replace
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.calc.words import plural
from app.usecases.import_reading_again import as_kind, with_headings
from app.usecases.importing import SheetProposal, SourceSheet
from app.views import theme
from app.views.importing.job import KIND_TITLES, Job, shortened, with_sheet
from app.views.importing.preview import Preview
from app.views.widgets.basics import Card, clear, label, restyle
from app.views.widgets.elided import Elided
from app.views.widgets.split import scrolled

LIST_WIDTH = 360
SHEET_LETTERS = 40


class FileStep(QWidget):
    """Sheets left, preview right; `changed` carries the new proposal."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._job: Job | None = None
        self._ticks: dict[int, QCheckBox] = {}  # by the number of the sheet
        self._kinds: dict[int, QComboBox] = {}
        self._bare: dict[int, QCheckBox] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        content = QWidget()
        self._list = QVBoxLayout(content)
        self._list.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        self._list.setSpacing(theme.GAP)
        left = Card(margin=1)
        left.setFixedWidth(LIST_WIDTH)
        self._left = scrolled(content)
        left.body.addWidget(self._left)
        layout.addWidget(left)
        self.preview = Preview()
        right = Card(margin=1, spacing=0)
        self._title = Elided("section")
        restyle(self._title, muted=False)
        self._title.setContentsMargins(15, 10, 15, 10)
        right.body.addWidget(self._title)
        right.body.addWidget(self.preview, 1)
        layout.addWidget(right, 1)

    def show_job(self, job: Job) -> None:
        """Show a file that has been read."""
        self._job = job
        clear(self._list)
        self._ticks, self._kinds, self._bare = {}, {}, {}
        if job.source is None or job.proposal is None:
            return
        for note in job.source.notes:
            self._list.addWidget(label(note, muted=True, wrap=True))
        for sheet in job.proposal.sheets:
            self._list.addWidget(self._sheet(job, sheet))
        self._list.addStretch(1)
        self._order()
        first = next(iter(job.proposal.used or job.proposal.sheets), None)
        if first is not None:
            self._show_preview(first)

    def take_focus(self) -> None:
        """Nothing is chosen yet: where it is said what the first sheet holds."""
        for kinds in self._kinds.values():
            kinds.setFocus()
            return

    def _order(self) -> None:
        """Tab walks the sheets from top to bottom, then the preview; all were built after it."""
        before: QWidget = self._left
        for number, kinds in self._kinds.items():
            QWidget.setTabOrder(before, self._ticks[number])
            QWidget.setTabOrder(self._ticks[number], kinds)
            QWidget.setTabOrder(kinds, self._bare[number])
            before = self._bare[number]

    def _sheet(self, job: Job, sheet: SheetProposal) -> QWidget:
        assert job.source is not None
        read = job.source.sheets[sheet.sheet]
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        tick = self._ticks[sheet.sheet] = QCheckBox(
            shortened(sheet.name, SHEET_LETTERS).replace("&", "&&") or "Sheet"
        )
        tick.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        tick.setToolTip(escape(sheet.name))
        tick.setChecked(sheet.use)
        tick.setEnabled(bool(sheet.kind))
        tick.clicked.connect(lambda checked: self._take(replace(sheet, use=checked)))
        kinds = self._kinds[sheet.sheet] = QComboBox()
        kinds.setAccessibleName(f"What {sheet.name} holds")
        kinds.addItem("choose what it holds", "")
        for name, title in KIND_TITLES.items():
            kinds.addItem(title, name)
        kinds.setCurrentIndex(kinds.findData(sheet.kind))
        kinds.activated.connect(lambda _index: self._take(as_kind(read, sheet, kinds.currentData())))
        grid.addWidget(tick, 0, 0)
        grid.addWidget(kinds, 2, 0)
        size = f"{plural(read.rows, 'row')}, {plural(read.columns, 'column')}"
        said = " · ".join(part for part in (size, "hidden" if read.hidden else "", _known(sheet)) if part)
        grid.addWidget(label(said, "caption", muted=True, wrap=True), 1, 0)
        grid.addWidget(self._headings(read, sheet), 3, 0)
        if sheet.why_not:
            grid.addWidget(label(sheet.why_not, "caption", tone="nearly", wrap=True), 4, 0)
        return holder

    def _headings(self, read: SourceSheet, sheet: SheetProposal) -> QWidget:
        bare = self._bare[sheet.sheet] = QCheckBox("The first row is data, not headings")
        bare.setChecked(not sheet.header_row)
        bare.clicked.connect(lambda checked: self._take(with_headings(read, sheet, not checked)))
        if (
            not read.preview
        ):  # shown before it stands in the sheet it would be a window of its own, with the keyboard
            bare.hide()
        return bare

    def _take(self, sheet: SheetProposal) -> None:
        if self._job is None or self._job.proposal is None:
            return
        self._job = self._job.with_proposal(with_sheet(self._job.proposal, sheet))
        number = sheet.sheet
        ways = (self._ticks, self._bare, self._kinds)
        at = next((n for n, way in enumerate(ways) if way[number].hasFocus()), len(ways) - 1)
        self.show_job(self._job)
        (self._ticks, self._bare, self._kinds)[at][number].setFocus()  # what was there is built again
        self._show_preview(sheet)
        self.changed.emit(self._job.proposal)

    def _show_preview(self, sheet: SheetProposal) -> None:
        if self._job is None or self._job.source is None:
            return
        self._title.show_text(sheet.name)
        self.preview.show_sheet(self._job.source.sheets[sheet.sheet], sheet.header_row)


def _known(sheet: SheetProposal) -> str:
    return "layout remembered" if sheet.known else ""
