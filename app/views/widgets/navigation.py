"""The navigation at the left: pages grouped by the cycle, foldable to its icons."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QVBoxLayout, QWidget

from app.views import icons, theme
from app.views.pages import PageEntry
from app.views.widgets.basics import PushButton, icon_button, label, rename, row

WIDTH = 200
FOLDED_WIDTH = 56


class Navigation(QWidget):
    """One button per page; `wanted` carries the key of the page asked for."""

    wanted = Signal(str)
    folded_changed = Signal(bool)

    def __init__(self, entries: Sequence[PageEntry]) -> None:
        super().__init__()
        self.setProperty("role", "navigation")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Pages")
        self.folded = self._wanted = self._narrow = False
        self.buttons: dict[str, QPushButton] = {}
        self._titles: dict[str, str] = {}
        self._group_of: dict[str, str] = {}
        self._groups: list[QLabel] = []
        self._exclusive = QButtonGroup(self)
        self._build(entries)
        self.set_folded(False)

    def set_narrow(self, narrow: bool) -> None:
        """Fold while the window is narrow; wide again, it is as it was chosen. Unfolded by hand it stays so."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self._fold_to(narrow or self._wanted)

    def set_folded(self, folded: bool) -> None:
        """Fold to icons, or unfold."""
        if not self._narrow:
            self._wanted = folded
            self.folded_changed.emit(folded)
        self._fold_to(folded)

    def _fold_to(self, folded: bool) -> None:
        self.folded = folded
        self.setFixedWidth(FOLDED_WIDTH if folded else WIDTH)
        for heading in self._groups:
            heading.setText("" if folded else str(heading.property("words")))
        for key, button in self.buttons.items():
            button.setText("" if folded else f" {self._titles[key]}")
        rename(self._fold, "Unfold navigation (Ctrl+B)" if folded else "Fold navigation (Ctrl+B)")

    def offer(self, keys: Collection[str]) -> None:
        """Show these pages only, and the groups that have one of them."""
        for key, button in self.buttons.items():
            button.setVisible(key in keys)
        for heading in self._groups:
            heading.setVisible(any(self._group_of[key] == heading.property("words") for key in keys))

    def mark(self, key: str) -> None:
        """Show which page is open; a page of the menu alone leaves every button unmarked."""
        self._exclusive.setExclusive(key in self.buttons)
        for other, button in self.buttons.items():
            button.setChecked(other == key)

    def _build(self, entries: Sequence[PageEntry]) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 16, 8, 8)
        layout.setSpacing(2)
        group = ""
        for number, entry in enumerate(entries, start=1):
            if entry.group != group:
                group = entry.group
                layout.addWidget(self._heading(group, first=number == 1))
            layout.addWidget(self._button(entry, number))
        layout.addStretch(1)
        self._fold = icon_button("fold", "Fold navigation (Ctrl+B)", lambda: self.set_folded(not self.folded))
        layout.addWidget(row(self._fold, None))

    def _heading(self, group: str, *, first: bool) -> QLabel:
        heading = label(group, "caption", muted=True)
        heading.setProperty("words", group)
        heading.setContentsMargins(12, 0 if first else 12, 0, 4)
        self._groups.append(heading)
        return heading

    def _button(self, entry: PageEntry, number: int) -> QPushButton:
        button = PushButton()
        button.setProperty("kind", "nav")
        button.setCheckable(True)
        button.setIconSize(QSize(icons.SIZE - 2, icons.SIZE - 2))
        button.setFont(theme.font("body"))
        icons.put(button, entry.icon, "text", active="accent")
        rename(button, f"{entry.title} (Ctrl+{number})")
        button.clicked.connect(lambda: self.wanted.emit(entry.key))
        self._exclusive.addButton(button)
        self.buttons[entry.key] = button
        self._titles[entry.key] = entry.title
        self._group_of[entry.key] = entry.group
        return button
