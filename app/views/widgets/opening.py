"""Room for a form that opens above a list: all it needs where there is so much, and scrolled where there is not."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

LEAST_HEIGHT = 160


class Opening(QScrollArea):
    """There while its content, which begins hidden, is shown."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content = content
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        was_hidden = content.isHidden()
        self.hide()
        self.setWidget(content)  # which shows it
        self.viewport().setAutoFillBackground(False)
        content.setVisible(not was_hidden)

    def sizeHint(self) -> QSize:
        content, width = self._content, min(self.viewport().width(), self._content.maximumWidth())
        height = content.heightForWidth(width) if content.hasHeightForWidth() else content.sizeHint().height()
        least = content.minimumSizeHint()  # which a form that has just reflowed can ask for beyond its hint
        return QSize(content.sizeHint().width(), max(height, least.height()) + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._content.minimumSizeHint().width(), min(LEAST_HEIGHT, self.sizeHint().height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self.parentWidget() is not None and kind in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.setVisible(kind == QEvent.Type.ShowToParent)
        elif kind == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
