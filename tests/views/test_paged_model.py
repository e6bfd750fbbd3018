from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

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
