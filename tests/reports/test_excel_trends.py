"""The sheet Trends has the figures of the PDF's charts as numbers, as formulas where a level is a share."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from app.reports.excel import write_workbook
from app.reports.month import Month
from app.reports.pack import pack_content
from app.reports.sheet import FIRST_ROW
from app.reports.trends import level_shown, trends_of


@pytest.fixture(scope="module")
def path(month: Month, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("trends") / "p.xlsx"
    write_workbook(month, "customer", path, pack_content(month, "customer"))
    return path


def rows(path: Path, values: bool) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(path, data_only=values)["Trends"]
    assert isinstance(sheet, Worksheet)
    found = list(sheet.iter_rows(min_row=FIRST_ROW + 1, values_only=True))
    return [row for row in found if row[2]]


def test_there_is_a_row_for_each_target_and_period(month: Month, path: Path) -> None:
    expected = [(t.service.name, past.label) for t in trends_of(month) for past in t.pasts]
    assert len(rows(path, True)) == len(expected)
    assert [row[2] for row in rows(path, True)] == [label for _, label in expected]


def test_levels_are_numbers_that_round_to_what_the_chart_says(month: Month, path: Path) -> None:
    told = [(trend, past) for trend in trends_of(month) for past in trend.pasts]
    checked = 0
    for (trend, past), row in zip(told, rows(path, True), strict=True):
        text = level_shown(trend, past).removesuffix(trend.target.unit).strip().replace(",", "")
        if text and past.verdict:
            digits = len(text.partition(".")[2])
            assert isinstance(row[4], int | float)
            assert abs(row[4] - float(text)) <= 10**-digits
            checked += 1
    assert checked > 12


def test_a_share_is_a_formula_over_base_and_used(path: Path) -> None:
    formulas = [row[4] for row in rows(path, False) if isinstance(row[4], str)]
    assert formulas
    assert all(text.startswith("=(G") for text in formulas)
    for row in rows(path, True):
        if (
            isinstance(row[6], float | int)
            and isinstance(row[4], float | int)
            and row[5] == "%"
            and row[9] == "min"
        ):
            assert isinstance(row[7], float | int)
            assert row[4] == pytest.approx((row[6] - row[7]) / row[6] * 100)


def test_columns_have_names_and_heads_that_stay(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Trends"]
    assert {"Trends_Period", "Trends_Agreed", "Trends_Achieved", "Trends_Used"} <= set(book.defined_names)
    assert sheet.freeze_panes == f"A{FIRST_ROW + 1}"
    assert sheet.auto_filter.ref


def test_means_between_failures_have_neither_use_nor_allowance_in_any_period(
    month: Month, tmp_path: Path
) -> None:
    service = month.services[0]
    between = replace(
        service.targets[0], metric="mtbf", unit="h", value="100", achieved="90/1", limit=None, parts=()
    )
    told = replace(month, services=(replace(service, targets=(between,)),))
    write_workbook(told, "customer", tmp_path / "p.xlsx", pack_content(told, "customer"))
    found = rows(tmp_path / "p.xlsx", True)
    assert any(row[6] is not None for row in found)
    assert all(row[7] is None and row[8] is None for row in found)
