"""A pack as a workbook in which the customer can check the arithmetic: figures are formulas over the ledger.

Times that formulas subtract are UTC; local times stand beside them to read. Nothing is hidden.
"""

from pathlib import Path

from app import __version__
from app.errors import FileError
from app.reports import (
    excel_breaches,
    excel_chain,
    excel_charts,
    excel_evidence,
    excel_levels,
    excel_minutes,
    excel_tickets,
    excel_trends,
    excel_volumes,
    excel_words,
)
from app.reports.content import Content, Edition
from app.reports.editions import released
from app.reports.files import written_beside
from app.reports.letters import clean
from app.reports.month import Month
from app.reports.pack import EDITIONS
from app.reports.paper import PLAIN, Paper
from app.reports.sheet import Book, naive
from app.reports.shown import instant
from app.reports.workbook import Workbook, WriteError, open_workbook


def write_workbook(
    month: Month,
    edition: Edition,
    path: Path,
    content: Content,
    page_size: str = "A4",
    paper: Paper = PLAIN,
) -> None:
    """Write the workbook to `path` in one piece; `page_size` is "A4" or "Letter". Raises FileError."""
    said = released(month, edition)
    with written_beside(path) as beside:
        workbook = open_workbook(beside)
        book = _book(workbook, content, page_size, paper.accent)
        summary = excel_words.begin_summary(book, content, paper.logo)
        rows = excel_levels.add_levels(book, said)
        excel_words.finish_summary(summary, content, rows)
        counts = excel_words.add_slam(book, content, said)
        charts = excel_charts.reserve_charts(book, said)
        excel_breaches.add_breaches(book, content, said, edition)
        excel_tickets.add_tickets_by_priority(book, said)
        trends = excel_trends.add_trends(book, said)
        excel_volumes.add_volumes(book, said)
        outages = excel_evidence.reserve_outages(book, said, edition)
        excel_evidence.add_tickets(book, said)
        ledger = excel_evidence.add_ledger(book, said)
        excel_evidence.fill_outages(outages, said, ledger, edition)
        minutes = excel_minutes.add_minutes(book, said)
        excel_chain.add_chains(book, said)
        excel_charts.fill_charts(charts, said, counts, minutes, trends, excel_trends.COLUMNS)
        excel_words.add_method(book, content)
        book.set_print_areas()
        _close(workbook, path)


def _book(workbook: Workbook, content: Content, page_size: str, accent: str) -> Book:
    """Properties say only what the cover says; the date is the document's own."""
    workbook.set_properties(
        {
            "title": clean(f"{content.title} {content.customer}, {content.period}")[:250],
            "author": clean(content.organisation)[:250],
            "subject": clean(f"{content.state}, document {content.fingerprint}"),
            "comments": f"Colonnade {__version__}",
            "created": naive(instant(content.made_at)),
        }
    )
    header = f"{content.customer} · {content.period} · {EDITIONS[content.edition]}"
    return Book(workbook, header, f"{content.versions} · document {content.fingerprint}", page_size, accent)


def _close(workbook: Workbook, path: Path) -> None:
    try:
        workbook.close()
    except WriteError as error:
        raise FileError(f"“{path.name}” could not be written into “{path.parent}” ({error}).") from error
