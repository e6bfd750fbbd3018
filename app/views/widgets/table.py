"""The table of every page: sorts, copies with headers, pastes where editable, sums what is selected."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHelpEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from app.views.rows_model import Column, Index, RowsModel
from app.views.widgets.basics import tip
from app.views.widgets.editors import dress_suggestions, suggesting

Row = TypeVar("Row")
ROW_HEIGHT = 36
SHOWN_AT_ONCE = 50  # suggestions few enough to be shown before anything is typed


class Table(QTableView, Generic[Row]):
    """A table over a `RowsModel`. `chosen` names the current row (or None) after every move."""

    chosen = Signal(object)
    opened = Signal(object)  # Enter or a double click on a row that is not edited
    block_offered = Signal(str, int, int)  # a block where the list takes blocks whole: text, row and column
    summed = Signal(str)  # "3 rows · sum 214"

    def __init__(self, model: RowsModel[Row], name: str, *, row_height: int = ROW_HEIGHT) -> None:
        super().__init__()
        self.rows_model = model
        self._key: Callable[[Row], object] = id
        self.takes_blocks = False
        self.block_wanted: Callable[[str, int], bool] = lambda _text, _column: True
        self.setModel(model)
        self.setAccessibleName(name)
        self._dress(row_height)
        self.setItemDelegate(_Choices(self))
        self.selectionModel().currentChanged.connect(self._tell_chosen)
        self.selectionModel().selectionChanged.connect(self._tell_sum)
        self.doubleClicked.connect(self._open)

    def keep_by(self, key: Callable[[Row], object]) -> None:
        """After new rows, find the current row again by this key."""
        self._key = key

    def set_rows(self, rows: tuple[Row, ...]) -> None:
        """Show new rows and stay on the same one if it is still there; it is told as chosen again."""
        current = self.current_row()
        wanted = None if current is None else self._key(current)
        column = max(0, self.currentIndex().column())
        stayed = self.rows_model.set_rows(rows, self._key)
        if stayed and wanted is not None:
            self._tell_chosen()
            self._tell_sum()
        elif wanted is not None:
            self.choose(lambda row: self._key(row) == wanted, column)

    def current_row(self) -> Row | None:
        """The row the cursor stands on."""
        index = self.currentIndex()
        return self.rows_model.row_at(index) if index.isValid() else None

    def selected_rows(self) -> tuple[Row, ...]:
        """The rows with a selected cell, from top to bottom."""
        return tuple(self.rows_model.row_at(number) for number in self.selected_numbers())

    def selected_numbers(self) -> tuple[int, ...]:
        """The numbers of the rows with a selected cell; told by ranges, so that a million are told at once."""
        ranges = self.selectionModel().selection().toList()
        return tuple(sorted({n for one in ranges for n in range(one.top(), one.bottom() + 1)}))

    def choose(self, matches: Callable[[Row], bool], column: int = 0) -> bool:
        """Move to the first row that matches; False when it is not shown."""
        position = self.rows_model.position(matches)
        if position < 0:
            return False
        index = self.rows_model.index(position, column)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        if self.selectionBehavior() == QAbstractItemView.SelectionBehavior.SelectRows:
            flags |= QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)
        return True

    def fit_columns(self) -> None:
        """Give each column what its texts need; what is left over or missing falls on the widest."""
        header = self.horizontalHeader()
        needed = [
            max(self.sizeHintForColumn(n), header.sectionSizeHint(n)) + 8 for n in range(header.count())
        ]
        widest = max(range(len(needed)), key=needed.__getitem__)
        for number, width in enumerate(needed):
            mode = QHeaderView.ResizeMode.Stretch if number == widest else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(number, mode)
            header.resizeSection(number, width)

    def by_cell(self) -> None:
        """Select cells, as in Excel, instead of whole rows."""
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setProperty("cells", True)

    def copy(self) -> None:
        """Put the selected cells with their headers on the clipboard."""
        cells = [(index.row(), index.column()) for index in self.selectionModel().selectedIndexes()]
        if cells:
            QGuiApplication.clipboard().setText(self.rows_model.tsv(cells))

    def paste(self) -> bool:
        """Offer the clipboard's block from the current cell on; False where this table takes none there."""
        text = QGuiApplication.clipboard().text()
        index = self.currentIndex()
        takes = self.takes_blocks and index.isValid() and self.rows_model.editable
        if not (text and takes and self.block_wanted(text, index.column())):
            return False
        self.block_offered.emit(text, index.row(), index.column())
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            event.ignore()  # an editor passes on the Enter that closes it
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            event.setAccepted(self.paste())  # else the page may take it
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _dress(self, row_height: int) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(row_height)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setMinimumSectionSize(40)
        self._lay_columns(header)

    def _lay_columns(self, header: QHeaderView) -> None:
        for number, column in enumerate(self.rows_model.columns):
            if column.width:
                header.resizeSection(number, column.width)
            header.setSectionResizeMode(
                number, QHeaderView.ResizeMode.Interactive if column.width else QHeaderView.ResizeMode.Stretch
            )

    def _open(self, index: Index) -> None:
        if self.rows_model.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        else:
            self.opened.emit(self.rows_model.row_at(index))

    def _tell_chosen(self) -> None:
        self.chosen.emit(self.current_row())

    def _tell_sum(self) -> None:
        indexes = self.selectionModel().selectedIndexes()
        rows = {index.row() for index in indexes}
        values = [self._value(index) for index in indexes]
        numbers = [
            value for value in values if isinstance(value, int | float) and not isinstance(value, bool)
        ]
        words = f"{len(rows)} rows" if len(rows) > 1 else ""
        if len(numbers) > 1:
            words += f" · sum {sum(numbers):,.6g}"
        self.summed.emit(words)

    def _value(self, index: Index) -> object:
        column: Column[Row] = self.rows_model.columns[index.column()]
        return column.value(self.rows_model.row_at(index))


class _Choices(QStyledItemDelegate):
    """Edits a column with choices by a drop-down, every other by a line."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        column = model.columns[index.column()] if isinstance(model, RowsModel) else None
        choices = column.choices if column else ()
        if not choices:
            editor = super().createEditor(parent, option, index)
            if column and column.known and isinstance(editor, QLineEdit):
                known = column.known()
                completer = suggesting(editor, known)
                dress_suggestions(editor)
                if 0 < len(known) <= SHOWN_AT_ONCE:
                    QTimer.singleShot(0, editor, lambda: _offer_all(completer))
        else:
            editor = QComboBox(parent)
            editor.addItems(list(choices))
            editor.activated.connect(lambda _number: self._take(editor))
        title = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        editor.setAccessibleName(str(title))
        return editor

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A text that is cut is told whole, where the column has nothing else to tell."""
        told = index.data(Qt.ItemDataRole.ToolTipRole)
        cut = self.sizeHint(option, index).width() > option.rect.width()
        if event.type() != QEvent.Type.ToolTip or told or not cut:
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), tip(str(index.data())), view)
        return True

    def _take(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QComboBox):
            editor.setCurrentText(text)
        elif not isinstance(editor, QLineEdit) or not (editor.isModified() or editor.text() == text):
            super().setEditorData(editor, index)  # news from elsewhere leaves alone what is being typed

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        if isinstance(editor, QComboBox) and isinstance(model, RowsModel):
            model.setData(index, editor.currentText())
        else:
            super().setModelData(editor, model, index)  # pyright: ignore[reportArgumentType]


def _offer_all(completer: QCompleter) -> None:
    """Show every suggestion under a cell that has just been opened."""
    completer.setCompletionPrefix("")
    completer.complete()
