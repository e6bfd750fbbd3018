"""A list with its detail is read off the window's thread: nothing flickers, late answers are dropped."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Event, current_thread, main_thread

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout

from app.models.database import Database
from app.views.desk import Desk
from app.views.rows_model import Column
from app.views.tasks import Tasks
from app.views.widgets.browser import Browser, Detail, Saying
from tests.views.window import settle_desk

SAYING = Saying("thing", "things", "Add thing", "Nothing yet.", "services")


@dataclass(frozen=True)
class Thing:
    id: int
    name: str


class Things:
    """What the desk would hold; reading may be held up to see what the window shows meanwhile."""

    def __init__(self) -> None:
        self.rows = (Thing(1, "one"), Thing(2, "two"))
        self.free = Event()
        self.free.set()
        self.read_in_window = False

    def read(self) -> tuple[Thing, ...]:
        rows = self.rows
        self.wait()
        return rows

    def wait(self) -> None:
        self.read_in_window = self.read_in_window or current_thread() is main_thread()
        self.free.wait(20)


class ThingDetail(Detail):
    def __init__(self, things: Things) -> None:
        super().__init__()
        self._things = things
        self.words = QLabel()
        self.started = ""
        QVBoxLayout(self).addWidget(self.words)

    def reading(self, row: object) -> Callable[[], object]:
        assert isinstance(row, Thing)

        def read() -> str:
            self._things.wait()
            return f"{row.name}, read"

        return read

    def show_row(self, row: object, rest: object) -> None:
        self.words.setText(str(rest))

    def start_editing(self) -> None:
        self.started = self.words.text()


@pytest.fixture
def things() -> Things:
    return Things()


@pytest.fixture
def browser(qtbot, db: Database, things: Things) -> Iterator[Browser[Thing]]:
    desk = Desk(db, Tasks())
    columns: tuple[Column[Thing], ...] = (Column("Thing", lambda row: row.name),)

    def add() -> int:
        things.rows = (*things.rows, Thing(3, "three"))
        return 3

    made: Browser[Thing] = Browser(desk, SAYING, columns, ThingDetail(things), things.read, add)
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    yield made
    things.free.set()
    settle_desk(desk)
    desk.tasks.cancel_all()


def words(browser: Browser[Thing]) -> str:
    """What the detail says, where it is seen."""
    detail = browser.detail
    assert isinstance(detail, ThingDetail)
    return detail.words.text() if detail.isVisible() else ""


def test_rows_and_detail_are_read_in_the_background_and_the_first_row_is_shown(
    browser: Browser[Thing], things: Things
) -> None:
    browser.refresh()
    assert words(browser) == ""
    settle_desk(browser.desk)
    assert [row.name for row in browser.model.rows] == ["one", "two"]
    assert words(browser) == "one, read"
    assert not things.read_in_window


def test_the_old_rows_and_their_detail_stay_until_the_new_are_there(
    browser: Browser[Thing], things: Things
) -> None:
    browser.refresh()
    settle_desk(browser.desk)
    browser.go_to(2)
    settle_desk(browser.desk)
    things.rows = (Thing(2, "second"), Thing(1, "one"))
    things.free.clear()
    browser.refresh()
    assert [row.name for row in browser.model.rows] == ["one", "two"]
    assert words(browser) == "two, read"
    things.free.set()
    settle_desk(browser.desk)
    assert browser.table.current_row() == Thing(2, "second")
    assert words(browser) == "second, read"


def test_of_two_readings_only_the_later_is_shown(browser: Browser[Thing], things: Things) -> None:
    things.free.clear()
    browser.refresh()
    things.rows = (Thing(1, "one"),)
    browser.refresh()
    shown: list[int] = []
    browser.model.counted.connect(lambda rows, _all: shown.append(rows))
    things.free.set()
    settle_desk(browser.desk)
    assert shown == [1]


def test_walking_down_the_list_shows_only_the_row_one_stopped_at(
    browser: Browser[Thing], things: Things
) -> None:
    browser.refresh()
    settle_desk(browser.desk)
    things.free.clear()
    browser.go_to(2)
    browser.go_to(1)
    browser.go_to(2)
    assert words(browser) == "one, read"
    things.free.set()
    settle_desk(browser.desk)
    assert words(browser) == "two, read"


def test_a_new_row_is_edited_once_it_is_seen(browser: Browser[Thing]) -> None:
    browser.refresh()
    settle_desk(browser.desk)
    browser.add_new()
    browser.refresh()
    settle_desk(browser.desk)
    assert isinstance(browser.detail, ThingDetail)
    assert browser.detail.started == "three, read"


def test_an_empty_list_says_so_only_after_it_was_read(browser: Browser[Thing], things: Things) -> None:
    things.rows = ()
    browser.refresh()
    assert not browser.empty.isVisible()
    settle_desk(browser.desk)
    assert browser.empty.isVisible()
