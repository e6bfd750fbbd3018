"""A table as tall as its rows, for a page that scrolls as a whole."""

from typing import Generic, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy

from app.views.rows_model import RowsModel
from app.views.widgets.table import ROW_HEIGHT, Table

Row = TypeVar("Row")


class FittedTable(Table[Row], Generic[Row]):
    """Shows all rows up to `most`; beyond that it scrolls by itself."""

    def __init__(
        self, model: RowsModel[Row], name: str, *, most: int = 10, row_height: int = ROW_HEIGHT
    ) -> None:
        self._most = most
        super().__init__(model, name, row_height=row_height)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model.modelReset.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        rows = max(1, min(self._most, self.rows_model.rowCount()))
        return QSize(
            400,
            self.horizontalHeader().sizeHint().height()
            + rows * self.verticalHeader().defaultSectionSize()
            + 2,
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls, unless there is more here than is shown."""
        if self.rows_model.rowCount() > self._most:
            super().wheelEvent(event)
        else:
            event.ignore()
