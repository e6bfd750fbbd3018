from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.calc.tally import Tally
from app.views.paged_model import PAGE, WAITING, PagedModel, Source
from app.views.rows_model import Column
from app.views.tasks import Tasks
from app.views.widgets.table import Table

MILLION = 1_000_000


@dataclass(frozen=True)
class Line:
    id: int
    name: str


class Book:
    """A source of a million rows that remembers what it was asked."""

    def __init__(self, length: int = MILLION) -> None:
        self.length = length
        self.read_from: list[int] = []
        self.orders: list[tuple[str, bool]] = []
        self.suffix = ""

    def source(self) -> Source[Line]:
        return Source(self.keys, self.read)

    def keys(self, order: str, descending: bool) -> range:
        self.orders.append((order, descending))
        return range(self.length)

    def read(self, keys: Sequence[int]) -> tuple[Line, ...]:
        self.read_from.append(keys[0] if keys else -1)
        return tuple(Line(n, f"row {n}{self.suffix}") for n in keys)


def opened(qtbot, book: Book) -> tuple[PagedModel[Line], Table[Line]]:
    columns = (Column("Id", lambda line: line.id), Column("Name", lambda line: line.name))
    tasks = Tasks()
    model: PagedModel[Line] = PagedModel(columns, ("id", ""), tasks)
    tasks.setParent(model)
    table = Table(model, "Lines")
    qtbot.addWidget(table)
    model.setParent(table)
    table.resize(400, 300)
    table.show()
    model.show_source(book.source())
    qtbot.waitUntil(lambda: model.rowCount() == book.length)
    QApplication.processEvents()
    return model, table


def test_a_million_rows_open_with_one_page_read(qtbot) -> None:
    book = Book()
    model, _ = opened(qtbot, book)
    assert model.data(model.index(0, 1)) == "row 0"
    assert book.read_from == [0]


def test_scrolling_to_the_end_reads_the_last_page_only(qtbot) -> None:
    book = Book()
    model, table = opened(qtbot, book)
    table.scrollToBottom()
    qtbot.waitUntil(lambda: model.data(model.index(MILLION - 1, 1)) == f"row {MILLION - 1}")
    assert set(book.read_from) <= {0, MILLION - PAGE}


def test_a_row_not_yet_read_shows_that_it_is_waiting_and_cannot_be_edited(qtbot) -> None:
    model, _ = opened(qtbot, Book())
    far = model.index(500_000, 0)
    assert model.data(far) == WAITING
    assert model.known_row(far) is None
    assert not model.setData(far, "x")


def test_sorting_is_asked_of_the_source_and_only_where_it_can(qtbot) -> None:
    book = Book(10)
    model, _ = opened(qtbot, book)
    model.sort(0, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: book.orders[-1] == ("id", True))
    model.sort(1)
    qtbot.waitUntil(lambda: book.orders[-1][0] == "")


def test_reading_again_keeps_the_selection_and_shows_what_changed(qtbot) -> None:
    book = Book(1000)
    model, table = opened(qtbot, book)
    table.selectRow(3)
    book.suffix = " changed"
    model.reload()
    qtbot.waitUntil(lambda: model.data(model.index(3, 1)) == "row 3 changed")
    assert [line.id for line in table.selected_rows()] == [3]


def test_fewer_rows_after_a_change_are_fewer_rows_on_screen(qtbot) -> None:
    book = Book(1000)
    model, _ = opened(qtbot, book)
    book.length = 999
    model.reload()
    qtbot.waitUntil(lambda: model.rowCount() == 999)


def summed(book: Book) -> Source[Line]:
    return Source(
        book.keys,
        book.read,
        lambda: book.length + 5,
        {"id": lambda keys: Tally(Fraction(sum(keys)), len(keys))},
    )


def numbers(qtbot, book: Book) -> tuple[PagedModel[Line], Table[Line]]:
    model, table = opened(qtbot, book)
    model.columns = (replace(model.columns[0], align="right", kind="number", unit="min"), model.columns[1])
    model.show_source(summed(book))
    qtbot.waitUntil(lambda: model.total == book.length + 5)
    return model, table


def test_a_million_selected_rows_are_counted_at_once_and_summed_where_they_are_stored(qtbot) -> None:
    _model, table = numbers(qtbot, Book())
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert table.note == "1,000,000 rows"
    qtbot.waitUntil(lambda: "sum" in table.note)
    whole = MILLION * (MILLION - 1) // 2
    assert table.note == f"1,000,000 rows · Id: sum {whole:,} min · mean 499,999.5 · count 1,000,000"


def test_rows_that_were_never_loaded_are_copied_too(qtbot) -> None:
    book = Book(5_000)
    model, table = numbers(qtbot, book)
    table.copy_whole()
    clipboard = QApplication.clipboard()
    qtbot.waitUntil(lambda: table.note == "5,000 rows copied")
    lines = clipboard.text().splitlines()
    assert (lines[0], lines[1], lines[-1], len(lines)) == ("Id\tName", "0\trow 0", "4999\trow 4999", 5_001)
    assert model.known_row(4_000) is None


def test_a_filter_of_a_column_is_asked_of_the_source_by_its_name(qtbot) -> None:
    model, table = numbers(qtbot, Book(50))
    with qtbot.waitSignal(model.asked) as asked:
        table.set_filter(0, ">30")
    ((name, wanted),) = asked.args[0]
    assert (name, wanted.fits(31), wanted.fits(30)) == ("id", True, False)
