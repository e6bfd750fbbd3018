"""Columns of numbers: decimal sign and thousands decided for the column, percent signs kept apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from app.imports.columns import NUMBER, TEXT, Column, Flags, Floats
from app.imports.values.texts import tidy_texts

Decimal = Literal[".", ","]

_NUMBER = re.compile(r"[+\-−]?(?:\d[\d.,' \u00a0\u202f]*|[.,]\d+)(?:[eE][+-]?\d+)?")
_LEADING = re.compile(r"[+\-−]?[\d.,][\d.,' \u00a0\u202f]*")  # before a unit or percent sign
_SPACES = str.maketrans("", "", " '\u00a0\u202f")


@dataclass(frozen=True, slots=True)
class Numbers:
    """`values` where `known` (always finite); `bad` could not be read; `percent` had a percent sign."""

    values: Floats
    known: Flags
    bad: Flags
    percent: Flags


@dataclass(frozen=True, slots=True)
class DecimalEvidence:
    """How many texts prove a decimal point, a decimal comma, or neither ("1.234"), with an example."""

    point: int = 0
    comma: int = 0
    either: int = 0
    example: str = ""

    def __add__(self, other: "DecimalEvidence") -> "DecimalEvidence":
        return DecimalEvidence(
            self.point + other.point,
            self.comma + other.comma,
            self.either + other.either,
            self.example or other.example,
        )

    @property
    def decimal(self) -> Decimal | None:
        """What the column proves."""
        if self.point and not self.comma:
            return "."
        return "," if self.comma and not self.point else None

    @property
    def open(self) -> bool:
        """Somebody has to say how to read it."""
        return self.decimal is None and bool(self.either or (self.point and self.comma))


def numbers_of(column: Column, decimal: Decimal = ".") -> Numbers:
    """Read a column; not-a-number and infinite are unreadable, not values."""
    values = np.zeros(column.size)
    known, bad, percent = (np.zeros(column.size, bool) for _ in range(3))
    if column.numbers is not None:
        typed = column.where(NUMBER)
        values[typed] = column.numbers[typed]
        known |= typed & np.isfinite(values)
        bad |= typed & ~known
    if column.texts is not None:
        _read_texts(tidy_texts(column.texts), decimal, values, known, bad, percent)
    if column.ticks is not None:
        bad |= column.where(3) | column.where(4)
    values[~known] = 0
    return Numbers(values, known, bad, percent)


def decimal_evidence(column: Column) -> DecimalEvidence:
    """What the texts of a column prove about the decimal sign."""
    found = DecimalEvidence()
    if column.tag == NUMBER or column.texts is None:
        return found
    for text in dict.fromkeys(tidy_texts(column.texts)):
        number = _LEADING.match(text)
        found += _proof(number[0].rstrip(" '\u00a0\u202f")) if number else DecimalEvidence()
    return found


def number_of(text: str, decimal: Decimal) -> float | None:
    """One text as a number; None where it is none."""
    if not _NUMBER.fullmatch(text):
        return None
    text = text.translate(_SPACES).replace("−", "-")
    other = "," if decimal == "." else "."
    whole, _, rest = text.partition(decimal)
    if other in rest or decimal in rest or not _grouped(whole, other):
        return None
    try:
        value = float(f"{whole.replace(other, '')}.{rest}" if rest else whole.replace(other, ""))
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _grouped(whole: str, mark: str) -> bool:
    """Thousands marks stand before groups of three digits."""
    first, *groups = whole.split(mark)
    return all(len(group) == 3 for group in groups) and (not groups or 1 <= len(first.lstrip("+-")) <= 3)


def _proof(text: str) -> DecimalEvidence:
    points, commas = text.count("."), text.count(",")
    if not points and not commas:
        return DecimalEvidence()
    if points and commas:
        return DecimalEvidence(point=1) if text.rfind(".") > text.rfind(",") else DecimalEvidence(comma=1)
    mark, many = (".", points > 1) if points else (",", commas > 1)
    if many:
        return DecimalEvidence(comma=1) if mark == "." else DecimalEvidence(point=1)
    whole, _, rest = text.partition(mark)
    if len(rest) == 3 and 1 <= len(whole.lstrip("+-−")) <= 3 and whole.lstrip("+-−") != "0":
        return DecimalEvidence(either=1, example=text)
    return DecimalEvidence(point=1) if mark == "." else DecimalEvidence(comma=1)


def _read_texts(
    texts: Sequence[str], decimal: Decimal, values: Floats, known: Flags, bad: Flags, percent: Flags
) -> None:
    read: dict[str, tuple[float | None, bool]] = {}
    for text in dict.fromkeys(texts):
        signed = text.endswith("%")
        read[text] = (number_of(text[:-1].rstrip() if signed else text, decimal), signed)
    for index, text in enumerate(texts):
        if text:
            value, percent[index] = read[text]
            known[index], bad[index] = value is not None, value is None
            values[index] = value or 0


__all__ = ["TEXT", "Decimal", "DecimalEvidence", "Numbers", "decimal_evidence", "number_of", "numbers_of"]
