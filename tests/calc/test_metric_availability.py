"""Availability verdicts: exact, piecewise by version, not proven where the unknown decides."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from app.calc.evidence import Evidence, Part
from app.calc.hours import ServiceHours
from app.calc.ledger import Definition, Outage, build_ledger
from app.calc.metrics import METRICS
from app.calc.spans import Spans
from app.calc.targets import Level, Target

START = datetime(2026, 6, 1, tzinfo=UTC)
ALWAYS = ServiceHours.always("UTC")


def hours(amount: float) -> timedelta:
    return timedelta(hours=amount)


def part(
    value: str,
    start: datetime = START,
    length: float = 720,
    down: tuple[float, ...] = (),
    unknown: float = 0,
    now: datetime | None = None,
    margin: str | None = None,
    definition: Definition | None = None,
    version: str = "version 1",
) -> Part:
    """A part of `length` hours around the clock; outages of `down` hours an hour apart; unknown time at
    its end.
    """
    definition = definition or Definition()
    end = start + hours(length)
    outages: list[Outage] = []
    at = start
    for amount in down:
        outages.append(Outage(start=at, end=at + hours(amount)))
        at += hours(amount + 1)
    silent = Spans.of([(end - hours(unknown), end)])
    ledger = build_ledger(start, end, ALWAYS, outages=outages, unknown=silent, now=now, definition=definition)
    target = Target(
        "availability", ">=", Decimal(value), Decimal(margin) if margin else None, definition=definition
    )
    return Part(target, start, end, ledger, ALWAYS, version=version)


def judged(*parts: Part) -> Level:
    return METRICS["availability"].judge(Evidence(parts))


def test_a_month_within_its_allowance_is_met() -> None:
    level = judged(part("99.5", down=(3.6,)))
    assert level.verdict == "met"
    assert level.achieved == Fraction("99.5")
    assert (level.used, level.allowed) == (12_960_000_000, 12_960_000_000)


def test_one_microsecond_more_is_missed() -> None:
    assert judged(part("99.5", down=(3.6, 1 / 3_600_000_000))).verdict == "missed"


def test_two_versions_make_one_verdict_on_their_summed_allowances() -> None:
    first = part("99.5", length=110, down=(0.66,))
    second = part("99.9", first.end, length=110, version="version 2")
    level = judged(first, second)
    assert level.allowed == round(39.6 * 60_000_000)
    assert level.verdict == "met"
    assert [each.allowed for each in level.parts] == [33 * 60_000_000, round(6.6 * 60_000_000)]


def test_what_is_unknown_may_leave_a_verdict_unproven() -> None:
    level = judged(part("99.5", length=220, down=(0.5,), unknown=4))
    assert level.verdict == "not proven"
    assert round(float(level.lowest or 0), 2) == 97.95
    assert round(float(level.highest or 0), 2) == 99.77


def test_what_is_wholly_unknown_has_no_data() -> None:
    level = judged(part("99.5", unknown=720))
    assert (level.verdict, level.achieved, level.note) == ("no data", None, "no source covers this period")


def test_unknown_time_that_cannot_change_the_verdict_does_not_hide_it() -> None:
    assert judged(part("99.5", down=(20,), unknown=4)).verdict == "missed"
    assert judged(part("95", down=(1,), unknown=4)).verdict == "met"


def test_a_definition_may_decide_what_unknown_time_is() -> None:
    up = judged(part("99.5", length=220, down=(0.5,), unknown=4, definition=Definition(unknown="up")))
    assert (up.verdict, up.lowest) == ("met", None)
    down = judged(part("99.5", length=220, down=(0.5,), unknown=4, definition=Definition(unknown="down")))
    assert (down.verdict, down.used) == ("missed", 4.5 * 3_600_000_000)
    silent = judged(part("99.5", unknown=720, definition=Definition(unknown="up")))
    assert silent.verdict == "no data"


def test_met_within_the_margin_is_nearly_missed() -> None:
    assert judged(part("99.5", down=(3.0,), margin="0.1")).verdict == "nearly missed"
    assert judged(part("99.5", down=(2.0,), margin="0.1")).verdict == "met"


def test_a_month_in_progress_stands_on_the_base_elapsed_and_shows_the_best_still_possible() -> None:
    level = judged(part("99.5", down=(3,), now=START + hours(240)))
    assert level.base == 240 * 3_600_000_000
    assert level.verdict == "missed"
    assert level.achieved == Fraction("98.75")
    assert level.best_possible == 100 * (1 - Fraction(3, 720))
    assert level.remaining == 480 * 3_600_000_000


def test_the_best_still_possible_is_never_below_what_unknown_time_leaves_possible() -> None:
    running = part("99.5", start=START + hours(240), length=480, now=START + hours(250))
    level = judged(part("99.5", length=240, down=(3,), unknown=72), running)
    assert level.best_possible == 100 * (1 - Fraction(3, 720))
    assert level.highest is not None
    assert level.best_possible > level.highest


def test_a_period_that_has_not_begun_has_no_data() -> None:
    level = judged(part("99.5", now=START))
    assert (level.verdict, level.best_possible, level.note) == ("no data", 100, "")


def test_nothing_agreed_is_no_data() -> None:
    end = START + hours(24)
    nothing = ServiceHours("UTC")
    ledger = build_ledger(START, end, nothing)
    level = judged(Part(Target("availability", ">=", Decimal(99)), START, end, ledger, nothing))
    assert (level.verdict, level.note) == ("no data", "nothing was agreed in this period")


def test_reserved_and_used_windows_make_met_and_missed_of_one_month() -> None:
    window = Spans.of([(START + hours(100), START + hours(116))])
    outages = [
        Outage(START + hours(100), START + hours(103), planned=True),
        Outage(START + hours(110), START + hours(111)),
        Outage(START + hours(200), START + hours(203)),
    ]
    verdicts: list[str] = []
    for exclusion in ("reserved", "used"):
        definition = Definition(exclusion=exclusion)
        end = START + hours(720)
        ledger = build_ledger(START, end, ALWAYS, outages, window, definition=definition)
        target = Target("availability", ">=", Decimal("99.5"), definition=definition)
        verdicts.append(judged(Part(target, START, end, ledger, ALWAYS)).verdict)
    assert verdicts == ["met", "missed"]


def sites(rule: Literal["any", "mean", "weighted"], now: datetime | None = None) -> Level:
    """Two sites in a month of 720 hours: Berlin (90 users) 2 hours down, Bremen (10 users) 20."""
    definition, end = Definition(sites=rule), START + hours(720)
    ledgers = {
        name: build_ledger(
            START, end, ALWAYS, [Outage(START, START + hours(down))], now=now, definition=definition
        )
        for name, down in (("Berlin", 2), ("Bremen", 20))
    }
    target = Target("availability", ">=", Decimal("99"), definition=definition)
    shared = Part(target, START, end, None, ALWAYS, ledgers, {"Berlin": 90, "Bremen": 10})
    return judged(shared)


def test_sites_are_judged_by_the_rule_agreed_with_the_worst_beside_it() -> None:
    assert sites("any").used == 20 * 3_600_000_000
    assert sites("mean").used == 11 * 3_600_000_000
    assert sites("weighted").used == round(3.8 * 3_600_000_000)
    assert [sites(rule).verdict for rule in ("any", "mean", "weighted")] == ["missed", "missed", "met"]
    assert sites("weighted").note == "worst site Bremen at 97.22 %"


def test_sites_in_a_month_in_progress_know_what_is_to_come() -> None:
    assert sites("weighted", now=START + hours(100)).remaining == 620 * 3_600_000_000


def test_the_extremes_of_a_mean_are_the_means_of_the_sites_extremes() -> None:
    definition, end = Definition(sites="mean"), START + hours(100)
    silent = Spans.of([(START + hours(50), end)])
    ledgers = {
        "Berlin": build_ledger(START, end, ALWAYS, definition=definition),
        "Bremen": build_ledger(
            START, end, ALWAYS, [Outage(START, START + hours(10))], unknown=silent, definition=definition
        ),
    }
    target = Target("availability", ">=", Decimal("94"), definition=definition)
    level = judged(Part(target, START, end, None, ALWAYS, ledgers, {"Berlin": 1, "Bremen": 1}))
    assert (level.achieved, level.lowest, level.highest) == (90, 70, 95)
    assert level.verdict == "not proven"


@given(st.lists(st.floats(0.01, 30), max_size=4), st.sampled_from(["99", "99.5", "99.9"]))
def test_weeks_sum_to_the_month(downs: list[float], value: str) -> None:
    whole = judged(part(value, length=672, down=tuple(downs)))
    outages: list[Outage] = []
    at = START
    for amount in downs:
        outages.append(Outage(at, at + hours(amount)))
        at += hours(amount + 1)
    weeks = []
    for number in range(4):
        begin, end = START + hours(168 * number), START + hours(168 * (number + 1))
        ledger = build_ledger(begin, end, ALWAYS, outages)
        weeks.append(Part(Target("availability", ">=", Decimal(value)), begin, end, ledger, ALWAYS))
    summed = judged(*weeks)
    assert (summed.verdict, summed.achieved) == (whole.verdict, whole.achieved)
    assert (summed.base, summed.used, summed.allowed) == (whole.base, whole.used, whole.allowed)


def test_a_sentence_reads_as_in_an_agreement() -> None:
    target = Target("availability", ">=", Decimal("99.50"))
    metric = METRICS["availability"]
    assert metric.sentence(target, "Mon–Fri 08:00–18:00") == (
        "Available at least 99.5 % of service hours Mon–Fri 08:00–18:00, per month"
    )
    assert metric.short(target) == "Availability 99.5 %"
