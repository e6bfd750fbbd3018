"""A list of sentences, each with Edit and Remove at its end; its editor opens right under the sentence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.views import theme
from app.views.widgets.basics import Section, button, icon_button, label, line
from app.views.widgets.scrolling import bring_into_view, keep_place, let_go_of_focus


@dataclass(frozen=True, slots=True)
class Sentence:
    """One entry: what it says, what is small beneath it, and the heading it stands under."""

    id: int
    text: str
    caption: str = ""
    group: str = ""


class Sentences(Section):
    """`edit` and `remove` get the id of a sentence, `add` nothing; `editor` is shown where it is needed."""

    def __init__(
        self,
        title: str,
        empty: str,
        add_words: str,
        editor: QWidget,
        add: Callable[[], object],
        edit: Callable[[int], object],
        remove: Callable[[int], object],
    ) -> None:
        self.add_button = button(add_words, add, kind="quiet", icon="add")
        super().__init__(title, self.add_button)
        self._edit = edit
        self._remove = remove
        self._editor = editor
        self._editing: int | None = None
        self._rows: dict[int, QWidget] = {}
        self.writable = True
        self.empty = label(empty, muted=True, wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addWidget(self.empty)
        self.body.addLayout(self._list)
        self.body.addWidget(editor)

    def show_sentences(self, sentences: Sequence[Sentence]) -> None:
        """Replace the list; an open editor stays open, and the eye stays where it is."""
        keep_place(self)
        self._empty_list()
        group = ""
        for number, sentence in enumerate(sentences):
            if sentence.group != group:
                group = sentence.group
                heading = label(group, "strong")
                heading.setContentsMargins(0, theme.GRID if number else 0, 0, 0)
                self._list.addWidget(heading)
            row = self._row(sentence)
            self._rows[sentence.id] = row
            self._list.addWidget(row)
            self._list.addWidget(line())
        self.empty.setVisible(not sentences)
        self.add_button.setVisible(self.writable)
        if self._editing is not None and self._editing not in self._rows:
            self._editing = None
            self._editor.hide()
        self._seat_editor()

    def open_editor(self, sentence_id: int | None) -> None:
        """Seat the editor under a sentence, or at the end for a new one."""
        self._editing = sentence_id
        self._seat_editor()
        self._editor.show()
        bring_into_view(self._editor)

    def _seat_editor(self) -> None:
        row = self._rows.get(self._editing) if self._editing is not None else None
        if row is None:
            self.body.addWidget(self._editor)
        else:
            self._list.insertWidget(self._list.indexOf(row) + 1, self._editor)

    def _empty_list(self) -> None:
        self.body.addWidget(self._editor)
        self._rows = {}
        while item := self._list.takeAt(0):
            if widget := item.widget():
                let_go_of_focus(widget)
                widget.hide()
                widget.deleteLater()

    def _row(self, sentence: Sentence) -> QWidget:
        result = QWidget()
        layout = QHBoxLayout(result)
        layout.setContentsMargins(0, theme.GRID, 0, theme.GRID)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(sentence.text, wrap=True))
        if sentence.caption:
            words.addWidget(label(sentence.caption, "caption", muted=True, wrap=True))
        layout.addLayout(words, 1)
        if self.writable:
            layout.addWidget(icon_button("edit", f"Edit: {sentence.text}", lambda: self._edit(sentence.id)))
            layout.addWidget(
                icon_button("remove", f"Remove: {sentence.text}", lambda: self._remove(sentence.id))
            )
        return result
