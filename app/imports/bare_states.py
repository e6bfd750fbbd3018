"""What a bare 1 means in a column of states: up or down, by what the file itself says, or nobody knows.

The heading may say it ("is_up", "outage"), another column may say it in words beside it, and where the heading only
says "status", 1 is up unless that would have the service down most of the time. Monitoring tools that also write
2 and 3 mean 0 OK, 1 warning, 2 critical, 3 unknown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from app.imports.columns import TEXT, Chunk, Ints
from app.imports.subjects import subject_texts
from app.imports.synonyms import header_of
from app.imports.values.instants import instants_of
from app.imports.values.texts import codes_of, fold, texts_of
from app.imports.values.words import DOWN, UP, state_code

OneMeans = Literal["", "up", "down"]

_ONE_WORDS = "1 true yes ja wahr vrai oui si sim verdadero verdadeiro vero waar"
_ZERO_WORDS = "0 false no nein falsch faux non nao falso onwaar nee"
_UP_WORDS = (
    "up alive available availability online reachable running operational healthy ok verfugbar erreichbar "
    "disponible disponivel disponibile beschikbaar success"
)
_DOWN_WORDS = (
    "down outage offline failed failure fault alarm alert problem unavailable unreachable error ausfall "
    "ausgefallen storung gestort panne caido caida storing guasto"
)
ONE, ZERO = frozenset(_ONE_WORDS.split()), frozenset(_ZERO_WORDS.split())
CODES = frozenset("23")
_UP, _DOWN = frozenset(_UP_WORDS.split()), frozenset(_DOWN_WORDS.split())
_STATUS = frozenset({"status", "service status", "current status", "statut", "estado", "stato"})


@dataclass(slots=True)
class BareStates:
    """Gathers the evidence of one column of states, chunk by chunk."""

    heading: str
    bare: bool = False
    codes: bool = False
    _beside: dict[int, set[OneMeans]] = field(default_factory=dict[int, set[OneMeans]])
    _mostly: int = 0  # microseconds in state 1 less those in state 0

    @property
    def open(self) -> bool:
        """More rows might settle it."""
        return self.bare and not self.codes and not self._by_heading() and not self._by_words()

    @property
    def meaning(self) -> tuple[OneMeans, str]:
        """What 1 means and why; "" where nothing says so."""
        if said := self._by_heading():
            return said, f"the column is called “{self.heading}”"
        if said := self._by_words():
            return said, "another column says it in words"
        if fold(self.heading) in _STATUS and self._mostly >= 0:
            return "up", f"the column is called “{self.heading}” and 1 is its usual state"
        return "", ""

    def see(self, chunk: Chunk, state: int, at: int, columns: dict[str, int]) -> None:
        """Look at the rows of a chunk."""
        texts = [fold(text) for text in texts_of(chunk.column(state))]
        self.codes |= not CODES.isdisjoint(texts)
        values = np.array([1 if text in ONE else -1 if text in ZERO else 0 for text in texts], np.int64)
        if not values.any() or self.codes:
            return
        self.bare = True
        for index, column in enumerate(chunk.columns):
            if index != state and column.tag in (TEXT, None):
                self._compare(index, values.tolist(), texts_of(column))
        self._weigh(chunk, values, at, columns)

    def _compare(self, index: int, values: Sequence[int], texts: Sequence[str]) -> None:
        said = {text: _polarity(text) for text in dict.fromkeys(texts)}
        found = self._beside.setdefault(index, set())
        for value, text in zip(values, texts, strict=True):
            if value and said[text]:
                found.add("up" if said[text] == value else "down")

    def _weigh(
        self,
        chunk: Chunk,
        values: Ints,
        at: int,
        columns: dict[str, int],
    ) -> None:
        """How long each value held until the next row of the same subject."""
        read = instants_of(chunk.column(at), "dmy", "UTC")
        subjects = np.array(codes_of(subject_texts(chunk, columns), {}), np.int64)
        order = np.lexsort((read.values, subjects))
        order = order[read.known[order] & (values[order] != 0)]
        same = subjects[order][1:] == subjects[order][:-1]
        held = np.diff(read.values[order])[same]
        self._mostly += int((held * values[order][:-1][same]).sum())

    def _by_heading(self) -> OneMeans:
        words = set(header_of(self.heading).words.split())
        up, down = bool(words & _UP), bool(words & _DOWN)
        return "up" if up and not down else "down" if down and not up else ""

    def _by_words(self) -> OneMeans:
        """What the only column that speaks says, or all of them alike."""
        said = set[OneMeans]().union(*(found for found in self._beside.values() if len(found) == 1))
        return said.pop() if len(said) == 1 else ""


def _polarity(text: str) -> int:
    """1 for words of being up, -1 for words of being down, 0 for neither or both."""
    if fold(text) in ONE | ZERO:
        return 0
    words = [text, *text.replace(":", " ").split()]
    codes = {
        code for word in words if fold(word) not in ONE | ZERO and (code := state_code(word)) in (UP, DOWN)
    }
    return 0 if len(codes) != 1 else 1 if codes == {UP} else -1
