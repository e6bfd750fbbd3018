"""Forms as data: fields in a grid, each saved by itself when it is left, its error right under it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.errors import AppError
from app.views import theme
from app.views.drafts import DraftPlace
from app.views.widgets.basics import label, restyle
from app.views.widgets.editors import (
    CheckEditor,
    ChoiceEditor,
    Choices,
    DayEditor,
    Editor,
    LineEditor,
    MomentEditor,
    NumberEditor,
    SuggestEditor,
    TextEditor,
    TimesEditor,
    is_being_typed_in,
    needed_width,
)
from app.views.widgets.picks import PicksEditor
from app.views.widgets.refitting import Refitting

Kind = Literal["line", "text", "number", "choice", "day", "moment", "times", "check", "suggest", "picks"]
Save = Callable[[str, object], object]
LABEL_WIDTH = 136


@dataclass(frozen=True, slots=True)
class Field:
    """One field: the name it has in the row, its words, and how it is edited.

    `wide` fields take the whole width; others share a line where the form has two columns.
    """

    name: str
    title: str
    kind: Kind = "line"
    choices: tuple[tuple[object, str], ...] = ()
    known: Callable[[], Sequence[str]] | None = None
    optional: bool = False
    hint: str = ""
    wide: bool = False
    tip: str = ""


class Form(Refitting):
    """Fields of one row. With `save` each changed field is saved at once; `edited` then names it.

    Two columns become one where the fields would get too narrow for what stands in them.
    """

    edited = Signal(str)

    def __init__(self, fields: Sequence[Field], save: Save | None = None, *, columns: int = 1) -> None:
        super().__init__()
        self._save = save
        self.place: Callable[[], DraftPlace | None] | None = None  # where words not saved yet are taken up
        self._fields = {field.name: field for field in fields}
        self.editors: dict[str, QWidget] = {}
        self._errors: dict[str, QLabel] = {}
        self._labels: dict[str, QLabel] = {}
        self._tips: dict[str, QLabel] = {}
        self._cells: dict[str, QVBoxLayout] = {}
        self._most_columns = columns
        self._columns = 0
        self._label_width = LABEL_WIDTH
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.GAP)
        self._grid.setVerticalSpacing(theme.GRID)
        for field in fields:
            self._add(field)
        self._place(columns)

    def show_values(self, source: object) -> None:
        """Show a row's fields (or a mapping's), but leave alone what is being typed."""
        for name, editor in self.editors.items():
            value = source.get(name) if isinstance(source, dict) else getattr(source, name)
            if not is_being_typed_in(editor):
                self._as_editor(name).set_value(value)
                self.show_error(name, "")

    def draft_place(self) -> DraftPlace | None:
        """Where fields save themselves: what is being typed and was not left yet."""
        return self.draft_ready() if any(map(is_being_typed_in, self.editors.values())) else None

    def draft_ready(self) -> DraftPlace | None:
        """What can be written here now."""
        return self.place() if self.place else None

    def value(self, name: str) -> object:
        """What stands in a field; InputError when it cannot be read (and says so under it)."""
        try:
            value = self._as_editor(name).value()
        except AppError as error:
            self.show_error(name, str(error))
            raise
        self.show_error(name, "")
        return value

    def values(self) -> dict[str, object]:
        """All fields."""
        return {name: self.value(name) for name in self.editors}

    def set_value(self, name: str, value: object) -> None:
        """Put a value into one field."""
        self._as_editor(name).set_value(value)

    @property
    def saves(self) -> bool:
        """Whether each field is saved as soon as it is left."""
        return self._save is not None

    def set_choices(self, name: str, choices: Choices) -> None:
        """Offer other choices in one field."""
        editor = self.editors[name]
        if isinstance(editor, ChoiceEditor | PicksEditor):
            editor.set_choices(choices)
            self._fit()

    def set_title(self, name: str, title: str) -> None:
        """Rename one field; a long title may have two lines."""
        self._labels[name].setText(title)
        self.editors[name].setAccessibleName(title.replace("\n", " "))
        self._fit()

    def label_width(self) -> int:
        """What the longest of the shown words needs."""
        words = (one for one in self._labels.values() if not one.isHidden())
        return max((one.sizeHint().width() for one in words), default=0)

    def set_label_width(self, width: int) -> None:
        """Begin the fields here, as those of a form above or below do."""
        self._label_width = max(LABEL_WIDTH, width)
        self._grid.setColumnMinimumWidth(0, self._label_width)

    def set_shown(self, name: str, shown: bool) -> None:
        """Show or hide one field with its words."""
        self.editors[name].setVisible(shown)
        self._labels[name].setVisible(shown)
        if name in self._tips:
            self._tips[name].setVisible(shown)
        if not shown:
            self.show_error(name, "")

    def set_read_only(self, read_only: bool, *, but: Collection[str] = ()) -> None:
        """Show without editing, `but` for these fields."""
        for name in self.editors:
            self._as_editor(name).set_read_only(read_only and name not in but)

    def show_error(self, name: str, text: str) -> None:
        """Put an error under its field, or take it away."""
        self._errors[name].setText(text)
        self._errors[name].setVisible(bool(text))
        restyle(self.editors[name], wrong=bool(text))

    def start_editing(self, name: str) -> None:
        """Put the cursor into a field with its text selected."""
        editor = self.editors[name]
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(editor, QLineEdit | QPlainTextEdit):
            editor.selectAll()

    def minimumSizeHint(self) -> QSize:
        """As narrow as one column."""
        least = super().minimumSizeHint()
        if self._most_columns == 1:
            return least
        fields = max((one.minimumSizeHint().width() for one in self.editors.values()), default=0)
        return QSize(min(least.width(), self._label_width + theme.GAP + fields), least.height())

    def _fit(self) -> None:
        """As many columns as leave every field the width it needs."""
        if self._most_columns == 1 or not self.isVisible():
            return
        titles, fields = self._needs()
        room = self.width() - titles - (2 * self._most_columns - 1) * theme.GAP
        columns = self._most_columns if sum(fields) <= room else 1
        if columns != self._columns:
            self._place(columns)
        even = columns == 1 or max(fields) * columns <= room
        for column, need in enumerate(fields):
            stretch = (1 if even else need) if column < columns else 0
            if self._grid.columnStretch(column * 2 + 1) != stretch:  # setting asks for another layout
                self._grid.setColumnStretch(column * 2 + 1, stretch)

    def _needs(self) -> tuple[int, list[int]]:
        """The width that all titles and that each column of fields takes where nothing is cut."""
        titles, fields = [LABEL_WIDTH, *[0] * (self._most_columns - 1)], [0] * self._most_columns
        for name, (_, column, span) in self._places(self._most_columns).items():
            if span == 1 and not self._labels[name].isHidden():
                titles[column] = max(titles[column], self._labels[name].sizeHint().width())
                fields[column] = max(fields[column], needed_width(self.editors[name]))
        return sum(titles), fields

    def _places(self, columns: int) -> dict[str, tuple[int, int, int]]:
        """Row, column and how many columns of the grid each field takes."""
        row, column, places = 0, 0, dict[str, tuple[int, int, int]]()
        for name, field in self._fields.items():
            wide = field.wide or columns == 1
            if wide and column:
                row, column = row + 1, 0
            places[name] = row, column, 2 * columns - 1 if wide else 1
            column = columns if wide else column + 1
            if column >= columns:
                row, column = row + 1, 0
        return places

    def _place(self, columns: int) -> None:
        self._columns = columns
        for name, (row, column, span) in self._places(columns).items():
            title, cell = self._labels[name], self._cells[name]
            self._grid.removeWidget(title)
            self._grid.removeItem(cell)
            self._grid.addWidget(title, row, column * 2, Qt.AlignmentFlag.AlignTop)
            self._grid.addLayout(cell, row, column * 2 + 1, 1, span)
        self._grid.setColumnMinimumWidth(0, self._label_width)
        for column in range(columns):
            self._grid.setColumnStretch(column * 2 + 1, 1)

    def _add(self, field: Field) -> None:
        editor = _make(field)
        editor.setAccessibleName(field.title)
        error = label("", "caption", tone="error", wrap=True)
        error.hide()
        cell = self._cells[field.name] = QVBoxLayout()
        cell.setSpacing(2)
        cell.addWidget(editor)
        cell.addWidget(error)
        if field.tip:
            self._tips[field.name] = label(field.tip, "caption", muted=True, wrap=True)
            cell.addWidget(self._tips[field.name])
        title = label("" if field.kind == "check" else field.title, muted=True)
        title.setBuddy(editor)
        title.setMinimumHeight(32)
        self.editors[field.name] = editor
        self._errors[field.name] = error
        self._labels[field.name] = title
        committed: SignalInstance = getattr(editor, "committed")  # noqa: B009 (a Signal of whichever class)
        committed.connect(lambda: self._commit(field.name))

    def _as_editor(self, name: str) -> Editor:
        return cast("Editor", self.editors[name])

    def _commit(self, name: str) -> None:
        try:
            value = self.value(name)
            if self._save:
                self._save(name, value)
        except AppError as error:
            self.show_error(name, str(error))
            return
        self.edited.emit(name)


def _make(field: Field) -> QWidget:
    if field.kind == "choice":
        return ChoiceEditor(field.choices)
    if field.kind == "suggest":
        editor: QWidget = SuggestEditor(field.known() if field.known else (), optional=field.optional)
    elif field.kind == "check":
        return CheckEditor(field.title)
    else:
        plain = {
            "line": LineEditor,
            "text": TextEditor,
            "number": NumberEditor,
            "day": DayEditor,
            "moment": MomentEditor,
            "times": TimesEditor,
            "picks": PicksEditor,
        }
        editor = plain[field.kind]()
    if field.hint and isinstance(editor, QLineEdit | QPlainTextEdit):
        editor.setPlaceholderText(field.hint)
    return editor
