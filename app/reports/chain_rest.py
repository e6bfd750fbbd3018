"""Of very many stretches of downtime a chain keeps the longest one by one, and of the others what they sum to.

A document stays small however often its parts failed, and no minute is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.reports.chain import Chain, ChainRest, ChainStretch
from app.reports.chain_words import fell_together

MOST_STRETCHES = 500


def bounded(chain: Chain, most: int = MOST_STRETCHES) -> Chain:
    """The chain with at most so many stretches, in order of time, and the rest of them as one."""
    if len(chain.stretches) <= most:
        return chain
    by_length = sorted(range(len(chain.stretches)), key=lambda at: _start_less_end(chain.stretches[at]))
    kept, others = sorted(by_length[:most]), sorted(by_length[most:])
    return replace(
        chain,
        stretches=tuple(chain.stretches[at] for at in kept),
        rest=_rest(chain, [chain.stretches[at] for at in others]),
    )


def _start_less_end(stretch: ChainStretch) -> int:
    return stretch.start - stretch.end


@dataclass(slots=True)
class _Sums:
    length: int = 0
    planned: int = 0
    alone: int = 0
    itself: int = 0
    by_part: dict[int, int] = field(default_factory=dict[int, int])
    beside: set[int] = field(default_factory=set[int])


def _rest(chain: Chain, stretches: Sequence[ChainStretch]) -> ChainRest:
    sums = _Sums()
    for stretch in stretches:
        _add(sums, chain, stretch)
    return ChainRest(
        number=len(stretches),
        length=sums.length,
        planned=sums.planned,
        alone=sums.alone,
        itself=sums.itself,
        by_part=tuple(sorted(sums.by_part.items())),
        beside=tuple(sorted(sums.beside)),
    )


def _add(sums: _Sums, chain: Chain, stretch: ChainStretch) -> None:
    length = stretch.end - stretch.start
    parts = [at for at in stretch.parts if at]
    sums.length += length
    sums.planned += length if stretch.planned else 0
    sums.beside.update(stretch.beside)
    if not parts:
        sums.itself += length
    elif not fell_together(chain, stretch):
        sums.alone += length
        for at in parts:
            sums.by_part[at] = sums.by_part.get(at, 0) + length
