"""What is missing before a period is issued: some sentences at first, and more when asked for."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.views.widgets.basics import Section, button, clear, label, row

MORE = 12  # hundreds of wrapped sentences at once would hold the window up for a second


class MissingBlock(Section):
    """A list that stays as long as one made it, until another pack is looked at."""

    outages_wanted = Signal(object)  # the ids of those that a sentence speaks of

    def __init__(self) -> None:
        super().__init__("Before issuing")
        self._behind: Mapping[str, tuple[int, ...]] = {}
        self._sentences: tuple[str, ...] = ()
        self._pack: object = None
        self._most = MORE

    def show_missing(
        self, pack: object, sentences: Sequence[str], behind: Mapping[str, tuple[int, ...]]
    ) -> None:
        """Show what this pack lacks; `behind` are the outages of each sentence that leads to some."""
        if pack != self._pack:
            self._pack, self._most = pack, MORE
        self._sentences, self._behind = tuple(sentences), behind
        self._fill()

    def _fill(self) -> None:
        clear(self.body)
        for sentence in self._sentences[: self._most]:
            self.body.addWidget(self._remark(sentence))
        rest = len(self._sentences) - self._most
        if rest > 0:
            self.body.addWidget(
                row(button(f"Show more ({rest:,} not shown)", self._show_more, kind="quiet"), None)
            )
        if not self._sentences:
            self.body.addWidget(label("✓ Measurements, words and recipients are complete.", tone="met"))

    def _show_more(self) -> None:
        self._most += MORE
        self._fill()

    def _remark(self, sentence: str) -> QWidget:
        """A sentence behind its sign, wrapped over the whole width, with the way to the outages it speaks of."""
        holder = QWidget()
        layout = QHBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label("▲", tone="nearly"), 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(label(sentence.replace(" %", "\u00a0%"), wrap=True), 1)
        outages = self._behind.get(sentence)
        if outages:
            show = button("Show", lambda: self.outages_wanted.emit(outages), kind="quiet")
            show.setAccessibleName("Show the outages without words for the customer")
            layout.addWidget(show, 0, Qt.AlignmentFlag.AlignTop)
        return holder
