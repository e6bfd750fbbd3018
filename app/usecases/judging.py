"""One promise judged over consecutive periods: ledgers from one sweep, evidence, level. No database here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.calc.evidence import Evidence, Part
from app.calc.ledger import Ledger, LedgerClass, OutageColumns, build_ledgers
from app.calc.metrics import METRICS
from app.calc.periods import Kind, Period, parse_period, period_of
from app.calc.samples import Samples
from app.calc.spans import Spans, to_microseconds
from app.calc.targets import Level, Target
from app.errors import InputError
from app.usecases.exclusions import counting, is_disputed
from app.usecases.measured import Measured, MeasuredOutages
from app.usecases.promises import Promise, PromisedVersion

_RANK: Mapping[str, int] = {"week": 0, "month": 1, "quarter": 2, "year": 3}


@dataclass(frozen=True, slots=True)
class SiteShare:
    """A site of the customer with its headcount."""

    id: int
    name: str
    headcount: int


@dataclass(frozen=True, slots=True)
class Frozen:
    """A closed stretch of time and its ledger as issued (microseconds UTC)."""

    start: int
    end: int
    spans: Mapping[LedgerClass, Spans]


@dataclass(frozen=True, slots=True)
class Judged:
    """A promise in one period: its level, the parts it stands on, and the verdict without disputed exclusions."""

    promise: Promise
    period: Period
    target: Target
    level: Level
    parts: tuple[tuple[PromisedVersion, Part], ...]
    disputed: Level | None  # None when nothing is disputed


def own_period(promise: Promise, key: str) -> Period | None:
    """The period a promise is judged over when the reader looks at `key`.

    A target agreed for longer (a quarter) than what is looked at (a month) is judged in the month in which its
    own period ends, and nowhere else (None).
    """
    zone = promise.latest.time_zone
    looked_at = parse_period(key, zone)
    agreed = promise.latest.target.period
    if _RANK[agreed] <= _RANK[looked_at.kind]:
        return looked_at
    last = looked_at.end - timedelta(microseconds=1)
    longer = period_of(_kind(agreed), last, zone)
    return longer if longer.last_day <= looked_at.last_day else None


def judge(
    promise: Promise,
    measured: Mapping[str | None, Measured],
    periods: Sequence[Period],
    sites: Sequence[SiteShare],
    now: datetime,
    frozen: Sequence[Frozen] = (),
) -> tuple[Judged | None, ...]:
    """The promise in each of these consecutive periods; None where no version of it was in force.

    Of a quarter the closed months (`frozen`) are taken as they were issued.

    `measured` holds what each source of record says (None: all sources). `now` divides what has passed from what
    is to come.
    """
    ledgers = _Ledgers(measured, sites, now, frozen)
    return tuple(_judged(promise, period, periods, measured, ledgers, now) for period in periods)


def _judged(
    promise: Promise,
    period: Period,
    periods: Sequence[Period],
    measured: Mapping[str | None, Measured],
    ledgers: "_Ledgers",
    now: datetime,
) -> Judged | None:
    versions = promise.in_force(period.start, period.end)
    if not versions or period.start >= now:
        return None
    parts = tuple(
        (version, part)
        for version in versions
        if (part := ledgers.part(version, period, periods, disputed=False))
    )
    source = measured[versions[-1].source]
    evidence = _evidence(promise, tuple(part for _, part in parts), source, now)
    metric = METRICS[evidence.target.metric]
    level = _level(evidence)
    disputed = None
    if "ledger" in metric.needs and any(ledgers.is_disputed(version, period) for version in versions):
        others = tuple(ledgers.part(version, period, periods, disputed=True) for version in versions)
        disputed = _level(replace(evidence, parts=others))
    return Judged(promise, period, evidence.target, level, parts, disputed)


def _level(evidence: Evidence) -> Level:
    """The metric's level; what cannot be worked out as defined (sites without users) has no data, and says why."""
    metric = METRICS[evidence.target.metric]
    try:
        return metric.judge(evidence)
    except InputError as error:
        return Level("no data", unit=metric.unit_of(evidence.target), note=str(error))


def _evidence(promise: Promise, parts: tuple[Part, ...], source: Measured, now: datetime) -> Evidence:
    target, start, end = parts[-1].target, parts[0].start, parts[-1].end
    metric = METRICS[target.metric]
    needs = metric.needs
    kind = "tickets" if "tickets" in needs else "samples"
    return Evidence(
        parts=parts,
        tickets=source.tickets if "tickets" in needs else (),
        samples=source.samples.get(metric.setting(target, "sample"), Samples.empty()),
        figures=source.figures.get(metric.setting(target, "figure"), ()),
        now=now if now < end else None,
        former=_former(promise, start) if "tickets" in needs else (),
        uncovered=_uncovered(source, kind, start, min(end, now))
        if needs & {"tickets", "samples"}
        else Spans.empty(),
    )


def _former(promise: Promise, start: datetime) -> tuple[Part, ...]:
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
        )
        for version in promise.versions
        if version.start < start
    )


def _uncovered(source: Measured, kind: str, start: datetime, end: datetime) -> Spans:
    return Spans.of([(start, end)]) - source.covered.get(kind, Spans.empty())


class _Ledgers:
    """The parts of a promise, each version's ledgers cut from one sweep over all periods and kept for the next."""

    def __init__(
        self,
        measured: Mapping[str | None, Measured],
        sites: Sequence[SiteShare],
        now: datetime,
        frozen: Sequence[Frozen],
    ) -> None:
        self._frozen = frozen
        self._measured = measured
        self._sites = sites
        self._now = now
        self._known: dict[tuple[int, bool, int | None], dict[datetime, Ledger]] = {}
        self._counted: dict[tuple[int, bool, int | None], tuple[OutageColumns, Spans]] = {}
        self._felt: dict[str | None, MeasuredOutages] = {}

    def part(
        self, version: PromisedVersion, period: Period, periods: Sequence[Period], *, disputed: bool
    ) -> Part:
        """The share of the period under this version."""
        start, end = max(version.start, period.start), min(version.end, period.end)
        needs_ledger = "ledger" in METRICS[version.target.metric].needs
        sites = self._sites if needs_ledger and self._sites_differ(version) else ()
        by_site = {site.name: self._ledger(version, periods, start, disputed, site.id) for site in sites}
        return Part(
            target=version.target,
            start=start,
            end=end,
            ledger=self._ledger(version, periods, start, disputed, None) if needs_ledger else None,
            hours=version.hours,
            ledgers_by_site=by_site,
            weights={site.name: site.headcount for site in sites},
            support_hours=version.support_hours,
            outages=self._counting(version, periods, disputed=disputed)[0] if needs_ledger else None,
            version=version.title,
            siblings=version.siblings,
            time_zone=version.time_zone,
        )

    def is_disputed(self, version: PromisedVersion, period: Period) -> bool:
        """Whether the customer does not agree to an exclusion that touches the period."""
        return is_disputed(self._outages(version.source), version, period.start, period.end)

    def _sites_differ(self, version: PromisedVersion) -> bool:
        """Whether the version's rule needs a ledger per site, or some outage was felt at some sites only."""
        return version.target.definition.sites != "any" or bool(self._outages(version.source).sites)

    def _ledger(
        self,
        version: PromisedVersion,
        periods: Sequence[Period],
        start: datetime,
        disputed: bool,
        site: int | None,
    ) -> Ledger:
        key = id(version), disputed, site
        if key not in self._known:
            self._known[key] = self._sweep(version, periods, disputed, site)
        return self._known[key][start]

    def _sweep(
        self, version: PromisedVersion, periods: Sequence[Period], disputed: bool, site: int | None
    ) -> dict[datetime, Ledger]:
        """The version's ledgers over all periods, by their start."""
        touched = [period for period in periods if period.start < version.end and period.end > version.start]
        starts = [max(period.start, version.start) for period in touched]
        bounds = [*starts, min(touched[-1].end, version.end)]
        outages, exclusions = self._counting(version, periods, disputed=disputed, site=site)
        covered = self._measured[version.source].covered.get("outages", Spans.empty())
        ledgers = build_ledgers(
            bounds,
            version.hours,
            outages,
            exclusions,
            Spans.of([(bounds[0], bounds[-1])]) - covered,
            self._now,
            version.target.definition,
        )
        if site is None:
            both = zip(ledgers, touched, strict=True)
            ledgers = [self._with_closed_months(ledger, period) for ledger, period in both]
        return dict(zip(starts, ledgers, strict=True))

    def _with_closed_months(self, ledger: Ledger, period: Period) -> Ledger:
        """A version's ledger with the shorter closed stretches of its period as they were issued."""
        start, end = to_microseconds(period.start), to_microseconds(period.end)
        for stretch in self._frozen:
            if start <= stretch.start and stretch.end <= end and stretch.end - stretch.start < end - start:
                ledger = ledger.overlaid(stretch.spans)
        return ledger

    def _counting(
        self, version: PromisedVersion, periods: Sequence[Period], *, disputed: bool, site: int | None = None
    ) -> tuple[OutageColumns, Spans]:
        key = id(version), disputed, site
        if key not in self._counted:
            outages = self._outages(version.source)
            felt = outages if site is None else outages.felt_at(frozenset({site}))
            work = self._measured[version.source].work
            start, end = periods[0].start, periods[-1].end
            self._counted[key] = counting(felt, work, version, start, end, undisputed=disputed)
        return self._counted[key]

    def _outages(self, source: str | None) -> MeasuredOutages:
        """What was felt at the customer's sites, by this source."""
        if source not in self._felt:
            outages = self._measured[source].outages
            self._felt[source] = outages.felt_at(frozenset(site.id for site in self._sites))
        return self._felt[source]


def _kind(text: str) -> Kind:
    return text if text in {"week", "month", "quarter", "year"} else "month"  # pyright: ignore[reportReturnType]
