"""Checking state-change logs: rows that say up, degraded, down or unknown become outages.

An outage is known by its subject and start, so that a longer log later closes what was still open. A row is new
when it lies outside what the source had observed before or bounds an outage that is new or changed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.calc.spans import EARLIEST, LATEST, Spans
from app.calc.states import (
    DEGRADED,
    DOWN,
    UNKNOWN,
    UP,
    StateHistory,
    history_of_stretches,
    outages_from_states,
)
from app.errors import InputError
from app.imports.bare_states import OneMeans
from app.imports.check.base import Statuses, Whole
from app.imports.check.context import ChunkCheck, SheetCheck
from app.imports.check.keys import content_of
from app.imports.check.outages import STATES, written_ends
from app.imports.check.state_codes import NUMBERED, hard_states, state_codes
from app.imports.checked import CHANGED, DUPLICATE, NEW, NONE, Coded, Rows, Values
from app.imports.columns import Flags, Ints
from app.imports.hashing import Hashes, combined, hash_ints

Observed = Mapping[int, tuple[int, int]]  # fingerprint of a subject → first and last instant


@dataclass(frozen=True, slots=True)
class _Log:
    """The rows of the whole sheet."""

    at: Ints
    code: Ints
    subject: Ints
    row: Ints
    hard: Ints  # 0: the check was still being repeated
    end: Ints  # until when it held, NONE where the row does not say

    @property
    def until(self) -> int:
        """Just after the last row: what holds then still does."""
        return max(int(self.at.max()), int(self.end.max())) + 1

    @property
    def stretches(self) -> bool:
        """The rows say from when to when a state held; time between them is unknown."""
        return bool((self.end != NONE).any())

    def by_subject(self) -> "Iterator[tuple[int, _Log]]":
        order = np.argsort(self.subject, kind="stable")
        edges = np.flatnonzero(np.diff(self.subject[order])) + 1
        for places in np.split(order, edges) if len(order) else ():
            columns = (self.at, self.code, self.subject, self.row, self.hard, self.end)
            part = _Log(*(values[places] for values in columns))
            yield int(part.subject[0]), part

    def history(self, until: int) -> StateHistory:
        if not self.stretches:
            return outages_from_states(self.at, self.code, until, hard=self.hard)
        return history_of_stretches(self.at, self._ends(until), self.code, until)

    def silence(self) -> Spans:
        """When nobody knew; of stretches also before the first of them."""
        history = self.history(LATEST)
        if not self.stretches:
            return history.spans(UNKNOWN)
        return history.covered.complement(EARLIEST, LATEST)

    def _ends(self, until: int) -> Ints:
        """Where a row does not say its end, the next row is it."""
        order = np.argsort(self.at, kind="stable")
        following = np.empty_like(self.at)
        following[order] = np.append(self.at[order][1:], until)
        return np.where(self.end == NONE, following, self.end)


@dataclass(frozen=True, slots=True)
class _Bad:
    """Outages: subject, start, end (NONE while it lasts), degraded or not, and the rows that begin and end them."""

    subject: Ints
    start: Ints
    end: Ints
    degraded: Ints
    first: Ints
    last: Ints


class StateLog(Whole):
    """The rows of one sheet, gathered until all are there."""

    def __init__(self, observed: Observed) -> None:
        self._before = observed
        self._parts: list[_Log] = []
        self._log = _Log(*(np.zeros(0, np.int64) for _ in range(6)))
        self._bad: _Bad | None = None
        self._sheet: SheetCheck | None = None

    def take(self, check: ChunkCheck) -> tuple[Rows | None, int]:
        at = check.instants("at", "time")
        end = (
            written_ends(check, at.values, at.known)[0] if check.has("end") else np.full_like(at.values, NONE)
        )
        said, code = check.texts("state"), state_codes(check)
        check.problems.add(~at.known & (at.problem == 0), "at", "There is no time.")
        check.problems.add(
            np.fromiter((not text for text in said), bool, len(said)), "state", "There is no state."
        )
        check.problems.add(code < 0, "state", "“{value}” says neither up nor down.")
        subjects = check.subject_numbers(required=True)
        filled = check.rows_to_check(at.known & (code >= 0))
        good = check.problems.good & filled
        columns = (at.values, code, subjects, check.chunk.rows, hard_states(check), end)
        self._parts.append(_Log(*(values[good] for values in columns)))
        check.sheet.seen(at.values[good], np.maximum(at.values, end)[good])
        self._sheet = check.sheet
        return None, int(filled.sum())

    def finish(self) -> Iterable[Rows]:
        names = ("at", "code", "subject", "row", "hard", "end")
        if not any(len(part.at) for part in self._parts):
            return
        self._log = _Log(*(np.concatenate([getattr(part, name) for part in self._parts]) for name in names))
        self._parts.clear()
        self._log = replace(self._log, code=self._meanings(self._log.code))
        until = self._log.until
        found = [_bad(number, part, until) for number, part in self._log.by_subject()]
        columns = ("subject", "start", "end", "degraded", "first", "last")
        self._bad = _Bad(*(np.concatenate([getattr(one, name) for one in found]) for name in columns))
        yield self._rows(self._bad)

    def subjects(self) -> frozenset[int]:
        """The numbers of all subjects in the log, also of those that never failed."""
        return frozenset(np.unique(self._log.subject).tolist())

    def observed(self) -> dict[int, tuple[int, int]]:
        """The range observed of each subject."""
        return {
            self._hash(number): (int(part.at.min()), self._log.until - 1)
            for number, part in self._log.by_subject()
        }

    def silences(self) -> dict[int, Spans]:
        """When the state of each subject (by number) was said to be unknown; the last word holds on."""
        return {
            number: part.silence()
            for number, part in self._log.by_subject()
            if part.stretches or (part.code == UNKNOWN).any()
        }

    def source_rows(self, rows: Ints, statuses: Statuses) -> tuple[Ints, Statuses]:
        """A row is new or a change where it bounds such an outage, new also outside what was observed before."""
        log, bad = self._log, self._bad
        if bad is None:
            return log.row, np.zeros(0, np.uint8)
        new, changed = self._outside(), np.zeros(len(log.at), bool)
        for wanted, bounding in ((NEW, new), (CHANGED, changed)):
            bounds = np.concatenate((bad.first[statuses == wanted], bad.last[statuses == wanted]))
            bounding |= np.isin(log.row, bounds)  # noqa: PLW2901 (in place)
        repeated = _repeats(combined(hash_ints(log.at), hash_ints(log.subject), hash_ints(log.code)))
        became = np.where(new, NEW, np.where(changed, CHANGED, DUPLICATE))
        return log.row, np.where(repeated, DUPLICATE, became).astype(np.uint8)

    def _meanings(self, code: Ints) -> Ints:
        """Bare numbers are up or down as the file or a person says; where 2 or 3 occur, codes of monitoring tools."""
        if self._sheet is None or not (code >= NUMBERED).any():
            return code
        if (code >= NUMBERED + 2).any() and self._sheet.answers.one_means == "up":
            meant = np.array((DOWN, UP, UNKNOWN, UNKNOWN))
        elif (code >= NUMBERED + 2).any():
            self._refuse_mostly_one()
            codes = "{n} {state|states} read as 0 OK, 1 warning, 2 critical, 3 unknown."
            self._sheet.note(codes, len(code))
            meant = np.array((UP, DEGRADED, DOWN, UNKNOWN))
        else:
            meant = np.array((DOWN, UP) if _one_means(self._sheet) == "up" else (UP, DOWN))
        return np.where(code >= NUMBERED, meant[np.clip(code - NUMBERED, 0, len(meant) - 1)], code)

    def _refuse_mostly_one(self) -> None:
        """A log of 0 to 3 that stands at 1 more than at 0 numbers its states in another way."""
        assert self._sheet is not None
        lasted = {0: 0, 1: 0}
        for _, part in self._log.by_subject():
            order = np.argsort(part.at, kind="stable")
            length = np.diff(part.at[order], append=part.at[order][-1:])
            for one in lasted:
                lasted[one] += int(length[part.code[order] == NUMBERED + one].sum())
        if lasted[1] > lasted[0]:
            raise InputError(
                f"“{self._sheet.proposal.name}” stands at state 1 most of the time, so its numbers are not 0 OK, "
                "1 warning, 2 critical, 3 unknown. Say that 1 means up, or write the states as words: "
                "up, down, unknown."
            )

    def _outside(self) -> Flags:
        """Rows outside what the source had observed before."""
        log = self._log
        new = np.ones(len(log.at), bool)
        for number in self.subjects():
            before = self._before.get(self._hash(number))
            if before:
                new[(log.subject == number) & (log.at >= before[0]) & (log.at <= before[1])] = False
        return new

    def _hash(self, number: int) -> int:
        assert self._sheet is not None
        return self._sheet.subjects.hashes[number]

    def _rows(self, bad: _Bad) -> Rows:
        assert self._sheet is not None
        columns: dict[str, Values] = {
            "start": bad.start,
            "end": bad.end,
            "state": Coded(bad.degraded.astype(np.uint8), STATES),
        }
        of_subject = self._sheet.subjects.hashed(bad.subject)
        identity = combined(of_subject, hash_ints(bad.start))
        content = content_of(of_subject, columns)
        columns["end_row"] = np.where(bad.end == NONE, NONE, bad.last)  # where it stands says nothing new
        return Rows(self._sheet.proposal.sheet, bad.first, identity, content, bad.subject, columns)


def _bad(number: int, log: _Log, until: int) -> _Bad:
    """The outages of one subject, with the rows that bound them."""
    history = log.history(until)
    wanted = (history.state == DOWN) | (history.state == DEGRADED)
    start, end = history.start[wanted], history.end[wanted]
    firm = np.flatnonzero(log.hard)
    order = firm[np.argsort(log.at[firm], kind="stable")]
    at, row = log.at[order], log.row[order]
    first = row[np.searchsorted(at, start, side="right") - 1]
    lasts = end == until
    last = np.where(lasts | log.stretches, first, row[np.searchsorted(at, end, side="right") - 1])
    degraded = (history.state[wanted] == DEGRADED).astype(np.int64)
    return _Bad(
        np.full(len(start), number, np.int64), start, np.where(lasts, NONE, end), degraded, first, last
    )


def _one_means(sheet: SheetCheck) -> OneMeans:
    """As answered, else as the file says, which is told."""
    proposal, answered = sheet.proposal, sheet.answers.one_means
    if not answered and not proposal.one_means:
        raise InputError(f"Say whether 1 means up or down in “{proposal.name}”.")
    if not answered:
        one, zero = ("up", "down") if proposal.one_means == "up" else ("down", "up")
        sheet.note(f"1 was read as {one} and 0 as {zero}: {proposal.one_why}.", 1)
    return answered or proposal.one_means


def _repeats(keys: Hashes) -> NDArray[np.bool_]:
    """Which rows say exactly what an earlier row said."""
    order = np.argsort(keys, kind="stable")
    repeated = np.zeros(len(keys), bool)
    repeated[order[1:][keys[order[1:]] == keys[order[:-1]]]] = True
    return repeated
