"""Formulas are written as the library alone would write them."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook as Alone  # pyright: ignore[reportMissingTypeStubs]

from app.reports.workbook import open_workbook


@pytest.mark.parametrize(
    "formula",
    [
        "=ROUND((F5-E5)*86400,3)",
        '=IF(F5="","",(F5-E5)*1440)',
        "=A1-A2",
        "{=SUM(A1:A3*B1:B3)}",
        "=UNIQUE(A1:A9)",
        "=IF(A1>0,SUM(FILTER(A1:A9,B1:B9>1)),0)",
        "=LET(x,1,x+1)",
    ],
)
def test_formulas_are_those_the_library_writes(formula: str, tmp_path: Path) -> None:
    ours = open_workbook(tmp_path / "ours.xlsx")
    ours.add_worksheet("S").write_formula(0, 4, formula, ours.add_format({}), 0)
    ours.close()
    alone = Alone(str(tmp_path / "alone.xlsx"))
    alone.add_worksheet("S").write_formula(0, 4, formula, alone.add_format({}), 0)
    alone.close()
    read, expected = (load_workbook(tmp_path / f"{name}.xlsx")["S"]["E1"].value for name in ("ours", "alone"))
    assert str(getattr(read, "text", read)) == str(getattr(expected, "text", expected))
