"""What the file's unknown names mean: one of ours, a new one, or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView

from app.views.rows_model import Column, RowsModel
from app.views.widgets.fitted_table import FittedTable

UNSAID = "as above"
CREATE_SERVICE, CREATE_COMPONENT, IGNORE = "a new service", "a new component", "nothing; leave its rows out"
FIXED: dict[str, object] = {
    CREATE_SERVICE: "create service",
    CREATE_COMPONENT: "create component",
    IGNORE: "ignore",
}


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A name as the file writes it, and the words of what it means."""

    text: str
    meaning: str = UNSAID
    like: str = ""  # what of ours it resembles

    @property
    def open(self) -> bool:
        """Only suggested so far."""
        return bool(self.like) and self.meaning == UNSAID


class SubjectsTable(FittedTable[SubjectLine]):
    """Edited by choosing; `changed` carries the answers by text."""

    changed = Signal(object)

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        super().__init__(RowsModel(self._columns()), "What unknown names mean", most=10, row_height=30)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSortingEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def show_names(
        self,
        texts: tuple[str, ...],
        answers: Mapping[str, object],
        known: dict[str, str],
        suggested: Mapping[str, object],
    ) -> None:
        """Show these names; `known` gives each choice in words its "service 3" or "component 5"."""
        if known != self._known:
            self._known = known
            self.rows_model.columns = self._columns()
        lines = (
            SubjectLine(text, self._words(answers.get(text)), self._like(suggested.get(text)))
            for text in texts
        )
        self.set_rows(tuple(sorted(lines, key=lambda line: not line.like)))

    @property
    def suggested(self) -> int:
        """How many names resemble one of ours and nobody has answered."""
        return sum(line.open for line in self.rows_model.rows)

    def take_suggestions(self) -> None:
        """Answer every open suggestion as it was made."""
        self._answer_with(lambda line: line.like if line.open else line.meaning)

    def _like(self, target: object) -> str:
        words = self._words(target)
        return "" if words == UNSAID else words

    def _columns(self) -> tuple[Column[SubjectLine], ...]:
        choices = (UNSAID, *FIXED, *self._known)
        return (
            Column("In the file", lambda line: line.text),
            Column(
                "Means",
                lambda line: line.meaning,
                lambda line: f"▲ {line.like}?" if line.open else line.meaning,
                width=190,
                tip=lambda line: (
                    f"It resembles {line.like}; choose it to say so." if line.open else line.meaning
                ),
                edit=self._choose,
                choices=choices,
                colour=_colour,
            ),
        )

    def _choose(self, line: SubjectLine, words: str) -> None:
        self._answer_with(lambda row: words if row.text == line.text else row.meaning)

    def _answer_with(self, meaning: Callable[[SubjectLine], str]) -> None:
        rows = tuple(replace(row, meaning=meaning(row)) for row in self.rows_model.rows)
        self.set_rows(rows)
        said = {row.text: self._answer(row.meaning) for row in rows if row.meaning != UNSAID}
        self.changed.emit(said)

    def _answer(self, words: str) -> object:
        if words in FIXED:
            return FIXED[words]
        kind, number = self._known[words].split(" ")
        return kind, int(number)

    def _words(self, answer: object) -> str:
        if isinstance(answer, tuple):
            wanted = f"{answer[0]} {answer[1]}"
            return next((words for words, key in self._known.items() if key == wanted), UNSAID)
        return next((words for words, fixed in FIXED.items() if fixed == answer), UNSAID)


def _colour(line: SubjectLine) -> str:
    return "nearly" if line.open else "muted" if line.meaning == UNSAID else "accent"
