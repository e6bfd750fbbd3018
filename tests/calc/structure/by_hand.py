"""The slow second way: every combination of parts up and down, tried one by one; and structures to try it on."""

from collections.abc import Mapping
from itertools import product

from hypothesis import strategies as st

from app.calc.structure import Part, Structure, all_of, any_of, at_least, capacity
from app.calc.structure.expression import Gate

NAMES = "abcdefg"


def is_up(structure: Structure, up: frozenset[str]) -> bool:
    """Asked member by member, from the top."""
    if isinstance(structure, Part):
        return structure.name in up
    assert isinstance(structure, Gate)
    weights = structure.weights or (1,) * len(structure.members)
    down = [
        weight for member, weight in zip(structure.members, weights, strict=True) if not is_up(member, up)
    ]
    return sum(down) < structure.fails_at


def sets_that_take_it_down(structure: Structure) -> list[frozenset[str]]:
    """Every set of parts that takes the structure down, minimal or not."""
    parts = structure.parts
    every = frozenset(parts)
    choices = (frozenset(p for p, down in zip(parts, each, strict=True) if down) for each in _choices(parts))
    return [down for down in choices if not is_up(structure, every - down)]


def minimal(sets: list[frozenset[str]]) -> set[frozenset[str]]:
    """Those that contain no other."""
    all_of_them = set(sets)
    return {one for one in all_of_them if not any(one - {member} in all_of_them for member in one)}


def unavailability(structure: Structure, q: Mapping[str, float]) -> float:
    """The chances of every combination that takes it down, added up."""
    return sum(chance_of(structure.parts, down, q) for down in sets_that_take_it_down(structure))


def chance_of(parts: tuple[str, ...], down: frozenset[str], q: Mapping[str, float]) -> float:
    """That just these of the parts are down."""
    chance = 1.0
    for part in parts:
        chance *= q[part] if part in down else 1 - q[part]
    return chance


def _choices(parts: tuple[str, ...]) -> product:
    return product((False, True), repeat=len(parts))


@st.composite
def structures(draw: st.DrawFn, most_gates: int = 8) -> Structure:
    """Gates over up to seven parts and over one another, shared at will."""
    nodes: list[Structure] = [Part(name) for name in NAMES[: draw(st.integers(1, len(NAMES)))]]
    for _ in range(draw(st.integers(1, most_gates))):
        members = draw(st.lists(st.sampled_from(nodes), min_size=1, max_size=4))
        nodes.append(draw(st.sampled_from(_MAKERS))(draw, members))
    return nodes[-1]


def _all(_: st.DrawFn, members: list[Structure]) -> Structure:
    return all_of(*members)


def _any(_: st.DrawFn, members: list[Structure]) -> Structure:
    return any_of(*members)


def _some(draw: st.DrawFn, members: list[Structure]) -> Structure:
    return at_least(draw(st.integers(1, len(members))), *members)


def _capacity(draw: st.DrawFn, members: list[Structure]) -> Structure:
    shares = {member: draw(st.integers(1, 6)) for member in members}
    return capacity(draw(st.integers(1, sum(shares.values()))), shares)


_MAKERS = (_all, _any, _some, _capacity)


def figures(structure: Structure) -> st.SearchStrategy[dict[str, float]]:
    """An unavailability of each part, certain ones and very small ones among them."""
    one = st.one_of(st.sampled_from([0.0, 1.0, 1e-9]), st.floats(0.0, 1.0))
    return st.fixed_dictionaries(dict.fromkeys(structure.parts, one))
