"""The workbook: live formulas that carry their values, real numbers and dates, inert text, printable sheets."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import cast

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from app.reports import arithmetic
from app.reports.content import Edition
from app.reports.excel import write_workbook
from app.reports.month import Month
from app.reports.pack import pack_content
from app.reports.pack_levels import NO_ALLOWANCE
from app.reports.sheet import inert
from app.reports.tickets import TicketsByPriority

MINUTE = 60_000_000


@pytest.fixture(scope="module")
def path(month: Month, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("xlsx") / "pack.xlsx"
    write_workbook(month, "internal", path, pack_content(month, "internal"))
    return path


@pytest.fixture(scope="module")
def values(path: Path) -> Workbook:
    return openpyxl.load_workbook(path, data_only=True)


@pytest.fixture(scope="module")
def formulas(path: Path) -> Workbook:
    return openpyxl.load_workbook(path)


def column(book: Workbook, sheet: str, title: str) -> list[object]:
    """The cells below a header."""
    rows = list(book[sheet].iter_rows(min_row=4, values_only=True))
    at = rows[0].index(title)
    return [row[at] for row in rows[1:] if row[0] is not None]


def test_the_sheets_stand_in_the_order_a_reader_asks_for_them(values: Workbook) -> None:
    assert values.sheetnames == [
        *(
            "Summary",
            "Levels",
            "SLAM chart",
            "Charts",
            "Breaches",
            "Tickets by priority",
            "Trends",
            "Volumes",
            "Outages",
            "Tickets",
            "Ledger",
            "Minutes",
            "Chain",
            "Chain downtime",
            "Method",
        ),
    ]


def test_every_formula_carries_its_value(values: Workbook, formulas: Workbook) -> None:
    count = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    count += 1
                    assert values[sheet.title][cell.coordinate].value is not None or '""' in cell.value
    assert count > 200


def test_base_downtime_allowance_and_verdict_of_every_time_target_are_formulas(
    month: Month, formulas: Workbook
) -> None:
    targets = [target for service in month.services for target in service.targets]
    for title in ("Base", "Used", "Allowed", "Achieved", "State"):
        cells = column(formulas, "Levels", title)
        for target, cell in zip(targets, cells, strict=True):
            if arithmetic.sums(target):
                assert str(cell).startswith("="), (target.short, title)


def test_the_figures_are_those_of_the_document(month: Month, values: Workbook) -> None:
    targets = [target for service in month.services for target in service.targets]
    for at, target in enumerate(targets):
        achieved = column(values, "Levels", "Achieved")[at]
        if target.achieved is None:
            assert achieved is None
        else:
            assert achieved == pytest.approx(float(Fraction(target.achieved)), abs=1e-9)
        if target.counts_time:
            assert column(values, "Levels", "Base")[at] == pytest.approx(target.base / MINUTE)
            assert column(values, "Levels", "Used")[at] == pytest.approx(target.used / MINUTE)
            assert column(values, "Levels", "Allowed")[at] == pytest.approx(target.allowed / MINUTE, abs=1e-6)
        assert str(column(values, "Levels", "State")[at]).endswith(target.verdict)


def test_the_classes_of_the_ledger_sum_to_the_calendar(month: Month, values: Workbook) -> None:
    assert set(column(values, "Minutes", "Target")) == {1, 4, 5, 7}
    whole: dict[object, float] = {}
    pairs = zip(column(values, "Minutes", "Target"), column(values, "Minutes", "All classes"), strict=True)
    for target, minutes in pairs:
        whole[target] = whole.get(target, 0) + float(str(minutes))
    assert set(whole.values()) == {(month.end - month.start) / MINUTE}  # 745 hours: October ends summer time


def test_times_are_real_dates_in_utc_and_local(values: Workbook) -> None:
    assert column(values, "Outages", "From UTC")[4] == datetime(2026, 10, 13, 7, 12)  # noqa: DTZ001
    assert column(values, "Outages", "From (Europe/Berlin)")[4] == datetime(2026, 10, 13, 9, 12)  # noqa: DTZ001
    assert column(values, "Outages", "Minutes")[4] == 84


def test_tickets_are_read_in_local_times_of_a_named_zone_with_utc_to_the_right(values: Workbook) -> None:
    heads = [cell.value for cell in values["Tickets"][4]]
    steps = ("Opened", "Due", "Resolved")
    assert heads[5:8] == [f"{step} (Europe/Berlin)" for step in steps]
    assert heads[-3:] == [f"{step} UTC" for step in steps]
    for step in steps:
        local = column(values, "Tickets", f"{step} (Europe/Berlin)")
        utc = column(values, "Tickets", f"{step} UTC")
        for there, here in zip(utc, local, strict=True):
            if isinstance(there, datetime) and isinstance(here, datetime):
                assert here - there in (timedelta(hours=1), timedelta(hours=2))
            else:
                assert there is here is None


@pytest.mark.parametrize("sheet", ["Outages", "Tickets by priority", "Tickets", "Ledger"])
def test_no_column_of_times_leaves_its_zone_unsaid(values: Workbook, sheet: str) -> None:
    first = {cell.column: cell for row in values[sheet].iter_rows(min_row=5) for cell in row if cell.is_date}
    for cell in first.values():
        head = str(values[sheet].cell(4, cell.column).value)
        assert head.endswith((" UTC", "(Europe/Berlin)")), head


def test_an_outage_that_is_not_over_has_no_end(values: Workbook) -> None:
    assert column(values, "Outages", "Until UTC")[-1] is None
    assert column(values, "Outages", "Minutes")[-1] in (None, "")


def test_text_is_inert(path: Path, values: Workbook, formulas: Workbook) -> None:
    ours = re.compile(r"^=(SUM|IF|ROUND|COUNTIF|INT|\()|^=[A-Z]+\d")
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert ours.match(cell.value), cell.value
                if (
                    isinstance(cell.value, str)
                    and cell.data_type == "s"
                    and cell.value.startswith(("=", "+", "-", "@"))
                ):
                    assert cell.quotePrefix, cell.value
                assert cell.hyperlink is None
    texts = [str(text) for text in column(values, "Outages", "What happened")]
    assert any(text.startswith("@SUM(A1)") for text in texts)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\x00\x0bb", "ab"),
        ("\ud800x", "x"),
        ("#N/A", "#N/A"),
        ("x" * 40_000, "x" * 32_766 + "…"),
        ("漢" * 9, "漢" * 9),
    ],
)
def test_any_text_fits_into_a_cell(given: str, kept: str) -> None:
    assert inert(given) == kept


def test_emoji_count_twice_against_excel_s_limit() -> None:
    assert len(inert("😀" * 20_000).encode("utf-16-le")) // 2 <= 32_767


def test_tables_are_frozen_filtered_and_ready_to_print(formulas: Workbook) -> None:
    for name in ("Levels", "SLAM chart", "Outages", "Tickets", "Ledger", "Minutes"):
        sheet = formulas[name]
        assert sheet.freeze_panes == "A5", name
        assert sheet.auto_filter.ref, name
        assert sheet.print_title_rows == "$4:$4", name


def test_ampersands_in_headers_are_letters_not_codes(month: Month, tmp_path: Path) -> None:
    named = replace(month, customer="AT&T & 12 <Ops> " + "long " * 80)
    write_workbook(named, "customer", tmp_path / "p.xlsx", pack_content(named, "customer"))
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert book["Levels"].oddHeader.left.text.strip().startswith("AT&&T && 12 <Ops> long")


def test_the_same_document_gives_the_same_bytes(month: Month, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(month, "customer", tmp_path / name, pack_content(month, "customer"))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_summary_counts_the_verdicts(values: Workbook) -> None:
    found = {
        row[0]: row[1] for row in values["Summary"].iter_rows(values_only=True) if isinstance(row[1], int)
    }
    assert found == {"✓ met": 2, "▲ nearly missed": 3, "✕ missed": 2, "? not proven": 1, "– no data": 1}


def test_between_failures_nothing_is_allowed_or_used_and_the_row_says_why(
    month: Month, tmp_path: Path
) -> None:
    service = month.services[0]
    first = service.targets[0]
    between = replace(
        first, metric="mtbf", unit="h", value="100", achieved="110/1", limit=None, parts=(), verdict="met"
    )
    told = replace(
        month,
        services=(
            replace(
                service,
                targets=(between, replace(between, metric="mtrs", comparison="<=")),
            ),
        ),
    )
    write_workbook(told, "customer", tmp_path / "pack.xlsx", pack_content(told, "customer"))
    book = openpyxl.load_workbook(tmp_path / "pack.xlsx", data_only=True)
    used, allowed, base = (column(book, "Levels", title) for title in ("Used", "Allowed", "Base"))
    remarks = column(book, "Levels", "Remarks")
    assert (used[0], allowed[0]) == (None, None)
    assert NO_ALLOWANCE in str(remarks[0])
    assert base[0] == base[1] == between.base / MINUTE
    assert (used[1], allowed[1]) == (between.used / MINUTE, between.allowed / MINUTE)
    assert NO_ALLOWANCE not in str(remarks[1])


def test_a_level_the_ledger_does_not_give_is_a_number_not_a_formula(month: Month, tmp_path: Path) -> None:
    shared = replace(month.services[0].targets[0], base=month.services[0].targets[0].base // 2)
    other = replace(month, services=(replace(month.services[0], targets=(shared,)),))
    assert arithmetic.sums(shared) == ()
    write_workbook(other, "customer", tmp_path / "p.xlsx", pack_content(other, "customer"))
    base = column(openpyxl.load_workbook(tmp_path / "p.xlsx"), "Levels", "Base")[0]
    assert base == pytest.approx(shared.base / MINUTE)


def test_listed_misses_are_counted_against_the_tickets_decided(month: Month, tmp_path: Path) -> None:
    target = month.services[0].targets[1]
    few = replace(target, tickets=tuple(ticket for ticket in target.tickets if ticket.note or not ticket.met))
    other = replace(month, services=(replace(month.services[0], targets=(few,)),))
    write_workbook(other, "customer", tmp_path / "p.xlsx", pack_content(other, "customer"))
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert column(book, "Levels", "Base") == [51]
    assert str(column(book, "Levels", "Used")[0]).startswith("=COUNTIFS(")
    assert str(column(book, "Levels", "Achieved")[0]).startswith("=IF(")


def test_an_empty_month_is_a_workbook_too(month: Month, tmp_path: Path) -> None:
    none = TicketsByPriority("September 2026")
    empty = replace(month, services=(), sources=(), changes=(), agreements=(), distribution=(), tickets=none)
    write_workbook(empty, "customer", tmp_path / "p.xlsx", pack_content(empty, "customer"))
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert book.sheetnames[0] == "Summary"
    for name in ("Levels", "Trends", "Outages", "Tickets", "Ledger", "Minutes"):
        assert str(book[name]["B5"].value).startswith("No "), name


def test_sixty_services_fit(large: Callable[[int], Month], tmp_path: Path) -> None:
    month = large(60)
    write_workbook(month, "customer", tmp_path / "p.xlsx", pack_content(month, "customer"))
    book = openpyxl.load_workbook(tmp_path / "p.xlsx", read_only=True, data_only=True)
    assert sum(1 for _ in book["Levels"].iter_rows(min_row=5)) == 180


def test_each_part_of_the_commentary_has_its_own_column(month: Month, tmp_path: Path) -> None:
    for edition in ("customer", "internal"):
        path = tmp_path / f"{edition}.xlsx"
        said = cast("Edition", edition)
        write_workbook(month, said, path, pack_content(month, said))
        rows = list(openpyxl.load_workbook(path)["Breaches"].iter_rows(values_only=True))
        heads = [str(each) for each in rows[3] if each]
        assert heads[4:8] == ["What happened", "What it meant for you", "What we did", "What prevents it"]
        assert heads[8:] == (["Internal note"] if edition == "internal" else [])
        written = month.services[0].targets[0].in_words
        assert list(rows[4][4:8]) == [written.happened, written.meant, written.done, written.prevents]
        assert rows[4][0] == "✕ missed"
