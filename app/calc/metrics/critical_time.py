"""Critical time: at most so many minutes of downtime on critical days and hours ("none at month end")."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from app.calc.agreed_time import Reading, degraded_share, joint_ledger
from app.calc.evidence import Evidence, Part
from app.calc.hours import ServiceHours
from app.calc.ledger import LedgerClass
from app.calc.metrics.judging import Figures, level_of
from app.calc.metrics.metric import Metric, Parameter, at_least_or_most, per_period
from app.calc.spans import Spans
from app.calc.targets import KEPT, Level, Target
from app.calc.verdicts import Judgement, Share, judge
from app.calc.words import MINUTE, duration, plain
from app.errors import InputError

_BASE: tuple[LedgerClass, ...] = ("down", "degraded", "up")


def judge_critical_time(evidence: Evidence) -> Level:
    """Downtime inside the critical time; a version's minutes count by its share of that time."""
    parts = evidence.parts
    critical = [critical_spans(part) for part in parts]
    if nothing := _why_nothing(parts, critical):
        return Level("no data", unit="min", note=nothing)
    weights = _weights(parts)
    figures = Figures(
        bases=[_inside(part, spans, *_BASE) for part, spans in zip(parts, critical, strict=True)],
        used=[_downtime(part, "as agreed") for part in parts],
        allowed=[
            weight * Fraction(part.target.value) * MINUTE for weight, part in zip(weights, parts, strict=True)
        ],
    )
    best = sum((Fraction(each) for each in figures.used), Fraction()) / MINUTE
    level = level_of(evidence, _judge, figures, "min", best=best)
    return _with_what_is_to_come(
        level, [_inside(*each, "future") for each in zip(parts, critical, strict=True)]
    )


def _with_what_is_to_come(level: Level, future: Sequence[Fraction]) -> Level:
    """The level; one kept so far is not proven while the critical time still to come is enough to miss it."""
    to_come = sum(future, Fraction())
    if level.verdict not in KEPT or level.used + to_come <= level.allowed:
        return level
    note = f"critical time still to come: {duration(int(to_come))}"
    return replace(level, verdict="not proven", note=note)


def _why_nothing(parts: Sequence[Part], critical: Sequence[Spans]) -> str:
    """Why there is no level, if so: no critical time at all, none yet, or none inside agreed hours."""
    if not any(critical):
        return "no critical time in this period"
    both = list(zip(parts, critical, strict=True))
    if any(_inside(part, spans, *_BASE, "unknown") for part, spans in both):
        return ""
    if any(_inside(part, spans, "future") for part, spans in both):
        return "the critical time is still to come"
    return "nothing was agreed in the critical time"


def critical_spans(part: Part) -> Spans:
    """The critical time of the part: the named days of each month, from and until the named local times.

    Of a night that began on the eve of the part, the hours that reach into it.
    """
    numbers = _days(part.target)
    window = (_clock(part.target, "from"), _clock(part.target, "until"))
    zone = ZoneInfo(part.days_zone)
    first = part.start.astimezone(zone).date() - timedelta(days=1)
    last = part.end.astimezone(zone).date()
    days = (first + timedelta(days=count) for count in range((last - first).days + 1))
    chosen = {day: (window,) for day in days if numbers & {day.day, day.day - _month_length(day) - 1}}
    return ServiceHours(part.days_zone, shifts=chosen).spans(part.start, part.end)


def _judge(parts: Sequence[Part], reading: Reading) -> Judgement:
    return judge(
        [
            Share(part.target, _downtime(part, reading) / MINUTE, weight)
            for part, weight in zip(parts, _weights(parts), strict=True)
        ]
    )


def _downtime(part: Part, reading: Reading) -> Fraction:
    critical, definition = critical_spans(part), part.target.definition
    down = _inside(part, critical, "down")
    degraded = degraded_share(definition) * _inside(part, critical, "degraded")
    silent = definition.unknown == "down" or (definition.unknown == "left out" and reading == "all down")
    work = _worked(part, critical) if definition.maintenance == "down" else 0
    return down + degraded + work + (_inside(part, critical, "unknown") if silent else 0)


def _worked(part: Part, critical: Spans) -> Fraction:
    """The exclusions already past, which a definition may count as down."""
    ledger = joint_ledger(part)
    if ledger is None:
        return Fraction()
    return Fraction((ledger.spans["excluded"] & critical).clip(ledger.start, ledger.passed).microseconds)


def _inside(part: Part, critical: Spans, *classes: LedgerClass) -> Fraction:
    ledger = joint_ledger(part)
    if ledger is None:
        return Fraction()
    return Fraction(sum((ledger.spans[name] & critical).microseconds for name in classes))


def _weights(parts: Sequence[Part]) -> list[Fraction]:
    """Each part's share of the critical time."""
    lengths = [critical_spans(part).microseconds for part in parts]
    return [Fraction(length, sum(lengths)) for length in lengths]


def _days(target: Target) -> frozenset[int]:
    """Days of the month, 1 … 31 from its first and −1 … −31 from its last."""
    text = METRIC.setting(target, "days").replace("−", "-")
    try:
        days = frozenset(int(each) for each in text.split(","))
    except ValueError:
        days = frozenset({0})
    if not all(1 <= abs(day) <= 31 for day in days):
        raise InputError(f"“{text}” names no days of a month; write 1 for the first and -1 for the last.")
    return days


def _clock(target: Target, name: str) -> time:
    text = METRIC.setting(target, name)
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 (a wall-clock reading has no zone)
    except ValueError:
        raise InputError(f"“{text}” is not a time of day like 08:00.") from None


def _month_length(day: date) -> int:
    return ((day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).day


def _sentence(target: Target, _hours: str) -> str:
    limit = (
        "No downtime"
        if not target.value
        else f"{at_least_or_most(target).capitalize()} {plain(target.value)}"
    )
    amount = "" if not target.value else " min of downtime"
    return f"{limit}{amount} {_when(target)}, {per_period(target)}"


def _short(target: Target) -> str:
    return f"Downtime {_when(target)}"


def _when(target: Target) -> str:
    days = sorted(_days(target))
    begin, finish = METRIC.setting(target, "from"), METRIC.setting(target, "until")
    clock = "" if begin == finish == "00:00" else f", {begin}–{finish}"
    if days == list(range(-len(days), 0)):
        return f"on the last {f'{len(days)} days' if len(days) > 1 else 'day'} of the month{clock}"
    if days == list(range(1, len(days) + 1)):
        return f"on the first {f'{len(days)} days' if len(days) > 1 else 'day'} of the month{clock}"
    return f"on days {', '.join(str(day).replace('-', '−') for day in days)} of the month{clock}"


METRIC = Metric(
    key="critical_time",
    title="Downtime in critical time",
    unit="min",
    comparison="<=",
    counts_time=True,
    needs=frozenset({"ledger"}),
    judge=judge_critical_time,
    sentence=_sentence,
    short=_short,
    parameters=(
        Parameter("days", "Days of the month (−1 is the last)", default="-1"),
        Parameter("from", "From", default="00:00"),
        Parameter("until", "Until", default="00:00"),
    ),
    position=7,
)
