"""One promise judged over consecutive periods: evidence, live and of closed time, and level. No database here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.calc.evidence import Evidence, Part
from app.calc.metrics import METRICS
from app.calc.periods import Named, Period, parse_period, period_of
from app.calc.spans import Spans, to_microseconds
from app.calc.targets import Level, Target
from app.errors import InputError
from app.reports.frozen import FrozenPromise
from app.usecases.closed_parts import counted_in, frozen_stretches, spans_of, tallies_of
from app.usecases.closed_periods import bounds_of, closed_inside
from app.usecases.closed_time import Stretch, joined, runs_of
from app.usecases.live_parts import LiveParts, SiteShare
from app.usecases.measured import Measured
from app.usecases.promises import Promise, PromisedVersion

_RANK: Mapping[str, int] = {"week": 0, "month": 1, "quarter": 2, "year": 3}


@dataclass(frozen=True, slots=True)
class Judged:
    """A promise in one period: its level, the parts it stands on, and the verdict without disputed exclusions.

    `undisputed` are the parts as they are without those; empty when nothing is disputed. `closed` is what was
    frozen of closed months in the period.
    """

    promise: Promise
    period: Period
    target: Target
    level: Level
    parts: tuple[tuple[PromisedVersion, Part], ...]
    disputed: Level | None  # None when nothing is disputed
    evidence: Evidence
    undisputed: tuple[Part, ...] = ()
    closed: tuple[FrozenPromise, ...] = ()


def own_period(promise: Promise, key: str) -> Period | None:
    """The period a promise is judged over when the reader looks at `key`.

    A target agreed for longer (a quarter) than what is looked at (a month) is judged in the month in which its
    own period ends, and nowhere else (None). Weeks and free periods fit into no other, so every target is judged
    over the days looked at.
    """
    over, looked_at = judged_over(promise, key), parse_period(key, promise.latest.time_zone)
    return over if over.last_day <= looked_at.last_day else None


def judged_over(promise: Promise, key: str) -> Period:
    """The period that judges the days looked at: they themselves, or the longer one the promise is agreed for."""
    zone, agreed = promise.latest.time_zone, promise.latest.target.period
    looked_at = parse_period(key, zone)
    if looked_at.kind in ("week", "days") or _RANK[agreed] <= _RANK[looked_at.kind]:
        return looked_at
    return period_of(_kind(agreed), looked_at.end - timedelta(microseconds=1), zone)


def judge(
    promise: Promise,
    measured: Mapping[str | None, Measured],
    periods: Sequence[Period],
    sites: Sequence[SiteShare],
    now: datetime,
    frozen: Mapping[str, FrozenPromise] | None = None,
) -> tuple[Judged | None, ...]:
    """The promise in each of these periods, in order of time; None where no version of it was in force.

    Of a quarter or a year the closed months are taken as they were issued: `frozen` holds them by their key.

    `measured` holds what each source of record says (None: all sources). `now` divides what has passed from what
    is to come.
    """
    judging = _Judging(promise, measured, LiveParts(measured, sites, now), tuple(periods), now, frozen or {})
    return tuple(judging.judged(period) for period in periods)


@dataclass(frozen=True, slots=True)
class _Judging:
    """One promise, and all that its periods have in common."""

    promise: Promise
    measured: Mapping[str | None, Measured]
    live: LiveParts
    periods: tuple[Period, ...]
    now: datetime
    frozen: Mapping[str, FrozenPromise]

    def judged(self, period: Period) -> Judged | None:
        """The promise in one period; None where it was not in force."""
        if period.start >= self.now:
            return None
        closed = closed_inside(self.frozen, period)
        if self.promise.closed_only and not closed:
            return None
        parts = self._parts(period, closed, undisputed=False)
        if not parts:
            return None
        evidence = self._evidence(parts, closed)
        others: tuple[Part, ...] = ()
        if self._is_disputed(period, closed):
            others = tuple(part for _, part in self._parts(period, closed, undisputed=True))
        disputed = _level(replace(evidence, parts=others)) if others else None
        target = evidence.target
        level = _level(evidence)
        return Judged(self.promise, period, target, level, parts, disputed, evidence, others, tuple(closed))

    def _parts(
        self, period: Period, closed: Sequence[FrozenPromise], *, undisputed: bool
    ) -> tuple[tuple[PromisedVersion, Part], ...]:
        versions = self.promise.in_force(period.start, period.end)
        if not closed:
            return tuple(
                (version, self.live.part(version, period, self.periods, disputed=undisputed))
                for version in versions
            )
        stretches = [
            *frozen_stretches(closed, self.promise, undisputed=undisputed),
            *(
                stretch
                for version in versions
                for stretch in self._open(version, period, closed, undisputed=undisputed)
            ),
        ]
        return tuple((run[-1].version, self._joined(run)) for run in runs_of(stretches))

    def _open(
        self, version: PromisedVersion, period: Period, closed: Sequence[FrozenPromise], *, undisputed: bool
    ) -> list[Stretch]:
        """The version's shares of the time that is not closed."""
        times = max(version.start, period.start), min(version.end, period.end)
        owed = Spans.of([times]).clip(*bounds_of(closed, period)) - _closed_spans(closed)
        if not owed:
            return []
        part = self.live.part(version, period, self.periods, disputed=undisputed)
        return [
            Stretch(version, first, last, part, frozen=False, sites=self.live.shares(part))
            for first, last in zip(owed.starts.tolist(), owed.ends.tolist(), strict=True)
        ]

    def _joined(self, run: Sequence[Stretch]) -> Part:
        part = joined(run, self.now)
        if "tickets" in METRICS[part.target.metric].needs and part.source in self.measured:
            return replace(part, tickets=self.measured[part.source].tickets)
        return part

    def _evidence(
        self, parts: Sequence[tuple[PromisedVersion, Part]], closed: Sequence[FrozenPromise]
    ) -> Evidence:
        target, start, end = parts[-1][1].target, parts[0][1].start, parts[-1][1].end
        by_tickets = "tickets" in METRICS[target.metric].needs
        shut = _closed_spans(closed)
        uncovered = Spans.empty()
        for version, part in parts:
            if version.source in self.measured:
                uncovered = uncovered | self.live.uncovered(version, part.start, part.end)
        for one in closed:
            uncovered = (uncovered - Spans.of_microseconds([one.start], [one.end])) | spans_of(one.uncovered)
        return Evidence(
            parts=tuple(part for _, part in parts),
            now=self.now if self.now < end else None,
            former=self._former(start) if by_tickets else (),
            uncovered=uncovered,
            closed=shut,
            tallies=tallies_of(closed),
            undecided=closed[-1].undecided if closed and closed[-1].end >= to_microseconds(end) else None,
            counted=_counted(closed) if by_tickets else frozenset(),
            elsewhere=self._counted_beside(start, end) if by_tickets else frozenset(),
        )

    def _counted_beside(self, start: datetime, end: datetime) -> frozenset[tuple[str, int]]:
        """The tickets that count where a closed period before or after this one decided them."""
        first, last = to_microseconds(start), to_microseconds(end)
        return _counted(one for one in self.frozen.values() if one.end <= first or one.start >= last)

    def _former(self, start: datetime) -> tuple[Part, ...]:
        """The versions before `start`, for tickets opened then."""
        return tuple(
            Part(
                target=version.target,
                start=version.start,
                end=min(version.end, start),
                ledger=None,
                hours=version.hours,
                support_hours=version.support_hours,
                version=version.title,
                siblings=version.siblings,
                key=version.key,
                source=version.source,
                tickets=self.measured[version.source].tickets,
            )
            for version in self.promise.versions
            if version.start < start and version.source in self.measured
        )

    def _is_disputed(self, period: Period, closed: Sequence[FrozenPromise]) -> bool:
        """Whether the customer disputes an exclusion in open time, or did in closed time."""
        if any(part.undisputed is not None for one in closed for part in one.parts):
            return True
        whole = Spans.of([(period.start, period.end)]) - _closed_spans(closed)
        return any(
            self.live.is_disputed(version, start, end)
            for version in self.promise.in_force(period.start, period.end)
            for start, end in (whole & Spans.of([(version.start, version.end)])).pairs()
        )


def _counted(closed: Iterable[FrozenPromise]) -> frozenset[tuple[str, int]]:
    """The tickets that closed periods decided."""
    return frozenset[tuple[str, int]]().union(*map(counted_in, closed))


def _closed_spans(closed: Sequence[FrozenPromise]) -> Spans:
    return Spans.of_microseconds([one.start for one in closed], [one.end for one in closed])


def _level(evidence: Evidence) -> Level:
    """The metric's level; what cannot be worked out as defined (sites without users) has no data, and says why."""
    metric = METRICS[evidence.target.metric]
    try:
        return metric.judge(evidence)
    except InputError as error:
        return Level("no data", unit=metric.unit_of(evidence.target), note=str(error))


def _kind(text: str) -> Named:
    return text if text in {"week", "month", "quarter", "year"} else "month"  # pyright: ignore[reportReturnType]
