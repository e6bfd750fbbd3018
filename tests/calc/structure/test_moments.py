"""A period as moments: minute by minute the states agree with each node's structure read alone."""

from collections.abc import Mapping

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.calc.spans import Spans
from app.calc.structure import Part, Structure, all_of, any_of
from app.calc.structure.expression import down_together
from app.calc.structure.moments import STATES, Moments, Recorded, moments
from tests.calc.structure.by_hand import NAMES, structures

MINUTES = 24
SPANS = st.frozensets(st.integers(0, MINUTES - 1)).map(
    lambda minutes: Spans.of_microseconds(sorted(minutes), [one + 1 for one in sorted(minutes)])
)
BY_PART = st.dictionaries(st.sampled_from(NAMES), SPANS)


def state_in(found: Moments, name: str, minute: int) -> str:
    return found.states_at(found.number_at(minute)).get(name, "up")


def joined(*given: Mapping[str, Spans]) -> dict[str, Spans]:
    everything: dict[str, Spans] = {}
    for each in given:
        for name, spans in each.items():
            everything[name] = everything.get(name, Spans.empty()) | spans
    return everything


@given(st.dictionaries(st.sampled_from("pqr"), structures(), min_size=1), BY_PART)
def test_several_read_together_are_down_when_each_alone_is(
    given_structures: dict[str, Structure], down: dict[str, Spans]
) -> None:
    together = down_together(given_structures, down)
    assert together == {name: one.down(down) for name, one in given_structures.items()}


@given(structures(), BY_PART, BY_PART, BY_PART, BY_PART)
def test_a_stronger_state_hides_a_weaker_and_each_minute_has_one(
    structure: Structure,
    down: dict[str, Spans],
    planned: dict[str, Spans],
    degraded: dict[str, Spans],
    unknown: dict[str, Spans],
) -> None:
    found = moments({"top": structure}, Recorded(down, planned, degraded, {}, unknown), 0, MINUTES)
    readings = [
        ("down", structure.down(down)),
        ("down, planned", structure.down(joined(down, planned))),
        ("degraded", structure.down(joined(down, planned, degraded))),
        ("unknown", structure.down(joined(down, planned, degraded, unknown))),
    ]
    for minute in range(MINUTES):
        expected = next((state for state, spans in readings if spans.covers([minute])[0]), "up")
        assert state_in(found, "top", minute) == expected
    changes = [n for n in range(1, MINUTES) if state_in(found, "top", n) != state_in(found, "top", n - 1)]
    assert found.at.tolist() == [0, *changes]
    assert found.changes_of("top") == tuple(range(1, len(found)))
    assert [until - since for since, until, _ in found.stretches("top")] == np.diff(
        [0, *changes, MINUTES]
    ).tolist()


def test_work_on_one_of_two_while_the_other_fails_is_unplanned_only_where_that_alone_is_enough() -> None:
    pair = any_of(Part("a"), Part("b"))
    hour = Spans.of_microseconds([0], [10]), Spans.of_microseconds([5], [15])
    found = moments({"pair": pair}, Recorded(down={"a": hour[0]}, planned={"b": hour[1]}), 0, 20)
    assert found.stretches("pair") == ((0, 5, "up"), (5, 10, "down, planned"), (10, 20, "up"))


def test_a_service_that_is_watched_itself_is_known_though_its_parts_are_not() -> None:
    whole = Spans.of_microseconds([0], [20])
    recorded = Recorded(unknown={"part": whole}, observed={"service": Spans.of_microseconds([5], [20])})
    found = moments({"service": all_of(Part("part")), "part": Part("part")}, recorded, 0, 20)
    assert found.stretches("service") == ((0, 5, "unknown"), (5, 20, "up"))
    assert found.stretches("part", "service") == ((0, 20, "unknown"),)


def test_a_period_without_anything_has_one_moment() -> None:
    found = moments({"a": Part("a")}, Recorded(), 3, 9)
    assert (len(found), found.states_at(0), found.stretches("a")) == (1, {}, ((3, 9, "up"),))
    assert found.number_at(-5) == found.number_at(99) == 0
    assert STATES[0] == "up"
