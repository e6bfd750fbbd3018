"""What a service needs, said in words: all of, any of, at least so many of, so much of the capacity of.

A structure is an immutable value. The same part may stand in several places and is still one part; a structure
may be used inside several others. Whatever is asked of it is worked out on a network compiled once, and there
is no limit to how deep it goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import lcm
from numbers import Rational

from app.calc.spans import Spans
from app.calc.structure.network import NetworkBuilder
from app.calc.structure.reading import Compiled, Importance
from app.calc.structure.support import Modelled, Repairable, Stretches
from app.calc.structure.timing import Blame, down_of_each


class Structure:
    """Something that is up or down: a part, or what is built of parts."""

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The parts it stands on, each once, in the order they were named."""
        return self._compiled.parts

    def down(self, outages: Mapping[str, Spans]) -> Spans:
        """When it is down, from when its parts are; a part that is not named has no outage."""
        return self._compiled.down(outages)

    def blame(self, outages: Mapping[str, Spans]) -> dict[str, Blame]:
        """What each part had to do with its being down."""
        return self._compiled.blame(outages)

    def reasons(self, outages: Mapping[str, Spans]) -> dict[str, Spans]:
        """Of each part, when it was down and the whole with it, this part's outage being among the reasons."""
        return self._compiled.reasons(outages)

    @property
    def single_points(self) -> frozenset[str]:
        """The parts that take it down alone; found however large it is."""
        return self._compiled.single_points

    def unavailability(self, unavailability: Mapping[str, float]) -> float:
        """The exact probability of being down, from each part's, the parts failing independently.

        Raises ValueError for a part without a figure or with one outside 0..1, TooLarge when the exact answer
        would need more memory than is given to it.
        """
        return self._compiled.unavailability(unavailability)

    def availability(self, availability: Mapping[str, float]) -> float:
        """1 - `unavailability`, from each part's availability."""
        return 1 - self.unavailability({part: 1 - figure for part, figure in availability.items()})

    def bounds(self, unavailability: Mapping[str, float]) -> tuple[float, float]:
        """Between these lies the unavailability, for certain; equal where it could be worked out exactly."""
        return self._compiled.bounds(unavailability)

    def frequency(self, figures: Mapping[str, tuple[float, float]]) -> float:
        """How often a year it goes down, from each part's unavailability and failures a year.

        Σ Birnbaum importance × failure frequency of the part.
        """
        return self._compiled.frequency(figures)

    def importance(self, unavailability: Mapping[str, float]) -> dict[str, Importance]:
        """What each part means for the whole, at these unavailabilities."""
        return self._compiled.importance(unavailability)

    def cut_sets(self, order: int | None = None, most: int | None = None) -> tuple[frozenset[str], ...]:
        """The least that must be down for it to be down: up to `order` parts, at most `most`, smallest first.

        Raises TooLarge when all of millions are asked for.
        """
        return self._compiled.cut_sets(order, most)

    def likeliest_cut_sets(
        self, unavailability: Mapping[str, float], most: int
    ) -> tuple[tuple[frozenset[str], float], ...]:
        """Minimal cut sets with the chance that all of each is down, the likeliest first."""
        return self._compiled.likeliest_cut_sets(unavailability, most)

    def modelled(self, parts: Mapping[str, Repairable], service: Stretches | None = None) -> Modelled:
        """The level that follows from mean times and support hours, over the service hours of a week."""
        return self._compiled.modelled(parts, service)

    def path_sets(self, order: int | None = None, most: int | None = None) -> tuple[frozenset[str], ...]:
        """The least that must be up for it to be up, asked for in the same way."""
        return self._compiled.path_sets(order, most)

    def count_cut_sets(self) -> dict[int, int]:
        """How many minimal cut sets there are of each size; counted, not listed."""
        return self._compiled.count_cut_sets()

    @cached_property
    def _compiled(self) -> Compiled:
        return _compiled(self)


class Part(Structure):
    """One part, known by its name; two with the same name are the same part."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Part) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f"Part({self.name!r})"


class Gate(Structure):
    """Down when the weights of the members that are down reach `fails_at`."""

    def __init__(
        self, fails_at: int, members: tuple[Structure, ...], weights: tuple[int, ...] | None
    ) -> None:
        self.fails_at, self.members, self.weights = fails_at, members, weights

    def __repr__(self) -> str:
        return f"Gate(fails_at={self.fails_at}, {len(self.members)} members)"


def all_of(*needs: Structure) -> Structure:
    """Needs every one of these; of none, it is never down."""
    return Gate(1, _checked(needs), None)


def any_of(*needs: Structure) -> Structure:
    """Needs one of these, whichever. Raises ValueError when there is none."""
    return at_least(1, *needs)


def at_least(k: int, *needs: Structure) -> Structure:
    """Needs any `k` of these; one given twice counts twice. Raises ValueError unless 1 ≤ k ≤ their number."""
    if k != int(k) or not 1 <= k <= len(needs):
        raise ValueError(f"at least {k} of {len(needs)} cannot be asked for")
    return Gate(len(needs) - int(k) + 1, _checked(needs), None)


def capacity(
    needed: float | Decimal, members: Mapping[Structure, float] | Mapping[Structure, Decimal]
) -> Structure:
    """Needs so much of the capacity that the members give together: `capacity(60, {a: 50, b: 30, c: 20})`.

    Figures are read as the decimals they are written as, and compared exactly. Raises ValueError unless they are
    nought or more and 0 < needed ≤ their sum.
    """
    shares = [_exact(share) for share in members.values()]
    least = _exact(needed)
    if any(share < 0 for share in shares) or not 0 < least <= sum(shares):
        raise ValueError(f"{needed} of a capacity of {float(sum(shares)):g} cannot be asked for")
    whole = lcm(least.denominator, *(share.denominator for share in shares))
    weights = tuple(int(share * whole) for share in shares)
    return Gate(sum(weights) - int(least * whole) + 1, _checked(tuple(members)), weights)


def _exact(figure: float | Decimal) -> Fraction:
    try:
        return Fraction(figure) if isinstance(figure, Rational) else Fraction(Decimal(str(figure)))
    except (ValueError, OverflowError, ArithmeticError):
        raise ValueError(f"{figure} is no share of a capacity") from None


def _checked(needs: tuple[object, ...]) -> tuple[Structure, ...]:
    checked: list[Structure] = []
    for need in needs:
        if not isinstance(need, Structure):
            raise TypeError(f"{need!r} is no structure; a part is written Part({str(need)!r})")
        checked.append(need)
    return tuple(checked)


def down_together(structures: Mapping[str, Structure], outages: Mapping[str, Spans]) -> dict[str, Spans]:
    """When each of these is down, by its name; what they share is read once."""
    parts, builder, made = _numbered(all_of(*structures.values()))
    its = [outages.get(part, Spans.empty()) for part in parts]
    spans = down_of_each(builder.network_of_all(), its)
    return {name: spans.get(made[id(one)], Spans.empty()) for name, one in structures.items()}


def _compiled(root: Structure) -> Compiled:
    """The network of a structure: parts numbered as they are met, each gate after its members."""
    parts, builder, made = _numbered(root)
    return Compiled(parts, builder.network(made[id(root)]))


def _numbered(root: Structure) -> tuple[tuple[str, ...], NetworkBuilder, dict[int, int]]:
    """The parts below, the gates collected, and the number of every structure by its identity."""
    nodes = _from_the_bottom(root)
    parts = {node.name: None for node in nodes if isinstance(node, Part)}
    number = {name: at for at, name in enumerate(parts)}
    builder = NetworkBuilder(len(parts))
    made: dict[int, int] = {}
    for node in nodes:
        if isinstance(node, Part):
            made[id(node)] = number[node.name]
        elif isinstance(node, Gate):
            members = [made[id(member)] for member in node.members]
            made[id(node)] = builder.add(node.fails_at, members, node.weights)
    return tuple(parts), builder, made


def _from_the_bottom(root: Structure) -> Iterable[Structure]:
    """Every structure below, itself last, each once and after its members."""
    found: dict[int, Structure] = {}
    entered: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting[-1]
        if id(node) in found:
            waiting.pop()
        elif id(node) in entered or not isinstance(node, Gate):
            found[id(node)] = waiting.pop()
        else:
            entered.add(id(node))
            waiting.extend(member for member in reversed(node.members) if id(member) not in found)
    return found.values()
