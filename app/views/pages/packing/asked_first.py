"""A step that cannot be taken back: a button that first says, in its own place, what it means and what it needs."""

from collections.abc import Sequence

from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.views import theme
from app.views.widgets.basics import button, label, row
from app.views.widgets.scrolling import bring_into_view


class AskedFirst(QWidget):
    """`step` takes it; "Not yet" leads back. A question in which something was written stands open."""

    def __init__(
        self, text: str, sentence: str, step: QPushButton, asked_for: Sequence[QWidget] = ()
    ) -> None:
        super().__init__()
        self.step = step
        self._begin = button(text, self.ask)
        self._question = stacked(
            label(sentence, wrap=True), *asked_for, row(step, button("Not yet", self._go_back), None)
        )
        self._question.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addWidget(row(self._begin, None))
        layout.addWidget(self._question)
        for text_field in self._question.findChildren(QPlainTextEdit):
            text_field.textChanged.connect(lambda field=text_field: self._open_for(field))

    @property
    def is_asking(self) -> bool:
        """Whether the question is open."""
        return not self._question.isHidden()

    def open(self) -> None:
        """Open the question and leave the keyboard where it is."""
        self._question.show()
        self._begin.hide()

    def ask(self) -> None:
        """Open the question, with the keyboard on the step itself."""
        self.open()
        self.step.setFocus()
        bring_into_view(self)

    def _go_back(self) -> None:
        self._begin.show()
        self._begin.setFocus()
        self._question.hide()

    def _open_for(self, field: QPlainTextEdit) -> None:
        if field.toPlainText():
            self.open()


def stacked(*widgets: QWidget) -> QWidget:
    """Widgets one under the other."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.GRID)
    for widget in widgets:
        layout.addWidget(widget)
    return holder
