"""Several sites: any of them down, their mean, or weighted by users; and the worst beside it."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calc.hours import ServiceHours
from app.calc.ledger import Definition, Ledger, Outage, build_ledger
from app.calc.sites import combine
from app.calc.spans import Spans
from app.errors import InputError

START = datetime(2026, 6, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
PER_HOUR = 3_600_000_000


def site(*down: tuple[int, int], hours: int = 100, unknown: Spans | None = None, **more: object) -> Ledger:
    outages = [Outage(START + a * HOUR, START + b * HOUR) for a, b in down]
    agreed = Spans.of([(START, START + hours * HOUR)])
    return build_ledger(
        START, START + 100 * HOUR, agreed, outages, unknown=unknown, definition=Definition(**more)
    )


SITES = {"Hamburg": site((0, 10)), "Kiel": site((5, 15)), "Bremen": site(hours=50)}
USERS = {"Hamburg": 100, "Kiel": 10, "Bremen": 40, "Closed": 5}


def test_any_site_down_counts_once() -> None:
    joint = combine(SITES, {}, "any")
    assert (joint.base, joint.downtime) == (100 * PER_HOUR, 15 * PER_HOUR)
    assert joint.exact == Fraction(85, 100)
    assert joint.worst == "Hamburg"
    assert joint.ledger is not None
    assert joint.ledger.seconds["down"] == 15 * 3600


def test_the_mean_of_sites_gives_each_the_same_say() -> None:
    mean = combine(SITES, {}, "mean")
    assert mean.exact == (Fraction(90, 100) * 2 + 1) / 3
    assert mean.base == Fraction(250, 3) * PER_HOUR


def test_weights_count_users_in_base_and_downtime() -> None:
    weighted = combine(SITES, USERS, "weighted")
    assert weighted.exact == 1 - Fraction(100 * 10 + 10 * 10, 100 * 100 + 10 * 100 + 40 * 50)
    assert weighted.worst == "Hamburg"


@given(
    st.sampled_from(["any", "mean", "weighted"]),
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9)), max_size=4),
)
def test_equal_sites_give_the_level_of_one(rule, down: list[tuple[int, int]]) -> None:
    one = site(
        *((at, min(at + length, 100)) for at, length in down), unknown=Spans.of([(START, START + HOUR)])
    )
    figures = combine({"a": one, "b": one, "c": one}, {"a": 3, "b": 1, "c": 0}, rule)
    assert figures.exact == one.exact
    assert figures.extremes == one.extremes


def test_unknown_time_at_one_site_leaves_any_unproven() -> None:
    silent = site(unknown=Spans.of([(START, START + 20 * HOUR)]))
    joint = combine({"a": site((0, 5)), "b": silent}, {}, "any")
    assert joint.exact == 1 - Fraction(5, 85)
    assert joint.extremes == (Fraction(80, 100), Fraction(95, 100))
    mean = combine({"a": site((0, 5)), "b": silent}, {}, "mean")
    assert mean.extremes == (Fraction(175, 200), Fraction(195, 200))
    weighted = combine({"a": site((0, 5)), "b": silent}, {"a": 1, "b": 3}, "weighted")
    assert weighted.extremes == (1 - Fraction(65, 400), 1 - Fraction(5, 400))


def test_sites_where_nothing_was_agreed_take_no_part() -> None:
    closed = site(hours=0)
    assert combine({"a": site((0, 5)), "closed": closed}, {}, "mean").exact == Fraction(95, 100)
    none = combine({"closed": closed}, {"closed": 1}, "weighted")
    assert (none.exact, none.extremes, none.worst) == (None, None, None)
    assert combine({"closed": closed}, {}, "mean").exact is None


def test_what_cannot_be_combined_is_refused() -> None:
    with pytest.raises(InputError, match="no site"):
        combine({}, {}, "any")
    with pytest.raises(InputError, match="same period"):
        combine({"a": site(), "b": site(degraded="down")}, {}, "any")
    with pytest.raises(InputError, match="Bremen has no number"):
        combine(SITES, {"Hamburg": 1, "Kiel": 2}, "weighted")
    for users in (0, -1):
        with pytest.raises(InputError, match="weighted by their users"):
            combine({"a": site()}, {"a": users}, "weighted")


def test_maintenance_that_counts_up_counts_until_now_only() -> None:
    hours, window = ServiceHours.always("UTC"), Spans.of([(START + 2 * HOUR, START + 9 * HOUR)])
    ledger = build_ledger(
        *(START, START + 10 * HOUR, hours),
        exclusions=window,
        now=START + 4 * HOUR,
        definition=Definition(maintenance="up"),
    )
    assert combine({"a": ledger, "b": ledger}, {}, "any").base == ledger.base == 4 * PER_HOUR
