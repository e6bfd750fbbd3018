"""Ctrl+P shows the table of the page as it will be printed: all rows, its filters, its columns; and prints it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.database import Database
from app.reports.page import Page, Text
from app.usecases.customers import add_customer
from app.usecases.outages import record_outage
from app.views.main_window import MainWindow
from app.views.pages.measurements import MeasurementsPage
from app.views.pages.packing.preview import PackPreview
from app.views.printing import printable as printable_module
from app.views.printing.printer import Printing, printer_for, wanted_pages
from app.views.printing.view import PrintView
from tests.usecases.retail import at, retail


@pytest.fixture
def desk_window(window: MainWindow, desk_path: Path) -> MainWindow:
    """A window on a desk with 45 outages; the window closes it."""
    db = Database.create(desk_path)
    made = retail(db)
    for number in range(45):
        record_outage(
            db,
            start=at(10, 1 + number % 28, 9),
            end=at(10, 1 + number % 28, 10),
            service_id=made.service,
            cause=f"cause{number:02}",
            customer_text="=cmd|' /C calc'!A1" if number == 7 else "",
        )
    window.show_desk(db)
    return window


def _settle(qtbot: QtBot, window: MainWindow) -> None:
    for _ in range(3):
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not window.inside.tasks.busy, timeout=30_000)
        QApplication.processEvents()


def _outages(qtbot: QtBot, window: MainWindow) -> MeasurementsPage:
    window.go("measurements")
    page = window.page("measurements")
    assert isinstance(page, MeasurementsPage)
    page.tabs.setCurrentWidget(page.outages)
    _settle(qtbot, window)
    page.outages.table.setFocus()
    return page


def _press(qtbot: QtBot, window: MainWindow) -> PrintView:
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    _settle(qtbot, window)
    view = window.stack.currentWidget()
    assert isinstance(view, PrintView)
    return view


def _words(pages: tuple[Page, ...]) -> Iterator[str]:
    for page in pages:
        for placed in page.placed:
            yield from (item.text for item in placed.items if isinstance(item, Text))


def test_ctrl_p_shows_every_row_with_the_headings_in_sight(qtbot: QtBot, desk_window: MainWindow) -> None:
    page = _outages(qtbot, desk_window)
    page.outages.table.setColumnHidden(10, True)
    view = _press(qtbot, desk_window)
    words = list(_words(view.pages.shown))
    assert len([w for w in words if w.startswith("cause")]) == 45
    assert "Measurements · Outages" in words
    assert "45 rows" in words
    assert "Cause" in words
    assert "Source" not in words
    assert view.pages.shown[0].width > view.pages.shown[0].height


def test_what_narrows_the_table_stands_above_it(qtbot: QtBot, desk_window: MainWindow) -> None:
    page = _outages(qtbot, desk_window)
    assert page.find_field is not None
    page.find_field.setText("cause07")
    page.find_field.wanted.emit("cause07")
    page.outages.kinds.setCurrentIndex(2)
    page.outages.kinds.activated.emit(2)
    _settle(qtbot, desk_window)
    words = list(_words(_press(qtbot, desk_window).pages.shown))
    assert {"Found by “cause07”.", "Unplanned outages only.", "1 row"} <= set(words)


def test_filters_under_the_headings_are_told_as_they_were_typed(
    qtbot: QtBot, desk_window: MainWindow
) -> None:
    page = _outages(qtbot, desk_window)
    page.outages.table.set_filter(4, "cause1")
    qtbot.waitUntil(lambda: page.outages.table.has_filters)
    _settle(qtbot, desk_window)
    words = list(_words(_press(qtbot, desk_window).pages.shown))
    assert "Cause: cause1" in words
    assert "10 rows" in words


def test_the_order_on_the_screen_is_the_order_on_paper(qtbot: QtBot, desk_window: MainWindow) -> None:
    page = _outages(qtbot, desk_window)
    page.outages.table.sortByColumn(4, Qt.SortOrder.AscendingOrder)
    _settle(qtbot, desk_window)
    words = _words(_press(qtbot, desk_window).pages.shown)
    assert [w for w in words if w.startswith("cause")] == [f"cause{n:02}" for n in range(45)]


def test_the_pages_are_printed_as_they_are_shown(
    qtbot: QtBot, desk_window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _outages(qtbot, desk_window)
    view = _press(qtbot, desk_window)
    path = tmp_path / "printed.pdf"

    def to_file(_self: Printing, printer: QPrinter, count: int) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        return count == len(view.pages.shown)

    monkeypatch.setattr(Printing, "asks", to_file)
    with qtbot.waitSignal(view.printing.ended) as ended:
        QTest.keyClick(desk_window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert ended.args == ["Handed to the printer."]
    read = PdfReader(path)
    assert len(read.pages) == len(view.pages.shown)
    box = read.pages[0].mediabox
    assert float(box.width) > float(box.height)


def test_printing_can_be_stopped(qtbot: QtBot, desk_window: MainWindow, tmp_path: Path) -> None:
    _outages(qtbot, desk_window)
    view = _press(qtbot, desk_window)
    pages = view.pages.shown * 40
    printer = printer_for(pages, "Outages")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "stopped.pdf"))
    with qtbot.waitSignal(view.printing.ended) as ended:
        view.printing.print_on(printer, pages)
        view.stop()
    assert ended.args == ["Printing was stopped."]
    assert not view.printing.busy


def test_only_the_wanted_pages_are_printed() -> None:
    printer = QPrinter()
    assert wanted_pages(printer, 9) == range(9)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(3, 20)
    assert wanted_pages(printer, 9) == range(2, 9)


def test_the_pages_are_saved_as_pdf(qtbot: QtBot, desk_window: MainWindow, tmp_path: Path) -> None:
    _outages(qtbot, desk_window)
    view = _press(qtbot, desk_window)
    view.save_as(tmp_path / "Outages.pdf")
    _settle(qtbot, desk_window)
    text = " ".join(
        " ".join(page.extract_text().split()) for page in PdfReader(tmp_path / "Outages.pdf").pages
    )
    assert text.count("cause") == 45
    assert "=cmd|' /C calc'!A1" in text


def test_copied_for_excel_every_row_is_inert(qtbot: QtBot, desk_window: MainWindow) -> None:
    _outages(qtbot, desk_window)
    view = _press(qtbot, desk_window)
    view.copy_button.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 46
    assert lines[0].startswith("From (")
    assert any("\t'=cmd|' /C calc'!A1\t" in line for line in lines)
    assert not any(cell.startswith("=") for line in lines for cell in line.split("\t"))


def test_escape_goes_back_to_the_page(qtbot: QtBot, desk_window: MainWindow) -> None:
    page = _outages(qtbot, desk_window)
    view = _press(qtbot, desk_window)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert desk_window.stack.currentWidget() is page


def test_too_many_rows_are_refused_in_a_sentence(
    qtbot: QtBot, desk_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _outages(qtbot, desk_window)
    monkeypatch.setattr(printable_module, "MOST_ROWS", 10)
    QTest.keyClick(desk_window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert desk_window.stack.currentWidget() is page
    assert "45 rows would fill" in desk_window.message.text.text()


def test_the_slam_chart_and_a_list_are_printed_too(qtbot: QtBot, desk_window: MainWindow) -> None:
    db = desk_window.desk.db if desk_window.desk else None
    assert db is not None
    add_customer(db, "Wholesale", time_zone="UTC")
    desk_window.go("customers")
    _settle(qtbot, desk_window)
    words = list(_words(_press(qtbot, desk_window).pages.shown))
    assert "Wholesale" in words
    desk_window.go("levels")
    _settle(qtbot, desk_window)
    words = list(_words(_press(qtbot, desk_window).pages.shown))
    assert any(word.startswith("Availability") for word in words)
    assert words[1].startswith("Retail, ")


def test_on_packs_the_pack_is_shown_and_then_printed(
    qtbot: QtBot, desk_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk_window.go("packs")
    _settle(qtbot, desk_window)
    QTest.keyClick(desk_window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    _settle(qtbot, desk_window)
    preview = desk_window.findChild(PackPreview)
    assert preview is not None
    assert preview.pages.page_count > 1
    asked: list[int] = []
    monkeypatch.setattr(Printing, "asks", lambda _self, _printer, count: bool(asked.append(count)))
    QTest.keyClick(desk_window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert asked == [preview.pages.page_count]


def test_a_page_without_a_table_says_so(qtbot: QtBot, desk_window: MainWindow) -> None:
    desk_window.go("settings")
    _settle(qtbot, desk_window)
    QTest.keyClick(desk_window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert "There is no table on this page." in desk_window.message.text.text()
