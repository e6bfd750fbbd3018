"""Checking ticket event logs: many rows a ticket, each a status or an activity, into tickets with their clocks.

Between two rows only a change matters: out of waiting is the response, into a waiting-for-somebody status a pause,
out of it a resumption, from resolved back into work a reopening. A row whose word says nothing about the clocks
(a comment, an assignment) keeps the status before it.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from app.imports.check.base import Statuses, Whole
from app.imports.check.clocks import Log, read_clocks
from app.imports.check.context import ChunkCheck, or_none
from app.imports.check.keys import content_of, whole_rows
from app.imports.check.ticket_steps import (
    begun_before,
    priorities_of_rows,
    statuses_of_rows,
    steps_of_rows,
)
from app.imports.check.tickets import TICKET, unserved
from app.imports.checked import DUPLICATE, NONE, Events, Rows, Values
from app.imports.columns import Flags, Ints
from app.imports.hashing import Hashes, combined, hash_ints, hash_texts
from app.imports.values.steps import SILENT
from app.imports.values.texts import codes_of

_TIMES = ("opened", "responded", "resolved", "closed")
_TEXTS = ("summary", "customer", "status")
_PER_PART = 50_000  # tickets stored in one go, so that a stop is heard soon


class EventLog(Whole):
    """The rows of one sheet, gathered as arrays until all are there."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._priorities: dict[str, int] = {"": 0}
        self._parts: dict[str, list[Ints]] = {}
        self._texts: dict[str, dict[str, str]] = {name: {} for name in _TEXTS}
        self._check: ChunkCheck | None = None
        self._ticket = np.zeros(0, np.int64)
        self._row = np.zeros(0, np.int64)
        self._repeated = np.zeros(0, bool)

    def take(self, check: ChunkCheck) -> tuple[Rows | None, int]:
        at = check.instants("at", "time")
        numbers = check.texts("number")
        named = np.fromiter(map(bool, numbers), bool, len(numbers))
        check.problems.add(~named, "number", "The row names no ticket.")
        check.problems.add(~at.known & (at.problem == 0), "at", "There is no time.")
        times = {name: or_none(check.instants(name, name)) for name in _TIMES if check.has(name)}
        subjects = check.subject_numbers(required=False)
        filled = check.rows_to_check(at.known & named)
        good = check.problems.good & filled
        self._keep("at", at.values, good)
        self._keep("row", check.chunk.rows, good)
        self._keep("whole", whole_rows(check.chunk).view(np.int64), good)
        self._keep("subject", subjects, good)
        self._keep("step", _steps(check), good)
        self._keep("ticket", np.array(codes_of(numbers, self._numbers), np.int64), good)
        for name, texts in zip(("priority", "earlier"), priorities_of_rows(check), strict=True):
            self._keep(name, np.array(codes_of(texts, self._priorities), np.int64), good)
        self._keep("begun", begun_before(check).astype(np.int64), good)
        for name, values in times.items():
            self._keep(name, values, good)
        self._keep_texts(check, numbers)
        check.sheet.seen(at.values[good], at.values[good])
        self._check = check
        return None, int(filled.sum())

    def finish(self) -> Iterable[Rows]:
        if self._check is None:
            return ()
        # One column after the other, so that a large log is never in memory twice.
        whole = {name: np.concatenate(self._parts.pop(name)) for name in tuple(self._parts)}
        if not len(whole["at"]):
            return ()
        order = np.lexsort((whole["row"], whole["at"], whole["ticket"]))
        columns = {name: whole.pop(name)[order] for name in tuple(whole)}
        begun = columns.pop("begun")
        untold = np.broadcast_to(np.int64(NONE), len(order))
        log = Log(**{**dict.fromkeys(_TIMES, untold), **columns})
        _note_late_starts(self._check, log, begun)
        return self._rows(log)

    def source_rows(self, rows: Ints, statuses: Statuses) -> tuple[Ints, Statuses]:
        """A row follows its ticket; one that repeats another word for word is a duplicate."""
        if not len(self._ticket):
            return self._row, np.zeros(0, np.uint8)
        return self._row, np.where(self._repeated, DUPLICATE, statuses[self._ticket]).astype(np.uint8)

    def _keep(self, name: str, values: NDArray[np.int64], good: Flags) -> None:
        self._parts.setdefault(name, []).append(np.asarray(values, np.int64)[good])

    def _keep_texts(self, check: ChunkCheck, numbers: Sequence[str]) -> None:
        """The last text of each ticket."""
        for name in _TEXTS:
            if check.has("event" if name == "status" else name):
                texts = statuses_of_rows(check) if name == "status" else check.texts(name)
                self._texts[name].update(
                    (number, text) for number, text in zip(numbers, texts, strict=True) if text
                )

    def _rows(self, log: Log) -> Iterator[Rows]:
        assert self._check is not None
        self._row, self._repeated = log.row, _repeats(log)
        clocks = read_clocks(log)
        del log  # as large as the file, and not needed while the tickets are made
        self._ticket = clocks.place
        names, priorities = list(self._numbers), list(self._priorities)
        tickets: list[int] = clocks.ticket.tolist()
        numbers = [names[ticket] for ticket in tickets]
        codes: list[int] = clocks.event_priority.tolist()
        values = ["" if code < 0 else priorities[code] for code in codes]
        events = combined(hash_ints(clocks.event_at), hash_ints(clocks.event_kind), hash_texts(values))
        said = np.zeros(len(numbers), np.uint64)
        np.add.at(said, clocks.event_ticket, events)
        columns = self._columns(numbers, [priorities[code] for code in clocks.priority.tolist()])
        columns |= {name: getattr(clocks, name) for name in _TIMES}
        all_events = Events(
            clocks.event_ticket, clocks.event_row, clocks.event_at, clocks.event_kind.astype(np.uint8), values
        )
        unserved(self._check, int((clocks.subject < 0).sum()))
        whole = self._whole(numbers, clocks.row, clocks.subject, columns, said, all_events)
        for start in range(0, len(numbers), _PER_PART):
            yield whole.part(start, start + _PER_PART)

    def _columns(self, numbers: list[str], priorities: list[str]) -> dict[str, Values]:
        columns: dict[str, Values] = {"number": numbers}
        if any(priorities):
            columns["priority"] = priorities
        for name, texts in self._texts.items():
            if texts:
                columns[name] = [texts.get(number, "") for number in numbers]
        return columns

    def _whole(
        self,
        numbers: list[str],
        row: Ints,
        subject: Ints,
        columns: dict[str, Values],
        said: Hashes,
        events: Events,
    ) -> Rows:
        assert self._check is not None
        sheet = self._check.sheet
        content = content_of(combined(sheet.subjects.hashed(subject), said), columns)
        identity = hash_texts(numbers) + TICKET
        return Rows(sheet.proposal.sheet, row, identity, content, subject, columns, "tickets", events)


def _steps(check: ChunkCheck) -> Ints:
    """Unknown words leave the clocks alone; how many there are is told."""
    steps = steps_of_rows(check)
    unknown = steps < 0
    check.sheet.note(
        "{n} {row has|rows have} a step nobody explained; {it leaves|they leave} the clocks as they are.",
        int(unknown.sum()),
    )
    return np.where(unknown, SILENT, steps)


def _note_late_starts(check: ChunkCheck, log: Log, begun: Ints) -> None:
    """Tickets whose first row already had a status before, and no column says when they were opened."""
    first = np.concatenate(([True], log.ticket[1:] != log.ticket[:-1]))
    opened = np.isin(log.ticket, log.ticket[log.opened != NONE])
    check.sheet.note(
        "{n} {ticket has|tickets have} no row of {its|their} opening: {its|their} first row counts as that.",
        int((first & ~opened & (begun != 0)).sum()),
    )


def _repeats(log: Log) -> NDArray[np.bool_]:
    """Rows that repeat an earlier one in every cell."""
    order = np.argsort(log.whole, kind="stable")
    repeated = np.zeros(len(order), bool)
    repeated[order[1:][log.whole[order[1:]] == log.whole[order[:-1]]]] = True
    return repeated
