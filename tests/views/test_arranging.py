"""Which nodes of a picture are drawn, and what has to be unfolded for one that is not."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.usecases.picture import Picture, PictureNode
from app.views.pages.dependency.arranging import folds_over, unfolded

MOST = 8


def pictured(pairs: set[tuple[int, int]], folded: set[int]) -> Picture:
    """Nodes that stand on nodes with greater numbers."""
    names = [f"component:{number}" for number in range(MOST)]
    nodes = tuple(PictureNode(name, "component", at, name, "system") for at, name in enumerate(names))
    edges = tuple((names[min(pair)], names[max(pair)]) for pair in pairs)
    return Picture(None, "Everything", nodes, edges, {}, {}, {}, frozenset(names[at] for at in folded))


NUMBERS = st.integers(0, MOST - 1)
PAIRS = st.sets(st.tuples(NUMBERS, NUMBERS).filter(lambda pair: pair[0] != pair[1]), max_size=20)


@given(PAIRS, st.sets(NUMBERS))
def test_unfolding_what_is_over_a_node_draws_it_and_less_does_not(
    pairs: set[tuple[int, int]], folded: set[int]
) -> None:
    picture = pictured(pairs, folded)
    drawn = unfolded(picture)
    for node in picture.nodes:
        over = folds_over(picture, node.name)
        assert (over == ()) == (node.name in drawn)
        opened = replace(picture, folded=picture.folded - set(over))
        assert node.name in unfolded(opened)
        for kept in over:
            assert node.name not in unfolded(replace(opened, folded=opened.folded | {kept}))


def test_of_two_ways_down_the_one_with_fewer_folds_is_opened() -> None:
    picture = pictured({(0, 1), (1, 3), (3, 4), (0, 2), (2, 4)}, {1, 2, 3})
    assert folds_over(picture, "component:4") == ("component:2",)
