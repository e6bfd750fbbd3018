"""Breaks, mean times, frequency, longest break and critical time."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calc.evidence import Evidence, Part
from app.calc.hours import ServiceHours
from app.calc.ledger import Definition, Outage, OutageColumns, build_ledger, from_dict
from app.calc.metrics import METRICS
from app.calc.reliability import breaks_of, reliability
from app.calc.spans import Spans
from app.calc.targets import Level, Target
from app.errors import InputError

START = datetime(2026, 6, 1, tzinfo=UTC)  # a Monday
ALWAYS = ServiceHours.always("UTC")
OFFICE = ServiceHours("UTC", {day: ((time(8), time(18)),) for day in range(5)})
HOUR = 3_600_000_000


def hours(amount: float) -> datetime:
    return START + timedelta(hours=amount)


def degraded_part(metric: str, value: str, definition: Definition, begin: float, end: float) -> Part:
    """June with one degraded stretch."""
    outage = Outage(hours(begin), hours(end), state="degraded")
    ledger = build_ledger(START, hours(720), ALWAYS, outages=[outage], definition=definition)
    target = Target(metric, METRICS[metric].comparison, Decimal(value), definition=definition)
    return Part(target, START, hours(720), ledger, ALWAYS, outages=OutageColumns.of([outage]))


def part(
    *downs: tuple[float, float],
    metric: str = "breaks",
    value: str = "2",
    begin: float = 0,
    end: float = 720,
    times: ServiceHours = ALWAYS,
    unknown: tuple[float, float] = (0, 0),
    now: float | None = None,
    planned: frozenset[int] = frozenset(),
    exclusions: Spans | None = None,
    definition: Definition | None = None,
    **parameters: str,
) -> Part:
    """A part from hour to hour after 1 June with outages and unknown time from hour to hour."""
    definition = definition or Definition()
    outages = [Outage(hours(a), hours(b), planned=i in planned) for i, (a, b) in enumerate(downs)]
    ledger = build_ledger(
        hours(begin),
        hours(end),
        times,
        outages=outages,
        exclusions=exclusions,
        unknown=Spans.of([(hours(unknown[0]), hours(unknown[1]))]),
        now=None if now is None else hours(now),
        definition=definition,
    )
    target = Target(
        metric, METRICS[metric].comparison, Decimal(value), parameters=parameters, definition=definition
    )
    columns = OutageColumns.of(outages)
    return Part(target, hours(begin), hours(end), ledger, times, outages=columns)


def judged(*parts: Part) -> Level:
    return METRICS[parts[0].target.metric].judge(Evidence(parts))


def test_the_worked_example_of_itil() -> None:
    found = reliability([part((100, 106), (1000, 1014), end=5020)])
    assert found.mtbsi == 2510 * HOUR
    assert found.mtbf == 2500 * HOUR
    assert found.mtrs == 10 * HOUR
    assert round(100 * (1 - found.downtime / found.agreed), 2) == Fraction("99.60")
    assert found.words() == {
        "Breaks": "2",
        "Longest break": "14 h",
        "MTRS": "10 h",
        "MTBF": "2,500 h",
        "MTBSI": "2,510 h",
    }


def test_closed_hours_never_split_a_break() -> None:
    friday_17_to_monday_9 = (4 * 24 + 17, 7 * 24 + 9)
    breaks = breaks_of(part(friday_17_to_monday_9, times=OFFICE))
    assert breaks.downtime.tolist() == [2 * HOUR]
    assert breaks.elapsed.tolist() == [64 * HOUR]


def test_outages_closer_than_the_joining_gap_are_one_break_without_more_downtime() -> None:
    definition = Definition(joining_gap_minutes=Decimal(30))
    breaks = breaks_of(part((10, 11), (11.4, 12), (12.5, 13), definition=definition))
    assert breaks.downtime.tolist() == [round(1.6 * HOUR), HOUR // 2]


def test_a_break_belongs_to_the_period_it_starts_in() -> None:
    across = (715, 730)
    assert breaks_of(part(across)).downtime.tolist() == [15 * HOUR]
    assert len(breaks_of(part(across, begin=720, end=1440))) == 0


def test_breaks_are_joined_before_the_period_clips_them() -> None:
    definition = Definition(joining_gap_minutes=Decimal(60))
    second = part((719, 719.8), (720.2, 721), begin=720, end=1440, definition=definition)
    assert len(breaks_of(second)) == 0


def test_one_outage_on_a_service_and_on_its_component_is_one_break() -> None:
    assert reliability([part((10, 12), (10, 12), (11, 13))]).breaks == 1


def test_an_outage_outside_service_hours_is_no_break() -> None:
    assert reliability([part((20, 22), times=OFFICE)]).breaks == 0


def test_excused_work_is_no_break_and_does_not_begin_one() -> None:
    window = Spans.of([(hours(9), hours(11))])
    excused = part((9, 11), (11, 12), planned=frozenset({0}), exclusions=window)
    breaks = breaks_of(excused)
    assert breaks.start.tolist() == Spans.of([(hours(11), hours(12))]).starts.tolist()


@pytest.mark.parametrize("begin", [-2, 10])
def test_work_around_a_failure_neither_begins_its_break_nor_makes_it_longer(begin: float) -> None:
    work, failure = (begin, 14), (12, 13)
    window = Spans.of([(hours(begin), hours(14))])
    used = part(
        work, failure, planned=frozenset({0}), exclusions=window, definition=Definition(exclusion="used")
    )
    found = breaks_of(used)
    assert (found.elapsed.tolist(), found.downtime.tolist()) == ([HOUR], [HOUR])


def test_an_outage_that_still_lasts_is_a_break_so_far() -> None:
    started = part((10, 700), now=12)
    assert breaks_of(started).downtime.tolist() == [2 * HOUR]


def test_short_breaks_do_not_count_where_the_definition_says_so() -> None:
    definition = Definition(from_minutes=Decimal(10))
    assert reliability([part((10, 10.1), (20, 21), definition=definition)]).breaks == 1


@given(
    st.lists(st.tuples(st.integers(0, 700), st.integers(1, 20)), max_size=12),
    st.integers(0, 300),
)
def test_breaks_are_those_of_a_walk_from_outage_to_outage(rows: list[tuple[int, int]], gap: int) -> None:
    downs = [(float(begin), float(begin + length)) for begin, length in rows]
    joined: list[tuple[float, float]] = []
    for begin, end in sorted(downs):
        if joined and (begin - joined[-1][1]) * 60 < max(gap, 1e-9):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((begin, end))
    definition = Definition(joining_gap_minutes=Decimal(gap))
    found = breaks_of(part(*downs, definition=definition))
    assert found.elapsed.tolist() == [round((end - begin) * HOUR) for begin, end in joined]


def test_breaks_are_counted_in_bands() -> None:
    downs = ((1, 1.01), (10, 10.2), (20, 20.4), (30, 31))
    assert judged(part(*downs, value="1", up_to_minutes="2")).used == 1
    level = judged(part(*downs, value="1", longer_than_minutes="2", up_to_minutes="30"))
    assert (level.used, level.allowed, level.base, level.verdict) == (2, 1, 4, "missed")
    assert judged(part(*downs, value="1", longer_than_minutes="30")).verdict == "met"


def test_the_length_of_a_break_may_be_its_calendar_time() -> None:
    weekend = (4 * 24 + 17, 7 * 24 + 9)
    limits = {"longer_than_minutes": "240", "value": "0"}
    assert judged(part(weekend, times=OFFICE, **limits)).verdict == "met"
    assert judged(part(weekend, times=OFFICE, length="elapsed", **limits)).verdict == "missed"


def test_numbers_of_two_versions_count_by_their_share_of_the_period() -> None:
    first = part((10, 11), (20, 21), value="4", end=360)
    second = part((400, 401), value="1", begin=360)
    level = judged(first, second)
    assert (level.used, level.allowed) == (3, 2)
    assert level.limit == Fraction("2.5")
    assert level.verdict == "missed"


def test_unknown_time_may_hide_a_break_too_many() -> None:
    level = judged(part((10, 11), value="1", unknown=(100, 140)))
    assert level.verdict == "not proven"
    assert (level.lowest, level.highest) == (1, 2)
    assert judged(part((10, 11), (20, 21), value="1", unknown=(100, 140))).verdict == "missed"


def test_a_silence_over_closed_hours_hides_one_break() -> None:
    level = judged(part(value="1", times=OFFICE, unknown=(10, 4 * 24)))
    assert level.highest == 1
    assert level.verdict == "met"


def test_the_longest_break_decides_and_each_version_has_its_limit() -> None:
    first = part((10, 11), metric="longest_break", value="30", end=360)
    second = part((400, 402), metric="longest_break", value="240", begin=360)
    level = judged(first, second)
    assert (level.verdict, level.achieved, level.used, level.allowed) == ("missed", 60, HOUR, HOUR // 2)
    assert judged(second).verdict == "met"


def test_mean_times_are_summed_over_versions_and_met_without_breaks() -> None:
    first = part((10, 14), metric="mtrs", value="3", end=360)
    second = part((400, 401), (500, 501), metric="mtrs", value="1", begin=360)
    level = judged(first, second)
    assert level.achieved == 2
    assert level.limit == Fraction(5, 3)
    assert level.verdict == "missed"
    quiet = judged(part(metric="mtbf", value="500"))
    assert (quiet.verdict, quiet.achieved, quiet.note) == ("met", None, "no breaks")


def test_mtbf_and_mtbsi_are_judged_in_hours() -> None:
    assert judged(part((10, 14), metric="mtbf", value="716")).verdict == "met"
    assert judged(part((10, 14), metric="mtbf", value="716.01")).verdict == "missed"
    assert judged(part((10, 14), metric="mtbsi", value="720")).verdict == "met"


def test_a_month_in_progress_shows_the_best_still_possible() -> None:
    level = judged(part((10, 14), metric="mtbsi", value="500", now=240))
    assert (level.achieved, level.best_possible, level.remaining) == (240, 720, 480 * HOUR)


def test_downtime_at_month_end_is_critical_and_elsewhere_is_not() -> None:
    last_day = 29 * 24
    inside = part((last_day + 9, last_day + 10), metric="critical_time", value="0", days="-1")
    assert judged(inside).used == HOUR
    assert judged(inside).verdict == "missed"
    elsewhere = part((100, 110), metric="critical_time", value="0", days="-2,-1")
    level = judged(elsewhere)
    assert (level.verdict, level.base) == ("met", 48 * HOUR)
    evening = {"from": "18:00", "until": "00:00"}
    clock = part((last_day + 9, last_day + 10), metric="critical_time", value="0", days="-1", **evening)
    assert judged(clock).verdict == "met"


def test_the_hours_of_a_critical_night_belong_to_the_period_they_lie_in() -> None:
    night = {"days": "-1", "from": "22:00", "until": "06:00"}
    last_day = 29 * 24
    level = judged(part((3, 4), (last_day + 23, last_day + 26), metric="critical_time", value="0", **night))
    assert (level.used, level.base) == (2 * HOUR, 8 * HOUR)


def test_maintenance_counted_as_down_is_downtime_in_critical_time_as_far_as_it_has_passed() -> None:
    last_day = 29 * 24
    window = Spans.of([(hours(last_day + 2), hours(last_day + 6))])
    for now, used in ((720, 4), (last_day + 3, 1)):
        definition = Definition(maintenance="down")
        level = judged(
            part(
                metric="critical_time",
                value="0",
                days="-1",
                exclusions=window,
                now=now,
                definition=definition,
            )
        )
        assert (level.verdict, level.used) == ("missed", used * HOUR)


def test_critical_time_still_to_come_is_no_data_yet() -> None:
    level = judged(part(metric="critical_time", value="0", days="-1", now=100))
    assert (level.verdict, level.note) == ("no data", "the critical time is still to come")


def test_critical_time_kept_so_far_is_not_proven_while_more_of_it_may_miss() -> None:
    days = {"metric": "critical_time", "days": "1,-1"}
    level = judged(part(value="0", now=100, **days))
    assert (level.verdict, level.used) == ("not proven", 0)
    assert level.note == "critical time still to come: 24 h"
    assert (
        judged(part(value="1440", now=100, **days)).verdict == "met"
    )  # not even a whole day down could miss
    assert judged(part((1, 2), value="0", now=100, **days)).verdict == "missed"
    assert judged(part(value="0", now=720, **days)).verdict == "met"


def test_critical_time_no_source_covers_is_not_proven() -> None:
    level = judged(part(metric="critical_time", value="0", days="-1,-2", unknown=(29 * 24, 720)))
    assert level.verdict == "not proven"


def test_critical_days_that_do_not_exist_are_refused() -> None:
    with pytest.raises(InputError, match="names no days of a month"):
        judged(part(metric="critical_time", value="0", days="last"))


def test_a_parameter_that_is_no_number_is_refused() -> None:
    with pytest.raises(InputError, match="is not a number for “Longer than”"):
        judged(part(longer_than_minutes="two"))


def test_uncovered_time_gives_no_data() -> None:
    level = judged(part(unknown=(0, 720)))
    assert (level.verdict, level.note) == ("no data", "no source covers this period")


def test_degraded_time_counts_as_the_definition_says() -> None:
    last_day = 29 * 24
    for degraded, breaks, critical in (("up", 0, 0), ("down", 1, HOUR), ("weighted", 1, HOUR // 4)):
        definition = from_dict({"degraded": degraded, "degraded_weight": "0.25"})
        assert judged(degraded_part("breaks", "2", definition, 10, 11)).used == breaks
        inside = degraded_part("critical_time", "0", definition, last_day + 9, last_day + 10)
        assert judged(inside).used == critical


def test_maintenance_counted_as_down_makes_its_work_a_break() -> None:
    window = Spans.of([(hours(9), hours(11))])
    for maintenance, breaks in (("down", 1), ("excluded", 0), ("up", 0)):
        definition = from_dict({"maintenance": maintenance})
        found = part((9, 11), planned=frozenset({0}), exclusions=window, definition=definition)
        assert reliability([found]).breaks == breaks
