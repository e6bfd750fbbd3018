"""The first rows of a sheet as Excel would show them: letters above, numbers beside, the headings marked."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from app.usecases.importing import SourceSheet
from app.views import theme
from app.views.importing.job import letter

Index = QModelIndex | QPersistentModelIndex


class PreviewModel(QAbstractTableModel):
    """Read-only cells as texts; `header_row` is 1-based, 0 for none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: tuple[tuple[str, ...], ...] = ()
        self._columns = 0
        self._header_row = 0

    def show_sheet(self, sheet: SourceSheet | None, header_row: int) -> None:
        """Replace the cells."""
        self.beginResetModel()
        self._cells = sheet.preview if sheet else ()
        self._columns = max((len(row) for row in self._cells), default=0)
        self._header_row = header_row
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        heading = index.row() + 1 == self._header_row
        if role == Qt.ItemDataRole.DisplayRole:
            row = self._cells[index.row()]
            return row[index.column()] if index.column() < len(row) else ""
        if role == Qt.ItemDataRole.BackgroundRole and heading:
            return QColor(theme.current().accent_soft)
        if role == Qt.ItemDataRole.FontRole and heading:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return letter(section) if orientation == Qt.Orientation.Horizontal else str(section + 1)


class Preview(QTableView):
    """Shows the first rows of a sheet."""

    def __init__(self) -> None:
        super().__init__()
        self._model = PreviewModel(self)
        self.setModel(self._model)
        self.setAccessibleName("First rows of the sheet")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setStyleSheet("QTableView::item { border: none; }")  # the grid is the line here
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setDefaultSectionSize(26)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)

    def show_sheet(self, sheet: SourceSheet | None, header_row: int = 0) -> None:
        """Show a sheet's first rows with the row of its headings marked."""
        self._model.show_sheet(sheet, header_row)
        for column in range(self._model.columnCount()):
            self.setColumnWidth(column, min(220, max(72, self.sizeHintForColumn(column) + 12)))
