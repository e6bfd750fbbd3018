"""Checking outage intervals: a chunk of raw rows into outages with start, end, state and texts."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from app.imports.check.context import ChunkCheck, or_none
from app.imports.check.keys import content_of, either
from app.imports.checked import NONE, Coded, Rows, Values
from app.imports.columns import Flags, Ints
from app.imports.hashing import combined, hash_ints, hash_texts
from app.imports.synonyms import header_of
from app.imports.values.durations import durations_of, times_of_day
from app.imports.values.instants import instants_of_two
from app.imports.values.numbers import numbers_of
from app.imports.values.texts import fold, tidy_texts
from app.imports.values.words import (
    DEGRADED,
    IMPACT_DEGRADED,
    IMPACT_PLANNED,
    STILL_OPEN,
    held_up,
    state_code,
    truth,
)

Codes = NDArray[np.uint8]

_TEXTS = ("reference", "cause", "internal_text", "customer_text", "site")
_TIMES = {"detected_at": "detected", "reported_at": "reported", "confirmed_at": "confirmed"}
STATES = ("down", "degraded")
_GOES_ON = STILL_OPEN | {"problem", "firing", "triggered"}
_DEGRADED, _PLANNED = 1, 2
_MOST_USERS = 10**10  # beyond this it is no count of people


def check_outages(check: ChunkCheck) -> tuple[Rows, int]:
    """The good rows of a chunk, and how many rows were not blank."""
    start = check.instants("start", "start")
    end = _ends(check, start.values, start.known)
    times = {name: check.instants(name, what) for name, what in _TIMES.items() if check.has(name)}
    subjects = check.subject_numbers(required=True)
    if check.has("state"):
        calm = _asked(check.texts("state"), lambda text: int(held_up(text))).astype(bool)
        check.problems.add(calm, "state", "“{value}” says that it was up: this is no outage.")
    check.problems.add(~start.known & (start.problem == 0), "start", "There is no start.")
    filled = check.rows_to_check(start.known)
    good = check.problems.good & filled
    columns = _columns(check, good, start.values, end)
    for name, read in times.items():
        columns[name] = np.where(read.known, read.values, NONE)[good]
    closed = end[good & (end != NONE)]
    check.sheet.seen(start.values[good], np.append(closed, start.values[good]))
    return _rows(check, good, subjects, columns), int(filled.sum())


def _ends(check: ChunkCheck, start: Ints, known: Flags) -> Ints:
    """End, or start and duration; NONE while it lasts. What ends before it starts is a problem."""
    if not check.has("end"):
        end = np.full(check.chunk.size, NONE, np.int64)
        if check.has("end_time"):
            return _ends_of_day(check)
        return _ends_by_duration(check, start, known, end)
    end, ongoing = written_ends(check, start, known)
    if check.has("state"):  # the duration of a problem that goes on is only how long it has lasted so far
        ongoing |= _asked(check.texts("state"), lambda text: int(fold(text) in _GOES_ON)).astype(bool)
    return _ends_by_duration(check, start, known & ~ongoing, end) if check.has("duration") else end


def _ends_of_day(check: ChunkCheck) -> Ints:
    """Only a time of day: on the day of the start, or on the next when it is earlier than the start."""
    zone = header_of(check.header("start")).zone or check.sheet.answers.time_zone
    after, _, _ = times_of_day(check.column("start_time"))
    times = times_of_day(check.column("end_time"))
    read = instants_of_two(check.column("start"), times, check.order("start"), zone, after=after)
    check.problems.add(times[2], "end_time", "“{value}” is no time of day.")
    return or_none(read)


def _ends_by_duration(check: ChunkCheck, start: Ints, usable: Flags, end: Ints) -> Ints:
    missing = end == NONE
    if not (missing & usable).any():
        return end
    unit = header_of(check.header("duration")).unit or "min"
    decimal = check.sheet.proposal.decimals.get("duration") or check.sheet.answers.decimal or "."
    ticks, there, bad = durations_of(check.column("duration"), unit, decimal)
    check.problems.add(bad & missing, "duration", "“{value}” is no duration.")
    if not check.has("end"):
        check.problems.add(usable & ~there & ~bad, "duration", "There is no duration.")
    return np.where(missing & usable & there, start + ticks, end)


def written_ends(check: ChunkCheck, start: Ints, known: Flags) -> tuple[Ints, Flags]:
    """The ends as they stand, and where a word says that it still lasts."""
    column = check.column("end")
    before = check.problems.code.copy()
    read = check.instants("end", "end")
    ongoing = np.zeros(check.chunk.size, bool)
    if column.texts is not None and (check.problems.code != before).any():
        ongoing = _asked(tidy_texts(column.texts), lambda text: fold(text) in STILL_OPEN).astype(bool)
        check.problems.code[ongoing] = before[ongoing]
    values = read.values
    if read.repeated.any():
        # An end that reads earlier than its start in a repeated hour is the second of the two.
        values = np.where(read.repeated & (values < start), read.second, values)
    early = known & read.known & (values < start)
    check.problems.add(early, "end", "The end ({value}) lies before the start.")
    return np.where(read.known, values, NONE), ongoing


def _columns(check: ChunkCheck, good: Flags, start: Ints, end: Ints) -> dict[str, Values]:
    columns: dict[str, Values] = {"start": start[good], "end": end[good]}
    state, planned = _impacts(check)
    columns["state"] = Coded(state[good].astype(np.uint8), STATES)
    columns["planned"] = Coded(planned[good].astype(np.uint8), (0, 1))
    for name in _TEXTS:
        if check.has(name):
            columns[name] = check.kept_texts(name, good)
    if check.has("users_affected"):
        users = numbers_of(check.column("users_affected"))
        countable = users.known & (users.values >= 0) & (users.values < _MOST_USERS)
        counted = np.where(countable, np.rint(users.values), 0).astype(np.int64)
        columns["users_affected"] = np.where(countable, counted, NONE)[good]
    return columns


def _impacts(check: ChunkCheck) -> tuple[Flags, Flags]:
    """Down (0) or degraded (1), and planned (1) or not, from the columns that say so."""
    said = np.zeros(check.chunk.size, np.uint8)
    if check.has("impact"):
        # "none" is an answer here, not a missing one, so the raw texts are asked.
        raw = check.column("impact").texts
        said |= _asked(check.texts("impact") if raw is None else raw, _impact)
    if check.has("state"):
        said |= _asked(check.texts("state"), _state)
    if check.has("planned"):
        said |= _asked(check.texts("planned"), lambda text: _PLANNED * (truth(text) is True))
    return (said & _DEGRADED) != 0, (said & _PLANNED) != 0


def _impact(text: str) -> int:
    folded = fold(text)
    degraded = folded in IMPACT_DEGRADED or folded == "none"
    return _DEGRADED * degraded + _PLANNED * (folded in IMPACT_PLANNED)


def _state(text: str) -> int:
    return _DEGRADED * (state_code(text) == DEGRADED) + _PLANNED * (fold(text) in IMPACT_PLANNED)


def _asked(texts: Sequence[str], question: Callable[[str], int]) -> Codes:
    """One answer for each different text."""
    answers = {text: question(text) for text in dict.fromkeys(texts)}
    return np.fromiter(map(answers.__getitem__, texts), np.uint8, len(texts))


def _rows(check: ChunkCheck, good: Flags, subjects: Ints, columns: dict[str, Values]) -> Rows:
    """With a reference an outage is known by it, else by its start."""
    subject = subjects[good]
    of_subject = check.sheet.subjects.hashed(subject)
    start = columns["start"]
    assert isinstance(start, np.ndarray)
    identity = combined(of_subject, hash_ints(start))
    if check.has("reference"):
        reference = check.kept_texts("reference", good)
        identity = either(reference, combined(of_subject, hash_texts(reference)), identity)
    content = content_of(of_subject, columns)
    return Rows(check.sheet.proposal.sheet, check.chunk.rows[good], identity, content, subject, columns)
