"""Numbers by the column's decimal sign; durations in words, clocks and units."""

import numpy as np
import pytest

from app.imports.columns import NUMBER, Column
from app.imports.values.durations import duration_of, durations_of
from app.imports.values.numbers import decimal_evidence, number_of, numbers_of

MINUTE = 60_000_000


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1.234", ".", 1.234),
        ("1.234", ",", 1234.0),
        ("1.234,5", ",", 1234.5),
        ("1,234.5", ".", 1234.5),
        ("1 234,5", ",", 1234.5),
        ("1'234.5", ".", 1234.5),
        ("-3", ".", -3.0),
        ("−3", ".", -3.0),
        ("1e3", ".", 1000.0),
        (".5", ".", 0.5),
        ("99,95", ",", 99.95),
    ],
)
def test_a_number_is_read_by_the_decimal_sign_of_its_column(text: str, decimal: str, value: float) -> None:
    assert number_of(text, decimal) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["NaN", "inf", "Infinity", "-inf", "12,34,5", "1.2.3", "abc", "1e999", "0x10", ""]
)
def test_not_a_number_infinity_and_words_are_no_values(text: str) -> None:
    assert number_of(text, ".") is None


def test_a_column_proves_its_decimal_sign() -> None:
    assert decimal_evidence(Column.of_texts(["99,5", "1.234"])).decimal == ","
    assert decimal_evidence(Column.of_texts(["99.5", "1,234.5"])).decimal == "."
    assert decimal_evidence(Column.of_texts(["1.234.567"])).decimal == ","
    assert decimal_evidence(Column.of_texts(["1.234", "5"])).open
    assert decimal_evidence(Column.of_texts(["1.234", "99.5"])).decimal == "."


def test_percent_signs_are_kept_apart() -> None:
    found = numbers_of(Column.of_texts(["99,5 %", "98"]), ",")
    assert found.values.tolist() == [99.5, 98.0]
    assert found.percent.tolist() == [True, False]


def test_cells_that_are_no_finite_number_are_refused() -> None:
    found = numbers_of(Column(3, NUMBER, numbers=np.array([1.5, np.nan, np.inf])))
    assert found.known.tolist() == [True, False, False]
    assert found.bad.tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("text", "unit", "minutes"),
    [
        ("90", "min", 90),
        ("1.5", "h", 90),
        ("5400", "s", 90),
        ("1:30", "min", 90),
        ("26:15", "h", 1575),
        ("1:30:00", "min", 90),
        ("1:30", "s", 1.5),
        ("2h 30m", "min", 150),
        ("2 hours and 30 minutes", "min", 150),
        ("1,5 Std", "min", 90),
        ("2 Stunden 5 Minuten", "min", 125),
        ("1 day, 2:03:00", "min", 1563),
        ("2 Tage 1 Stunde", "min", 2940),
        ("PT2H30M", "min", 150),
        ("P1DT1H", "min", 1500),
        ("3 heures 5 min", "min", 185),
    ],
)
def test_a_duration_is_read_as_written_or_in_the_unit_of_its_heading(
    text: str, unit: str, minutes: float
) -> None:
    assert duration_of(text, unit, ".") == minutes * MINUTE  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["soon", "1h foo", "P", "PT", ":", "1:2:3:4"])
def test_what_is_no_duration_is_none(text: str) -> None:
    assert duration_of(text, "min", ".") is None


def test_a_capital_m_before_days_is_a_month_and_else_a_minute() -> None:
    day = 24 * 60 * MINUTE
    assert duration_of("1M 2d", "min", ".") == 32 * day
    assert duration_of("1y 2M 3d", "min", ".") == (365 + 60 + 3) * day
    assert duration_of("30M", "min", ".") == 30 * MINUTE


def test_a_negative_duration_is_refused() -> None:
    _, known, bad = durations_of(Column(2, NUMBER, numbers=np.array([-1.0, 2.0])), "min", ".")
    assert known.tolist() == [False, True]
    assert bad.tolist() == [True, False]


def test_a_unit_behind_a_number_leaves_its_decimal_sign_clear() -> None:
    found = decimal_evidence(Column.of_texts(["48 min", "1,5 h", "1:30"]))
    assert (found.decimal, found.open) == (",", False)
