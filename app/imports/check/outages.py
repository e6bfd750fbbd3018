"""Checking outage intervals: a chunk of raw rows into outages with start, end, state and texts."""

from collections.abc import Sequence

import numpy as np

from app.imports.check.context import ChunkCheck, blank_rows, or_none
from app.imports.checked import NONE, Coded, Rows, Values
from app.imports.columns import Flags, Ints
from app.imports.hashing import Hashes, combined, hash_ints, hash_texts
from app.imports.synonyms import header_of
from app.imports.values.durations import durations_of
from app.imports.values.numbers import numbers_of
from app.imports.values.texts import fold, tidy_texts
from app.imports.values.words import DEGRADED, IMPACT_DEGRADED, IMPACT_PLANNED, UP, state_code, truth

_OPEN_WORDS = frozenset(
    fold(word)
    for word in "open|ongoing|still down|still open|continuing|active|in progress|present|now|current|offen|andauernd|läuft|laufend|"
    "en cours|ouvert|abierto|en curso|open|lopend|voortdurend|em andamento|aberto|in corso|aperto|not restored|tbd|"
    "9999-12-31|31.12.9999|9999-12-31 00:00:00|31/12/9999".split("|")
)
_TEXTS = ("reference", "cause", "internal_text", "customer_text")
_TIMES = ("detected_at", "reported_at", "confirmed_at")
_STATES = ("down", "degraded")


def check_outages(check: ChunkCheck) -> tuple[Rows, int]:
    """The good rows of a chunk, and how many rows were not blank."""
    start = check.instants("start", "start")
    end = _ends(check, start.values, start.known)
    subjects = check.subject_numbers(required=True)
    check.problems.add(~start.known & check.problems.good, "start", "There is no start.")
    blank = blank_rows(check.chunk, ~check.problems.good & ~start.known)
    check.problems.code[blank] = 0
    good = check.problems.good & ~blank
    columns = _columns(check, good, start.values, end)
    closed = end[good & (end != NONE)]
    check.sheet.seen(start.values[good], np.append(closed, start.values[good]))
    return _rows(check, good, subjects, columns), int((~blank).sum())


def _ends(check: ChunkCheck, start: Ints, known: Flags) -> Ints:
    """End, or start and duration; NONE while it lasts. What ends before it starts is a problem."""
    end = np.full(check.chunk.size, NONE, np.int64)
    if check.has("end"):
        end = _written_ends(check, start, known)
    if check.has("duration"):
        unit = header_of(check.header("duration")).unit or "min"
        decimal = check.sheet.proposal.decimals.get("duration") or check.sheet.answers.decimal or "."
        ticks, there, bad = durations_of(check.column("duration"), unit, decimal)
        from_length = there & known & (end == NONE)
        if check.has("end"):
            from_length &= ~_says_open(check.texts("end"))
        end[from_length] = start[from_length] + ticks[from_length]
        check.problems.add(bad & (end == NONE), "duration", "“{value}” is no duration.")
        if not check.has("end"):
            check.problems.add(known & ~there & ~bad, "duration", "There is no duration.")
    return end


def _written_ends(check: ChunkCheck, start: Ints, known: Flags) -> Ints:
    column = check.column("end")
    texts = None if column.texts is None else tidy_texts(column.texts)
    before = check.problems.code.copy()
    read = check.instants("end", "end")
    if texts is not None and (check.problems.code != before).any():
        ongoing = _says_open(texts)
        check.problems.code[ongoing] = before[ongoing]
    values = read.values
    if read.repeated.any():
        # An end that reads earlier than its start in a repeated hour is the second of the two.
        values = np.where(read.repeated & (values < start), read.second, values)
    end = np.where(read.known, values, NONE)
    check.problems.add(
        known & read.known & (values < start), "end", "The end ({value}) lies before the start."
    )
    return end


def _says_open(texts: Sequence[str]) -> Flags:
    words = (
        {text: fold(text) in _OPEN_WORDS for text in dict.fromkeys(texts)} if len(set(texts)) < 5000 else {}
    )
    if not words:
        return np.fromiter((fold(text) in _OPEN_WORDS for text in texts), bool, len(texts))
    return np.fromiter(map(words.__getitem__, texts), bool, len(texts))


def _columns(check: ChunkCheck, good: Flags, start: Ints, end: Ints) -> dict[str, Values]:
    columns: dict[str, Values] = {"start": start[good], "end": end[good]}
    state, planned = _impacts(check)
    columns["state"] = Coded(state[good], _STATES)
    columns["planned"] = Coded(planned[good], (0, 1))
    keep = None if good.all() else np.flatnonzero(good).tolist()
    for name in _TEXTS:
        if check.has(name):
            texts = check.texts(name)
            columns[name] = texts if keep is None else [texts[place] for place in keep]
    for name in _TIMES:
        if check.has(name):
            columns[name] = or_none(check.instants(name, name.split("_")[0]))[good]
    if check.has("users_affected"):
        users = numbers_of(check.column("users_affected"))
        counted = np.where(users.known & (users.values >= 0), np.rint(users.values), NONE)
        columns["users_affected"] = counted.astype(np.int64)[good]
    return columns


def _impacts(
    check: ChunkCheck,
) -> tuple["np.ndarray[tuple[int], np.dtype[np.uint8]]", "np.ndarray[tuple[int], np.dtype[np.uint8]]"]:
    """Down (0) or degraded (1), and planned (1) or not, from the columns that say so."""
    state = np.zeros(check.chunk.size, np.uint8)
    planned = np.zeros(check.chunk.size, np.uint8)
    if check.has("impact"):
        # "none" is an answer here, not a missing one, so the raw texts are asked.
        raw = check.column("impact")
        said = [text.strip() for text in raw.texts] if raw.texts is not None else check.texts("impact")
        state |= _asked(said, lambda text: fold(text) in IMPACT_DEGRADED or fold(text) == "none")
        planned |= _asked(said, lambda text: fold(text) in IMPACT_PLANNED)
    if check.has("state"):
        said = check.texts("state")
        state |= _asked(said, lambda text: state_code(text) == DEGRADED)
        planned |= _asked(said, lambda text: fold(text) in IMPACT_PLANNED)
        check.sheet.note(
            "{n} outages have a state that says “up”; they count as down.",
            int(_asked(said, lambda text: state_code(text) == UP).sum()),
        )
    if check.has("planned"):
        planned |= _asked(check.texts("planned"), lambda text: truth(text) is True)
    return state, planned


def _asked(texts: Sequence[str], question: "object") -> "np.ndarray[tuple[int], np.dtype[np.uint8]]":
    ask = question  # one answer per different text
    answers = {text: int(ask(text)) for text in dict.fromkeys(texts)}  # type: ignore[operator]
    return np.fromiter(map(answers.__getitem__, texts), np.uint8, len(texts))


def _rows(check: ChunkCheck, good: Flags, subjects: Ints, columns: dict[str, Values]) -> Rows:
    subject = subjects[good]
    of_subject = check.sheet.subjects.hashed(subject)
    start = hash_ints(columns["start"])  # pyright: ignore
    reference = columns.get("reference")
    hashes: list[Hashes] = [of_subject, start]
    identity = combined(of_subject, start)
    if reference is not None:
        named = hash_texts(reference)  # pyright: ignore
        identity = np.where(named == hash_texts([""])[0], identity, combined(of_subject, named))
        hashes.append(named)
    for name, values in columns.items():
        if name not in {"start", "reference"}:
            hashes.append(_hash(values))
    return Rows(
        check.sheet.proposal.sheet, check.chunk.rows[good], identity, combined(*hashes), subject, columns
    )


def _hash(values: Values) -> Hashes:
    if isinstance(values, Coded):
        return hash_ints(values.codes.astype(np.int64))
    if isinstance(values, np.ndarray):
        return hash_ints(values)
    return hash_texts(values)
