"""What a service felt of its parts' outages: instant by instant, with planned, unplanned and degraded apart."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.calc.outages import OutageColumns
from app.calc.spans import Spans
from app.calc.structure import Part, Structure, all_of, any_of
from app.calc.structure.felt import felt
from tests.calc.structure.by_hand import NAMES, is_up, structures

Row = tuple[int, int, int, bool, bool]  # part, start, length, down, planned

_ROWS = st.lists(
    st.tuples(
        st.integers(0, len(NAMES) - 1), st.integers(0, 20), st.integers(0, 8), st.booleans(), st.booleans()
    ),
    max_size=12,
)


def _columns(rows: list[Row]) -> OutageColumns:
    starts = [start for _, start, _, _, _ in rows]
    return OutageColumns(
        starts,
        [start + length for _, start, length, _, _ in rows],
        np.array([down for *_, down, _ in rows], dtype=np.bool_),
        np.array([planned for *_, planned in rows], dtype=np.bool_),
    )


def _then(rows: list[Row], minute: int, *, degraded: bool, planned: bool) -> frozenset[str]:
    return frozenset(
        NAMES[part]
        for part, start, length, is_down, is_planned in rows
        if start <= minute < start + length and (is_down or degraded) and (planned or not is_planned)
    )


def _down(structure: Structure, rows: list[Row], minute: int, *, degraded: bool, planned: bool) -> bool:
    return not is_up(structure, frozenset(NAMES) - _then(rows, minute, degraded=degraded, planned=planned))


def _of(outages: OutageColumns, which: np.ndarray) -> Spans:
    return Spans.of_microseconds(outages.start[which], outages.end[which])


@given(structures(), _ROWS)
def test_what_is_felt_is_the_structure_read_at_every_instant(structure: Structure, rows: list[Row]) -> None:
    rows = [row for row in rows if NAMES[row[0]] in structure.parts]
    part = np.array([row[0] for row in rows], dtype=np.int64)
    _, found = felt(structure, NAMES, part, _columns(rows))
    unplanned = _of(found, found.down & ~found.planned)
    planned = _of(found, found.down & found.planned)
    degraded = _of(found, ~found.down)
    for minute in range(30):
        at = np.array([minute])
        is_unplanned = _down(structure, rows, minute, degraded=False, planned=False)
        is_down = _down(structure, rows, minute, degraded=False, planned=True)
        worse = _down(structure, rows, minute, degraded=True, planned=True)
        assert bool(unplanned.covers(at)[0]) == is_unplanned
        assert bool((unplanned | planned).covers(at)[0]) == is_down
        assert bool((unplanned | planned | degraded).covers(at)[0]) == worse


@given(structures(), _ROWS)
def test_every_outage_is_still_there_and_no_longer_than_it_was(structure: Structure, rows: list[Row]) -> None:
    part = np.array([row[0] for row in rows], dtype=np.int64)
    before = _columns(rows)
    position, found = felt(structure, NAMES, part, before)
    assert set(position.tolist()) == set(range(len(rows)))
    assert found.id.tolist() == position.tolist()
    assert bool((found.start >= before.start[position]).all())
    assert bool((found.end <= before.end[position]).all())


def test_an_outage_that_another_part_stood_in_for_keeps_an_instant_of_no_length() -> None:
    pair = all_of(Part("a"), any_of(Part("b"), Part("c")))
    rows: list[Row] = [
        (1, 0, 4, True, False),
        (2, 2, 6, True, False),
        (2, 20, 3, True, False),
        (0, 10, 1, True, False),
    ]
    position, found = felt(pair, NAMES, np.array([1, 2, 2, 0]), _columns(rows))
    assert position.tolist() == [0, 1, 2, 3]
    assert list(zip(found.start.tolist(), found.end.tolist(), strict=True)) == [
        (2, 4),
        (2, 4),
        (20, 20),
        (10, 11),
    ]


def test_where_every_part_takes_it_down_alone_nothing_is_touched() -> None:
    columns = _columns([(0, 0, 4, True, False)])
    position, found = felt(all_of(Part("a"), Part("b")), NAMES, np.array([0]), columns)
    assert found is columns
    assert position.tolist() == [0]
