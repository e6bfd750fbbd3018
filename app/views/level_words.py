"""What the Levels page says about one target in one period: facts, remarks and names. No Qt, nothing decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.calc.definition import site_mean
from app.calc.metrics import METRICS
from app.calc.words import decimals, duration, minutes, number, percent, plural
from app.reports.month import OutageLine, PastLevel, TargetMonth
from app.reports.shown import agreed, compared_with, is_floor
from app.reports.shown import minutes as in_minutes

COVERAGE_KINDS = {"ledger": "outages", "tickets": "tickets", "samples": "samples", "figures": "figures"}
UNCOVERED = (
    "What nobody covers is unknown, not up. Import what was measured, or say by hand what was watched."
)
TONES = {"missed": "missed", "nearly missed": "nearly"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with the words above and below it; `tone` colours a figure that is not as agreed."""

    caption: str
    figure: str
    note: str = ""
    tone: str = ""


def facts(target: TargetMonth) -> tuple[Fact, ...]:
    """Achieved, allowed, used, and the period before; of a period in progress the best still possible."""
    now, before = _levels(target)
    tone = TONES.get(target.verdict, "")
    found = [Fact("achieved", now.achieved if now and now.achieved else "–", _of_base(target), tone)]
    if target.allowed or target.used or target.base:
        used, allowed = (
            amount(target, target.used, target.allowed),
            amount(target, target.allowed, target.used),
        )
        allowed_by_now = "allowed so far" if target.best_possible is not None else "allowed"
        names = ("at least", "had") if is_floor(target) else (allowed_by_now, "used")
        found.append(Fact(names[0], allowed, _share(target)))
        found.append(Fact(names[1], used, _left(target), tone))
    if target.best_possible is not None:
        found.append(Fact("best still possible", in_unit(target, target.best_possible)))
    elif before is not None:
        found.append(Fact(_head(before), before.achieved or "–", before.verdict))
    return tuple(found)


def remarks(target: TargetMonth) -> tuple[str, ...]:
    """Sentences that stand under the facts, only where they say something."""
    found = _why_not_the_sum(target)
    if target.lowest is not None and target.highest is not None and target.lowest != target.highest:
        unknown = duration(target.classes.get("unknown", 0))
        low, high = in_unit(target, target.lowest), in_unit(target, target.highest)
        so_far = "so far " if target.best_possible is not None else ""
        found.append(
            f"{unknown} are unknown because no source covered them: {so_far}between {low} and {high}."
        )
    if target.verdict_without_disputed and target.verdict_without_disputed != target.verdict:
        verdict = target.verdict_without_disputed
        found.append(f"If the exclusions the customer disputes were counted, it would be {verdict}.")
    elif target.verdict_without_disputed:
        found.append("Counting the exclusions the customer disputes would not change the verdict.")
    if target.note:
        found.append(target.note[0].upper() + target.note[1:].rstrip(".") + ".")
    if target.note_internal:
        found.append(target.note_internal)
    return tuple(sentence.replace(" %", "\u00a0%") for sentence in found)


def _why_not_the_sum(target: TargetMonth) -> list[str]:
    """Why the minutes of the outages below are not those used, where sites are weighed against each other."""
    mean = site_mean(target.definition)
    counted = sum(Fraction(share) * target.classes.get(kind, 0) for kind, share in target.counting.items())
    if not mean or not target.counts_time or counted == target.used:
        return []
    below = in_minutes(int(counted))
    return [f"Used is {mean}; counted whenever any site was down it would be {below}, as shown below."]


def missing_coverage(target: TargetMonth) -> str:
    """What kind of data nobody covers, so that there is no proof either way; empty where that is not the reason."""
    if target.verdict not in ("no data", "not proven"):
        return ""
    if not target.classes.get("unknown") and "no source" not in target.note:
        return ""
    needs = METRICS[target.metric].needs
    return next((kind for need, kind in COVERAGE_KINDS.items() if need in needs), "")


def uncovered_time(target: TargetMonth, start: int, end: int) -> tuple[int, int]:
    """From the first to the last instant that nobody covers; all of [start, end) where no ledger tells."""
    unknown = [piece for piece in target.ledger if piece.kind == "unknown"]
    return (unknown[0].start, unknown[-1].end) if unknown else (start, end)


def in_unit(target: TargetMonth, exact: str) -> str:
    """An exact "n/d" of the document as people read it, never rounded across what it is held against."""
    value, limit, digits = Fraction(exact), compared_with(target), decimals(Decimal(target.value))
    if target.unit == "%":
        return percent(value, max(2, digits), limit)
    digits = 0 if value.denominator == 1 else max(1, digits)
    return f"{number(value, digits, limit)} {target.unit}".rstrip()


def amount(target: TargetMonth, value: int, against: int | None = None) -> str:
    """Allowed, used or left: minutes, all in the one unit, where time counts, else a bare count.

    Beside another amount (`against`) with the digits that keep it on its side of that.
    """
    return in_minutes(value, against) if target.counts_time else number(value)


def excluded_by_reason(target: TargetMonth) -> Mapping[str, int]:
    """Why time is excluded, with how long; empty where a piece has no reason on record."""
    found: dict[str, int] = {}
    for piece in target.ledger:
        if piece.kind == "excluded":
            found[piece.reason] = found.get(piece.reason, 0) + piece.end - piece.start
    return {} if "" in found else found


def outage_title(outage: OutageLine) -> str:
    """What an outage is called on screen."""
    return outage.customer_text or outage.internal_text or outage.cause or outage.subject


def outage_label(outage: OutageLine) -> str:
    """Beside its bar: cause and minutes, short enough for a row of the timeline."""
    name = outage.cause or outage.customer_text or outage.subject
    name = name if len(name) <= 28 else name[:27].rstrip() + "…"
    return f"{name} · {minutes(outage.counted)}" if outage.counted else name


def _levels(target: TargetMonth) -> tuple[PastLevel | None, PastLevel | None]:
    now = target.history[-1] if target.history else None
    before = target.history[-2] if len(target.history) > 1 else None
    return now, before if before and before.verdict else None


def _of_base(target: TargetMonth) -> str:
    if target.counts_time:
        about = "observed" if target.classes.get("unknown") and "unknown" not in target.counting else "agreed"
        return f"of {duration(target.base)} {about}" if target.base else ""
    if target.tickets or target.metric in ("response", "resolution"):
        return f"of {plural(target.base, 'ticket')}"
    return f"of {plural(target.base, 'sample')}" if target.metric.startswith("sample") else ""


def _share(target: TargetMonth) -> str:
    if target.counts_time and target.unit == "%" and target.comparison == ">=" and len(target.parts) <= 1:
        return f"{percent(100 - Decimal(target.value), decimals(Decimal(target.value)))} of base"
    if len(target.parts) <= 1:
        return ""
    return "by two versions" if target.limit is None else f"by two versions, together {agreed(target)}"


def _left(target: TargetMonth) -> str:
    left = target.allowed - target.used
    if is_floor(target):
        return f"{amount(target, left)} too little" if left > 0 else f"{amount(target, -left)} to spare"
    so_far = " so far" if target.best_possible is not None else ""
    if left < 0:
        return f"{amount(target, -left)} too many{so_far}"
    return f"{amount(target, left)} left{so_far}" if left else f"nothing left{so_far}"


def _head(past: PastLevel) -> str:
    """The month's name, "Q3", "2025"; a week or a free period by its whole label."""
    return past.label if "W" in past.period or ".." in past.period else past.label.split(" ")[0]
