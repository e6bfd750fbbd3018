"""The agreed time of one part of a period: base, downtime, what is unknown and what is still to come.

One ledger, or one per site combined by the definition's rule. All amounts are exact microseconds.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from app.calc.evidence import Part
from app.calc.ledger import Definition, Ledger
from app.calc.sites import combine, worst_site

Reading = Literal["as agreed", "all down", "all up"]


@dataclass(frozen=True, slots=True)
class AgreedTime:
    """`base` and `downtime` as the definition counts them; the extremes read all unknown time down or up.

    `unknown` is the time the extremes differ by, nothing where the definition decides it. `observed` is False
    where some time was owed and none of it was covered by any source. `extremes` are the availabilities of
    several sites with all unknown time down, and up, where they are more than a sum.
    """

    part: Part
    base: Fraction
    downtime: Fraction
    unknown: Fraction
    future: Fraction
    observed: bool
    worst_site: str | None = None
    extremes: tuple[Fraction, Fraction] | None = None

    @property
    def whole(self) -> Fraction:
        """The base of the full period, the time still to come included."""
        return self.base + self.unknown + self.future

    def read(self, reading: Reading) -> tuple[Fraction, Fraction]:
        """(base, downtime) with the unknown time read one way."""
        if reading == "as agreed":
            return self.base, self.downtime
        base = self.base + self.unknown
        if self.extremes is not None:
            return base, base * (1 - self.extremes[0 if reading == "all down" else 1])
        return base, self.downtime + (self.unknown if reading == "all down" else 0)


def agreed_time(part: Part) -> AgreedTime:
    """The part's amounts; nothing at all where it has no ledger."""
    if part.ledgers_by_site:
        return _of_sites(part)
    if part.ledger is None:
        return AgreedTime(part, Fraction(), Fraction(), Fraction(), Fraction(), observed=False)
    ledger = part.ledger
    return AgreedTime(
        part,
        Fraction(ledger.base),
        Fraction(ledger.downtime),
        _undecided(ledger),
        _future(ledger),
        _observed(ledger),
    )


def joint_ledger(part: Part) -> Ledger | None:
    """The service's one ledger; of several sites, the one in which any site down is down."""
    if part.ledger is None and part.ledgers_by_site:
        return combine(part.ledgers_by_site, part.weights, "any").ledger
    return part.ledger


def degraded_share(definition: Definition) -> Fraction:
    """The share of degraded time that counts as down."""
    if definition.degraded == "weighted":
        return Fraction(definition.degraded_weight)
    return Fraction(definition.degraded == "down")


def _of_sites(part: Part) -> AgreedTime:
    rule = part.target.definition.sites
    if rule == "any":
        worst, joint = worst_site(part.ledgers_by_site), joint_ledger(part)
        single = agreed_time(Part(part.target, part.start, part.end, joint, part.hours, version=part.version))
        return AgreedTime(part, *_amounts(single), observed=single.observed, worst_site=worst)
    figures = combine(part.ledgers_by_site, part.weights, rule)
    return AgreedTime(
        part,
        figures.base,
        figures.downtime,
        _mean(part, {site: _undecided(ledger) for site, ledger in part.ledgers_by_site.items()}),
        _mean(part, {site: _future(ledger) for site, ledger in part.ledgers_by_site.items()}),
        any(_observed(ledger) for ledger in part.ledgers_by_site.values()),
        figures.worst,
        figures.extremes if part.target.definition.unknown == "left out" else None,
    )


def _amounts(time: AgreedTime) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    return time.base, time.downtime, time.unknown, time.future


def _mean(part: Part, amounts: dict[str, Fraction]) -> Fraction:
    """The sites' mean amount, weighted by users where the definition weighs."""
    weighted = part.target.definition.sites == "weighted"
    weights = {site: part.weights[site] if weighted else 1 for site in amounts}
    return sum((weights[site] * amount for site, amount in amounts.items()), Fraction()) / sum(
        weights.values()
    )


def _undecided(ledger: Ledger) -> Fraction:
    return Fraction(ledger.whole_base - ledger.base)


def _future(ledger: Ledger) -> Fraction:
    return Fraction(ledger.microseconds["future"])


def _observed(ledger: Ledger) -> bool:
    spent = ledger.microseconds
    return not spent["unknown"] or bool(spent["up"] or spent["down"] or spent["degraded"])
