"""LibreOffice works the workbook out again from nothing, and finds what the PDF says, to the last shown digit."""

import re
import shutil
import subprocess
import zipfile
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from pypdf import PdfReader

from app.reports import shown
from app.reports.excel import write_workbook
from app.reports.month import Month
from app.reports.pack import pack_content
from app.reports.pdf import write_pdf

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


@pytest.fixture(scope="module")
def written(month: Month, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pack")
    content = pack_content(month, "customer")
    write_pdf(content, folder / "pack.pdf")
    write_workbook(month, "customer", folder / "pack.xlsx", content)
    return folder


@pytest.fixture(scope="module")
def recalculated(written: Path) -> Workbook:
    """The workbook with every cached value struck out, opened and saved by LibreOffice."""
    blank = written / "blank.xlsx"
    without_values(written / "pack.xlsx", blank)
    profile = written / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE)
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--convert-to", "xlsx", "--outdir", str(written / "out"), str(blank)),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return openpyxl.load_workbook(written / "out" / "blank.xlsx", data_only=True)


def without_values(source: Path, target: Path) -> None:
    """The same workbook with 0 as the value of every formula."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(r"(</f>)<v>[^<]*</v>", r"\1<v>0</v>", data.decode())
                data = text.replace(' t="str"', "").encode()
            new.writestr(name, data)


def test_every_formula_gives_the_value_it_carries(written: Path, recalculated: Workbook) -> None:
    carried = openpyxl.load_workbook(written / "pack.xlsx", data_only=True)
    formulas = openpyxl.load_workbook(written / "pack.xlsx")
    count = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                count += 1
                ours = carried[sheet.title][cell.coordinate].value or ""
                theirs = recalculated[sheet.title][cell.coordinate].value or ""
                if isinstance(ours, int | float) and isinstance(theirs, int | float):
                    assert theirs == pytest.approx(ours, abs=2e-5), (sheet.title, cell.coordinate)
                else:
                    assert (theirs or 0) == (ours or 0), (sheet.title, cell.coordinate)
    assert count > 200


def test_recalculated_levels_equal_the_pdf_to_the_last_shown_digit(
    month: Month, written: Path, recalculated: Workbook
) -> None:
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(written / "pack.pdf").pages).split())
    rows = [
        row for row in recalculated["Levels"].iter_rows(min_row=4, values_only=True) if row[0] is not None
    ]
    at = {title: index for index, title in enumerate(rows[0])}
    targets = [target for service in month.services for target in service.targets]
    for target, row in zip(targets, rows[1:], strict=True):
        if target.achieved is None:
            continue
        said = shown.achieved(target, target.achieved)
        digits = len(said.removesuffix(target.unit).strip().partition(".")[2])
        again = f"{rounded(row[at['Achieved']], digits):,} {target.unit}"
        assert again == said
        assert said in text
        if target.counts_time:
            assert f"{rounded(row[at['Base']], 0):,} min" in text
            assert f"{rounded(row[at['Used']], 0):,} min" in text
        assert str(row[at["State"]]).endswith(target.verdict)


def rounded(value: object, digits: int) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN)
