"""Components against their service in one month: what each kept of what was agreed, and why the service missed though.

It tells what the internal pack tells of the same month, from the same figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from app.calc.words import duration
from app.reports.chain import Chain, ChainPart, ChainStretch
from app.reports.chain_words import attainment, fell_together, kept_by, own_level, result, target_of, why
from app.reports.shown import listed
from app.usecases.picture import Picture
from app.usecases.playing import Played

NO_CONTRACT = "no contract"
_MOST_FALLS = 8
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PartLevel:
    """A part's own month, over the agreed time of its service; `part` is its node, "" where it is no longer drawn."""

    part: str
    title: str
    keeper: str
    contracted: Decimal | None  # percent
    achieved: Fraction | None  # percent; None where it was not observed
    down: int  # microseconds
    verdict: str  # met | missed | not proven | no data | no contract


@dataclass(frozen=True, slots=True)
class KeptLevels:
    """The parts under a service in a month; `why` are the sentences why it missed, then its longest falls."""

    parts: tuple[PartLevel, ...]
    sentence: str
    why: tuple[str, ...] = ()


def kept_levels(played: Played, picture: Picture) -> KeptLevels:
    """What each part kept, beside the service's own target."""
    if played.moments is None:
        return KeptLevels((), "This month has not begun.")
    service = played.service
    if service is None:
        return KeptLevels(
            (),
            f"Nothing was agreed with a customer in {played.period.label} that its parts could be held against.",
        )
    chain = service.chain
    target = target_of(service, chain) if chain is not None else None
    if chain is None or target is None:
        return KeptLevels((), f"What {picture.title} stood on in {played.period.label} is not known.")
    nodes = {title: name for name, title in picture.titles.items() if picture.node(name) is not None}
    parts = tuple(_part(one, chain, nodes) for one in chain.parts if not one.is_service)
    told = (*why(chain, target), *_falls(chain, played.time_zone))
    return KeptLevels(parts, f"{picture.title}: {result(chain, target)}", told)


def _part(part: ChainPart, chain: Chain, nodes: dict[str, str]) -> PartLevel:
    return PartLevel(
        nodes.get(part.name, ""),
        part.name,
        kept_by(part),
        Decimal(part.contracted) if part.contracted else None,
        own_level(part),
        part.down,
        attainment(part, chain.base) or NO_CONTRACT,
    )


def _falls(chain: Chain, time_zone: str) -> list[str]:
    """The longest stretches the service was down, in order of time."""
    longest = sorted(chain.stretches, key=lambda one: one.start - one.end)[:_MOST_FALLS]
    return [_fall(chain, one, time_zone) for one in sorted(longest, key=lambda one: one.start)]


def _fall(chain: Chain, stretch: ChainStretch, time_zone: str) -> str:
    at = (_EPOCH + timedelta(microseconds=stretch.start)).astimezone(ZoneInfo(time_zone))
    when = f"{at:%a} {at.day} {at:%b %H:%M}, {duration(stretch.end - stretch.start)}"
    together = fell_together(chain, stretch)
    names = [chain.parts[part].name for part in stretch.parts]
    planned = ", planned" if stretch.planned else ""
    if together:
        return f"{when}: {listed(list(together))} together{planned}."
    if stretch.parts == (0,):
        return f"{when}: recorded on {names[0]} itself, not on a part{planned}."
    return f"{when}: {listed(names)}{' alone' if len(names) == 1 else ''}{planned}."
