"""Components against their service in one month: what each kept of its contract, and why the service missed though."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal
from zoneinfo import ZoneInfo

from app.calc.spans import Spans
from app.calc.structure.moments import Moments
from app.calc.words import duration, plain, plural
from app.reports.month import Piece, TargetMonth
from app.usecases.picture import Picture, PictureNode
from app.usecases.playing import Played, PlayedOutage

PartVerdict = Literal["met", "missed", "not proven", "no data", "no contract"]
BAD = ("missed", "nearly missed")
_SHOWN = 8
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PartLevel:
    """A component's own month: unplanned downtime around the clock in the time it was observed."""

    part: str
    title: str
    keeper: str
    contracted: Decimal | None  # percent
    achieved: Fraction | None  # a share; None where it was not observed
    down: int  # microseconds
    verdict: PartVerdict


@dataclass(frozen=True, slots=True)
class KeptLevels:
    """The components of a picture in a month and what the service kept; `why` is a sentence for each fall of it."""

    parts: tuple[PartLevel, ...]
    sentence: str
    why: tuple[str, ...]


def kept_levels(played: Played, picture: Picture) -> KeptLevels:
    """What each component kept, beside the service's own target."""
    if played.moments is None:
        return KeptLevels((), "This month has not begun.", ())
    nodes = [node for node in picture.nodes if node.entered is not None]
    down = _unplanned(played.outages, played.moments)
    parts = tuple(_part(node, played, down.get(node.name, Spans.empty())) for node in nodes)
    target = _availability(played)
    if target is None:
        return KeptLevels(parts, _summary(parts), ())
    why = _why(target, played, {node.name: node.title for node in picture.nodes})
    return KeptLevels(parts, _verdict(target, picture.title, parts), why)


def _part(node: PictureNode, played: Played, down: Spans) -> PartLevel:
    assert node.entered is not None
    assert played.moments is not None
    observed = played.observed.get(node.name, Spans.empty())
    seen, lost = observed.microseconds, (down & observed).microseconds
    contracted = (
        Decimal(node.entered.contracted_availability) if node.entered.contracted_availability else None
    )
    whole = played.moments.end - int(played.moments.at[0])
    achieved = Fraction(seen - lost, seen) if seen else None
    verdict = _part_verdict(contracted, seen, lost, whole)
    return PartLevel(node.name, node.title, node.keeper, contracted, achieved, lost, verdict)


def _part_verdict(contracted: Decimal | None, seen: int, lost: int, whole: int) -> PartVerdict:
    """Not proven where what nobody observed could turn it."""
    if contracted is None:
        return "no contract"
    if not seen:
        return "no data"
    least = Fraction(contracted) / 100
    worst, best = Fraction(seen - lost, whole), Fraction(whole - lost, whole)
    if worst >= least:
        return "met"
    return "missed" if best < least else "not proven"


def _unplanned(outages: Sequence[PlayedOutage], moments: Moments) -> Mapping[str, Spans]:
    """When each part was down by its own outages that nobody had planned."""
    pairs: dict[str, list[tuple[int, int]]] = {}
    for one in outages:
        if one.state == "down" and not one.planned:
            pairs.setdefault(one.part, []).append((one.start, one.end or moments.end))
    start, end = int(moments.at[0]), moments.end
    return {
        part: Spans.of_microseconds([a for a, _ in its], [max(a, b) for a, b in its]).clip(start, end)
        for part, its in pairs.items()
    }


def _availability(played: Played) -> TargetMonth | None:
    targets = played.service.targets if played.service is not None else ()
    return next((target for target in targets if target.metric == "availability"), None)


def _summary(parts: Sequence[PartLevel]) -> str:
    """How the components with a contract did."""
    under = [part for part in parts if part.verdict != "no contract"]
    if not under:
        return "No component has a contracted availability yet; write it under Part."
    bad = [part.title for part in under if part.verdict != "met"]
    if not bad:
        return f"Every one of {plural(len(under), 'component')} under contract met its level."
    met = len(under) - len(bad)
    return f"{met} of {plural(len(under), 'component')} under contract met their level; not {_listed(bad)}."


def _verdict(target: TargetMonth, title: str, parts: Sequence[PartLevel]) -> str:
    achieved = target.history[-1].achieved if target.history else ""
    said = f"{title}: {target.verdict}" + (f", {achieved}" if achieved else "")
    said = f"{said} against {plain(Decimal(target.value))} {target.unit}."
    under = [part for part in parts if part.verdict != "no contract"]
    link = "And yet e" if target.verdict in BAD and under and all(p.verdict == "met" for p in under) else ""
    summary = _summary(parts)
    return f"{said} {link}{summary[1:]}" if link else f"{said} {summary}"


def _why(target: TargetMonth, played: Played, titles: Mapping[str, str]) -> tuple[str, ...]:
    """Each time the service was down in its hours, and whose outages made it so."""
    known = {one.id: one for one in played.outages}
    pieces = [piece for piece in target.ledger if piece.kind == "down"]
    pieces.sort(key=lambda piece: piece.start - piece.end)
    told = [_fall(piece, [known[o] for o in piece.outages if o in known], played, titles) for piece in pieces]
    if len(told) > _SHOWN:
        rest = sum(piece.end - piece.start for piece in pieces[_SHOWN:])
        told = [*told[:_SHOWN], f"And {len(told) - _SHOWN} shorter ones, {duration(rest)} together."]
    used = sum(piece.end - piece.start for piece in pieces)
    if len(pieces) > 1 and target.verdict in BAD:
        told.append(
            f"One after another they add up to {duration(used)}; {duration(target.allowed)} were allowed."
        )
    return tuple(told)


def _fall(piece: Piece, outages: Sequence[PlayedOutage], played: Played, titles: Mapping[str, str]) -> str:
    names = list(dict.fromkeys(titles.get(one.part, one.title) for one in outages))
    when = f"{_moment(piece.start, played.time_zone)}, {duration(piece.end - piece.start)}"
    if not names:
        return f"{when}."
    if {one.part for one in outages} == {f"service:{played.service_id}"}:
        return f"{when}: recorded on {names[0]} itself, not on a part."
    if len(names) == 1:
        return f"{when}: {names[0]} alone."
    assert played.moments is not None
    ends = [one.end or played.moments.end for one in outages]
    how = "together" if max(one.start for one in outages) < min(ends) else "one after another"
    return f"{when}: {_listed(names)} {how}."


def _moment(instant: int, time_zone: str) -> str:
    at = (_EPOCH + timedelta(microseconds=instant)).astimezone(ZoneInfo(time_zone))
    return f"{at:%a} {at.day} {at:%b %H:%M}"


def _listed(names: Sequence[str]) -> str:
    shown, more = names[:4], len(names) - 4
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
