"""State histories become outages, covered time and unknown time, whatever shape the log is in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calc.hours import ServiceHours
from app.calc.ledger import Definition, build_ledger
from app.calc.spans import Spans, to_datetime
from app.calc.states import (
    DEGRADED,
    DOWN,
    UNKNOWN,
    UP,
    history_of_stretches,
    outages_from_states,
)

END = 100
logs = st.lists(st.tuples(st.integers(0, 120), st.integers(0, 3)), max_size=15, unique_by=lambda row: row[0])


def walk(rows: list[tuple[int, int]]) -> list[int | None]:
    """The state of each unit of time before the end; None before the first row."""
    state: int | None = None
    found: list[int | None] = []
    for moment in range(END):
        state = dict(rows).get(moment, state)
        found.append(state)
    return found


@given(logs, st.randoms())
def test_a_log_in_any_order_says_what_a_walk_along_it_says(rows: list[tuple[int, int]], random) -> None:
    expected = walk(rows)
    repeated = rows + rows[:3]
    random.shuffle(repeated)
    history = outages_from_states([at for at, _ in repeated], [code for _, code in repeated], END)
    for code in (UP, DEGRADED, DOWN, UNKNOWN):
        held = [n for n, state in enumerate(expected) if state == code]
        assert history.spans(code) == Spans.of_microseconds(held, [n + 1 for n in held])
    assert history.covered == history.spans(UP, DEGRADED, DOWN)
    assert np.all(history.state[1:] != history.state[:-1])


def test_repeated_states_are_one_outage() -> None:
    history = outages_from_states([0, 10, 20, 30, 40], [UP, DOWN, DOWN, DEGRADED, UP], END)
    outages = history.outages()
    assert outages.start.tolist() == [10, 30]
    assert outages.end.tolist() == [30, 40]
    assert outages.down.tolist() == [True, False]


def test_what_holds_last_holds_until_observation_ends() -> None:
    history = outages_from_states([50, 10], [DOWN, UP], END)
    assert history.spans(DOWN) == Spans.of_microseconds([50], [END])
    assert history.covered == Spans.of_microseconds([10], [END])


def test_the_later_row_of_one_instant_holds_also_in_a_log_that_runs_backwards() -> None:
    forwards = outages_from_states([10, 20, 20, 30], [UP, DOWN, UP, DOWN], END)
    backwards = outages_from_states([30, 20, 20, 10], [DOWN, UP, DOWN, UP], END)
    assert forwards.start.tolist() == backwards.start.tolist() == [10, 30]


def test_soft_states_are_repeated_checks_not_changes() -> None:
    history = outages_from_states([0, 10, 20, 30, 40], [UP, DOWN, UP, DOWN, DOWN], END, hard=[1, 0, 0, 0, 1])
    assert history.outages().start.tolist() == [40]


def test_an_empty_log_knows_nothing() -> None:
    history = outages_from_states([], [], END)
    assert not history.covered
    assert len(history.outages()) == 0


def test_a_monitored_day_with_scheduled_downtime_and_a_stopped_monitor() -> None:
    hour = 3_600_000_000
    log = [(0, UP), (2, DOWN), (5, UP), (8, DEGRADED), (9, UP), (20, DOWN)]
    history = outages_from_states([at * hour for at, _ in log], [code for _, code in log], 24 * hour)
    scheduled = Spans.of_microseconds([4 * hour], [6 * hour])
    stopped = Spans.of_microseconds([12 * hour, 23 * hour], [14 * hour, 24 * hour])
    day = to_datetime(0), to_datetime(24 * hour)
    always = ServiceHours.always("UTC")
    excluded = build_ledger(*day, always, history.outages(), exclusions=scheduled, unknown=stopped)
    assert {name: seconds / 3600 for name, seconds in excluded.seconds.items()} == {
        **{"outside": 0, "excluded": 2, "down": 6, "degraded": 1},
        **{"unknown": 2, "up": 13, "future": 0},
    }
    included = build_ledger(
        *day, always, history.outages(), scheduled, stopped, definition=Definition(base="hours")
    )
    assert included.seconds["down"] == 7 * 3600


@pytest.mark.parametrize(("at", "codes"), [([1], [4]), ([1], [-1]), ([1], [0.5]), ([1, 2], [0])])
def test_what_is_no_state_is_refused(at: list[int], codes: list[float]) -> None:
    with pytest.raises(ValueError, match="state"):
        outages_from_states(at, codes, END)


def test_stretches_with_their_ends_leave_gaps_unknown_and_the_worse_state_wins_where_they_overlap() -> None:
    minute = 60_000_000
    rows = [(0, 100, UP), (30, 40, DOWN), (35, 50, DEGRADED), (120, 130, UP)]
    history = history_of_stretches(
        [start * minute for start, _, _ in rows],
        [end * minute for _, end, _ in rows],
        [state for _, _, state in rows],
        140 * minute,
    )
    told = zip(
        (history.start // minute).tolist(),
        (history.end // minute).tolist(),
        history.state.tolist(),
        strict=True,
    )
    assert list(told) == [
        (0, 30, UP),
        (30, 40, DOWN),
        (40, 50, DEGRADED),
        (50, 100, UP),
        (100, 120, UNKNOWN),
        (120, 130, UP),
        (130, 140, UNKNOWN),
    ]


def test_a_stretch_that_ends_a_second_before_the_next_touches_it() -> None:
    second = 1_000_000
    history = history_of_stretches([0, 60 * second], [59 * second, 90 * second], [UP, DOWN], 90 * second)
    assert history.start.tolist() == [0, 60 * second]
    assert history.state.tolist() == [UP, DOWN]
