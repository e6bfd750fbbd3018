"""A row of figures, each with a caption above and a note below, as the first thing a detail says."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.views import theme
from app.views.level_words import Fact
from app.views.widgets.basics import clear, label


class FactsRow(QWidget):
    """Shows facts side by side in columns of equal width."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.GRID)

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        """Replace what is shown."""
        clear(self._row)
        for fact in facts:
            self._row.addWidget(_FactView(fact), 1)


class _FactView(QWidget):
    def __init__(self, fact: Fact) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(label(fact.caption, "caption", muted=True))
        layout.addWidget(label(fact.figure, "figure", tone=fact.tone))
        layout.addWidget(label(fact.note or " ", "caption", muted=True, wrap=True))
        layout.addStretch(1)
        self.setAccessibleName(f"{fact.caption}: {fact.figure} {fact.note}".strip())
