"""Availability verdicts: exact, piecewise by version, not proven where the unknown decides."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

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
