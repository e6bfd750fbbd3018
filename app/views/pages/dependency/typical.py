"""Taking the figures of a typical part, where a component has none designed; the source is read before it is taken."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.usecases.picture import PictureNode
from app.usecases.typical_parts import TypicalPart, liken, typical_for
from app.views import theme
from app.views.desk import Desk
from app.views.widgets.basics import button, label, row


class TypicalChooser(QWidget):
    """Shown for a component without a designed mean time between failures."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._node: PictureNode | None = None
        self._parts: tuple[TypicalPart, ...] = ()
        self.choice = QComboBox()
        self.choice.setAccessibleName("Like a typical part")
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(12)
        self.source = label("", "caption", muted=True, wrap=True)
        self.take = button("Take its figures", self._take, kind="quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID // 2)
        layout.addWidget(label("No designed figure yet. It is like a typical", muted=True, wrap=True))
        layout.addWidget(self.choice)
        layout.addWidget(self.source)
        layout.addWidget(row(self.take, None))
        self.choice.currentIndexChanged.connect(self._show_source)

    def show_node(self, node: PictureNode | None) -> None:
        """Offer the library where the component has no designed figure and the desk can be written."""
        entered = None if node is None else node.entered
        offered = entered is not None and not entered.mtbf_hours and not self._desk.read_only
        self.setVisible(offered)
        if node is None or entered is None or not offered:
            return
        if self._node is None or self._node.name != node.name:
            self._parts = typical_for(entered.kind)
            self.choice.clear()
            for part in self._parts:
                self.choice.addItem(part.name)
        self._node = node
        self._show_source()

    @property
    def chosen(self) -> TypicalPart | None:
        at = self.choice.currentIndex()
        return self._parts[at] if 0 <= at < len(self._parts) else None

    def _show_source(self) -> None:
        part = self.chosen
        self.source.setText("" if part is None else f"{part.says}. {part.cited}")
        self.choice.setToolTip("" if part is None else part.address)

    def _take(self) -> None:
        node, part = self._node, self.chosen
        if node is None or part is None:
            return
        said: list[str] = []
        if self._desk.try_to(lambda: said.append(liken(self._desk.db, node.id, part.key))):
            self._desk.did(said[0])
