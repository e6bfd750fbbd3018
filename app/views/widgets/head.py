"""The head of a detail: what it is, one line of facts, and what can be done with all of it."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.views import theme
from app.views.widgets.basics import label


class Head(QWidget):
    """Name, facts and actions in one row."""

    def __init__(self, *actions: QWidget) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        self.name = label("", "title", wrap=True)
        self.facts = label("", muted=True, wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.facts)
        layout.addLayout(words, 1)
        for action in actions:
            layout.addWidget(action)

    def show_words(self, name: str, *facts: str) -> None:
        """Name the thing; empty facts are left out."""
        self.name.setText(name)
        self.facts.setText(" · ".join(fact for fact in facts if fact))
        self.facts.setVisible(any(facts))
