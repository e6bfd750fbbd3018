"""Checking period figures: a ready-made figure for a service and a period, kept as an exact decimal."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import numpy as np

from app.imports.check.context import ChunkCheck
from app.imports.check.keys import content_of, hash_values
from app.imports.check.samples import metric_of
from app.imports.checked import Rows, Values
from app.imports.columns import INSTANT, NUMBER, Column, Flags, Ints
from app.imports.hashing import combined
from app.imports.values.instants import Instants, instants_of
from app.imports.values.numbers import Decimal as DecimalSign
from app.imports.values.numbers import Numbers, numbers_of
from app.imports.values.periods import Days, period_of
from app.imports.values.texts import fold, texts_of

Shares = Callable[[ChunkCheck, Numbers, Sequence[str]], Sequence[bool]]

_DAY = 86_400_000_000
_EPOCH = date(1970, 1, 1)
SHARES = "{n} {figure|figures} of at most 1 read as shares: 0.995 is 99.5 %."
_AVAILABILITY = (
    "availab",
    "uptime",
    "verfugbarkeit",
    "disponib",
    "beschikbaarheid",
    "percent",
    "prozent",
    "sla",
)


def check_figures(check: ChunkCheck) -> tuple[Rows, int]:
    """The good rows of a chunk, and how many rows were not blank."""
    first, last, known = _periods(check)
    metrics = metric_of(check, np.ones(check.chunk.size, bool), "value")
    return figure_rows(check, first, last, known, metrics, _shares)


def figure_rows(
    check: ChunkCheck, first: Ints, last: Ints, known: Flags, metrics: Sequence[str], shares: Shares
) -> tuple[Rows, int]:
    """The rows of a chunk whose field "value" holds a figure for a subject and the days from first to last."""
    value = numbers_of(check.column("value"), decimal_of(check))
    check.problems.add(value.bad, "value", "“{value}” is no number.")
    check.problems.add(~value.known & ~value.bad, "value", "There is no figure.")
    subjects = check.subject_numbers(required=True)
    exact = _exact(value, shares(check, value, metrics))
    filled = check.rows_to_check(known & value.known)
    good = check.problems.good & filled
    keep = np.flatnonzero(good).tolist()
    columns: dict[str, Values] = {
        "first_day": _days_as_text(first[good]),
        "last_day": _days_as_text(last[good]),
        "metric": [metrics[place] for place in keep],
        "value": [exact[place] for place in keep],
    }
    subject = subjects[good]
    of_subject = check.sheet.subjects.hashed(subject)
    identity = combined(
        of_subject, *(hash_values(columns[name]) for name in ("first_day", "last_day", "metric"))
    )
    check.sheet.seen(first[good], last[good])
    content = content_of(of_subject, columns)
    rows = check.chunk.rows[good]
    table = "period_figures"
    return Rows(check.sheet.proposal.sheet, rows, identity, content, subject, columns, table), int(
        filled.sum()
    )


def decimal_of(check: ChunkCheck) -> DecimalSign:
    """How the figures of the sheet are written."""
    return check.sheet.proposal.decimals.get("value") or check.sheet.answers.decimal or "."


def ticks_of(day: date) -> int:
    """A day as microseconds since 1970."""
    return (day - _EPOCH).days * _DAY


def _periods(check: ChunkCheck) -> tuple[Ints, Ints, Flags]:
    """Microseconds of first and last day (wall clock), and where they are known."""
    if not check.has("period"):
        first = _days(check, "first_day")
        last = _days(check, "last_day") if check.has("last_day") else first
        known = first.known & last.known
        check.problems.add(~known & check.problems.good, "first_day", "There is no period.")
        check.problems.add(
            known & (last.values < first.values), "last_day", "The last day lies before the first."
        )
        return first.values, last.values, known
    found = {text: period_of(text) for text in dict.fromkeys(_period_texts(check.column("period")))}
    texts = _period_texts(check.column("period"))
    known = np.array([found[text] is not None for text in texts], bool)
    missing = np.array([not text for text in texts], bool)
    check.problems.add(missing, "period", "There is no period.")
    check.problems.add(~known & ~missing, "period", "“{value}” is no month, quarter, week or year.")
    return _ticks(found, texts, 0), _ticks(found, texts, 1), known


def _days(check: ChunkCheck, name: str) -> Instants:
    order = check.sheet.proposal.orders.get(name) or check.sheet.answers.date_order or "dmy"
    read = instants_of(check.column(name), order, "UTC")
    check.problems.add(read.problem > 0, name, "“{value}” is no date.")
    return read


def _period_texts(column: Column) -> Sequence[str]:
    """Date cells stand for the month they lie in when they are its first day."""
    texts = list(texts_of(column))
    if column.ticks is not None:
        for place in np.flatnonzero(column.where(INSTANT)).tolist():
            texts[place] = str(np.datetime64(int(column.ticks[place]), "us"))[:10]
    return texts


def _ticks(found: dict[str, Days | None], texts: Sequence[str], which: int) -> Ints:
    numbers = {text: ticks_of(days[which]) if days else 0 for text, days in found.items()}
    return np.fromiter(map(numbers.__getitem__, texts), np.int64, len(texts))


def _days_as_text(ticks: Ints) -> list[str]:
    return np.datetime_as_string(ticks.astype("datetime64[us]"), unit="D").tolist()


def _exact(value: Numbers, shares: Sequence[bool]) -> list[str]:
    """The figures as exact decimals; shares of one become percent."""
    numbers = [Decimal(f"{number:.15g}") for number in value.values.tolist()]
    return [
        f"{(number * 100 if share else number).normalize():f}"
        for number, share in zip(numbers, shares, strict=True)
    ]


def _shares(check: ChunkCheck, value: Numbers, metrics: Sequence[str]) -> list[bool]:
    """Cells formatted as percent hold shares; so do availabilities of at most one, all of them."""
    index = check.columns.get("value", -1)
    typed = check.column("value").where(NUMBER)
    if index in check.sheet.percent_columns:
        return typed.tolist()
    shares = np.zeros(check.chunk.size, bool)
    plain = value.known & ~value.percent
    for metric in dict.fromkeys(metrics):
        if speaks_of_availability(metric):
            of_metric = plain & np.fromiter((one == metric for one in metrics), bool, len(metrics))
            if of_metric.any() and bool((value.values[of_metric] <= 1).all()):
                shares |= of_metric
    check.sheet.note(SHARES, int(shares.sum()))
    return shares.tolist()


def speaks_of_availability(metric: str) -> bool:
    """Whether a figure of this name is a percentage of time."""
    folded = fold(metric)
    return any(word in folded for word in _AVAILABILITY)
