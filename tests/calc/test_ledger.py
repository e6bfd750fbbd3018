"""The ledger's classes sum to the calendar, and every definition gives the figure worked out by hand."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import get_args
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calc import definition as choices
from app.calc.hours import ServiceHours
from app.calc.ledger import CLASSES, Definition, Ledger, Outage, OutageColumns, build_ledger, build_ledgers
from app.calc.periods import parse_period
from app.calc.spans import EARLIEST, LATEST, Spans, to_microseconds
from app.errors import InputError
from tests.calc.walks import JUMPS, minutes, service_hours, walks_inside

START = datetime(2026, 6, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
ALWAYS = ServiceHours.always("UTC")


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def outage(start: float, end: float | None, **more: object) -> Outage:
    return Outage(at(start), None if end is None else at(end), **more)


def span(*pairs: tuple[float, float]) -> Spans:
    return Spans.of((at(start), at(end)) for start, end in pairs)


def month(outages: list[Outage], *, hours: float = 720, **more: object) -> Ledger:
    return build_ledger(START, at(hours), ALWAYS, outages, **more)


def in_hours(ledger: Ledger) -> dict[str, float]:
    """Hours per class, the empty ones left out."""
    return {name: seconds / 3600 for name, seconds in ledger.seconds.items() if seconds}


# Drawn periods: whole minutes about a jump of the clock.

offsets = st.integers(-400, 2600)
states = st.sampled_from(["down", "degraded"])


@st.composite
def drawn_outages(draw: st.DrawFn, day: date, count: int = 6) -> list[Outage]:
    start = datetime.combine(day, time(0), UTC)
    return [
        Outage(start + a * MINUTE, start + (a + length) * MINUTE, draw(states), draw(st.booleans()))
        for a, length in draw(st.lists(st.tuples(offsets, st.integers(0, 500)), max_size=count))
    ]


@st.composite
def drawn_spans(draw: st.DrawFn, day: date) -> Spans:
    start = datetime.combine(day, time(0), UTC)
    pairs = draw(st.lists(st.tuples(offsets, st.integers(0, 500)), max_size=3))
    return Spans.of((start + a * MINUTE, start + (a + length) * MINUTE) for a, length in pairs)


definitions = st.builds(
    Definition,
    base=st.sampled_from(get_args(choices.Base)),
    maintenance=st.sampled_from(get_args(choices.Maintenance)),
    exclusion=st.sampled_from(get_args(choices.Exclusion)),
    degraded=st.sampled_from(get_args(choices.Degraded)),
    unknown=st.sampled_from(get_args(choices.Unknown)),
    from_minutes=st.sampled_from([Decimal(0), Decimal(0), Decimal(30)]),
    joining_gap_minutes=st.sampled_from([Decimal(0), Decimal(15)]),
)


@st.composite
def drawn(draw: st.DrawFn) -> dict[str, object]:
    """The arguments of one ledger."""
    day = draw(st.sampled_from(JUMPS))
    start = datetime.combine(day, time(0), UTC) + draw(st.integers(-300, 300)) * MINUTE
    end = start + draw(st.integers(1, 2000)) * MINUTE
    return {
        "start": start,
        "end": end,
        "hours": draw(service_hours(day)),
        "outages": draw(drawn_outages(day)),
        "exclusions": draw(drawn_spans(day)),
        "unknown": draw(st.none() | drawn_spans(day)),
        "now": draw(st.none() | st.builds(lambda n: start + n * MINUTE, st.integers(-50, 2200))),
        "definition": draw(definitions),
    }


def walked_class(asked: dict, moment: datetime) -> str:
    """The class of a minute under the default definition, by the precedence in words."""
    here = [o for o in asked["outages"] if o.start <= moment < o.end]
    steps = {
        "outside": not walks_inside(asked["hours"], moment),
        "excluded": bool(asked["exclusions"].covers([to_microseconds(moment)])[0]),
        "future": asked["now"] is not None and moment >= asked["now"],
        "down": any(o.state == "down" for o in here),
        "degraded": bool(here),
        "unknown": bool((asked["unknown"] or Spans.empty()).covers([to_microseconds(moment)])[0]),
    }
    return next((name for name, holds in steps.items() if holds), "up")


@given(drawn())
@settings(max_examples=50)
def test_the_ledger_is_what_a_walk_minute_by_minute_finds(asked: dict) -> None:
    asked["definition"] = Definition()
    ledger = build_ledger(**asked)
    walked = dict.fromkeys(CLASSES, 0)
    for moment in minutes(asked["start"], asked["end"]):
        walked[walked_class(asked, moment)] += 60_000_000
    assert ledger.microseconds == walked


@given(drawn())
@settings(max_examples=100)
def test_the_classes_partition_the_calendar_under_every_definition(asked: dict) -> None:
    ledger = build_ledger(**asked)
    length = (asked["end"] - asked["start"]) // timedelta(microseconds=1)
    assert sum(ledger.microseconds.values()) == length
    assert {name: spans.microseconds for name, spans in ledger.spans.items()} == ledger.microseconds
    pieces = ledger.pieces()
    assert pieces[0][1] == ledger.start
    assert pieces[-1][2] == ledger.end
    assert all(before[2] == after[1] for before, after in itertools.pairwise(pieces))


@given(drawn(), st.randoms())
def test_the_order_of_outages_does_not_matter(asked: dict, random) -> None:
    before = build_ledger(**asked)
    random.shuffle(asked["outages"])
    assert build_ledger(**asked).microseconds == before.microseconds


@given(drawn(), st.integers(0, 5), st.floats(0, 1))
def test_splitting_an_outage_or_telling_it_twice_changes_nothing(
    asked: dict, which: int, share: float
) -> None:
    before = build_ledger(**asked)
    if which < len(asked["outages"]):
        whole = asked["outages"][which]
        cut = whole.start + (whole.end - whole.start) * share
        halves = [(whole.start, cut), (cut, whole.end), (cut, whole.end)]
        asked["outages"][which : which + 1] = [Outage(a, b, whole.state, whole.planned) for a, b in halves]
    after = build_ledger(**asked)
    assert after.microseconds == before.microseconds
    assert after.exact == before.exact


@given(drawn(), st.data())
def test_adding_an_unplanned_outage_never_raises_availability(asked: dict, data: st.DataObject) -> None:
    before = build_ledger(**asked)
    more = [Outage(o.start, o.end) for o in data.draw(drawn_outages(asked["start"].date(), 2))]
    after = build_ledger(**{**asked, "outages": asked["outages"] + more})
    assert after.downtime >= before.downtime
    assert before.exact is None or after.exact <= before.exact


@given(drawn())
def test_availability_lies_between_its_extremes(asked: dict) -> None:
    ledger = build_ledger(**asked)
    if ledger.exact is not None:
        low, high = ledger.extremes
        assert 0 <= low <= ledger.exact <= high <= 1
    assert 0 <= ledger.downtime <= ledger.base
    assert isinstance(ledger.base, int)


@given(drawn(), st.lists(st.integers(1, 1999), max_size=4, unique=True))
def test_one_sweep_over_consecutive_periods_equals_each_period_alone(asked: dict, cuts: list[int]) -> None:
    start, end = asked.pop("start"), asked.pop("end")
    bounds = sorted({start, end, *(start + cut * MINUTE for cut in cuts if start + cut * MINUTE < end)})
    ledgers = build_ledgers(bounds, **asked)
    for ledger, first, last in zip(ledgers, bounds, bounds[1:], strict=False):
        alone = build_ledger(first, last, **asked)
        assert ledger.microseconds == alone.microseconds
        assert (ledger.spans, ledger.base, ledger.downtime) == (alone.spans, alone.base, alone.downtime)
    whole = build_ledger(start, end, **asked)
    for name in CLASSES:
        assert sum(ledger.microseconds[name] for ledger in ledgers) == whole.microseconds[name]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe"])
def test_months_sum_to_the_quarter_in_local_time(zone: str) -> None:
    hours = ServiceHours(zone, {day: [(time(8), time(18))] for day in range(5)})
    quarter = parse_period("2026-Q4", zone)
    outages = [Outage(quarter.start + n * 31 * HOUR, quarter.start + (n * 31 + 5) * HOUR) for n in range(70)]
    bounds = [part.start for part in quarter.months()] + [quarter.end]
    months = build_ledgers(bounds, hours, outages)
    whole = build_ledger(quarter.start, quarter.end, hours, outages)
    assert sum(each.base for each in months) == whole.base
    assert sum(each.downtime for each in months) == whole.downtime


@pytest.mark.parametrize(("day", "length"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_day_of_23_or_25_hours_is_summed_as_it_is(day: date, length: int) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start, end = (
        datetime.combine(day, time(0), berlin),
        datetime.combine(day + timedelta(days=1), time(0), berlin),
    )
    ledger = build_ledger(
        start, end, ServiceHours.always("Europe/Berlin"), [Outage(start, start.replace(hour=4))]
    )
    assert sum(ledger.seconds.values()) == length * 3600
    assert ledger.seconds["down"] == (4 + length - 24) * 3600


def test_the_worked_example_of_itil() -> None:
    ledger = month([outage(100, 106), outage(3000, 3014)], hours=5020)
    assert ledger.exact == Fraction(5000, 5020)
    assert round(ledger.availability * 100, 2) == 99.6


WORK = [
    outage(10, 13, planned=True),  # announced, in the window of 16 h
    outage(20, 21),  # unplanned, in the idle window
    outage(300, 303),
]
WINDOW = span((10, 26))


def test_a_reserved_window_leaves_the_base_whole() -> None:
    ledger = month(WORK, exclusions=WINDOW)
    assert ledger.exact == Fraction(701, 704)
    assert in_hours(ledger) == {"excluded": 16, "down": 3, "up": 701}


def test_a_used_window_leaves_the_base_only_by_the_work_done_in_it() -> None:
    ledger = month(WORK, exclusions=WINDOW, definition=Definition(exclusion="used"))
    assert ledger.exact == Fraction(713, 717)
    assert in_hours(ledger) == {"excluded": 3, "down": 4, "up": 713}


def test_maintenance_of_one_part_never_excuses_the_failure_of_another() -> None:
    both = [outage(10, 14, planned=True), outage(12, 13)]
    ledger = month(both, exclusions=WINDOW, definition=Definition(exclusion="used"))
    assert in_hours(ledger) == {"excluded": 3, "down": 1, "up": 716}


@pytest.mark.parametrize(
    ("degraded", "classes"),
    [
        ("up", {"excluded": 3, "up": 717}),
        ("down", {"excluded": 2, "degraded": 1, "up": 717}),
        ("weighted", {"excluded": 2, "degraded": 1, "up": 717}),
    ],
)
def test_work_that_has_it_down_does_not_excuse_unplanned_degradation_that_counts(
    degraded: choices.Degraded, classes: dict[str, int]
) -> None:
    both = [outage(10, 13, planned=True), outage(12, 13, state="degraded")]
    definition = Definition(exclusion="used", degraded=degraded)
    assert in_hours(month(both, exclusions=WINDOW, definition=definition)) == classes


def test_announced_work_still_to_come_is_excluded_whatever_length_counts() -> None:
    for shortest in (0, 30):
        definition = Definition(exclusion="used", from_minutes=Decimal(shortest))
        ledger = month([outage(10, 13, planned=True)], exclusions=WINDOW, now=at(5), definition=definition)
        assert in_hours(ledger) == {"excluded": 3, "up": 5, "future": 712}


def test_announced_work_outside_or_beyond_its_window_counts_as_down() -> None:
    ledger = month([outage(24, 30, planned=True)], exclusions=WINDOW, definition=Definition(exclusion="used"))
    assert in_hours(ledger) == {"excluded": 2, "down": 4, "up": 714}


def test_unknown_time_is_left_out_and_shows_two_extremes() -> None:
    ledger = month([outage(1, 1.5)], hours=220, unknown=span((100, 104)))
    assert ledger.exact == 1 - Fraction(1, 2) / 216
    low, high = ledger.extremes
    assert (round(float(low) * 100, 2), round(float(high) * 100, 2)) == (97.95, 99.77)


def test_wholly_unknown_time_gives_no_availability_but_both_extremes() -> None:
    ledger = month([], hours=10, unknown=span((0, 10)))
    assert ledger.availability is None
    assert ledger.extremes == (0, 1)


def test_an_outage_known_from_elsewhere_is_down_even_where_the_source_is_silent() -> None:
    assert in_hours(month([outage(2, 3)], hours=10, unknown=span((0, 5)))) == {
        "down": 1,
        "unknown": 4,
        "up": 5,
    }


@pytest.mark.parametrize(
    ("definition", "base", "downtime"),
    [
        (Definition(), 9 - 2 - 1, 1),
        (Definition(maintenance="up"), 9 - 1, 1),
        (Definition(maintenance="down"), 9 - 1, 3),
        (Definition(base="hours"), 9 - 1, 2),
        (Definition(base="hours", maintenance="down"), 9 - 1, 3),
        (Definition(base="calendar"), 24 - 2 - 1, 2),
        (Definition(base="calendar", maintenance="up"), 24 - 1, 2),
        (Definition(unknown="up"), 7, 1),
        (Definition(unknown="down"), 7, 2),
        (Definition(degraded="down"), 6, 2),
        (Definition(degraded="weighted", degraded_weight=Decimal("0.25")), 6, Fraction(5, 4)),
    ],
)
def test_each_choice_of_a_definition_counts_as_it_says(
    definition: Definition, base: int, downtime: float | Fraction
) -> None:
    hours = ServiceHours("UTC", {0: [(time(8), time(17))]})
    outages = [outage(9, 10), outage(11, 12), outage(14, 15, state="degraded"), outage(20, 21)]
    ledger = build_ledger(
        START,
        at(24),
        hours,
        outages,
        exclusions=span((11, 13)),
        unknown=span((16, 17)),
        definition=definition,
    )
    per_hour = 3600 * 1_000_000
    assert (Fraction(ledger.base, per_hour), Fraction(ledger.downtime) / per_hour) == (base, downtime)


def test_a_period_in_progress_counts_what_has_elapsed() -> None:
    ledger = month([outage(5, None)], hours=100, now=at(10), exclusions=span((8, 9), (90, 95)))
    assert in_hours(ledger) == {"excluded": 6, "down": 4, "up": 5, "future": 85}
    assert ledger.availability == 5 / 9
    counted = month(
        [], hours=100, now=at(10), exclusions=span((8, 9), (90, 95)), definition=Definition(maintenance="up")
    )
    assert counted.base == 10 * 3600 * 1_000_000


def test_a_period_not_yet_begun_has_no_level() -> None:
    ledger = month([outage(5, None)], hours=100, now=at(-10))
    assert in_hours(ledger) == {"future": 100}
    assert ledger.availability is None
    assert ledger.extremes is None


def test_an_outage_still_open_runs_to_the_end_of_the_period() -> None:
    assert in_hours(month([outage(-5, None)], hours=10)) == {"down": 10}


def test_an_outage_counts_by_the_times_the_definition_names() -> None:
    noted = outage(1, 5, detected=at(2), reported=at(3), confirmed=at(6))
    for starts, ends, hours in [
        ("occurred", "restored", 4),
        ("detected", "restored", 3),
        ("reported", "confirmed", 3),
        ("occurred", "confirmed", 5),
    ]:
        ledger = month([noted], definition=Definition(starts=starts, ends=ends))
        assert ledger.seconds["down"] == hours * 3600
    unnoted = month([outage(1, 5)], definition=Definition(starts="reported", ends="confirmed"))
    assert unnoted.seconds["down"] == 4 * 3600
    late = month([outage(1, 2, reported=at(3))], definition=Definition(starts="reported"))
    assert late.seconds["down"] == 0


def test_short_outages_do_not_count_but_their_break_may() -> None:
    short = [outage(1, 1.05), outage(1.1, 1.15), outage(5, 5.5)]
    five = Definition(from_minutes=Decimal(5))
    assert month(short, definition=five).seconds["down"] == 1800
    joined = Definition(from_minutes=Decimal(5), joining_gap_minutes=Decimal(4))
    assert month(short, definition=joined).seconds["down"] == 1800 + 360


def test_an_outage_is_as_long_as_it_is_beyond_the_period_too() -> None:
    ten = Definition(from_minutes=Decimal(10))
    assert month([outage(-5, 0.1)], definition=ten).seconds["down"] == 360
    assert month([outage(719.9, 800)], definition=ten).seconds["down"] == 360
    assert month([outage(719.9, None)], now=at(720), definition=ten).seconds["down"] == 0


def test_degraded_time_makes_an_outage_longer_only_where_it_counts() -> None:
    outages = [outage(1, 1.1), outage(1.1, 2, state="degraded")]
    assert month(outages, definition=Definition(from_minutes=Decimal(10))).seconds["down"] == 0
    counting = Definition(from_minutes=Decimal(10), degraded="down")
    assert month(outages, definition=counting).downtime == 3600 * 1_000_000


def test_each_outage_knows_how_much_of_it_counted() -> None:
    columns = OutageColumns.of(
        [outage(-1, 2), outage(1, 3), outage(11, 14), outage(20, 21, state="degraded")]
    )
    ledger = month([], exclusions=span((12, 13)))
    ledger = build_ledger(START, at(720), ALWAYS, columns, exclusions=span((12, 13)))
    assert (ledger.counted(columns) / 3.6e9).tolist() == [2, 2, 2, 0]
    assert (ledger.inside(columns, "excluded") / 3.6e9).tolist() == [0, 0, 1, 0]
    harsh = build_ledger(START, at(720), ALWAYS, columns, definition=Definition(degraded="down"))
    assert (harsh.counted(columns) / 3.6e9).tolist() == [2, 2, 3, 1]


def test_columns_say_the_same_as_single_outages() -> None:
    outages = [outage(1, 5, detected=at(2)), outage(3, None, state="degraded", planned=True, id=7)]
    columns = OutageColumns.of(outages)
    assert columns.end.tolist()[1] == LATEST
    assert columns.detected is not None
    assert columns.detected.tolist()[1] == EARLIEST
    assert columns.id.tolist() == [0, 7]
    for meant in (Definition(), Definition(starts="detected", degraded="down")):
        alone = month(outages, definition=meant)
        assert (
            build_ledger(START, at(720), ALWAYS, columns, definition=meant).microseconds == alone.microseconds
        )
    assert len(columns.take(columns.planned)) == 1


def test_an_outage_in_the_repeated_hour_ends_after_it_starts_though_its_readings_do_not() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime(2026, 10, 25, 2, 30, tzinfo=berlin)
    repeated = Outage(start, start.replace(minute=10, fold=1))
    assert OutageColumns.of([repeated]).end[0] - OutageColumns.of([repeated]).start[0] == 40 * 60_000_000


def test_columns_need_no_more_than_starts_and_ends() -> None:
    start = to_microseconds(START)
    columns = OutageColumns(np.array([start]), np.array([start + 3_600_000_000]))
    assert build_ledger(START, at(720), ALWAYS, columns).seconds["down"] == 3600


def test_no_agreed_time_has_no_availability() -> None:
    ledger = build_ledger(START, at(24), ServiceHours("UTC"), [outage(1, 2)])
    assert ledger.availability is None
    assert in_hours(ledger) == {"outside": 24}


def test_hours_may_come_as_spans_already() -> None:
    assert in_hours(build_ledger(START, at(24), span((-5, 4), (20, 30)))) == {"outside": 16, "up": 8}


def test_what_cannot_be_a_ledger_is_refused() -> None:
    with pytest.raises(InputError, match="ends after it starts"):
        month([], hours=-1)
    with pytest.raises(InputError, match="ends after it starts"):
        build_ledgers([START], ALWAYS)
    with pytest.raises(ValueError, match="no time zone"):
        build_ledger(datetime(2026, 1, 1), START, ALWAYS)  # noqa: DTZ001
    with pytest.raises(InputError, match="ends before it starts"):
        outage(2, 1)
    with pytest.raises(InputError, match="down or degraded"):
        outage(1, 2, state="broken")
    with pytest.raises(ValueError, match="no time zone"):
        Outage(datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="ends before it starts"):
        OutageColumns([2], [1])
    with pytest.raises(ValueError, match="differ in length"):
        OutageColumns([1, 2], [3])
    with pytest.raises(ValueError, match="true or false"):
        OutageColumns([1], [2], down=[1])
    with pytest.raises(ValueError, match="whole numbers"):
        OutageColumns([float("nan")], [2.0])
