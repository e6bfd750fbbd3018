"""The SLAM chart at the left and the chosen level at the right: what the desk's Levels and the customer's share."""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QWidget

from app.views import theme
from app.views.keys import OwnKey, do_own
from app.views.widgets.basics import Card, label
from app.views.widgets.colours import SIGNS
from app.views.widgets.flow import Flow
from app.views.widgets.level_view import LevelView
from app.views.widgets.slam_chart import SlamTable


class LevelsBench(QSplitter):
    """`kept` stands over the chart and says how many targets were kept; `area` scrolls the level."""

    own_keys: ClassVar = (OwnKey("Esc", "Close what a figure is made of", "close_evidence"),)

    def __init__(self, level_view: LevelView) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.level_view = level_view
        self.chart = SlamTable()
        self.kept = label("", "strong", wrap=True)
        self.area = QScrollArea()
        self.setChildrenCollapsible(False)
        self.setHandleWidth(theme.GAP)
        self.addWidget(self._build_chart())
        self.addWidget(self._build_detail())
        self.setStretchFactor(0, 2)
        self.setStretchFactor(1, 3)
        self.setSizes([420, 620])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not do_own(self, event):
            super().keyPressEvent(event)

    def close_evidence(self) -> bool:
        """The keyboard stays in the chart or where it was beside it; False where nothing is open."""
        evidence = self.level_view.evidence
        if evidence.isHidden():
            return False
        focused = self.window().focusWidget()
        if focused is not None and evidence.isAncestorOf(focused):
            self.chart.setFocus()
        evidence.close_evidence()
        return True

    def _build_chart(self) -> QWidget:
        card = Card(margin=12)
        card.setMinimumWidth(380)
        card.body.addWidget(self.kept)
        card.body.addWidget(self.chart, 1)
        legend = Flow(spacing=12)
        for verdict, sign in SIGNS.items():
            legend.add(label(f"{sign} {verdict}", "caption", muted=True))
        legend.add(label("◥ restated", "caption", muted=True))
        card.body.addWidget(legend)
        return card

    def _build_detail(self) -> QWidget:
        self.area.setAccessibleName("The chosen level")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.area.setWidget(self.level_view)
        card = Card(margin=1)
        card.setMinimumWidth(440)
        card.body.addWidget(self.area)
        return card
