"""The shown text of a document's exact figures: one wording for pages, charts and the workbook's remarks."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from app.calc import words
from app.reports.month import Month, PastFigures, TargetMonth

TIED = "\u00a0"  # a space at which no line ends
_BRIEF = 70
_MOST_DIGITS = 9
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
VERDICTS = ("missed", "not proven", "nearly missed", "met", "no data")  # the most urgent first
COMPARISONS: Mapping[str, str] = {">=": "at least", "<=": "at most"}
STATES: Mapping[str, str] = {
    "draft": "Draft: figures and words may still change",
    "issued": "Issued: open to objections",
    "final": "Final",
}
CLASSES: Mapping[str, str] = {
    "up": "up",
    "down": "down",
    "degraded": "degraded",
    "excluded": "agreed exclusion",
    "unknown": "unknown",
    "outside": "outside hours",
    "future": "still to come",
}


def instant(microseconds: int) -> datetime:
    """The aware UTC datetime of a count of microseconds since 1970."""
    return EPOCH + timedelta(microseconds=microseconds)


def local(microseconds: int, time_zone: str) -> datetime:
    """The same instant as the clock on the wall of `time_zone` shows it."""
    return instant(microseconds).astimezone(ZoneInfo(time_zone))


def clock(microseconds: int | None, time_zone: str) -> str:
    """An instant as "Tue 13 Oct 09:12" that no line break parts, empty for None."""
    if microseconds is None:
        return ""
    moment = local(microseconds, time_zone)
    return f"{moment:%a} {moment.day} {moment:%b %H:%M}".replace(" ", TIED)


def day(microseconds: int, time_zone: str) -> str:
    """A date as "13 October 2026"."""
    moment = local(microseconds, time_zone)
    return f"{moment.day} {moment:%B %Y}"


def day_of_month(microseconds: int, time_zone: str) -> str:
    """A date within its year, as "13 October"."""
    moment = local(microseconds, time_zone)
    return f"{moment.day} {moment:%B}"


def day_and_month(microseconds: int, time_zone: str) -> str:
    """A short date that no line break parts, "Sun 4 Oct"."""
    moment = local(microseconds, time_zone)
    return f"{moment:%a} {moment.day} {moment:%b}".replace(" ", TIED)


def from_until(start: int, end: int | None, time_zone: str) -> str:
    """An interval on two lines: "Tue 13 Oct", "09:12 – 10:36"; with both days where they differ."""
    if end is None:
        return f"{clock(start, time_zone)} –\nnot{TIED}yet{TIED}over"
    first, last = local(start, time_zone), local(end, time_zone)
    if first.date() != last.date():
        return f"{clock(start, time_zone)} –\n{clock(end, time_zone)}"
    return f"{first:%a} {first.day} {first:%b}\n{first:%H:%M} – {last:%H:%M}".replace(" ", TIED)


def exact(text: str | None) -> Fraction | None:
    """The exact share of a document's "n/d" text."""
    return None if text is None else Fraction(text)


def achieved_digits(target: TargetMonth) -> int:
    """Decimals shown of what was achieved: as many as the target has; two at least for a percent."""
    wanted, value = words.decimals(Decimal(target.value)), exact(target.achieved)
    whole = value is None or value.denominator == 1
    digits = max(2, wanted) if target.unit == "%" else 0 if whole else max(1, wanted)
    return digits if target.limit is None or value is None else _apart(value, Fraction(target.limit), digits)


def _apart(value: Fraction, limit: Fraction, digits: int) -> int:
    """As many decimals as it takes for both, once rounded, to stand to each other as they do unrounded."""
    for places in range(digits, _MOST_DIGITS):
        if (value < limit) == (round(value, places) < round(limit, places)) and (value == limit) == (
            round(value, places) == round(limit, places)
        ):
            return places
    return _MOST_DIGITS


def compared_with(target: TargetMonth) -> Fraction:
    """What a level is held against: the agreed value, or the limit of several versions together."""
    return Fraction(target.value if target.limit is None else target.limit)


def achieved(target: TargetMonth, value: str | None) -> str:
    """A level with its unit; rounding never carries it over the agreed value. Empty for None."""
    level = exact(value)
    if level is None:
        return ""
    digits = achieved_digits(target)
    limit = compared_with(target)
    border = None if level == limit else limit  # a limit of several versions need not end after some digits
    if target.unit == "%":
        return words.percent(level, digits, border)
    return f"{words.number(level, digits, border)} {unit_of(target, level)}".rstrip()


def without_level(verdict: str, figures: PastFigures | TargetMonth | None) -> str:
    """What stands in the place of a mean that has nothing to divide by: that there was no break."""
    if figures is None or verdict in ("", "no data"):
        return ""
    return "no break" if figures.achieved is None and figures.breaks == 0 else ""


def unit_of(target: TargetMonth, level: Fraction) -> str:
    """The unit behind a level: one break, two breaks."""
    return "break" if target.unit == "breaks" and level == 1 else target.unit


def agreed(target: TargetMonth) -> str:
    """What was agreed, as "≥ 99.5 %"; of several versions what they demand together."""
    sign = "≥" if target.comparison == ">=" else "≤"
    limit = compared_with(target)
    same = next((v for v in (target.value, *(p.value for p in target.parts)) if Fraction(v) == limit), None)
    if same is not None:
        return f"{sign} {in_unit(target, same)}"
    return f"{sign} {words.number(limit, max(1, achieved_digits(target)))} {target.unit}".rstrip()


def in_unit(target: TargetMonth, value: str) -> str:
    """An agreed value with the unit of the target, "99.5 %"."""
    return f"{words.plain(Decimal(value))} {target.unit}".rstrip()


def amount(target: TargetMonth, value: int, against: int | None = None) -> str:
    """A base, use or allowance: minutes where the target counts time, otherwise a plain count."""
    return minutes(value, against) if target.counts_time else words.number(value)


def minutes(microseconds: int, against: int | None = None) -> str:
    """Minutes with grouped thousands, "13,080 min"; beside a limit with the digits that keep it on its side."""
    value = Fraction(microseconds, words.MINUTE)
    limit = None if against is None else Fraction(against, words.MINUTE)
    return f"{words.number(value, 0 if value.denominator == 1 else 1, limit)} min"


def brief(text: str) -> str:
    """A name short enough for a table's cell; the whole name stands in the heading of its service."""
    return text if len(text) <= _BRIEF else f"{text[: _BRIEF - 1].rstrip()}…"


def name(target: TargetMonth) -> str:
    """A target's short name, "Availability 99.5 %"."""
    return target.short or target.sentence


def agreements(month: Month) -> tuple[str, ...]:
    """The versions in force; of one nobody has signed it is said."""
    return tuple(
        f"{title} (not signed yet)" if title in month.unsigned else title for title in month.agreements
    )


def recipients(month: Month) -> list[str]:
    """Who the document goes to, each with role and address where these may be told."""
    return [", ".join(filter(None, (each.name, each.role, each.email))) for each in month.distribution]


def verdict_counts(month: Month) -> tuple[tuple[str, int], ...]:
    """How many targets have each verdict, the good news first."""
    found = [target.verdict for service in month.services for target in service.targets]
    order = ("met", "nearly missed", "missed", "not proven", "no data")
    return tuple((verdict, found.count(verdict)) for verdict in order)


def listed(texts: list[str]) -> str:
    """Texts as one phrase: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))


def is_floor(target: TargetMonth) -> bool:
    """Whether the more time the better (between failures), so that nothing is allowed and used up."""
    return target.counts_time and target.unit != "%" and target.comparison == ">="


def has_base(target: TargetMonth) -> bool:
    """Whether the level is worked out over some base; the longest break stands by itself."""
    return target.metric != "longest_break"


def has_allowance(target: TargetMonth) -> bool:
    """Whether something was allowed, of which something was used: not between failures, nor without a figure."""
    measured = target.verdict != "no data" and bool(target.allowed or target.used)
    return measured and not is_floor(target)


def used_and_allowed(target: TargetMonth) -> tuple[str, str]:
    """What was used and what was allowed, each with the digits that keep it on its side of the other."""
    return amount(target, target.used, target.allowed), amount(target, target.allowed, target.used)


def sentence(text: str) -> str:
    """`text` as a sentence: a capital first, a full stop last."""
    whole = text[:1].upper() + text[1:]
    return whole if whole.endswith((".", "!", "?", "…")) else f"{whole}."
