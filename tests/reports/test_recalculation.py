"""LibreOffice works the workbooks out again from nothing, and finds what the PDF says, to the last shown digit."""

import re
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from app.reports import look, shown
from app.reports.content import Content, Edition, Said, Section, Slam, Table
from app.reports.excel import write_workbook
from app.reports.lines import numbered_targets
from app.reports.month import Month
from app.reports.pack import pack_content
from app.reports.pdf import write_pdf
from app.reports.sheet import FIRST_ROW
from app.reports.trends import level_shown, trends_of
from app.usecases.closing import current_month
from app.usecases.customers import list_customers
from app.usecases.desks import open_desk
from tests.reports.by_hand import october
from tests.reports.libreoffice import convert, needs_libreoffice

pytestmark = needs_libreoffice

NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)
# Whole months, one issued and one with time nobody observed; longer and shorter periods; nothing measured yet.
SAMPLE = (
    ("Retail", "2026-10"),
    ("Retail", "2026-09"),
    ("Online Shop", "2026-10"),
    ("Distribution Americas", "2026-10"),
    ("Retail", "2026-Q3"),
    ("Retail", "2026-W41"),
    ("Online Shop", "2026-10-05..2026-10-18"),
    ("Distribution Americas", "2026-12"),
)


@dataclass(frozen=True)
class Recalculated:
    """One pack: what it says, what the workbook carries, and what LibreOffice found."""

    name: str
    month: Month
    content: Content
    pdf: str
    formulas: Workbook
    carried: Workbook
    found: Workbook


@pytest.fixture(scope="module")
def packs(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Recalculated, ...]:
    folder = tmp_path_factory.mktemp("packs")
    written = [_write(folder, *each) for each in (*_by_hand(), *_sample(sample_file, folder))]
    blank = [folder / f"{name}.xlsx" for name, *_ in written]
    results = convert("xlsx", folder, *blank)
    return tuple(
        Recalculated(
            name,
            month,
            content,
            _text(folder / f"{name}.pdf"),
            openpyxl.load_workbook(folder / "written" / f"{name}.xlsx"),
            openpyxl.load_workbook(folder / "written" / f"{name}.xlsx", data_only=True),
            openpyxl.load_workbook(results / f"{name}.xlsx", data_only=True),
        )
        for name, month, content in written
    )


def _by_hand() -> Iterator[tuple[str, Month, Edition]]:
    month = october()
    yield "by hand", month, "customer"
    yield "by hand internal", month, "internal"
    yield "no targets", replace(month, services=(), volumes=()), "customer"


def _sample(file: Path, folder: Path) -> Iterator[tuple[str, Month, Edition]]:
    db = open_desk(Path(shutil.copy(file, folder / "sample.slm")))
    try:
        ids = {row.name: row.id for row in list_customers(db)}
        for customer, key in SAMPLE:
            month = current_month(db, ids[customer], key, NOW)
            yield f"{customer} {key}", month, "customer"
    finally:
        db.close()


def _write(folder: Path, name: str, month: Month, edition: Edition) -> tuple[str, Month, Content]:
    """The pack's files; the workbook once more with 0 as the value of every formula."""
    content = pack_content(month, edition)
    (folder / "written").mkdir(exist_ok=True)
    write_pdf(content, folder / f"{name}.pdf")
    write_workbook(month, edition, folder / "written" / f"{name}.xlsx", content)
    without_values(folder / "written" / f"{name}.xlsx", folder / f"{name}.xlsx")
    return name, month, content


def without_values(source: Path, target: Path) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(r"(</f>)<v>[^<]*</v>", r"\1<v>0</v>", data.decode())
                data = text.replace(' t="str"', "").encode()
            new.writestr(name, data)


def _text(path: Path) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_every_formula_of_every_sheet_gives_the_value_it_carries(packs: tuple[Recalculated, ...]) -> None:
    walked: dict[str, int] = {}
    for pack in packs:
        for sheet in pack.formulas:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        walked[sheet.title] = walked.get(sheet.title, 0) + 1
                        ours, theirs = (
                            book[sheet.title][cell.coordinate].value for book in (pack.carried, pack.found)
                        )
                        assert _same(ours, theirs), (pack.name, sheet.title, cell.coordinate, ours, theirs)
    calculated = {"Summary", "Levels", "SLAM chart", "Tickets by priority", "Trends", "Volumes"}
    chain = {"Chain", "Chain downtime"}
    assert set(walked) == calculated | {"Outages", "Ledger", "Minutes"} | chain
    assert min(count for sheet, count in walked.items() if sheet not in chain) > 20
    assert walked["Chain"] > 10
    assert sum(walked.values()) > 3_000


def _same(ours: object, theirs: object) -> bool:
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return theirs == pytest.approx(ours, abs=2e-5)
    return (theirs or 0) == (ours or 0)


def test_levels_equal_the_pdf_to_the_last_shown_digit(packs: tuple[Recalculated, ...]) -> None:
    for pack in packs:
        rows = list(_rows(pack, "Levels"))
        targets = [each.target for each in numbered_targets(pack.month)]
        assert [row["No."] for row in rows] == list(range(1, len(targets) + 1))
        for target, row in zip(targets, rows, strict=True):
            assert str(row["State"]).endswith(target.verdict), pack.name
            if target.achieved is None:
                assert not row["Achieved"]
                continue
            said = shown.achieved(target, target.achieved).removesuffix(target.unit).strip()
            assert _again(row["Achieved"], said) == said, (pack.name, target.short)
            _assert_in_pdf(pack, f"{said} {target.unit}")
            if target.counts_time:
                told = (("Base", target.base, shown.has_base), ("Used", target.used, shown.has_allowance))
                for title, amount, says_something in told:
                    minutes = shown.minutes(amount).removesuffix(" min")
                    if says_something(target):
                        assert _again(row[title], minutes) == minutes, (pack.name, target.short, title)
                    else:
                        assert row[title] is None, (pack.name, target.short, title)


def test_trends_equal_the_pdf_to_the_last_shown_digit(packs: tuple[Recalculated, ...]) -> None:
    compared = 0
    for pack in packs:
        told = [(trend, past) for trend in trends_of(pack.month) for past in trend.pasts]
        for (trend, past), row in zip(told, _rows(pack, "Trends"), strict=True):
            assert row["Period"] == past.label
            level = level_shown(trend, past)
            if level and past.verdict:
                said = level.removesuffix(shown.unit_of(trend.target, past.achieved or 0)).strip()
                assert _again(row["Achieved"], said) == said, (pack.name, trend.target.short, past.label)
                _assert_in_pdf(pack, level)
                compared += 1
    assert compared > 300


def test_volumes_equal_the_pdf_to_the_last_shown_digit(packs: tuple[Recalculated, ...]) -> None:
    compared = 0
    for pack in packs:
        rows = [row for row in _rows(pack, "Volumes") if row["Period"] == pack.month.label]
        shown_rows = _table_rows(_section(pack, "volumes"))
        for row, cells in zip(rows, shown_rows, strict=True):
            for title, said in zip(("Assumed", "Actual", "Difference"), cells[2:5], strict=True):
                if said not in ("–", "not known"):
                    assert _again(row[title], said.lstrip("+")) == said.lstrip("+"), (pack.name, title)
            if cells[5] != "–":
                percent = 100 * _number(row["In %"])
                assert _again(percent, cells[5].lstrip("+")) == cells[5].lstrip("+"), pack.name
                compared += 1
            for said in cells[2:]:
                _assert_in_pdf(pack, said)
    assert compared > 5


def test_tickets_by_priority_equal_the_pdf_to_the_last_shown_digit(packs: tuple[Recalculated, ...]) -> None:
    titles = ("Open before", "Opened", "Change opened", "Resolved", "Change resolved", "Open at end")
    compared = 0
    for pack in packs:
        tables = _table_rows(_section(pack, "tickets by priority"))
        rows = [row for row in _rows(pack, "Tickets by priority") if row["Priority"]]
        for row, cells in zip(rows, tables, strict=True):
            pairs = [
                *zip(titles, cells[1:7], strict=True),
                ("In time %", cells[9]),
                ("Change in points", cells[10]),
            ]
            for title, said in pairs:
                if said not in ("", "–"):
                    assert _again(row[title], said.lstrip("+")) == said.lstrip("+"), (pack.name, title)
                    compared += 1
    assert compared > 50


def test_outages_equal_the_pdf_to_the_last_shown_digit(packs: tuple[Recalculated, ...]) -> None:
    for pack in packs:
        rows = _table_rows(_section(pack, "outages"))
        for row, cells in zip(_rows(pack, "Outages"), rows, strict=True):
            for title, said in (("No.", cells[0]), ("Counted min", cells[4]), ("Excluded min", cells[5])):
                assert _again(row[title], said) == said, (pack.name, title, row["No."])


def test_counts_by_state_equal_the_pdf(packs: tuple[Recalculated, ...]) -> None:
    for pack in packs:
        told = pack.found["Summary"].iter_rows(values_only=True)
        summary = {str(row[0]): row[1] for row in told if isinstance(row[1], int)}
        for verdict, count in pack.content.tally.counts:
            assert summary[f"{look.STATES[verdict].sign} {verdict}"] == count, (pack.name, verdict)
        slams = [block for each in pack.content.sections for block in each.blocks if isinstance(block, Slam)]
        if not slams or not slams[0].groups:
            continue
        counts = {str(row[0]): row[2:] for row in pack.found["SLAM chart"].iter_rows(values_only=True)}
        drawn = [row for group in slams[0].groups for row in group.rows]
        for verdict, state in look.STATES.items():
            for at in range(len(slams[0].periods)):
                having = sum(1 for row in drawn if (cell := row.cells[at]) and cell.verdict == verdict)
                assert counts[f"{state.sign} {verdict}"][at] == having, (pack.name, verdict, at)


def test_what_is_compared_has_missing_time_and_nothing_agreed(packs: tuple[Recalculated, ...]) -> None:
    verdicts = {each.target.verdict for pack in packs for each in numbered_targets(pack.month)}
    assert verdicts == set(look.STATES)
    assert any(not pack.month.services for pack in packs)


def _rows(pack: Recalculated, name: str) -> Iterator[dict[str, object]]:
    """The rows of a table by their heads, as LibreOffice found them; a blank row ends it."""
    sheet = pack.found[name]
    assert isinstance(sheet, Worksheet)
    heads, *rows = sheet.iter_rows(min_row=FIRST_ROW, values_only=True)
    for row in rows:
        if row[0] is None:
            return
        yield {str(head): value for head, value in zip(heads, row, strict=True)}


def _section(pack: Recalculated, key: str) -> Section:
    return next(
        each for each in pack.content.sections if each.key == key and (each.annex or not each.whole_of)
    )


def _table_rows(section: Section) -> list[Sequence[str]]:
    tables = [block for block in section.blocks if isinstance(block, Table)]
    return [
        [c.text if isinstance(c, Said) else str(c) for c in row] for table in tables for row in table.rows
    ]


def _number(value: object) -> float:
    assert isinstance(value, int | float), value
    return float(value)


def _again(value: object, said: str) -> str:
    """A recalculated value with as many digits as `said` has, written as documents write numbers."""
    digits = len(said.partition(".")[2])
    number = Decimal(repr(_number(value))).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN)
    return f"{number if number else abs(number):,}".replace("-", "−")


def _assert_in_pdf(pack: Recalculated, said: str) -> None:
    assert "".join(said.split()) in pack.pdf, (pack.name, said)
