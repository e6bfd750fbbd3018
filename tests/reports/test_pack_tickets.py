"""Tickets by priority as a pack tells them, on pages and in the workbook."""

from dataclasses import fields, replace
from typing import cast

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from app.calc.natural import natural
from app.reports.content import Paragraph, Section, Table
from app.reports.excel import write_workbook
from app.reports.month import Month
from app.reports.pack import pack_content
from app.reports.shorter import versions
from app.reports.ticket_rows import summed, ticket_rows
from app.reports.tickets import PriorityCounts, PriorityInTime, ServiceTickets, TicketsByPriority


def section(month: Month, key: str = "tickets by priority", edition: str = "customer") -> Section:
    content = pack_content(month, "internal" if edition == "internal" else "customer")
    return next(each for each in content.sections if each.key == key)


def table(part: Section) -> Table:
    return next(block for block in part.blocks if isinstance(block, Table))


def paragraphs(part: Section) -> list[str]:
    return [block.text for block in part.blocks if isinstance(block, Paragraph)]


def with_service(month: Month, **changes: object) -> Month:
    tickets = cast("TicketsByPriority", month.tickets)
    first, *others = tickets.services
    return replace(month, tickets=replace(tickets, services=(replace(first, **changes), *others)))  # pyright: ignore[reportArgumentType]


def test_each_priority_is_told_with_its_change_and_what_was_in_time(month: Month) -> None:
    assert table(section(month)).rows == (
        ("P1", "1", "16", "+4", "17", "+6", "2", "Response P1 15 min, 95 %", "16 of 17", "94.1", "−5.9"),
        ("P2", "0", "18", "0", "17", "−1", "0", "Response P1 15 min, 95 %", "16 of 17", "94.1", "+4.1"),
        ("P3", "2", "17", "+17", "16", "+16", "3", "Response P1 15 min, 95 %", "16 of 17", "94.1", "–"),
        ("All", "3", "51", "+21", "50", "+21", "5", "Response P1 15 min, 95 %", "48 of 51", "94.1", "+0.8"),
    )


def test_what_the_counts_hide_is_said_below(month: Month) -> None:
    said = " ".join(paragraphs(section(month)))
    assert "+/− is the change against September 2026" in said
    assert "Reopened: P1 1;" in said
    assert "Changed priority while open: P1 +1, P2 −1." in said
    assert "Sources of tickets cover only part of these days." in said
    assert "Webshop: no source of tickets covers these days." in said


def test_no_period_before_is_said_in_words(month: Month) -> None:
    new = with_service(
        month,
        counts_before=(),
        in_time_before=(),
        missing_before="no source of tickets covers September 2026",
    )
    rows = table(section(new)).rows
    assert {row[at] for row in rows for at in (3, 5, 10)} == {"–"}
    assert "No period before: no source of tickets covers September 2026." in " ".join(
        paragraphs(section(new))
    )


def test_a_period_before_that_was_not_whole_is_said(month: Month) -> None:
    part = with_service(month, note_before="sources of tickets cover only part of September 2026")
    said = " ".join(paragraphs(section(part)))
    assert "The period before: sources of tickets cover only part of September 2026." in said


def test_corrections_that_cancel_out_are_told_priority_by_priority(month: Month) -> None:
    tickets = cast("TicketsByPriority", month.tickets)
    first, second, *rest = tickets.services[0].counts
    counts = (replace(first, corrected=1), replace(second, corrected=-1), *rest)
    said = " ".join(paragraphs(section(with_service(month, counts=counts))))
    assert "Corrected between the months, as they were issued: P1 +1, P2 −1 open." in said


def test_a_running_period_says_until_when_it_is_counted(month: Month) -> None:
    running = replace(month, made_at=month.end - 1)
    assert "The period is not over" in " ".join(paragraphs(section(running)))


def test_no_tickets_at_all_are_told_with_the_reason(month: Month) -> None:
    none = replace(month, tickets=TicketsByPriority("September 2026"))
    assert paragraphs(section(none)) == [
        "No tickets are recorded for the services of this customer in this period."
    ]


def test_a_ticket_target_of_one_priority_has_no_row_among_all(month: Month) -> None:
    one = with_service(
        month, in_time=(PriorityInTime("response p1 15 min, 95 %", "P1", 17, 16),), in_time_before=()
    )
    rows = table(section(one)).rows
    assert [row[7:] for row in rows if row[0] == "All"] == [("", "", "", "")]


def test_the_brief_section_has_a_line_a_service_and_the_annex_the_rest(month: Month) -> None:
    *_, shortest = versions(pack_content(month, "customer"))
    brief = next(each for each in shortest.sections if each.key == "tickets by priority")
    assert table(brief).rows == (("Till service", "3", "51", "+21", "50", "+21", "5"),)
    whole = next(each for each in shortest.sections if each.whole_of == "tickets by priority")
    assert whole.annex
    assert table(whole).rows == table(section(month)).rows


def test_priorities_stand_in_the_order_of_their_numbers_and_none_last() -> None:
    assert sorted(["P10", "", "p2", "low", "P1", "3"], key=natural) == ["3", "P1", "P10", "low", "p2", ""]
    assert sorted(["p10", "p2"], key=natural) == ["p2", "p10"]


def test_the_rows_of_a_service_sum_to_all_of_them(month: Month) -> None:
    for service in ticket_rows(month):
        for each in fields(PriorityCounts):
            if each.name != "priority":
                parts = [getattr(row.counts, each.name) for row in service.rows]
                assert getattr(service.whole.counts, each.name) == sum(parts)
    assert summed(()) == PriorityCounts("", 0, 0, 0, 0, 0, 0)


def test_missed_tickets_take_a_line_each_with_their_source_inside_the_house_only(month: Month) -> None:
    ours = table(section(month, "tickets", "internal"))
    assert [column.title for column in ours.columns][-1] == "Source (internal)"
    assert ours.rows[0][-1] == "tickets-oct.csv, row 12"
    theirs = table(section(month, "tickets"))
    assert [column.title for column in theirs.columns][-1] == "Result"
    assert len(theirs.rows) == len(ours.rows) == 4


HOSTILE = '=HYPERLINK("x")<b>&\x00'


@pytest.fixture(scope="module")
def books(month: Month, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workbook, Workbook]:
    """The workbook as values and as formulas, with a priority that would like to be one."""
    folder = tmp_path_factory.mktemp("tickets")
    hostile = ServiceTickets("x", HOSTILE, counts=(PriorityCounts(HOSTILE, 0, 1, 0, 0, 0, 1),))
    tickets = cast("TicketsByPriority", month.tickets)
    other = replace(month, tickets=replace(tickets, services=(*tickets.services, hostile)))
    write_workbook(other, "customer", folder / "p.xlsx", pack_content(other, "customer"))
    path = folder / "p.xlsx"
    return openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)


def cells(book: Workbook, row: int) -> list[object]:
    return [cell.value for cell in book["Tickets by priority"][row]]


def test_the_workbook_sums_shares_and_changes_by_formulas(books: tuple[Workbook, Workbook]) -> None:
    values, formulas = books
    assert cells(values, 5)[:13] == ["Till service", "P1", 1, 16, 1, 1, 0, 17, 2, 12, 4, 11, 6]
    assert cells(formulas, 5)[8] == "=SUM(C5:G5)-H5"
    assert cells(values, 8)[:9] == ["Till service", "All", 3, 51, 1, 0, 0, 50, 5]
    assert cells(formulas, 8)[3] == "=SUM(D5:D7)"
    assert cells(values, 5)[15:17] == [17, 16]
    assert str(cells(formulas, 5)[15]).startswith("=SUMPRODUCT(")
    assert cells(values, 7)[20] in (None, "")


def test_a_priority_that_looks_like_a_formula_is_a_text(books: tuple[Workbook, Workbook]) -> None:
    _, formulas = books
    sheet = formulas["Tickets by priority"]
    assert sheet["B9"].data_type == "s"
    assert sheet["A9"].data_type == "s"
