"""The audit trail on screen: steps with person and time, their changes in words, found and copied to Excel."""

import pytest
from PySide6.QtWidgets import QApplication

from app.models.database import Database
from app.usecases.customers import add_customer, change_customer
from app.usecases.history import list_history
from app.views.main_window import MainWindow
from app.views.pages.history import HistoryPage
from tests.views.window import messages, settle, shown


@pytest.fixture
def customer(db: Database) -> int:
    made = add_customer(db, "Retail", time_zone="Europe/Berlin")
    change_customer(db, made, name="Shops")
    return made


def texts(table) -> list[list[str]]:
    model = table.rows_model
    return [[column.text(row) for column in model.columns] for row in model.rows]


def test_the_latest_step_is_shown_with_what_it_changed(qtbot, db: Database, customer: int) -> None:
    with shown(qtbot, db, HistoryPage) as page:
        settle(qtbot, page)
        assert [row[1] for row in texts(page.table)] == ["Change customer Shops", "Add customer Retail"]
        assert page.heading.text() == "Change customer Shops"
        assert texts(page.changes) == [
            ["Customer: Shops", "", ""],
            ["\u2003name", "Retail", "Shops"],
        ]
        assert list_history(db)[0].who in page.under.text()


def test_new_steps_appear_while_the_page_is_open(qtbot, db: Database, customer: int) -> None:
    with shown(qtbot, db, HistoryPage) as page:
        page.desk.undo()
        settle(qtbot, page)
        assert texts(page.table)[0][1] == "Undone: Change customer Shops"


def test_steps_are_found_by_words_and_kept_by_kind(qtbot, db: Database, customer: int) -> None:
    db.undo()
    with shown(qtbot, db, HistoryPage) as page:
        assert page.find_field is not None
        page.kinds.setCurrentIndex(2)
        page.refresh()
        settle(qtbot, page)
        assert len(page.table.rows_model.rows) == 1
        page.kinds.setCurrentIndex(0)
        page.find_field.wanted.emit("add retail")
        settle(qtbot, page)
        assert [row[1] for row in texts(page.table)] == ["Add customer Retail"]
        page.find_field.wanted.emit("nothing like it")
        settle(qtbot, page)
        assert texts(page.changes) == []
        assert not page.copy_button.isEnabled()


def test_everything_shown_is_copied_for_excel(qtbot, db: Database, customer: int) -> None:
    with shown(qtbot, db, HistoryPage) as page:
        said = messages(page)
        page.copy_button.click()
        settle(qtbot, page)
        lines = QApplication.clipboard().text().splitlines()
        assert lines[0].split("\t") == [
            "When (UTC)",
            "Who",
            "Step",
            "What",
            "Name",
            "Change",
            "Field",
            "Before",
            "After",
        ]
        assert lines[1].split("\t")[2:] == [
            "Change customer Shops",
            "customer",
            "Shops",
            "changed",
            "name",
            "Retail",
            "Shops",
        ]
        assert said == [f"Copied {len(lines) - 1} changes. Paste them into Excel."]


def test_the_view_menu_opens_it_and_the_navigation_marks_nothing(desk_window: MainWindow, qtbot) -> None:
    desk_window.run("history")
    assert isinstance(desk_window.stack.currentWidget(), HistoryPage)
    buttons = desk_window.inside.navigation.buttons
    assert not any(button.isChecked() for button in buttons.values())
    desk_window.go("levels")
    assert [key for key, button in buttons.items() if button.isChecked()] == ["levels"]
    qtbot.waitUntil(lambda: not desk_window.inside.tasks.busy)
