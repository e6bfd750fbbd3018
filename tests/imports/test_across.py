"""A column a month: which headings are periods, with their year beside them or in the row above."""

from collections.abc import Sequence

import pytest

from app.imports.files import SourceSheet
from app.imports.layouts import memory_of, recall, signature
from app.imports.proposal import Answers, SheetProposal
from app.imports.recognise import recognise

JANUARY, FEBRUARY = "2026-01-01/2026-01-31", "2026-02-01/2026-02-28"


def page(*rows: Sequence[str], name: str = "Sheet1") -> SourceSheet:
    width = max(map(len, rows))
    preview = tuple(tuple(row) + ("",) * (width - len(row)) for row in rows)
    return SourceSheet(name, False, len(rows), width, preview)


def seen(*rows: Sequence[str]) -> SheetProposal:
    return recognise(0, page(*rows))


@pytest.mark.parametrize(
    "months",
    [
        ("Jan 2026", "Feb 2026"),
        ("2026-01", "2026-02"),
        ("01/2026", "02/2026"),
        ("01.2026", "02.2026"),
        ("Januar 2026", "Februar 2026"),
        ("Jan-26", "Feb-26"),
        ("Jan 2026 (%)", "Feb 2026 %"),
        ("janv. 2026", "févr. 2026"),
        ("2026-01-01 00:00:00", "2026-02-01 00:00:00"),
        ("2026-01-31", "2026-02-28"),
    ],
)
def test_months_in_headings_are_recognised_however_they_are_written(months: tuple[str, str]) -> None:
    found = seen(("Service", *months), ("Mail", "99.95", "99.9 %"), ("Web", "", "100"))
    assert (found.kind, found.columns) == ("figures_across", {"subject": 0})
    assert found.periods == {JANUARY: 1, FEBRUARY: 2}


def test_a_column_says_what_was_measured_and_others_are_left_alone() -> None:
    head = ("Service", "KPI", "Target", "Jan 2026", "Feb 2026", "Average")
    found = seen(head, ("Mail", "Availability", "99.5", "99.95", "99.9", "99.9"))
    assert (found.columns, found.periods) == (
        {"subject": 0, "metric": 1},
        {JANUARY: 3, FEBRUARY: 4},
    )


def test_the_year_may_stand_in_the_row_above() -> None:
    found = seen(("", "2025", "", "2026"), ("Service", "Nov", "Dec", "Jan"), ("Mail", "99", "98", "97"))
    assert found.header_row == 2
    assert list(found.periods) == ["2025-11-01/2025-11-30", "2025-12-01/2025-12-31", JANUARY]


def test_a_fiscal_year_above_turns_in_january() -> None:
    found = seen(("", "FY 2025/26"), ("Service", "Nov", "Dec", "Jan"), ("Mail", "99", "98", "97"))
    assert list(found.periods) == ["2025-11-01/2025-11-30", "2025-12-01/2025-12-31", JANUARY]


def test_months_that_turn_without_a_second_year_are_not_guessed() -> None:
    assert seen(("", "2025"), ("Service", "Nov", "Dec", "Jan"), ("Mail", "99", "98", "97")).kind == ""


def test_quarters_stand_across_too() -> None:
    found = seen(("Dienst", "Q1 2026", "Q2 2026"), ("Mail", "99,95", "99,9"))
    assert list(found.periods) == ["2026-01-01/2026-03-31", "2026-04-01/2026-06-30"]


def test_names_below_an_unknown_heading_are_only_suggested() -> None:
    found = seen(("Was", "Jan 2026", "Feb 2026"), ("Mail", "99.95", "99.9"))
    assert (found.columns, found.certainty) == ({"subject": 0}, {"subject": "suggested"})


def test_a_list_with_a_month_in_each_row_is_no_table_of_months() -> None:
    found = seen(("Month", "Service", "Availability"), ("2026-01", "Mail", "99"), ("2026-02", "Mail", "98"))
    assert found.kind == "figures"


def test_days_of_a_month_stay_days() -> None:
    found = seen(("Service", "2026-01-01", "2026-01-02"), ("Mail", "99", "98"))
    assert list(found.periods) == ["2026-01-01/2026-01-01", "2026-01-02/2026-01-02"]


def test_next_months_file_with_one_more_column_is_the_same_layout() -> None:
    before = seen(("Service", "Jan 2026"), ("Mail", "99"))
    first = page(("Service", "Jan 2026", "Feb 2026"), ("Mail", "99", "98"))
    later = page(("Service", "Jan 2026", "Feb 2026", "Mar 2026"), ("Mail", "99", "98", "97"))
    proposal = recognise(0, first)
    known = {signature(proposal.headers): memory_of(proposal, Answers(source="Board"))}
    again = recall(0, later, known)
    assert before.kind == "figures_across"
    assert again is not None
    assert (again[0].known, len(again[0].periods), again[0].columns) == (True, 3, {"subject": 0})
