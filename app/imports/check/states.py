"""Checking state-change logs: rows that say up, degraded, down or unknown become outages.

An outage is known by its subject and start, so that a longer log later closes what was still open. A row is new
when it lies outside what the source had observed before or bounds an outage that is new or changed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.calc.spans import LATEST, Spans
from app.calc.states import DEGRADED, DOWN, UNKNOWN, outages_from_states
from app.imports.check.base import Statuses, Tally
from app.imports.check.context import ChunkCheck
from app.imports.check.keys import content_of
from app.imports.check.outages import STATES
from app.imports.checked import CHANGED, NEW, NONE, Coded, Rows, Values
from app.imports.columns import Ints
from app.imports.hashing import combined, hash_ints
from app.imports.values.words import state_code

Codes = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class _Bad:
    """The outages of one subject: start, end, degraded or not, and the source rows that begin and end them."""

    start: Ints
    end: Ints
    degraded: NDArray[np.uint8]
    first: Ints
    last: Ints


class StateLog:
    """The rows of one sheet, gathered as arrays until all are there."""

    def __init__(self, observed: Mapping[int, tuple[int, int]]) -> None:
        self._observed = observed  # fingerprint of a subject → what its source had observed before
        self._at: list[Ints] = []
        self._code: list[Codes] = []
        self._subject: list[Ints] = []
        self._row: list[Ints] = []
        self._check: ChunkCheck | None = None
        self._order = np.zeros(0, np.int64)
        self._bounds: list[tuple[Ints, Ints]] = []

    def take(self, check: ChunkCheck) -> tuple[Rows | None, int]:
        at = check.instants("at", "time")
        said = check.texts("state")
        known = {text: state_code(text) for text in dict.fromkeys(said)}
        code = np.array([-1 if known[text] is None else known[text] for text in said], np.int8)
        check.problems.add(~at.known & (at.problem == 0), "at", "There is no time.")
        empty = np.fromiter((not text for text in said), bool, len(said))
        check.problems.add(empty, "state", "There is no state.")
        check.problems.add(code < 0, "state", "“{value}” says neither up nor down.")
        subjects = check.subject_numbers(required=True)
        filled = check.rows_to_check(at.known & (code >= 0))
        good = check.problems.good & filled
        for kept, values in ((self._at, at.values), (self._subject, subjects), (self._row, check.chunk.rows)):
            kept.append(values[good])
        self._code.append(code[good])
        check.sheet.seen(at.values[good], at.values[good])
        self._check = check
        return None, int(filled.sum())

    def finish(self) -> Iterable[Rows]:
        if self._check is None or not sum(map(len, self._at)):
            return
        at, code, subject, row = (
            np.concatenate(part) for part in (self._at, self._code, self._subject, self._row)
        )
        self._at, self._code, self._subject, self._row = [at], [code], [subject], [row]
        until = int(at.max()) + 1
        yield self._rows(list(self._histories(at, code, subject, row, until)))

    def observed(self) -> dict[int, tuple[int, int]]:
        """The range observed of each subject, by its fingerprint."""
        if self._check is None or not len(self._at) or not len(self._at[0]):
            return {}
        at, subject = self._at[0], self._subject[0]
        last = int(at.max())
        hashes = self._check.sheet.subjects.hashes
        return {
            hashes[number]: (int(at[subject == number].min()), last) for number in np.unique(subject).tolist()
        }

    def silences(self) -> dict[int, Spans]:
        """When the state of each subject (by number) was said to be unknown; the last word holds on."""
        if not self._at:
            return {}
        at, code, subject = self._at[0], self._code[0], self._subject[0]
        return {
            number: outages_from_states(at[subject == number], code[subject == number], LATEST).spans(UNKNOWN)
            for number in np.unique(subject[code == UNKNOWN]).tolist()
        }

    def subjects(self) -> frozenset[int]:
        """The numbers of all subjects in the log, also of those that never failed."""
        return frozenset(np.unique(self._subject[0]).tolist()) if self._subject else frozenset()

    def tally(self, statuses: Statuses) -> Tally:
        if not self._at:
            return 0, 0, 0
        at, subject, code, row = self._at[0], self._subject[0], self._code[0], self._row[0]
        new = self._outside(at, subject)
        changed = np.zeros(len(at), bool)
        for first, last in self._bounds:
            for status, touched in ((CHANGED, changed), (NEW, new)):
                of_status = statuses == status
                touched |= np.isin(row, np.concatenate((first[of_status], last[of_status])))
        repeated = _repeats(combined(hash_ints(at), hash_ints(subject), hash_ints(code.astype(np.int64))))
        new &= ~repeated
        changed &= ~repeated & ~new
        return int(new.sum()), int((~new & ~changed).sum()), int(changed.sum())

    def _outside(self, at: Ints, subject: Ints) -> NDArray[np.bool_]:
        assert self._check is not None
        new = np.ones(len(at), bool)
        for number in np.unique(subject).tolist():
            before = self._observed.get(self._check.sheet.subjects.hashes[number])
            if before:
                new[(subject == number) & (at >= before[0]) & (at <= before[1])] = False
        return new

    def _histories(
        self, at: Ints, code: Codes, subject: Ints, row: Ints, until: int
    ) -> Iterator[tuple[int, _Bad]]:
        order = np.argsort(subject, kind="stable")
        edges = np.flatnonzero(np.diff(subject[order])) + 1
        for places in np.split(order, edges):
            if len(places):
                yield int(subject[places[0]]), _bad(at[places], code[places], row[places], until)

    def _rows(self, found: list[tuple[int, _Bad]]) -> Rows:
        assert self._check is not None
        sheet = self._check.sheet
        subject = np.concatenate([np.full(len(bad.start), number, np.int64) for number, bad in found])
        start, end, first, last = (
            np.concatenate([getattr(bad, name) for _, bad in found])
            for name in ("start", "end", "first", "last")
        )
        degraded = np.concatenate([bad.degraded for _, bad in found])
        self._bounds = [(first, last)]
        columns: dict[str, Values] = {"start": start, "end": end, "state": Coded(degraded, STATES)}
        of_subject = sheet.subjects.hashed(subject)
        identity = combined(of_subject, hash_ints(start))
        content = content_of(of_subject, columns)
        return Rows(sheet.proposal.sheet, first, identity, content, subject, columns)


def _bad(at: Ints, code: Codes, row: Ints, until: int) -> _Bad:
    history = outages_from_states(at, code, until)
    wanted = (history.state == DOWN) | (history.state == DEGRADED)
    start, end = history.start[wanted], history.end[wanted]
    order = np.argsort(at, kind="stable")
    at, row = at[order], row[order]
    first = row[np.searchsorted(at, start, side="right") - 1]
    open_end = end == until
    last = np.where(
        open_end, first, row[np.minimum(np.searchsorted(at, end, side="right") - 1, len(row) - 1)]
    )
    degraded = (history.state[wanted] == DEGRADED).astype(np.uint8)
    return _Bad(start, np.where(open_end, NONE, end), degraded, first, last)


def _repeats(keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which rows say exactly what an earlier row said."""
    order = np.argsort(keys, kind="stable")
    repeated = np.zeros(len(keys), bool)
    repeated[order[1:][keys[order][1:] == keys[order][:-1]]] = True
    return repeated
