"""What people type under a column's heading to filter it: `oct 2026`, `>30`, `10..20`, `-disk`, `empty`.

A filter is read once, here, and means the same for rows in memory (`fits`) and for the desk file (usecases).
`|` separates alternatives; within one every term has to hold. How a term is written depends on the kind of column:

- text: `disk array` every word, `"disk array"` as it stands, `=P1` the whole text;
- number: `84` whatever reads 84, `=84` exactly, `>30`, `<= 5`, `10..20`;
- moment: `oct 2026`, `12.10.2026`, `>12.10.2026`, `1.10.2026..7.10.2026`, `today`, `last month`;
- flag: `yes` or `no`.

Everywhere `empty` is a cell without anything in it, and `not …` (for texts also `-…`) turns a term round.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from app.calc.stretches import Stretch, read_stretch
from app.errors import InputError

Kind = Literal["text", "number", "moment", "flag"]

_OPERATORS = {"≥": ">=", "≤": "<=", "=>": ">=", "=<": "<="}
_COMPARED = re.compile(r"\s*(>=|<=|=>|=<|≥|≤|>|<|=)?\s*(.*)", re.DOTALL)
_NOT = re.compile(r"\s*(?:not\b|!=?|<>|≠)\s*", re.IGNORECASE)
_WORD = re.compile(r"""(-|!|not\s+)?("[^"]*"|\S+)""", re.IGNORECASE)
_RANGE = re.compile(r"\s*(?:\.{2,}|…|\s(?:to|–|-)\s)\s*")
_NUMBER_RANGE = re.compile(r"\s*(?:\.{2,}|…|\sto\s|(?<=\d)\s*[–-]\s*(?=\d))\s*")
_AMOUNT = re.compile(r"([-−+]?)(\d[\d.,'\u202f\xa0]*|[.,]\d+)\s*(\D*)")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
_PER_HOUR = {"h": 60, "hour": 60, "hours": 60, "min": 1, "minute": 1, "minutes": 1, "d": 1440, "days": 1440}
_NOTHING = frozenset({"empty", "blank"})
_OPEN = _NOTHING | {"open", "still open"}
_YES = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


@dataclass(frozen=True)
class Word:
    """The text has this in it (or is it, `whole`), whatever the case of its letters."""

    text: str
    whole: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        body = "".join(f"[{re.escape(spellings(letter))}]" for letter in self.text)
        return re.compile(rf"\A{body}\Z" if self.whole else body)


@dataclass(frozen=True)
class Between:
    """A number from `low` to `high`; None is open, `with_…` says whether the border itself belongs to it."""

    low: Decimal | None = None
    high: Decimal | None = None
    with_low: bool = True
    with_high: bool = True


@dataclass(frozen=True)
class Within:
    """A moment in a half-open stretch of the wall clock of `zone`; None is open."""

    start: datetime | None
    end: datetime | None
    zone: str

    @cached_property
    def instants(self) -> tuple[datetime | None, datetime | None]:
        """The two ends in UTC."""
        zone = ZoneInfo(self.zone)
        ends = (self.start, self.end)
        return tuple(end and end.replace(tzinfo=zone).astimezone(UTC) for end in ends)  # pyright: ignore[reportReturnType]


@dataclass(frozen=True)
class Empty:
    """Nothing stands there."""


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    value: bool


Test = Word | Between | Within | Empty | Flag


@dataclass(frozen=True)
class Term:
    """A test, or its opposite; what is empty fits every opposite but that of `empty`."""

    test: Test
    negated: bool = False


@dataclass(frozen=True)
class Filter:
    """Alternatives, each of terms that all have to hold. No alternatives: everything fits."""

    kind: Kind
    alternatives: tuple[tuple[Term, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.alternatives)

    def fits(self, value: object) -> bool:
        """Whether a cell's value (of a text column: what it shows) is wanted."""
        return not self.alternatives or any(
            all(_holds(term.test, value) != term.negated for term in terms) for terms in self.alternatives
        )


def read_filter(typed: str, kind: Kind, *, zone: str = "UTC", today: date, unit: str = "") -> Filter:
    """Read what was typed; InputError says what is not understood and how to write it.

    `unit` is that of a column of numbers ("min" also takes "2 h"). A day without a year is its latest one.
    """
    read = {"text": _text_terms, "number": _number_terms, "moment": _moment_terms, "flag": _flag_terms}[kind]
    told = _Told(zone, today, unit)
    alternatives = tuple(read(part.strip(), told) for part in _parts(typed) if part.strip())
    return Filter(kind, tuple(terms for terms in alternatives if terms))


def spellings(letter: str) -> str:
    """A letter in the cases that are taken for the same, itself first."""
    return "".join(dict.fromkeys(one for one in (letter, letter.lower(), letter.upper()) if len(one) == 1))


@dataclass(frozen=True)
class _Told:
    """What the reading depends on beside the text."""

    zone: str
    today: date
    unit: str


def _holds(test: Test, value: object) -> bool:
    if isinstance(test, Empty):
        return value is None or value == ""
    if value is None:
        return False
    if isinstance(test, Word):
        return test.pattern.search(str(value)) is not None
    if isinstance(test, Flag):
        return bool(value) == test.value
    if isinstance(test, Between):
        return isinstance(value, int | float | Decimal) and _is_between(test, value)
    return _is_within(test, value)


def _is_between(test: Between, value: float | Decimal) -> bool:
    if math.isnan(value):
        return False
    above = test.low is None or value > test.low or (test.with_low and value == test.low)
    below = test.high is None or value < test.high or (test.with_high and value == test.high)
    return above and below


def _is_within(test: Within, value: object) -> bool:
    """A day counts as its midnight on the wall clock."""
    if isinstance(value, datetime):
        start, end = test.instants
        at = value.astimezone(UTC)
    elif isinstance(value, date):
        start, end = test.start, test.end
        at = datetime.combine(value, time())
    else:
        return False
    return (start is None or at >= start) and (end is None or at < end)


def _parts(typed: str) -> Iterator[str]:
    """What stands between the bars that are not within quotes."""
    part, quoted = "", False
    for letter in typed:
        quoted ^= letter == '"'
        if letter == "|" and not quoted:
            yield part
            part = ""
        else:
            part += letter
    yield part


def _turned(part: str) -> tuple[bool, str]:
    """Whether a term begins with "not", and the rest of it."""
    match = _NOT.match(part)
    return (True, part[match.end() :]) if match else (False, part)


def _text_terms(part: str, _told: _Told) -> tuple[Term, ...]:
    negated, rest = _turned(part)
    if not negated and rest.startswith("-"):
        negated, rest = True, rest[1:].strip()
    if rest.casefold() in _NOTHING:
        return (Term(Empty(), negated),)
    if rest.startswith("=") and (whole := rest[1:].strip().strip('"')):
        return (Term(Word(whole, whole=True), negated),)
    return tuple(
        Term(Word(word), bool(turn))
        for turn, found in _WORD.findall(part)
        if (word := found.strip('"')) and not (found.casefold() == "not" or found == "-")
    )


def _flag_terms(part: str, _told: _Told) -> tuple[Term, ...]:
    negated, rest = _turned(part)
    value = _YES.get(rest.lstrip("=").strip().casefold())
    if value is None:
        raise InputError("Write yes or no.")
    return (Term(Flag(value != negated)),)


def _number_terms(part: str, told: _Told) -> tuple[Term, ...]:
    negated, rest = _turned(part)
    if rest.casefold() in _NOTHING:
        return (Term(Empty(), negated),)
    tests = tuple(_number_test(one, told.unit) for one in _comparisons(rest))
    if not tests:
        raise InputError("A number is missing. Write it like >30 or 10..20.")
    if negated and len(tests) > 1:
        raise InputError("“not” goes with one comparison, as in: not 10..20.")
    return tuple(Term(test, negated) for test in tests)


def _comparisons(text: str) -> list[str]:
    """The comparisons of a line: ">10 <=20" is two."""
    return [one.strip() for one in re.split(r"(?:\s+and\s+|\s+)?(?=(?<![<>=])[<>≤≥])", text) if one.strip()]


def _number_test(text: str, unit: str) -> Between:
    sign, rest = _compared(text)
    ends = _NUMBER_RANGE.split(rest)
    if len(ends) == 2 and not sign:
        low, high = (_amount(end, unit)[0] if end.strip() else None for end in ends)
        if low is not None or high is not None:
            return Between(low, high)
    if not rest:
        raise InputError("A number is missing. Write it like >30 or 10..20.")
    number, about = _amount(rest, unit)
    return {
        ">": Between(low=number, with_low=False),
        ">=": Between(low=number),
        "<": Between(high=number, with_high=False),
        "<=": Between(high=number),
        "=": Between(number, number),
        "": Between(number - about, number + about),
    }[sign]


def _compared(text: str) -> tuple[str, str]:
    match = _COMPARED.fullmatch(text)
    assert match is not None  # it matches anything
    sign = match[1] or ""
    return _OPERATORS.get(sign, sign), match[2].strip()


def _amount(text: str, unit: str) -> tuple[Decimal, Decimal]:
    """A number in the column's unit, and half of the last digit that was typed: what is rounded to it."""
    match = _AMOUNT.fullmatch(text.strip())
    said = match[3].strip().casefold() if match else ""
    factor = (
        _PER_HOUR.get(said) if unit == "min" and said else (1 if said in {"", unit.casefold(), "%"} else None)
    )
    if match is None or factor is None:
        raise InputError(f"“{text.strip()}” is no number. Write it like 84, >30 or 10..20.")
    digits = _plain(match[2])
    try:
        number = Decimal(digits)
    except ArithmeticError:
        raise InputError(f"“{text.strip()}” is no number. Write it like 84, >30 or 10..20.") from None
    places = len(digits.partition(".")[2])
    about = Decimal(0) if places == 0 and factor > 1 else Decimal(5).scaleb(-places - 1)
    return (-number if match[1] in {"-", "−"} else number) * factor, about * factor


def _plain(digits: str) -> str:
    """Digits with a point before the decimals and nothing between the thousands."""
    digits = re.sub(r"['\u202f\xa0]", "", digits)
    if "," in digits and "." in digits:
        grouping = "," if digits.rfind(".") > digits.rfind(",") else "."
        return digits.replace(grouping, "").replace(",", ".")
    if _GROUPED.fullmatch(digits):
        return digits.replace(",", "")
    return digits.replace(",", ".")


def _moment_terms(part: str, told: _Told) -> tuple[Term, ...]:
    negated, rest = _turned(part)
    if not negated and rest.startswith("-"):
        negated, rest = True, rest[1:].strip()
    if rest.casefold() in _OPEN:
        return (Term(Empty(), negated),)
    tests = tuple(_moment_test(one, told) for one in _comparisons(rest))
    if not tests:
        raise InputError("A day is missing. Write it like oct 2026 or >12.10.2026.")
    if negated and len(tests) > 1:
        raise InputError("“not” goes with one stretch of time, as in: not oct 2026.")
    return tuple(Term(test, negated) for test in tests)


def _moment_test(text: str, told: _Told) -> Within:
    sign, rest = _compared(text)
    ends = _RANGE.split(rest)
    if len(ends) == 2 and not sign and any(end.strip() for end in ends):
        first, last = (read_stretch(end, told.today) if end.strip() else None for end in ends)
        return Within(first and first.start, last and last.end, told.zone)
    if not rest:
        raise InputError("A day is missing. Write it like oct 2026 or >12.10.2026.")
    stretch: Stretch = read_stretch(rest, told.today)
    start, end = {
        ">": (stretch.end, None),
        ">=": (stretch.start, None),
        "<": (None, stretch.start),
        "<=": (None, stretch.end),
    }.get(sign, (stretch.start, stretch.end))
    return Within(start, end, told.zone)
