"""Checking period figures: a ready-made figure for a service and a period, kept as an exact decimal."""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from app.imports.check.context import ChunkCheck
from app.imports.check.keys import content_of, hash_values
from app.imports.check.samples import metric_of
from app.imports.checked import Rows, Values
from app.imports.columns import INSTANT, Column, Flags, Ints
from app.imports.hashing import combined
from app.imports.values.instants import Instants, instants_of
from app.imports.values.numbers import Numbers, numbers_of
from app.imports.values.periods import Days, month_days, period_of
from app.imports.values.texts import texts_of

_DAY = 86_400_000_000
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
    decimal = check.sheet.proposal.decimals.get("value") or check.sheet.answers.decimal or "."
    value = numbers_of(check.column("value"), decimal)
    check.problems.add(value.bad, "value", "“{value}” is no number.")
    check.problems.add(~value.known & ~value.bad, "value", "There is no figure.")
    subjects = check.subject_numbers(required=True)
    metrics = metric_of(check, np.ones(check.chunk.size, bool), "value")
    exact = _exact(check, value, metrics)
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
    epoch = month_days(1970, 1)
    assert epoch is not None
    numbers = {text: (days[which] - epoch[0]).days * _DAY if days else 0 for text, days in found.items()}
    return np.fromiter(map(numbers.__getitem__, texts), np.int64, len(texts))


def _days_as_text(ticks: Ints) -> list[str]:
    return np.datetime_as_string(ticks.astype("datetime64[us]"), unit="D").tolist()


def _exact(check: ChunkCheck, value: Numbers, metrics: Sequence[str]) -> list[str]:
    """The figures as exact decimals; shares of one become percent."""
    shares = _shares(check, value, metrics)
    numbers = [Decimal(f"{number:.15g}") for number in value.values.tolist()]
    return [
        f"{(number * 100 if share else number).normalize():f}"
        for number, share in zip(numbers, shares, strict=True)
    ]


def _shares(check: ChunkCheck, value: Numbers, metrics: Sequence[str]) -> list[bool]:
    """Cells formatted as percent hold shares; so do availabilities of at most one, all of them."""
    index = check.sheet.proposal.columns.get("value", -1)
    typed = check.column("value").where(2)
    if index in check.sheet.percent_columns:
        return typed.tolist()
    speaks = any(word in metrics[0].casefold() for word in _AVAILABILITY) if check.chunk.size else False
    plain = value.known & ~value.percent
    if speaks and plain.any() and bool((value.values[plain] <= 1).all()):
        check.sheet.note("{n} figures of at most 1 were read as shares: 0.995 is 99.5 %.", int(plain.sum()))
        return plain.tolist()
    return [False] * check.chunk.size
