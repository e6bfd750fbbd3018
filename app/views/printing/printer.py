"""Pages on the system's printer: the same items as in the preview and the PDF, one page at a time."""

from collections.abc import Sequence

from PySide6.QtCore import QMarginsF, QObject, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from app.reports.page import SIZES, Page
from app.views.paper import draw_page

_SIZES = {"A4": QPageSize.PageSizeId.A4, "Letter": QPageSize.PageSizeId.Letter}


def printer_for(pages: Sequence[Page], title: str) -> QPrinter:
    """The system's usual printer, set to the paper of these pages and to all of its surface."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCreator("Colonnade")
    first = pages[0]
    lying = first.width > first.height
    sides = sorted((first.width, first.height))
    name = next((name for name, size in SIZES.items() if abs(size[0] - sides[0]) < 1), "A4")
    way = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(QPageSize(_SIZES[name]), way, QMarginsF()))
    printer.setFullPage(True)
    return printer


def wanted_pages(printer: QPrinter, count: int) -> range:
    """The numbers, from 0, of the pages the person asked for in the system's dialog."""
    first, last = printer.fromPage(), printer.toPage()
    if printer.printRange() != QPrinter.PrintRange.PageRange or first < 1:
        return range(count)
    return range(first - 1, min(last, count))


class Printing(QObject):
    """Asks with the system's own dialog and prints, a document at a time; `moved` says how far it is."""

    moved = Signal(str)
    ended = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._job: PrintJob | None = None

    @property
    def busy(self) -> bool:
        return self._job is not None

    def print_pages(self, pages: Sequence[Page], title: str) -> None:
        """Ask which printer and which pages, and print them."""
        if not pages or self.busy:
            return
        printer = printer_for(pages, title)
        if self.asks(printer, len(pages)):
            self.print_on(printer, pages)

    def asks(self, printer: QPrinter, count: int) -> bool:
        """The system's dialog; True when it is to be printed."""
        dialog = QPrintDialog(printer, self._window)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, count)
        return dialog.exec() == QDialog.DialogCode.Accepted

    def print_on(self, printer: QPrinter, pages: Sequence[Page]) -> None:
        """Print on this printer."""
        job = self._job = PrintJob(pages, printer, self)
        job.moved.connect(lambda done, total: self.moved.emit(f"Printing page {done:,} of {total:,}"))
        job.ended.connect(self._end)
        job.start()

    def cancel(self) -> None:
        """Stop printing."""
        if self._job is not None:
            self._job.cancel()

    def _end(self, words: str) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.deleteLater()
        self.ended.emit(words or "Printing was stopped.")


class PrintJob(QObject):
    """Paints a page whenever the window has time for it; `ended` carries what came of it, "" when stopped."""

    moved = Signal(int, int)
    ended = Signal(str)

    def __init__(self, pages: Sequence[Page], printer: QPrinter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._printer = printer
        numbers = wanted_pages(printer, len(pages))
        again = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
        self._left = [pages[number] for number in numbers] * again
        self._total = len(self._left)
        self._painter = QPainter()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._print_next)

    def start(self) -> None:
        """Begin; tells at once when the printer does not answer."""
        if not self._left or not self._painter.begin(self._printer):
            self.ended.emit("The printer does not answer. Choose another one, or save the pages as PDF.")
            return
        self._timer.start()

    def cancel(self) -> None:
        """Stop and take back what was not printed yet."""
        if self._timer.isActive():
            self._timer.stop()
            self._printer.abort()
            self._painter.end()
            self.ended.emit("")

    def _print_next(self) -> None:
        done = self._total - len(self._left)
        if done and not self._printer.newPage():
            self._end("The printer stopped. Some pages may be missing.")
            return
        self._paint(self._left.pop(0))
        self.moved.emit(done + 1, self._total)
        if not self._left:
            self._end("Handed to the printer.")

    def _paint(self, page: Page) -> None:
        """The page as large as the paper allows, where another paper was chosen."""
        paper = self._printer.paperRect(QPrinter.Unit.DevicePixel)
        scale = min(paper.width() / page.width, paper.height() / page.height)
        self._painter.save()
        self._painter.scale(scale, scale)
        draw_page(self._painter, page)
        self._painter.restore()

    def _end(self, words: str) -> None:
        self._timer.stop()
        self._painter.end()
        self.ended.emit(words)
