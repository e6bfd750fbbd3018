"""A list of sentences, each with Edit and Remove at its end; its editor opens right under the sentence."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.views import theme
from app.views.widgets.basics import Section, button, icon_button, label, line
from app.views.widgets.scrolling import bring_into_view, keep_place, let_go_of_focus

MORE = 20  # sentences shown at first, and with each "Show more"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One entry: what it says, what is small beneath it, and the heading it stands under."""

    id: int
    text: str
    caption: str = ""
    group: str = ""


class Sentences(Section):
    """`edit` and `remove` get the id of a sentence, `add` nothing; the editor is shown where it is needed."""

    def __init__(
        self,
        title: str,
        empty: str,
        add_words: str,
        make_editor: Callable[[], QWidget],
        add: Callable[[], object],
        edit: Callable[[int], object],
        remove: Callable[[int], object],
    ) -> None:
        self.add_button = button(add_words, add, kind="quiet", icon="add")
        super().__init__(title, self.add_button)
        self._edit = edit
        self._remove = remove
        self._make_editor = make_editor
        self._editor: QWidget | None = None
        self._editing: int | None = None
        self._rows: dict[int, QWidget] = {}
        self._sentences: tuple[Sentence, ...] = ()
        self._kept: dict[Hashable, QWidget] = {}  # what is seen, by what it says
        self._waiting: dict[Hashable, QWidget] = {}
        self._seated: list[QWidget] = []
        self._most = MORE
        self.more_button = button("Show more", self.show_more, kind="quiet")
        self.more_button.hide()
        self.writable = True
        self.empty = label(empty, muted=True, wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addWidget(self.empty)
        self.body.addLayout(self._list)
        self.body.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def editor(self) -> QWidget:
        """The editor, made when first wanted: it has more widgets than everything around it."""
        if self._editor is None:
            self._editor = self._make_editor()
            self.body.addWidget(self._editor)
        return self._editor

    def close_editor(self) -> None:
        """Hide the editor, if it was ever open."""
        if self._editor is not None:
            self._editor.hide()

    def start_over(self) -> None:
        """The next list is another one: it begins short again."""
        self._most = MORE
        self._sentences = ()
        self.close_editor()

    def show_sentences(self, sentences: Sequence[Sentence]) -> None:
        """Show this list; what stays the same is not built again, and the eye stays where it is."""
        keep_place(self)
        self._lengthen_for_a_new_one(sentences)
        self._sentences = tuple(sentences)
        self._take_out()
        group = ""
        for number, sentence in enumerate(sentences[: self._most]):
            if sentence.group != group:
                group = sentence.group
                self._seat(self._built(group, lambda group=group: label(group, "strong")))
                self._seated[-1].setContentsMargins(0, theme.GRID if number else 0, 0, 0)
            seated = self._built((sentence, self.writable), lambda sentence=sentence: self._row(sentence))
            self._rows[sentence.id] = seated
            self._seat(seated)
        self._drop_left_over()
        rest = len(sentences) - self._most
        self.more_button.setText(f"Show more ({rest:,} not shown)")
        self.more_button.setVisible(rest > 0)
        self.empty.setVisible(not sentences)
        self.add_button.setVisible(self.writable)
        if self._editing is not None and self._editing not in self._rows:
            self._editing = None
            self.close_editor()
        self._seat_editor()

    def show_more(self) -> None:
        """Lengthen a long list: laying out hundreds of wrapped sentences at once would hold the window up."""
        self._most += MORE
        self.show_sentences(self._sentences)

    def _lengthen_for_a_new_one(self, sentences: Sequence[Sentence]) -> None:
        """What was just added is seen, wherever it stands."""
        before = {one.id for one in self._sentences}
        added = [number for number, one in enumerate(sentences) if one.id not in before]
        if before and len(added) == 1:
            self._most = max(self._most, added[0] + 1)

    def open_editor(self, sentence_id: int | None) -> None:
        """Seat the editor under a sentence, or at the end for a new one."""
        self._editing = sentence_id
        editor = self.editor
        self._seat_editor()
        editor.show()
        bring_into_view(editor)

    def _seat_editor(self) -> None:
        if self._editor is None:
            return
        row = self._rows.get(self._editing) if self._editing is not None else None
        if row is None:
            self.body.addWidget(self._editor)
        else:
            self._list.insertWidget(self._list.indexOf(row) + 1, self._editor)

    def _take_out(self) -> None:
        """Empty the layout; the widgets wait to be seated again."""
        if self._editor is not None:
            self.body.addWidget(self._editor)
        self._rows = {}
        self._waiting, self._kept, self._seated = self._kept, {}, []
        while self._list.takeAt(0):
            pass

    def _built(self, key: Hashable, build: Callable[[], QWidget]) -> QWidget:
        """The widget that was built for this key, or a new one."""
        self._kept[key] = self._waiting.pop(key, None) or build()
        return self._kept[key]

    def _seat(self, widget: QWidget) -> None:
        self._seated.append(widget)
        self._list.addWidget(widget)

    def _drop_left_over(self) -> None:
        for widget in self._waiting.values():
            let_go_of_focus(widget)
            widget.hide()
            widget.deleteLater()
        self._waiting = {}

    def _row(self, sentence: Sentence) -> QWidget:
        result = QWidget()
        framed = QVBoxLayout(result)
        framed.setContentsMargins(0, 0, 0, 0)
        framed.setSpacing(0)
        layout = QHBoxLayout()
        layout.setContentsMargins(0, theme.GRID, 0, theme.GRID)
        framed.addLayout(layout)
        framed.addWidget(line())
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
