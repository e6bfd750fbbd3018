"""What the window shows while no desk is open: New, Open, the desks of late, and the sample."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.views import theme
from app.views.widgets.basics import Card, button, clear, label, row, tip


class RecentDesk(NamedTuple):
    """A desk opened of late, and whether its file is still there."""

    path: Path
    there: bool


class StartPage(QWidget):
    """Signals say what was asked; the window does it."""

    new_wanted = Signal()
    open_wanted = Signal()
    sample_wanted = Signal()
    recent_wanted = Signal(Path)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Start")
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        column = QWidget()
        column.setFixedWidth(560)
        outer.addWidget(row(None, column, None))
        outer.addStretch(3)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        layout.addWidget(label("Colonnade", "title"))
        layout.addWidget(
            label(
                "The service level manager’s desk: what was agreed, whether it was kept, and the pack. "
                "A desk is one file; nothing leaves this computer.",
                muted=True,
                wrap=True,
            )
        )
        self.new_button = button("New desk", self.new_wanted.emit, kind="primary", icon="new")
        self.open_button = button("Open desk", self.open_wanted.emit, icon="open")
        self.sample_button = button("Make the sample desk", self.sample_wanted.emit, icon="sample")
        layout.addWidget(row(self.new_button, self.open_button, self.sample_button, None))
        self._card = Card()
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self._card.body.addWidget(label("Recent desks", "section"))
        self._card.body.addLayout(self._recent)
        layout.addWidget(self._card)
        layout.addWidget(label("Or drop a desk (.slm) anywhere on this window.", "caption", muted=True))
        self.show_recent(())

    def show_recent(self, desks: Sequence[RecentDesk]) -> None:
        """List the desks of late, newest first."""
        clear(self._recent)
        self._card.setVisible(bool(desks))
        for desk in desks[:6]:
            self._recent.addWidget(self._entry(desk))

    def _entry(self, desk: RecentDesk) -> QPushButton:
        entry = button(desk.path.name, lambda: self.recent_wanted.emit(desk.path), kind="quiet")
        folder = str(desk.path.parent)
        shortened = folder if len(folder) < 46 else f"{folder[:20]} … {folder[-22:]}"
        entry.setText(
            f"{desk.path.name}   ·   {shortened if desk.there else 'no longer there'}".replace("&", "&&")
        )
        entry.setEnabled(desk.there)
        entry.setToolTip(tip(str(desk.path)))
        entry.setStyleSheet("text-align: left;")
        return entry
