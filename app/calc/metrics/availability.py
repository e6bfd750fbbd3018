"""Availability: (base − downtime) / base in percent, under the target's definition (ITIL)."""

from collections.abc import Sequence
from fractions import Fraction

from app.calc.agreed_time import AgreedTime, Reading, agreed_time
from app.calc.evidence import Evidence
from app.calc.metrics.metric import Metric, at_least_or_most, per_period
from app.calc.targets import Level, Target
from app.calc.verdicts import Judgement, Share, judge, part_levels, proven
from app.calc.words import percent, plain


def judge_availability(evidence: Evidence) -> Level:
    """One verdict on the summed allowances of all parts; "not proven" where the unknown time decides it."""
    times = [agreed_time(part) for part in evidence.parts]
    usual = _judge(times)
    if usual.achieved is None or not any(time.observed for time in times):
        return _no_data(times)
    extremes = [_judge(times, "all down"), _judge(times, "all up")] if any(t.unknown for t in times) else []
    verdict, lowest, highest = proven(usual, extremes)
    parts = part_levels(
        evidence.parts,
        [time.base for time in times],
        [time.downtime for time in times],
        [time.base * allowed_share(time.part.target) for time in times],
    )
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
        note=_worst_site(times),
        limit=usual.limit,
        remaining=int(sum(time.future for time in times)),
    )


def allowed_share(target: Target) -> Fraction:
    """The share of the base that may be downtime."""
    return 1 - Fraction(target.value) / 100


def _judge(times: Sequence[AgreedTime], reading: Reading = "as agreed") -> Judgement:
    return judge([_share(time, *time.read(reading)) for time in times])


def _share(time: AgreedTime, base: Fraction, downtime: Fraction) -> Share:
    return Share(time.part.target, base - downtime, base / 100)


def _best_possible(times: Sequence[AgreedTime]) -> Fraction | None:
    """Were nothing to fail in the time still to come, nor to have failed in the time nobody observed."""
    if not any(time.future for time in times):
        return None
    read = [(time, *time.read("all up")) for time in times]
    return judge([_share(time, base + time.future, down) for time, base, down in read]).achieved


def _no_data(times: Sequence[AgreedTime]) -> Level:
    unknown = any(time.unknown or not time.observed for time in times)
    remaining = int(sum(time.future for time in times))
    agreed = "" if remaining else "nothing was agreed in this period"
    note = "no source covers this period" if unknown else agreed
    return Level("no data", note=note, remaining=remaining, best_possible=_best_possible(times))


def _worst_site(times: Sequence[AgreedTime]) -> str:
    """The site with the lowest level, beside a figure that several sites share."""
    levels = [
        (ledger.exact, time.worst_site)
        for time in times
        if time.worst_site is not None and len(time.part.ledgers_by_site) > 1
        for ledger in (time.part.ledgers_by_site[time.worst_site],)
        if ledger.exact is not None
    ]
    if not levels:
        return ""
    level, site = min(levels)
    return f"worst site {site} at {percent(100 * level)}"


def _sentence(target: Target, hours: str) -> str:
    value = f"{at_least_or_most(target)} {plain(target.value)} %"
    which = f"service hours {hours}".rstrip()
    return f"Available {value} of {which}, {per_period(target)}"


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
