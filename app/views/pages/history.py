"""History: who changed what, when, and what it was before; found, read, and copied to Excel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QSplitter, QWidget

from app.calc.words import plural
from app.errors import AppError
from app.usecases.history import HistoryRow, list_history
from app.usecases.history_told import MOST_CHANGES, ToldChange, tell_changes
from app.usecases.history_words import THINGS
from app.usecases.settings import settings
from app.views import theme
from app.views.rows_model import Column, RowsModel
from app.views.tasks import IsCancelled, Report
from app.views.widgets.basics import Card, button, label, row
from app.views.widgets.page import Page
from app.views.widgets.table import Table

LEAST_STEPS, LEAST_CHANGES = 440, 380  # widths
AT_ONCE = 500
KINDS = (
    ("Everything", None),
    ("Changes", ("change", "barrier")),
    ("Undone and done again", ("undo", "redo")),
)
PREFIXES = {"undo": "Undone: ", "redo": "Done again: "}
CHOOSE = "Choose a step to see what it changed."


@dataclass(frozen=True, slots=True)
class Line:
    """A line of what a step changed: the name of a thing across the table, or one of its fields under it."""

    thing: str = ""
    field: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class CopiedChange:
    """A change beside the step it belongs to, as it goes to Excel."""

    entry: HistoryRow
    change: ToldChange


class HistoryPage(Page):
    """The steps left, the latest first; what the chosen one changed right."""

    title = "History"
    purpose = "Who changed what, when, and what it was before. Nothing in it can be altered or removed."
    icon = "history"
    find_hint = "Find a step, person or name"
    listens = frozenset(THINGS)

    def _build(self) -> None:
        self._zone = "UTC"
        self._text = ""
        self._most = AT_ONCE
        self.copy_button = button("Copy for Excel", self.copy, icon="copy")
        self.copy_button.setToolTip("The chosen steps, or all that are shown, with everything they changed")
        self.add_action(self.copy_button)
        self.kinds = QComboBox()
        self.kinds.setAccessibleName("Which steps")
        for words, kinds in KINDS:
            self.kinds.addItem(words, kinds)
        self.older_button = button("Show older", self.show_older, kind="quiet")
        self.counted = label("", muted=True)
        self.body.addWidget(row(self.kinds, self.older_button, None, self.counted))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.GAP)
        splitter.addWidget(self._build_steps())
        splitter.addWidget(self._build_changes())
        splitter.setSizes([520, 520])
        self.body.addWidget(splitter, 1)

    def _connect(self) -> None:
        self.kinds.activated.connect(lambda _number: self.refresh())
        self.table.chosen.connect(self._load_changes)
        if self.find_field:
            self.find_field.wanted.connect(self._find)

    def focus_first(self) -> None:
        self.table.setFocus()

    def refresh(self) -> None:
        db, text, most, kinds = self.desk.db, self._text, self._most, self.kinds.currentData()

        def read(_report: Report, _cancelled: IsCancelled) -> object:
            found = list_history(db, most, text)
            wanted = tuple(entry for entry in found if kinds is None or entry.kind in kinds)
            return wanted, len(found), settings(db).time_zone

        self.desk.tasks.start(read, done=self._show, failed=self._fail, owner=self, key="history")

    def show_older(self) -> None:
        """Go further back."""
        self._most += AT_ONCE
        self.refresh()

    def copy(self) -> None:
        """Put the chosen steps (one or none: all that are shown) with their changes on the clipboard."""
        chosen = self.table.selected_rows()
        entries = chosen if len(chosen) > 1 else self.table.rows_model.rows
        db = self.desk.db

        def read(report: Report, cancelled: IsCancelled) -> object:
            copied: list[CopiedChange] = []
            for number, entry in enumerate(entries, start=1):
                if cancelled():
                    break
                report(number, len(entries), "")
                copied += (CopiedChange(entry, change) for change in tell_changes(db, entry.id))
            return tuple(copied)

        self.desk.tasks.start(
            read, done=self._put_away, failed=self._fail, owner=self, key="history copy", title="Copy history"
        )

    def _build_steps(self) -> QWidget:
        columns: tuple[Column[HistoryRow], ...] = (
            Column(
                "When", lambda entry: entry.at, lambda entry: self._clock(entry.at), width=172, zoned=True
            ),
            Column("Step", step_words),
            Column("Who", lambda entry: entry.who, width=76),
            Column("Rows", lambda entry: entry.changes, align="right", width=56),
        )
        self.table = Table(RowsModel(columns, self), "Steps", row_height=32)
        self.table.keep_by(lambda entry: entry.id)
        card = Card(margin=1)
        card.setMinimumWidth(LEAST_STEPS)
        card.body.addWidget(self.table)
        return card

    def _build_changes(self) -> QWidget:
        columns: tuple[Column[Line], ...] = (
            Column(
                "What changed",
                lambda line: line.thing or line.field,
                lambda line: line.thing or f"\u2003{line.field}",
                width=152,
                colour=lambda line: "text" if line.thing else "muted",
            ),
            Column("Before", lambda line: line.before),
            Column("After", lambda line: line.after),
        )
        self.heading = label(CHOOSE, "section", wrap=True)
        self.under = label("", "caption", muted=True, wrap=True)
        self.changes = Table(RowsModel(columns, self), "What the step changed", row_height=32)
        self.changes.setSortingEnabled(False)  # the lines of a thing stay together
        head = Card(margin=0, spacing=2)
        head.setProperty("role", "plain")
        head.body.setContentsMargins(15, 12, 15, 8)
        head.body.addWidget(self.heading)
        head.body.addWidget(self.under)
        card = Card(margin=1, spacing=0)
        card.setMinimumWidth(LEAST_CHANGES)
        card.body.addWidget(head)
        card.body.addWidget(self.changes, 1)
        return card

    def _find(self, text: str) -> None:
        self._text = text
        self.refresh()

    def _show(self, answer: object) -> None:
        entries: tuple[HistoryRow, ...]
        entries, read, self._zone = answer  # pyright: ignore[reportGeneralTypeIssues]
        self.table.rows_model.name_zone(self._zone)
        self.table.set_rows(entries)
        self.older_button.setVisible(read >= self._most)
        self.counted.setText(plural(len(entries), "step"))
        self.copy_button.setEnabled(bool(entries))
        if self.table.current_row() is None and entries:
            self.table.choose(lambda _entry: True)
        elif not entries:
            self._show_changes(None, ())

    def _load_changes(self, entry: object) -> None:
        if not isinstance(entry, HistoryRow):
            return
        self.desk.tasks.start(
            lambda _report, _cancelled: tell_changes(self.desk.db, entry.id),
            done=lambda told: self._show_changes(entry, told),  # pyright: ignore[reportArgumentType]
            failed=self._fail,
            owner=self,
            key="history changes",
        )

    def _show_changes(self, entry: HistoryRow | None, told: tuple[ToldChange, ...]) -> None:
        self.heading.setText(step_words(entry) if entry else CHOOSE)
        self.under.setText(self._facts(entry) if entry else "")
        lines = lines_of(told)
        self.changes.clearSpans()
        self.changes.set_rows(lines)
        for number, line in enumerate(lines):
            if line.thing:
                self.changes.setSpan(number, 0, 1, 3)

    def _facts(self, entry: HistoryRow) -> str:
        facts = f"{self._clock(entry.at)} · {entry.who} · {plural(entry.changes, 'row')}"
        return f"{facts}, the first {MOST_CHANGES} told" if entry.changes > MOST_CHANGES else facts

    def _put_away(self, answer: object) -> None:
        copied: tuple[CopiedChange, ...] = answer  # pyright: ignore[reportAssignmentType]
        model = RowsModel(self._copied_columns())
        model.set_rows(copied)
        cells = [(n, column) for n in range(len(copied)) for column in range(len(model.columns))]
        QGuiApplication.clipboard().setText(model.tsv(cells))
        self.desk.say(f"Copied {plural(len(copied), 'change')}. Paste them into Excel.")

    def _copied_columns(self) -> tuple[Column[CopiedChange], ...]:
        zone = ZoneInfo(self._zone)
        return (
            Column(
                f"When ({self._zone})", lambda copied: copied.entry.at.astimezone(zone).replace(tzinfo=None)
            ),
            Column("Who", lambda copied: copied.entry.who),
            Column("Step", lambda copied: step_words(copied.entry)),
            Column("What", lambda copied: copied.change.thing),
            Column("Name", lambda copied: copied.change.name),
            Column("Change", lambda copied: copied.change.deed),
            Column("Field", lambda copied: copied.change.field),
            Column("Before", lambda copied: copied.change.before),
            Column("After", lambda copied: copied.change.after),
        )

    def _clock(self, instant: datetime) -> str:
        at = instant.astimezone(ZoneInfo(self._zone))
        return f"{at.day} {at:%b %Y %H:%M}"

    def _fail(self, error: AppError) -> None:
        self.desk.trouble.emit(str(error))


def step_words(entry: HistoryRow) -> str:
    """The step as the Undo menu names it, and whether it was taken back."""
    return PREFIXES.get(entry.kind, "") + entry.label


def lines_of(told: Sequence[ToldChange]) -> tuple[Line, ...]:
    """Each thing once, its fields under it."""
    lines: list[Line] = []
    for thing, fields in groupby(told, thing_words):
        lines.append(Line(thing))
        lines += (Line("", each.field, each.before, each.after) for each in fields)
    return tuple(lines)


def thing_words(told: ToldChange) -> str:
    """ "Outage added: Till, Sat 3 Oct 2026 11:00"."""
    deed = "" if told.deed == "changed" else f" {told.deed}"
    return f"{told.thing[:1].upper()}{told.thing[1:]}{deed}: {told.name}"
