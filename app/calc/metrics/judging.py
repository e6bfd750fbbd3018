"""What metrics over breaks share: one judgement per reading of the unknown time, and the level made of
them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.calc.agreed_time import AgreedTime, Reading, agreed_time
from app.calc.evidence import Evidence, Part
from app.calc.targets import Level
from app.calc.verdicts import Exact, Judgement, part_levels, proven

Judge = Callable[[Sequence[Part], Reading], Judgement]


@dataclass(frozen=True, slots=True)
class Figures:
    """The integers of a level, part by part: what is counted over, what was used, what was allowed.

    They sum to the whole, or the part at `deciding` stands for it.
    """

    bases: Sequence[Exact]
    used: Sequence[Exact]
    allowed: Sequence[Exact]
    counts_time: bool = True
    deciding: int | None = None


def level_of(
    evidence: Evidence,
    judge: Judge,
    figures: Figures,
    unit: str,
    best: Fraction | None = None,
    note: str = "",
) -> Level:
    """The level of a metric over ledgers: "no data" where nothing was observed, "not proven" between
    extremes.
    """
    times = [agreed_time(part) for part in evidence.parts]
    remaining = int(sum(time.future for time in times))
    if not any(time.base and time.observed for time in times):
        return Level("no data", unit=unit, note=_why_nothing(times), remaining=remaining)
    usual = judge(evidence.parts, "as agreed")
    readings: tuple[Reading, ...] = ("all down", "all up") if any(time.unknown for time in times) else ()
    verdict, lowest, highest = proven(usual, [judge(evidence.parts, reading) for reading in readings])
    parts = part_levels(evidence.parts, figures.bases, figures.used, figures.allowed)
    whole = parts if figures.deciding is None else (parts[figures.deciding],)
    return Level(
        verdict=verdict,
        achieved=usual.achieved,
        lowest=lowest,
        highest=highest,
        base=sum(part.base for part in whole),
        used=sum(part.used for part in whole),
        allowed=sum(part.allowed for part in whole),
        counts_time=figures.counts_time,
        best_possible=best if remaining else None,
        parts=parts,
        note=note,
        unit=unit,
        limit=usual.limit,
        remaining=remaining,
    )


def weights_of(parts: Sequence[Part]) -> list[Fraction]:
    """Each part's share of the agreed time of the whole period, by which counts agreed per period are
    summed.
    """
    whole = [agreed_time(part).whole for part in parts]
    total = sum(whole)
    return [each / total if total else Fraction(1, len(parts)) for each in whole]


def _why_nothing(times: Sequence[AgreedTime]) -> str:
    if any(time.unknown or not time.observed for time in times):
        return "no source covers this period"
    return "" if any(time.future for time in times) else "nothing was agreed in this period"
