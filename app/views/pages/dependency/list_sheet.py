"""A list of who needs what on its way in: pasted, typed or from a file, looked at line by line, written as one step."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from app.calc.words import plural
from app.errors import AppError, Cancelled
from app.imports.files import SourceFile
from app.usecases.pasted_dependencies import (
    PastedDependencies,
    UnderstoodLine,
    look_at_dependencies,
    look_at_file,
    read_dependency_file,
    write_dependencies,
)
from app.views import theme
from app.views.desk import Desk
from app.views.drops import SHEET_ENDINGS
from app.views.rows_model import Column, RowsModel
from app.views.widgets.basics import Card, button, label, row
from app.views.widgets.editors import ChoiceEditor
from app.views.widgets.elided import Elided
from app.views.widgets.table import Table

PAUSE = 250  # milliseconds without a key until what was typed is read
LISTED = 6
SIGNS = {"new": ("＋ new", "met"), "known": ("– known", "muted"), "refused": ("✕ refused", "missed")}
HOW = (
    "Two columns from Excel: who, and what it needs; then, if you like, the group (2 of 3) and the kind. "
    "Or one name a line, indented under what needs it."
)
EXAMPLE = """Webshop
    Web servers (2 of 3)
        Web server 1
        Web server 2
        Web server 3
    Database
        Storage"""
KEY = "list of dependencies"


class ListSheet(QWidget):
    """`closed` when it is left or done; the page then reads itself again by the news of the desk."""

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._under = ""
        self._path: Path | None = None
        self._offered: tuple[Path, str] | None = (
            None  # a file that waits until what is typed may go, and under whom
        )
        self._source: SourceFile | None = None
        self._found: PastedDependencies | None = None
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("The list")
        self.text.setPlaceholderText(EXAMPLE)
        self.text.setAcceptDrops(False)
        self.text.setTabChangesFocus(True)
        self.file_name = Elided("strong")
        self.sheet_choice = ChoiceEditor()
        self.sheet_choice.setAccessibleName("Which sheet")
        self.sheet_choice.committed.connect(self._look)
        self.sentence = label("", wrap=True)
        self.error = label("", tone="error", wrap=True)
        self.model: RowsModel[UnderstoodLine] = RowsModel(_columns())
        self.table: Table[UnderstoodLine] = Table(self.model, "What is understood")
        self.write_button = button("Write", self.write, kind="primary")
        self.paste_button = button("Paste", self.paste, kind="quiet", icon="copy")
        self.file_button = button("Choose a file…", self.choose_file, kind="quiet", icon="folder")
        self.offer = label("", wrap=True)
        policy = self.offer.sizePolicy()  # changed in place, as its height follows from its width
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        self.offer.setSizePolicy(policy)
        self.read_button = button("Read the file", self._read_offered)
        self.keep_button = button("Keep the list", self._leave_offered)
        self.measurements_button = button(
            "Import as measurements instead", self._as_measurements, kind="quiet"
        )
        self.leave_button = button("Leave", self.leave, kind="quiet")
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._look)
        self.text.textChanged.connect(self._typed)
        self._build()

    def open_with(self, text: str, under: str) -> None:
        """Begin with what was pasted, or with nothing; mere names stand under what is called `under`."""
        self._begin(under)
        self.text.setPlainText(text)
        self._pause.stop()
        self._look()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_file(self, path: Path, under: str) -> None:
        """Read a file, off the window's thread."""
        self._begin(under)
        self._path = path
        self.file_name.show_text(path.name)
        self._dress()
        self.sentence.setText(f"Reading {path.name}…")
        self.desk.tasks.start(
            lambda report, cancelled: read_dependency_file(path, progress=report, cancelled=cancelled),
            done=self._take_source,
            failed=self._fail,
            title=f"Reading {path.name}",
            owner=self,
            key=KEY,
        )

    def take_file(self, path: Path, under: str) -> None:
        """Read a file that came while this is open; a list that is typed stays until it is said what becomes of it."""
        if self._path is None and self.text.toPlainText().strip():
            self._offered = path, under
            self.offer.setText(f"Read {path.name}? It takes the place of the list typed here.")
            self._offer_row.show()
            self._dress()
            self.keep_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.open_file(path, under)

    def paste(self) -> None:
        """What lies on the clipboard instead."""
        self.open_with(QGuiApplication.clipboard().text(), self._under)

    def choose_file(self) -> None:
        endings = " ".join(f"*{ending}" for ending in sorted(SHEET_ENDINGS))
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Choose a list", "", f"Spreadsheets and text ({endings})"
        )
        if chosen:
            self.take_file(Path(chosen), self._under)

    def write(self) -> None:
        """Write what is new as one step, off the window's thread."""
        found, db = self._found, self.desk.db
        if found is None or not found.edges:
            return
        self.write_button.setEnabled(False)
        self.desk.tasks.start(
            lambda _report, _cancelled: write_dependencies(db, found.edges),
            done=self._written,
            failed=self._fail,
            title="Writing the list",
            owner=self,
            key=KEY,
        )

    def leave(self) -> None:
        """Without writing anything."""
        self._pause.stop()
        self.desk.tasks.drop(KEY)
        self._source = None
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    # Building

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        card = Card()
        card.body.addWidget(
            row(
                label("Bring in a list", "section"),
                None,
                self.paste_button,
                self.file_button,
                self.leave_button,
            )
        )
        self.how = label(HOW, muted=True, wrap=True)
        card.body.addWidget(self.how)
        self._file_row = row(self.file_name, self.sheet_choice, self.measurements_button)
        self.file_name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        card.body.addWidget(self._file_row)
        for answer in (self.read_button, self.keep_button):
            answer.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._offer_row = row(self.offer, self.read_button, self.keep_button)
        card.body.addWidget(self._offer_row)
        card.body.addWidget(self.text, 2)
        layout.addWidget(card, 1)
        below = Card()
        below.body.addWidget(self.sentence)
        below.body.addWidget(self.table, 1)
        below.body.addWidget(self.error)
        below.body.addWidget(row(None, self.write_button))
        layout.addWidget(below, 2)
        self._below = below
        self._take_offer_away()
        self._dress()

    def _dress(self) -> None:
        """A file has its name where a list that is typed has its text."""
        is_file = self._path is not None
        self._file_row.setVisible(is_file)
        self.text.setVisible(not is_file)
        self.how.setVisible(not is_file and self._offered is None)  # a low window has room for one of them
        sheets = self._source.sheets if self._source is not None else ()
        self.sheet_choice.setVisible(len(sheets) > 1)
        found = self._found
        self.table.setVisible(found is not None)
        count = len(found.edges) - found.known if found is not None else 0
        self.write_button.setText(f"Write {plural(count, 'line')}" if count else "Nothing to write")
        self.write_button.setAccessibleName(self.write_button.text())
        is_read = not self._pause.isActive()
        self.write_button.setEnabled(bool(count) and is_read and not self.desk.read_only)

    def _begin(self, under: str) -> None:
        self.desk.tasks.drop(KEY)
        self._under, self._path, self._source, self._found = under, None, None, None
        self.text.blockSignals(True)
        self.text.clear()
        self.text.blockSignals(False)
        self._take_offer_away()
        self._say_error("")
        self.sentence.setText("")
        self._dress()

    def _read_offered(self) -> None:
        if self._offered is not None:
            self.open_file(*self._offered)
            self.file_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_offered(self) -> None:
        self._take_offer_away()
        self._dress()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_offer_away(self) -> None:
        self._offered = None
        self._offer_row.hide()

    # Reading

    def _typed(self) -> None:
        """What was read before is not what stands there now, and must not be written for it."""
        self._pause.start()
        self.write_button.setEnabled(False)

    def _take_source(self, source: object) -> None:
        assert isinstance(source, SourceFile)
        self._source = source
        self.sheet_choice.set_choices([(at, sheet.name) for at, sheet in enumerate(source.sheets)])
        first = next((at for at, sheet in enumerate(source.sheets) if sheet.rows and not sheet.hidden), 0)
        self.sheet_choice.set_value(first)
        self._look()

    def _look(self) -> None:
        db, under, source, text = self.desk.db, self._under, self._source, self.text.toPlainText()
        self._say_error("")
        if source is None and not text.strip():
            self._found = None
            self.sentence.setText("")
            self._dress()
            return
        sheet = self.sheet_choice.value()
        number = sheet if isinstance(sheet, int) else 0

        def look() -> PastedDependencies:
            if source is not None:
                return look_at_file(db, source, number, under)
            return look_at_dependencies(db, text, under)

        self.desk.tasks.start(
            lambda _report, _cancelled: look(), done=self._show, failed=self._fail, owner=self, key=KEY
        )

    def _show(self, found: object) -> None:
        assert isinstance(found, PastedDependencies)
        self._found = found
        self.sentence.setText(sentence_of(found))
        self.table.set_rows(found.lines)
        self._dress()

    def _fail(self, error: AppError) -> None:
        self._found = None
        self.sentence.setText("")
        self._say_error("" if isinstance(error, Cancelled) else str(error))
        self._dress()

    def _say_error(self, text: str) -> None:
        self.error.setText(text)
        self.error.setVisible(bool(text))

    def _written(self, count: object) -> None:
        assert isinstance(count, int)
        self.desk.did(f"Wrote {plural(count, 'line')} of what is needed.")
        self._source = None
        self.closed.emit()

    def _as_measurements(self) -> None:
        path = self._path
        self.leave()
        if path is not None:
            self.desk.go("measurements", ("import", (path,)))


def sentence_of(found: PastedDependencies) -> str:
    """What writing would do."""
    refused = sum(line.verdict == "refused" for line in found.lines)
    fresh = len(found.edges) - found.known
    said = f"{plural(len(found.lines), 'line')}: {fresh} new, {found.known} known, {refused} refused."
    names = found.new_components
    if not names:
        return said
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return f"{said} Makes {plural(len(names), 'component')}: {', '.join(names[:LISTED])}{more}."


def _columns() -> tuple[Column[UnderstoodLine], ...]:
    return (
        Column("Line", lambda one: one.line, align="right", width=64),
        Column("Who", lambda one: one.who, role="strong"),
        Column("Needs", lambda one: one.needs),
        Column("Group", lambda one: one.group, width=152),
        Column("Kind", lambda one: one.kind, width=96),
        Column(
            "What happens",
            lambda one: SIGNS[one.verdict][0],
            width=104,
            colour=lambda one: SIGNS[one.verdict][1],
        ),
        Column("Why", lambda one: one.note, tip=lambda one: one.note),
    )
