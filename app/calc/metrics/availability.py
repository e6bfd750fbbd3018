"""Availability: (base − downtime) / base in percent, under the target's definition (ITIL)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.calc.evidence import Evidence, Part
from app.calc.metrics.metric import Metric, at_least_or_most, per_period
from app.calc.targets import Level, PartLevel, Target
from app.calc.verdicts import Judgement, Share, judge, proven, whole_numbers
from app.calc.words import plain


@dataclass(frozen=True, slots=True)
class _Time:
    """One part's microseconds: base, downtime, unknown left out of both, still to come."""

    part: Part
    base: Fraction
    used: Fraction
    unknown: Fraction
    future: int
    observed: bool

    def share(self, unknown_as: str = "left out", future: int = 0) -> Share:
        """The part's share with its unknown time left out, all up or all down, and `future` time all up."""
        base = self.base + future + (0 if unknown_as == "left out" else self.unknown)
        used = self.used + (self.unknown if unknown_as == "down" else 0)
        return Share(self.part.target, base - used, base / 100)


def judge_availability(evidence: Evidence) -> Level:
    """One verdict on the summed allowances of all parts; "not proven" where the unknown time decides it."""
    times = [_time(part) for part in evidence.parts]
    usual = judge([time.share() for time in times])
    if usual.achieved is None or not any(time.observed for time in times):
        return _no_data(times)
    verdict, lowest, highest = proven(usual, _extremes(times))
    parts = _part_levels(times)
    return Level(
        verdict=verdict,
        achieved=usual.achieved,
        lowest=lowest,
        highest=highest,
        base=sum(part.base for part in parts),
        used=sum(part.used for part in parts),
        allowed=sum(part.allowed for part in parts),
        best_possible=_best_possible(times),
        parts=parts,
        limit=usual.limit,
        remaining=sum(time.future for time in times),
    )


def _time(part: Part) -> _Time:
    ledger = part.ledger
    if ledger is None:
        return _Time(part, Fraction(), Fraction(), Fraction(), 0, False)
    spent = ledger.microseconds
    unknown = spent["unknown"] if part.target.definition.unknown == "left out" else 0
    observed = any(spent[kind] for kind in ("up", "down", "degraded")) or not spent["unknown"]
    return _Time(
        part, Fraction(ledger.base), Fraction(ledger.downtime), Fraction(unknown), spent["future"], observed
    )


def _extremes(times: Sequence[_Time]) -> list[Judgement]:
    if not any(time.unknown for time in times):
        return []
    return [judge([time.share(unknown_as) for time in times]) for unknown_as in ("down", "up")]


def _best_possible(times: Sequence[_Time]) -> Fraction | None:
    if not any(time.future for time in times):
        return None
    return judge([time.share(future=time.future) for time in times]).achieved


def _part_levels(times: Sequence[_Time]) -> tuple[PartLevel, ...]:
    allowances = [time.base * (1 - Fraction(time.part.target.value) / 100) for time in times]
    columns = (whole_numbers(each) for each in ([t.base for t in times], [t.used for t in times], allowances))
    return tuple(
        PartLevel(
            time.part.version, time.part.start, time.part.end, time.part.target.value, base, used, allowed
        )
        for time, base, used, allowed in zip(times, *columns, strict=True)
    )


def _no_data(times: Sequence[_Time]) -> Level:
    remaining = sum(time.future for time in times)
    unknown = any(time.unknown or not time.observed for time in times)
    note = (
        "no source covers this period"
        if unknown
        else ""
        if remaining
        else "nothing was agreed in this period"
    )
    return Level("no data", note=note, remaining=remaining, best_possible=_best_possible(times))


def _sentence(target: Target, hours: str) -> str:
    of_what = f"of {hours}" if hours else "of service hours"
    return f"Available {at_least_or_most(target)} {plain(target.value)} % {of_what}, {per_period(target)}"


def _short(target: Target) -> str:
    return f"Availability {plain(target.value)} %"


METRIC = Metric(
    key="availability",
    title="Availability",
    unit="%",
    comparison=">=",
    counts_time=True,
    needs=frozenset({"ledger"}),
    judge=judge_availability,
    sentence=_sentence,
    short=_short,
    position=1,
)
