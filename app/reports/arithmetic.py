"""The sums behind a level, done again from the document's own ledger: what the workbook's formulas will find.

A figure becomes a formula only where these sums give the document's figure; a level that several sites share,
for instance, is written as the number it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.reports.month import Part, Piece, TargetMonth
from app.reports.shown import compared_with

CLASSES: tuple[str, ...] = ("up", "down", "degraded", "unknown", "excluded", "outside", "future")
_USUAL: Mapping[str, str] = {"up": "0", "degraded": "0", "down": "1"}
_NEAR = 1_000  # microseconds: the workbook adds milliseconds


@dataclass(frozen=True, slots=True)
class PartSums:
    """One agreement version's share of a target; amounts are exact microseconds."""

    part: Part
    classes: Mapping[str, int]
    base: Fraction
    used: Fraction
    allowed: Fraction
    unknown: Fraction  # time outside the base that would join it if it were known


def shares(target: TargetMonth) -> Mapping[str, str]:
    """Ledger class in the base → share of it that is downtime."""
    return target.counting or _USUAL


def parts(target: TargetMonth) -> tuple[Part, ...]:
    """The parts of a target; where only one version was in force, that one."""
    if target.parts or not target.ledger:
        return target.parts
    start, end = target.ledger[0].start, target.ledger[-1].end
    return (Part(target.version, start, end, target.value, target.base, target.used, target.allowed),)


def pieces_of(target: TargetMonth, part: Part) -> tuple[Piece, ...]:
    """The ledger's pieces inside a part, cut at its borders."""
    return tuple(
        Piece(p.kind, max(p.start, part.start), min(p.end, part.end), p.reason, p.outages)
        for p in target.ledger
        if p.start < part.end and p.end > part.start
    )


def sums(target: TargetMonth) -> tuple[PartSums, ...]:
    """Every part's sums over the ledger; empty where they do not give the document's own figures."""
    if not (target.counts_time and target.unit == "%" and target.comparison == ">=" and target.ledger):
        return ()
    found = tuple(_sums_of(target, part) for part in parts(target))
    pairs = (
        (sum(each.base for each in found), target.base),
        (sum(each.used for each in found), target.used),
        (sum(each.allowed for each in found), target.allowed),
    )
    return found if all(abs(ours - theirs) <= _NEAR for ours, theirs in pairs) else ()


def _sums_of(target: TargetMonth, part: Part) -> PartSums:
    counted = {kind: Fraction(share) for kind, share in shares(target).items()}
    classes: dict[str, int] = dict.fromkeys(CLASSES, 0)
    for piece in pieces_of(target, part):
        classes[piece.kind] += piece.end - piece.start
    base = Fraction(sum(classes[kind] for kind in counted))
    used = sum((share * classes[kind] for kind, share in counted.items()), Fraction())
    allowed = base * (100 - Fraction(part.value)) / 100
    unknown = Fraction(0 if "unknown" in counted else classes["unknown"])
    return PartSums(part, classes, base, used, allowed, unknown)


def verdict_by_sums(target: TargetMonth, found: tuple[PartSums, ...]) -> str:
    """The verdict that the workbook's formula gives."""
    base, used = sum(each.base for each in found), sum(each.used for each in found)
    allowed, unknown = sum(each.allowed for each in found), sum(each.unknown for each in found)
    if not base:
        return "no data"
    more = sum(each.unknown * (100 - Fraction(each.part.value)) / 100 for each in found)
    if target.lowest is not None and used <= allowed + more < used + unknown:
        return "not proven"
    if used > allowed:
        return "missed"
    near = allowed - used < Fraction(target.margin or 0) * base / 100
    return "nearly missed" if near else "met"


def verdict_by_value(target: TargetMonth) -> str:
    """The verdict by comparing what was achieved with what was agreed."""
    if target.achieved is None:
        return "no data"
    achieved, agreed = Fraction(target.achieved), compared_with(target)
    to_spare = achieved - agreed if target.comparison == ">=" else agreed - achieved
    if to_spare < 0:
        return "missed"
    return "nearly missed" if to_spare < Fraction(target.margin or 0) else "met"
