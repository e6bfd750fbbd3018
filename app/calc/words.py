"""Figures as people read them: durations, minutes, percents, counts.

Rounding is for reading only and never crosses a target: a missed value is not shown as reaching it.
"""

from decimal import Decimal
from fractions import Fraction

from app.calc.targets import Level, Target

Exact = Fraction | Decimal | int

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_MOST_DIGITS = 12


def duration(microseconds: int) -> str:
    """The two largest units that say something: "64 h", "2 h 4 min", "4 min 30 s", "45 s"."""
    sign, rest = ("−" if microseconds < 0 else ""), abs(microseconds)
    seconds = _nearest(rest, SECOND)
    if seconds >= 3600:
        return sign + _pair(_nearest(rest, MINUTE), 60, "h", "min")
    if seconds >= 60:
        return sign + _pair(seconds, 60, "min", "s")
    return sign + (f"{seconds} s" if seconds or not rest else "under 1 s")


def minutes(microseconds: int | Fraction, limit: int | Fraction | None = None) -> str:
    """Minutes, "124 min" or "39.6 min"; with as many digits as it takes to stay on its side of the limit."""
    return f"{rounded(Fraction(microseconds) / MINUTE, *_minute_digits(microseconds, limit))} min"


def percent(value: Exact, digits: int = 2, target: Exact | None = None) -> str:
    """A number of percent (99.07), never on the other side of `target` or at 100 by rounding alone.

    >>> percent(Fraction("99.495"), 1, Decimal("99.5"))
    '99.495 %'
    """
    return f"{rounded(value, digits, target)} %"


def number(value: Exact, digits: int = 0, target: Exact | None = None) -> str:
    """A number with grouped thousands: "1,703", "2,510.5"."""
    return rounded(value, digits, target, group=True)


def plural(count: int, singular: str, more: str = "") -> str:
    """A counted noun: "1 outage", "2 outages"; `more` where adding an s is not the plural."""
    return f"{count:,} {singular if count == 1 else more or singular + 's'}"


def plain(value: Decimal) -> str:
    """An exact decimal without exponent or idle zeros: "99.5", "4"."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def decimals(value: Decimal) -> int:
    """How many digits stand behind the point of `plain(value)`."""
    return len(plain(value).partition(".")[2])


def shown(level: Level, target: Target) -> str:
    """The achieved value with its unit, in as many digits as the target has (percent: two at least)."""
    if level.achieved is None:
        return ""
    limit = level.limit if level.limit is not None else Fraction(target.value)
    if level.unit == "%":
        return percent(level.achieved, max(2, decimals(target.value)), limit)
    digits = 0 if level.achieved.denominator == 1 else max(1, decimals(target.value))
    return f"{number(level.achieved, digits, limit)} {_unit(level)}".rstrip()


def rounded(value: Exact, digits: int, target: Exact | None = None, group: bool = False) -> str:
    """`value` to `digits` decimals, or to as many more as keep it on its side of `target` and of 100."""
    above, below = value.as_integer_ratio()
    borders = [border.as_integer_ratio() for border in (target, 100) if border is not None]
    scaled = places = 0
    for places in range(min(digits, _MOST_DIGITS), _MOST_DIGITS + 1):
        scaled = _scaled(above, below, places)
        if all(_stays(above, below, scaled, places, border) for border in borders):
            break
    return _text(scaled, places, group)


def _scaled(above: int, below: int, places: int) -> int:
    """A fraction times a power of ten, to the nearest whole number, from the middle to the even one."""
    whole, rest = divmod(above * 10**places, below)
    return whole + (2 * rest > below or (2 * rest == below and whole % 2 == 1))


def _stays(above: int, below: int, scaled: int, places: int, border: tuple[int, int]) -> bool:
    """Whether a fraction and what it is rounded to are on the same side of a border."""
    top, bottom = border
    return _sign(above * bottom - top * below) == _sign(scaled * bottom - top * 10**places)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _text(scaled: int, places: int, group: bool) -> str:
    whole, part = divmod(abs(scaled), 10**places)
    sign = "−" if scaled < 0 else ""
    front = f"{whole:,}" if group else str(whole)
    return f"{sign}{front}.{part:0{places}d}" if places else sign + front


def _minute_digits(value: int | Fraction, limit: int | Fraction | None) -> tuple[int, Fraction | None]:
    in_minutes = Fraction(value) / MINUTE
    digits = 0 if in_minutes.denominator == 1 else 1
    return digits, None if limit is None else Fraction(limit) / MINUTE


def _nearest(value: int, unit: int) -> int:
    return (value + unit // 2) // unit


def _pair(amount: int, per: int, unit: str, smaller: str) -> str:
    first, second = divmod(amount, per)
    return f"{first:,} {unit} {second} {smaller}" if second else f"{first:,} {unit}"


def _unit(level: Level) -> str:
    return "break" if level.unit == "breaks" and level.achieved == 1 else level.unit
