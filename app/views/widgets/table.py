"""The table of every page: sorts, filters, copies with headers, pastes where editable, tells what is selected.

What it does with its columns stands in `columned`, what with a selection in `picked` and `selection_words`.
"""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QLineEdit,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)
from shiboken6 import isValid

from app.calc.tally import Tally
from app.calc.words import plural
from app.views import theme
from app.views.paged_model import PagedModel
from app.views.rows_model import Index, RowsModel
from app.views.widgets.basics import tip
from app.views.widgets.columned import Columned
from app.views.widgets.copying import copied_lines
from app.views.widgets.editors import dress_suggestions, suggesting
from app.views.widgets.nothing_fits import NothingFits
from app.views.widgets.picked import Block, Picked
from app.views.widgets.selection_words import counted, told_columns, words
from app.views.widgets.table_menu import table_menu

Row = TypeVar("Row")
ROW_HEIGHT = 36
SHOWN_AT_ONCE = 50  # suggestions few enough to be shown before anything is typed
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class Table(Columned, Generic[Row]):
    """A table over a `RowsModel`. `chosen` names the current row (or None) after every move."""

    chosen = Signal(object)
    opened = Signal(object)  # Enter or a double click on a row that is not edited
    block_offered = Signal(str, int, int)  # a block where the list takes blocks whole: text, row and column
    rows_model: RowsModel[Row]
    summed = Signal(str)  # "3 rows · Minutes: sum 214 min · mean 71.3 · count 3"

    def __init__(self, model: RowsModel[Row], name: str, *, row_height: int = ROW_HEIGHT) -> None:
        super().__init__(model)
        self._nothing: NothingFits | None = None
        self.note = ""  # what was last told of the selection
        self._key: Callable[[Row], object] = id
        self.takes_blocks = False
        self.block_wanted: Callable[[str, int], bool] = lambda _text, _column: True
        self._menu: QMenu | None = None
        self.own_actions: Callable[[], Sequence[QAction]] = lambda: ()  # on top of its menu
        self.setAccessibleName(name)
        self._dress(row_height)
        self.setItemDelegate(_Choices(self))
        self.selectionModel().currentChanged.connect(self._tell_chosen)
        self.selectionModel().selectionChanged.connect(self._tell_sum)
        model.counted.connect(lambda *_: self._tell_sum())
        model.counted.connect(lambda *_: self._say_if_nothing_fits())
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
        self.measure()
        if stayed and wanted is not None:
            self._tell_chosen()
            self._tell_sum()
        elif wanted is not None:
            self.choose(lambda row: self._key(row) == wanted, column)

    def current_row(self) -> Row | None:
        """The row the cursor stands on."""
        index = self.currentIndex()
        return self.rows_model.row_at(index) if index.isValid() else None

    @property
    def picked(self) -> Picked:
        """Which cells are selected."""
        return Picked.of(self.selectionModel().selection(), self.header.visible_columns())

    def selected_rows(self) -> tuple[Row, ...]:
        """The rows with a selected cell, from top to bottom."""
        return tuple(self.rows_model.row_at(number) for number in self.selected_numbers())

    def selected_numbers(self) -> tuple[int, ...]:
        """The numbers of the rows with a selected cell."""
        return tuple(self.picked.rows())

    def choose(self, matches: Callable[[Row], bool], column: int = 0) -> bool:
        """Move to the first row that matches; False when it is not shown."""
        position = self.rows_model.position(matches)
        if position < 0:
            return False
        index = self.rows_model.index(position, column)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        if self.by_rows:
            flags |= QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)
        return True

    def by_cell(self) -> None:
        """Select cells, as in Excel, instead of whole rows."""
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setProperty("cells", True)

    @property
    def by_rows(self) -> bool:
        """Whether whole rows are selected."""
        return self.selectionBehavior() == QAbstractItemView.SelectionBehavior.SelectRows

    def copy(self) -> None:
        """Put the selected cells with their headers on the clipboard."""
        self._copy(self.picked)

    def copy_whole(self) -> None:
        """Put everything that is shown on the clipboard, with the headers."""
        model = self.rows_model
        whole = Block(0, model.rowCount() - 1, 0, len(model.columns) - 1)
        self._copy(Picked((whole,), self.header.visible_columns()))

    def paste(self) -> bool:
        """Offer the clipboard's block from the current cell on; False where this table takes none there."""
        text = QGuiApplication.clipboard().text()
        index = self.currentIndex()
        takes = self.takes_blocks and index.isValid() and self.rows_model.editable
        if not (text and takes and self.block_wanted(text, index.column())):
            return False
        self.block_offered.emit(text, index.row(), index.column())
        return True

    def open_menu(self, column: int, at: QPoint) -> QMenu:
        """Open the menu of the table there on the screen, for one column."""
        if self._menu is not None and isValid(self._menu):
            self._menu.close()  # a system that makes an event of its own from the menu key asks twice
        self._menu = table_menu(self, column, self.own_actions())
        self._menu.popup(at)
        return self._menu

    def _beside_cursor(self) -> QPoint:
        index = self.currentIndex()
        return self.viewport().mapToGlobal(
            self.visualRect(index).bottomLeft() if index.isValid() else QPoint()
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            event.ignore()  # an editor passes on the Enter that closes it
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            event.setAccepted(self.paste())  # else the page may take it
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Up and self.header.is_open and self.currentIndex().row() <= 0:
            self.show_filters(self.currentIndex().column())
        elif event.key() == Qt.Key.Key_Menu or (event.key() == Qt.Key.Key_F10 and event.modifiers() & _SHIFT):
            self.open_menu(self.currentIndex().column(), self._beside_cursor())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.open_menu(self.currentIndex().column(), self._beside_cursor())
        else:
            self.open_menu(self.indexAt(event.pos()).column(), event.globalPos())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if self.frozen.width:
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.frozen.width:
            option = QStyleOptionViewItem()
            self.initViewItemOption(option)
            self.frozen.paint(option)

    def indexAt(self, point: QPoint) -> Any:
        found = super().indexAt(point)
        if self.frozen.covers(point) and found.isValid():
            return found.siblingAtColumn(self.frozen.column)
        return found

    def visualRect(self, index: Index) -> QRect:
        place = super().visualRect(index)
        return (
            self.frozen.rect(place) if self.frozen.width and index.column() == self.frozen.column else place
        )

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Where the first column stays it is in view already, and what it would cover is moved out from under it."""
        bar = self.horizontalScrollBar()
        before, stays = bar.value(), self.frozen.width and index.column() == self.frozen.column
        super().scrollTo(index, hint)
        if stays:
            bar.setValue(before)
        elif width := self.frozen.width:
            bar.setValue(bar.value() - max(0, width - self.columnViewportPosition(index.column())))

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
        self.verticalHeader().setSectionResizeMode(self.verticalHeader().ResizeMode.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_if_nothing_fits()

    def _say_if_nothing_fits(self) -> None:
        """In the place of the rows; made when first wanted."""
        wanted = self.has_filters and not self.rows_model.rowCount()
        if self._nothing is None and wanted:
            self._nothing = NothingFits(self.viewport(), self._lift_and_stay)
            theme.dress(self._nothing)
        if self._nothing is not None:
            self._nothing.show_if(wanted)

    def _lift_and_stay(self) -> None:
        self.setFocus()
        self.lift_filters()

    def _read_filter(self, column: int) -> None:
        super()._read_filter(column)
        if trouble := self.header.fields[column].trouble:
            self._tell(f"{self.title_of(column)} is not filtered: {trouble}")
        else:
            self._tell_sum()

    def _narrow(self) -> None:
        current = self.current_row()
        wanted = None if current is None else self._key(current)
        column = max(0, self.currentIndex().column())
        super()._narrow()
        loaded_later = isinstance(self.rows_model, PagedModel)
        if wanted is None or loaded_later or self.choose(lambda row: self._key(row) == wanted, column):
            return
        self._tell_chosen()

    def _open(self, index: Index) -> None:
        if self.rows_model.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        else:
            self.opened.emit(self.rows_model.row_at(index))

    def _copy(self, picked: Picked) -> None:
        model = self.rows_model
        if not picked.columns:
            return
        if not isinstance(model, PagedModel):
            self._put_on_clipboard("\n".join(copied_lines(model, picked)) + "\n")
            return
        count = picked.count()
        work = model.copying(picked)
        model.tasks.start(
            work,
            done=lambda text: self._put_on_clipboard(str(text), count),
            title=f"Copying {plural(count, 'row')}" if count > 1 else "",
            progress=lambda done, whole, _text: self._tell(f"{done:,} of {whole:,} rows read"),
            owner=self,
            key=f"copy {id(self)}",
        )

    def _put_on_clipboard(self, text: str, count: int = 0) -> None:
        QGuiApplication.clipboard().setText(text)
        if count > 1:
            self._tell(f"{plural(count, 'row')} copied")

    def _tell_chosen(self) -> None:
        self.chosen.emit(self.current_row())

    def _tell_sum(self) -> None:
        """Count at once; what is not loaded is summed where it is stored."""
        model, picked = self.rows_model, self.picked
        head = counted(picked, by_rows=self.by_rows)
        if not head:
            shown, whole = model.rowCount(), model.total
            self._tell(f"{shown:,} of {plural(whole, 'row')}" if self.has_filters else "")
            return
        columns = told_columns(model, picked, self.currentIndex().column())
        if isinstance(model, PagedModel):
            self._tell(head)
            if columns:
                self._sum_in_source(model, picked, columns)
            return
        tallies = {column: self._tally(picked, column) for column in columns}
        self._tell(words(model, picked, tallies, by_rows=self.by_rows))

    def _tally(self, picked: Picked, column: int) -> Tally:
        value = self.rows_model.columns[column].value
        return Tally.of(value(self.rows_model.row_at(row)) for row in picked.rows(column))

    def _sum_in_source(self, model: PagedModel[Row], picked: Picked, columns: tuple[int, ...]) -> None:
        def show(tallies: object) -> None:
            if self.picked == picked and isinstance(tallies, dict):
                self._tell(words(model, picked, tallies, by_rows=self.by_rows))

        model.tasks.start(
            model.summing({column: picked.spans(column) for column in columns}),
            done=show,
            owner=self,
            key=f"sum {id(self)}",
        )

    def _tell(self, text: str) -> None:
        self.note = text
        self.summed.emit(text)


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
