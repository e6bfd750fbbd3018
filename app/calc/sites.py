"""One level out of a ledger per site: any site down, the mean of the sites, or weighted by their users."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.calc.definition import SiteRule
from app.calc.ledger import Ledger, LedgerClass
from app.calc.spans import Spans
from app.errors import InputError

_STRONGEST_FIRST: tuple[LedgerClass, ...] = (
    "down",
    "degraded",
    "unknown",
    "up",
    "future",
    "excluded",
    "outside",
)


@dataclass(frozen=True, slots=True)
class SiteFigures:
    """Base and downtime in microseconds: availability is 1 - downtime / base; and the worst site beside it.

    `extremes` are the availabilities were all unknown time down, and were it all up; `ledger` the joint one
    of "any".
    """

    base: Fraction
    downtime: Fraction
    extremes: tuple[Fraction, Fraction] | None
    worst: str | None
    ledger: Ledger | None = None

    @property
    def exact(self) -> Fraction | None:
        """Availability from 0 to 1; None when nothing was agreed at any site."""
        return 1 - self.downtime / self.base if self.base else None


def combine(ledgers: Mapping[str, Ledger], weights: Mapping[str, int], rule: SiteRule) -> SiteFigures:
    """The figures of all sites of one period under one rule; sites where nothing was agreed do not take part.

    any: down whenever a site is. mean: the plain mean of the sites' availabilities, over their mean base.
    weighted: Σ weight × downtime over Σ weight × base. Raises InputError without sites, or for weights that
    are missing, negative or all nothing.
    """
    _check(ledgers)
    if rule == "any":
        return _any(ledgers)
    if rule == "mean":
        return _mean(ledgers)
    return _weighted(ledgers, _checked_weights(ledgers, weights))


def worst_site(ledgers: Mapping[str, Ledger]) -> str | None:
    """The site with the lowest availability, the first by name among equals."""
    levels = sorted((ledger.exact, site) for site, ledger in ledgers.items() if ledger.exact is not None)
    return levels[0][1] if levels else None


def _any(ledgers: Mapping[str, Ledger]) -> SiteFigures:
    joint = _joint(list(ledgers.values()))
    return SiteFigures(
        Fraction(joint.base), Fraction(joint.downtime), joint.extremes, worst_site(ledgers), joint
    )


def _joint(ledgers: list[Ledger]) -> Ledger:
    """Each instant in the strongest class any site gives it: down first, outside hours last."""
    left = Spans.of_microseconds([ledgers[0].start], [ledgers[0].end])
    classes: dict[LedgerClass, Spans] = {}
    given = [ledger.spans for ledger in ledgers]
    for name in _STRONGEST_FIRST:
        classes[name] = left & Spans.at_least(1, [spans[name] for spans in given])
        left = left - classes[name]
    amounts: dict[LedgerClass, int] = {name: spans.microseconds for name, spans in classes.items()}
    first = ledgers[0]
    return Ledger(first.start, first.end, first.definition, amounts, first.passed, classes)


def _mean(ledgers: Mapping[str, Ledger]) -> SiteFigures:
    owed = [ledger for ledger in ledgers.values() if ledger.base]
    lasting = [ledger.extremes for ledger in ledgers.values() if ledger.extremes is not None]
    base = _average([Fraction(ledger.base) for ledger in owed])
    missing = _average([Fraction(ledger.downtime) / ledger.base for ledger in owed])
    low, high = (_average([each[side] for each in lasting]) for side in (0, 1))
    return SiteFigures(base, base * missing, (low, high) if lasting else None, worst_site(ledgers))


def _weighted(ledgers: Mapping[str, Ledger], weights: Mapping[str, int]) -> SiteFigures:
    users = sum(weights.values())
    known = [(weights[site], ledger.base, ledger.downtime) for site, ledger in ledgers.items()]
    base = sum((Fraction(weight * owed, users) for weight, owed, _ in known), Fraction(0))
    downtime = sum((Fraction(weight * down) / users for weight, _, down in known), Fraction(0))
    return SiteFigures(base, downtime, _weighted_extremes(ledgers, weights), worst_site(ledgers))


def _weighted_extremes(
    ledgers: Mapping[str, Ledger], weights: Mapping[str, int]
) -> tuple[Fraction, Fraction] | None:
    """Σ weight × availability × base over Σ weight × base, unknown time being in the bases."""
    bases = {site: weights[site] * ledger.whole_base for site, ledger in ledgers.items()}
    total = sum(bases.values())
    if not total:
        return None
    lasting = [(bases[site], ledger.extremes) for site, ledger in ledgers.items()]
    low, high = (
        sum((base * ends[side] for base, ends in lasting if ends), Fraction(0)) / total for side in (0, 1)
    )
    return low, high


def _average(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values) if values else Fraction(0)


def _check(ledgers: Mapping[str, Ledger]) -> None:
    if not ledgers:
        raise InputError("There is no site to work out a level for.")
    if len({(ledger.start, ledger.end, ledger.definition) for ledger in ledgers.values()}) > 1:
        raise InputError("Sites can be combined over the same period and by the same definition only.")


def _checked_weights(ledgers: Mapping[str, Ledger], weights: Mapping[str, int]) -> dict[str, int]:
    if missing := sorted(set(ledgers) - set(weights)):
        raise InputError(f"{missing[0]} has no number of users to weigh it by.")
    used = {site: weights[site] for site in ledgers}
    if min(used.values()) < 0 or not any(used.values()):
        raise InputError(
            "Sites are weighted by their users; at least one site needs some, and none can have fewer than 0."
        )
    return used
