"""The layered picture: rows from the top, nothing on anything else, everything on the grid."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calc.layered import BESIDE_LANE, BETWEEN, GRID, Box, Layered, Point, around, layered, next_towards

SIZES = st.sampled_from([(176, 64), (176, 48), (96, 32), (10, 7)])


@st.composite
def graphs(draw: st.DrawFn) -> tuple[dict[str, tuple[int, int]], list[tuple[str, str]]]:
    """Nodes of several sizes, each needing only later ones."""
    count = draw(st.integers(1, 24))
    sizes = {f"n{number}": draw(SIZES) for number in range(count)}
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    pairs = draw(st.lists(ends, max_size=60))
    return sizes, [(f"n{min(pair)}", f"n{max(pair)}") for pair in pairs if pair[0] != pair[1]]


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def crosses(start: Point, end: Point, box: Box) -> bool:
    """Whether the straight piece has a point inside the box."""
    low, high = 0.0, 1.0
    for at, size, axis in ((box.x, box.width, 0), (box.y, box.height, 1)):
        step = end[axis] - start[axis]
        if step == 0:
            if not at < start[axis] < at + size:
                return False
            continue
        first, last = sorted(((at - start[axis]) / step, (at + size - start[axis]) / step))
        low, high = max(low, first), min(high, last)
    return low < high - 1e-9


@given(graphs())
def test_no_box_lies_on_another_and_all_lie_on_the_grid(
    graph: tuple[dict[str, tuple[int, int]], list[tuple[str, str]]],
) -> None:
    sizes, edges = graph
    boxes = list(layered(sizes, edges).boxes.values())
    assert len(boxes) == len(sizes)
    for number, box in enumerate(boxes):
        assert not any(side % GRID for side in (box.x, box.y, box.width, box.height))
        assert not any(overlap(box, other) for other in boxes[number + 1 :])


@given(graphs())
def test_no_line_runs_through_a_box_and_every_line_joins_its_two(
    graph: tuple[dict[str, tuple[int, int]], list[tuple[str, str]]],
) -> None:
    sizes, edges = graph
    drawn = layered(sizes, edges)
    assert set(drawn.routes) == set(edges)
    for (upper, lower), route in drawn.routes.items():
        top, bottom = drawn.boxes[upper], drawn.boxes[lower]
        assert route[0] == (top.centre[0], top.y + top.height)
        assert route[-1] == (bottom.centre[0], bottom.y)
        for start, end in itertools.pairwise(route):
            assert start[1] <= end[1]
            assert not [name for name, box in drawn.boxes.items() if crosses(start, end, box)]


@given(graphs())
def test_who_needs_something_stands_above_it(
    graph: tuple[dict[str, tuple[int, int]], list[tuple[str, str]]],
) -> None:
    drawn = layered(*graph)
    for upper, lower in graph[1]:
        top = drawn.boxes[upper]
        assert top.y + top.height < drawn.boxes[lower].y


def test_a_circle_cannot_be_drawn_in_rows() -> None:
    with pytest.raises(ValueError, match="circle"):
        layered({"a": (10, 10), "b": (10, 10)}, [("a", "b"), ("b", "a")])


def test_nothing_is_drawn_of_nothing() -> None:
    assert layered({}, []) == Layered({}, {})


def test_a_long_row_becomes_several() -> None:
    leaves = {f"leaf {number}": (176, 64) for number in range(40)}
    drawn = layered({"top": (176, 64), **leaves}, [("top", leaf) for leaf in leaves])
    width = max(box.x + box.width for box in drawn.boxes.values())
    assert width < 12 * 200
    assert len({box.y for box in drawn.boxes.values()}) >= 4


def test_a_tree_is_drawn_without_a_crossing() -> None:
    sizes = dict.fromkeys(("top", "left", "right", "a", "b", "c", "d"), (80, 32))
    edges = [("top", "left"), ("top", "right"), ("left", "a"), ("left", "c"), ("right", "b"), ("right", "d")]
    boxes = layered(sizes, edges).boxes
    assert {boxes["a"].x, boxes["c"].x} < {box.x for box in boxes.values()}
    left_first = boxes["left"].x < boxes["right"].x
    assert (max(boxes["a"].x, boxes["c"].x) < min(boxes["b"].x, boxes["d"].x)) == left_first


def test_around_counts_edges_up_and_down() -> None:
    edges = [("a", "b"), ("b", "c"), ("c", "d"), ("x", "b")]
    assert around(edges, "b", 1) == {"a", "b", "c", "x"}
    assert around(edges, "a", 2) == {"a", "b", "c", "x"}
    assert around(edges, "alone", 3) == {"alone"}


def test_arrows_lead_to_the_next_box_and_along_lines_first() -> None:
    boxes = {
        "top": Box(100, 0, 40, 40),
        "under": Box(100, 100, 40, 40),
        "joined": Box(200, 100, 40, 40),
        "deep": Box(100, 200, 40, 40),
    }
    edges = [("top", "joined")]
    assert next_towards(boxes, edges, "top", "down") == "joined"
    assert next_towards(boxes, [], "top", "down") == "under"
    assert next_towards(boxes, edges, "under", "right") == "joined"
    assert next_towards(boxes, edges, "joined", "left") == "under"
    assert next_towards(boxes, edges, "deep", "down") is None


@given(st.integers(1, 40), st.integers(1, 8), st.integers(0, 1_000))
def test_on_paper_no_row_has_more_than_asked_nor_reaches_out_over_the_widest(
    count: int, in_a_row: int, seed: int
) -> None:
    names = [f"n{n}" for n in range(count)]
    edges = {(names[(seed * n) % n], names[n]) for n in range(1, count)}
    drawn = layered(dict.fromkeys(names, (96, 48)), sorted(edges), in_a_row)
    rows: dict[int, list[Box]] = {}
    for box in drawn.boxes.values():
        rows.setdefault(box.y, []).append(box)
    assert max(len(row) for row in rows.values()) <= in_a_row
    lanes = [x for route in drawn.routes.values() for x, _ in route]
    right = max((*(box.x + box.width for box in drawn.boxes.values()), *lanes))
    assert right <= in_a_row * (96 + BETWEEN) + count * 2 * BESIDE_LANE + 2 * GRID
    for row in rows.values():
        ordered = sorted(row, key=lambda box: box.x)
        assert all(a.x + a.width < b.x for a, b in itertools.pairwise(ordered))
