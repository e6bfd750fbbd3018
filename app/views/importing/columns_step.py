"""Step 2: our fields on the left, their columns on the right, with examples and how sure we are."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.calc.words import plural
from app.imports.across import days_of
from app.usecases.importing import KINDS, SheetProposal, SourceSheet
from app.views import theme
from app.views.importing.answers_form import AnswersForm
from app.views.importing.job import Job, letter, shortened, with_sheet
from app.views.widgets.basics import Card, Pill, clear, label
from app.views.widgets.basics import row as widgets
from app.views.widgets.elided import Elided
from app.views.widgets.split import scrolled

ANSWERS_WIDTH = 420
CERTAIN = {"remembered": "✓ remembered", "exact": "✓ sure"}
SUGGESTED = ("▲ suggested", "nearly missed")
COLUMN_WIDTH = 190


class ColumnsStep(QWidget):
    """One tab a sheet; at the right what holds for the whole file. `changed` carries the new proposal."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._job: Job | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        left = Card(margin=1)
        left.body.addWidget(self.tabs)
        layout.addWidget(left, 1)
        self.answers = AnswersForm()
        right = Card(margin=1)
        right.setFixedWidth(ANSWERS_WIDTH)
        right.body.addWidget(scrolled(self.answers))
        layout.addWidget(right)
        self.answers.changed.connect(self._take_answers)

    def show_job(self, job: Job, known: dict[str, str]) -> None:
        """Show the columns of the used sheets; `known` are the desk's services and components by choice."""
        self._job = job
        if job.proposal is not None:
            self.answers.show_proposal(job.proposal, known)
        QTimer.singleShot(0, self, self._show_sheets)  # a turn of its own: both at once hold the window up

    def _show_sheets(self) -> None:
        self.tabs.clear()
        job = self._job
        if job is None or job.source is None or job.proposal is None:
            return
        before: QWidget = self.tabs
        for sheet in job.proposal.used:
            fields = SheetFields(job.source.sheets[sheet.sheet], sheet)
            fields.changed.connect(self._take_sheet)
            self.tabs.addTab(scrolled(fields), shortened(sheet.name, 40) or "Sheet")
            for combo in fields.combos:  # built after the answers, yet walked with Tab before them
                QWidget.setTabOrder(before, combo)
                before = combo
        self.tabs.tabBar().setVisible(len(job.proposal.used) > 1)

    def _take_sheet(self, sheet: SheetProposal) -> None:
        if self._job is not None and self._job.proposal is not None:
            self._job = self._job.with_proposal(with_sheet(self._job.proposal, sheet))
            self.changed.emit(self._job.proposal)

    def _take_answers(self, answers: object) -> None:
        if self._job is not None and self._job.proposal is not None:
            proposal = replace(self._job.proposal, answers=answers)  # pyright: ignore[reportArgumentType]
            self._job = self._job.with_proposal(proposal)
            self.changed.emit(proposal)


class SheetFields(QWidget):
    """The fields of one sheet; `changed` carries its new proposal."""

    changed = Signal(object)

    def __init__(self, source: SourceSheet, sheet: SheetProposal) -> None:
        super().__init__()
        self._source = source
        self._sheet = sheet
        self._combos: dict[str, QComboBox] = {}
        self._examples: dict[str, Elided] = {}
        self._certain: dict[str, QLabel] = {}
        self._suggested: dict[str, Pill] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.GAP)
        self._grid.setVerticalSpacing(4)
        self._missing = label("", tone="error", wrap=True)
        self._look = label("", tone="nearly", wrap=True)
        layout.addWidget(self._look)
        layout.addLayout(self._grid)
        layout.addWidget(self._missing)
        layout.addStretch(1)
        self._fill()

    @property
    def combos(self) -> tuple[QComboBox, ...]:
        """The choices of columns, from top to bottom."""
        return tuple(self._combos.values())

    def _fill(self) -> None:
        clear(self._grid)
        kind = KINDS[self._sheet.kind]
        for column, title in enumerate(("We need", "Their column, with examples")):
            self._grid.addWidget(label(title, "caption", muted=True), 0, column)
        needed = {name for group in kind.needs for name in group}
        ordered = sorted(
            kind.fields, key=lambda field: field.name not in needed and field.name not in self._sheet.filled
        )
        for row, field in enumerate(ordered, 1):
            strong = "strong" if field.name in needed else "body"
            self._grid.addWidget(label(field.title, strong), 2 * row, 0)
            if field.type == "across":
                self._grid.addWidget(label(_across(self._sheet), wrap=True), 2 * row, 1)
                continue
            self._grid.addWidget(widgets(self._combo(field.name, field.title), None), 2 * row, 1)
            self._examples[field.name] = Elided("caption")
            self._certain[field.name] = label("", "caption", muted=True)
            self._suggested[field.name] = Pill()
            self._grid.addWidget(self._examples[field.name], 2 * row + 1, 1)
            sure = widgets(self._certain[field.name], self._suggested[field.name], None)
            self._grid.addWidget(sure, 2 * row + 1, 0)
        self._grid.setColumnStretch(1, 1)
        self._tell()

    def _combo(self, name: str, title: str) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(f"Column of {title}")
        combo.setFixedWidth(COLUMN_WIDTH)
        combo.addItem("–", -1)
        for column, heading in enumerate(self._sheet.headers):
            combo.addItem(f"{letter(column)} · {heading}" if heading else letter(column), column)
        combo.setCurrentIndex(combo.findData(self._sheet.columns.get(name, -1)))
        combo.activated.connect(lambda _index: self._take(name, combo.currentData()))
        combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._combos[name] = combo
        return combo

    def _take(self, name: str, column: int) -> None:
        columns = {
            field: place for field, place in self._sheet.columns.items() if field != name and place != column
        }
        periods = {key: place for key, place in self._sheet.periods.items() if place != column}
        certainty = {field: sure for field, sure in self._sheet.certainty.items() if field in columns}
        if column >= 0:
            columns[name] = column
        self._sheet = replace(self._sheet, columns=columns, periods=periods, certainty=certainty, known=False)
        self._tell()
        self.changed.emit(self._sheet)

    def _tell(self) -> None:
        """Show for every field its examples and how sure it is, and what is still missing."""
        for name, combo in self._combos.items():
            column = self._sheet.columns.get(name, -1)
            combo.setCurrentIndex(combo.findData(column))
            self._examples[name].show_text(" · ".join(self._values(column)))
            self._examples[name].setVisible(column >= 0)
            sure = self._sheet.certainty.get(name, "")
            self._certain[name].setText(CERTAIN.get(sure, ""))
            self._certain[name].setVisible(sure in CERTAIN)
            self._suggested[name].show_state(*(SUGGESTED if sure == "suggested" else ("", "")))
        suggested = sum(sure == "suggested" for sure in self._sheet.certainty.values())
        self._look.setText(
            f"{plural(suggested, 'column')} only looks right: compare the examples."
            if suggested == 1
            else f"{plural(suggested, 'column')} only look right: compare the examples."
        )
        self._look.setVisible(bool(suggested))
        missing = KINDS[self._sheet.kind].missing(self._sheet.filled)
        self._missing.setText(f"Still without a column: {', '.join(missing)}." if missing else "")

    def _values(self, column: int) -> tuple[str, ...]:
        """The first few different values of a column."""
        if column < 0:
            return ()
        rows = self._source.preview[self._sheet.header_row :]
        cells = (row[column].strip() for row in rows if column < len(row))
        return tuple(cell if len(cell) <= 24 else f"{cell[:23]}…" for cell in dict.fromkeys(cells) if cell)[
            :3
        ]


def _across(sheet: SheetProposal) -> str:
    """ "C to N: 12 columns, January 2026 to December 2026. Each filled cell there is counted as one row."."""
    places = list(sheet.periods.values())
    if not places:
        return "No heading is a month."
    first, last = (_period(key) for key in (min(sheet.periods), max(sheet.periods)))
    many = f"{plural(len(places), 'column')}, {first} to {last}" if len(places) > 1 else first
    where = f"{letter(min(places))} to {letter(max(places))}" if len(places) > 1 else letter(places[0])
    return f"{where}: {many}. Each filled cell there is counted as one row."


def _period(key: str) -> str:
    first, last = days_of(key)
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1 and first.month == last.month
    return f"{first:%B %Y}" if whole else f"{first.day} {first:%b %Y} – {last.day} {last:%b %Y}"
