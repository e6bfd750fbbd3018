"""What a state log left open ends with the next log of the same source and subject.

A log says nothing after its last row. Its open outage lasts as far as the source says that it observed without a
gap, at most to the first row of the next log, which speaks for itself from there on. A gap between the two is
unknown time: no rows is not up, and not down either. It makes no difference which log is imported first.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.calc.spans import Spans
from app.imports.check.states import Observed
from app.imports.hashing import combined, from_keys, hash_ints
from app.models.base import from_microseconds, to_microseconds
from app.models.measurements import Coverage, ImportBatch, Outage

Ranges = dict[int, list[tuple[int, int, int]]]  # fingerprint of a subject → first and last instant, batch


@dataclass(frozen=True, slots=True)
class Ending:
    """An open outage, when it ends, and the batch whose log ends it."""

    outage_id: int
    end: int
    batch_id: int


def end_open_outages(session: Session, source: str) -> None:
    """End what is open though a later log of the source goes on; the row keys keep what the files said.

    What an import ended before is looked at again, because a log between the two may have come.
    """
    batches = _state_batches(session, source)
    ended = {outage_id: end for batch in batches for outage_id, end in _ended(batch)}
    endings: list[Ending] = []
    ranges = observed_ranges(session, source)
    for outage in list(_read_as_open(session, source, ended)) if ranges else ():
        ending = _ending(session, outage, ranges)
        end = ending.end if ending else None
        endings += [ending] if ending else []
        if end != (to_microseconds(outage.end) if outage.end else None):
            outage.end = from_microseconds(end) if end is not None else None
    for batch in batches:
        _remember(batch, [[one.outage_id, one.end] for one in endings if one.batch_id == batch.id])
    session.flush()


def reopen(session: Session, batch: ImportBatch) -> None:
    """Open again what the log of a batch ended, unless somebody has given it another end since."""
    for outage in _read_as_open(session, batch.source, dict(_ended(batch))):
        outage.end = None
    session.flush()


def left_open(session: Session, source: str, observed: Iterable[Observed]) -> int:
    """How many outages that earlier logs left open would end with logs that observed this."""
    ranges: Ranges = {}
    for one in observed:
        for key, (first, last) in one.items():
            ranges.setdefault(key, []).append((first, last, 0))
    found = _read_as_open(session, source, {}) if ranges else ()
    return sum(_ending(session, outage, ranges) is not None for outage in found)


def observed_ranges(session: Session, source: str) -> Ranges:
    """What each state log of a source observed of each subject."""
    ranges: Ranges = {}
    for batch in _state_batches(session, source):
        for key, found in json.loads(batch.settings).get("observed", {}).items():
            ranges.setdefault(int(key), []).extend((first, last, batch.id) for first, last in found)
    return ranges


def _state_batches(session: Session, source: str) -> Sequence[ImportBatch]:
    query = select(ImportBatch).where(ImportBatch.source == source, ImportBatch.kind.contains("states"))
    return session.scalars(query).all()


def _ended(batch: ImportBatch) -> list[tuple[int, int]]:
    return [(outage_id, end) for outage_id, end in json.loads(batch.settings).get("ended", [])]


def _remember(batch: ImportBatch, ended: list[list[int]]) -> None:
    settings = json.loads(batch.settings)
    if ended != settings.get("ended", []):
        batch.settings = json.dumps({**settings, "ended": ended}, ensure_ascii=False)


def _read_as_open(session: Session, source: str, ended: Mapping[int, int]) -> Iterator[Outage]:
    """Outages of a source without an end in its files: those open, and those that an import `ended` since."""
    query = select(Outage).where(Outage.source == source, func.length(Outage.row_key) == 16)
    yield from session.scalars(query.where(Outage.end.is_(None))).all()
    for outage_id, end in ended.items():
        outage = session.get(Outage, outage_id)
        if outage is not None and outage.end is not None and to_microseconds(outage.end) == end:
            yield outage


def _ending(session: Session, outage: Outage, ranges: Ranges) -> Ending | None:
    start = to_microseconds(outage.start)
    observed = _ranges_of(outage, start, ranges)
    following = [(first, batch) for first, _, batch in observed if first > start]
    if not following:
        return None
    last = max((last for first, last, _ in observed if first <= start <= last), default=start)
    end, batch_id = min(following)
    return Ending(outage.id, _until_unknown(session, outage, last + 1, end), batch_id)


def _ranges_of(outage: Outage, start: int, ranges: Ranges) -> Sequence[tuple[int, int, int]]:
    """The subject of a log is known by its fingerprint, which is part of the row's identity."""
    assert outage.row_key is not None
    identity, _ = from_keys(iter([outage.row_key]))
    subjects = np.array(list(ranges), np.uint64)
    same = combined(subjects, hash_ints(np.full(len(subjects), start, np.int64))) == identity
    return next((ranges[int(one)] for one in subjects[same]), ())


def _until_unknown(session: Session, outage: Outage, known_until: int, end: int) -> int:
    """The first instant that the source does not cover, at most `end`."""
    if end <= known_until:
        return end
    covers = Coverage.source == outage.source, Coverage.kind == "outages", _covers(outage)
    found = session.execute(select(Coverage.start, Coverage.end).where(*covers))
    gaps = Spans.of((row.start, row.end) for row in found).complement(known_until, end)
    return int(gaps.starts[0]) if len(gaps) else end


def _covers(outage: Outage) -> ColumnElement[bool]:
    everything = and_(Coverage.service_id.is_(None), Coverage.component_id.is_(None))
    if outage.service_id is not None:
        return or_(everything, Coverage.service_id == outage.service_id)
    return or_(everything, Coverage.component_id == outage.component_id)
