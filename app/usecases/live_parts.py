"""The live evidence of a promise: each version's share of a period, its ledgers cut from one sweep over all periods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.calc.evidence import Part
from app.calc.ledger import Ledger, OutageColumns, build_ledgers
from app.calc.metrics import METRICS
from app.calc.periods import Period
from app.calc.samples import Samples
from app.calc.spans import Spans
from app.usecases.exclusions import counting, is_disputed
from app.usecases.measured import Measured, MeasuredOutages
from app.usecases.promises import PromisedVersion


@dataclass(frozen=True, slots=True)
class SiteShare:
    """A site of the customer with its headcount; `uid` is its mark that no other name changes."""

    id: int
    name: str
    headcount: int
    uid: str = ""


class LiveParts:
    """The parts of a promise; what was worked out for one period is kept for the next."""

    def __init__(
        self,
        measured: Mapping[str | None, Measured],
        sites: Sequence[SiteShare],
        now: datetime,
    ) -> None:
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
        metric = METRICS[version.target.metric]
        needs_ledger, source = "ledger" in metric.needs, self._measured[version.source]
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
            key=version.key,
            source=version.source,
            tickets=source.tickets if "tickets" in metric.needs else None,
            samples=source.samples.get(metric.setting(version.target, "sample"), Samples.empty())
            if "samples" in metric.needs
            else None,
            figures=source.figures.get(metric.setting(version.target, "figure"), ())
            if "figures" in metric.needs
            else None,
        )

    def uncovered(self, version: PromisedVersion, start: datetime, end: datetime) -> Spans:
        """The time in which the version's source does not observe the tickets or samples its target needs."""
        needs = METRICS[version.target.metric].needs & {"tickets", "samples"}
        if not needs or start >= min(end, self._now):
            return Spans.empty()
        covered = self._measured[version.source].covered.get(min(needs), Spans.empty())
        return Spans.of([(start, min(end, self._now))]) - covered

    def is_disputed(self, version: PromisedVersion, start: datetime, end: datetime) -> bool:
        """Whether the customer does not agree to an exclusion that touches this time."""
        if "ledger" not in METRICS[version.target.metric].needs:
            return False
        return is_disputed(self._outages(version.source), version, start, end)

    def shares(self, part: Part) -> tuple[SiteShare, ...]:
        """The sites a part has ledgers of."""
        return tuple(site for site in self._sites if site.name in part.ledgers_by_site)

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
        """The version's ledgers over all periods, and what lies between them, by their start."""
        touched = [period for period in periods if period.start < version.end and period.end > version.start]
        ends = {min(period.end, version.end) for period in touched}
        bounds = sorted({max(period.start, version.start) for period in touched} | ends)
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
        return dict(zip(bounds[:-1], ledgers, strict=True))

    def _counting(
        self, version: PromisedVersion, periods: Sequence[Period], *, disputed: bool, site: int | None = None
    ) -> tuple[OutageColumns, Spans]:
        key = id(version), disputed, site
        if key not in self._counted:
            outages = self._outages(version.source)
            felt = outages if site is None else outages.felt_at(frozenset({site}))
            work = self._measured[version.source].work
            start, end = periods[0].start, periods[-1].end
            self._counted[key] = counting(
                felt.felt_by_the_service(), work, version, start, end, undisputed=disputed
            )
        return self._counted[key]

    def _outages(self, source: str | None) -> MeasuredOutages:
        """What was felt at the customer's sites, by this source."""
        if source not in self._felt:
            outages = self._measured[source].outages
            self._felt[source] = outages.felt_at(frozenset(site.id for site in self._sites))
        return self._felt[source]
