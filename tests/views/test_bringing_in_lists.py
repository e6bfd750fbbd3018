"""Bringing in a list on the Dependencies page: pasted, typed, dropped; looked at, written, undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.models.database import Database
from app.usecases.needs import Node, add_named
from app.usecases.services import add_service, list_components
from app.views.pages.dependencies import DependenciesPage
from tests.models.desks import dump
from tests.views.window import messages, settle, shown


@pytest.fixture
def page(qtbot: QtBot, db: Database) -> Iterator[DependenciesPage]:
    add_named(db, Node("service", add_service(db, "Shop")), ["Disk"])
    with shown(qtbot, db, DependenciesPage, (1280, 800)) as page:
        yield page


def titles(page: DependenciesPage) -> set[str]:
    return {item.node.title for item in page.scene.nodes.values()}


def paste(qtbot: QtBot, page: DependenciesPage, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(page.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, page)


def test_a_list_pasted_on_the_picture_is_looked_at_then_written_and_undone(
    qtbot: QtBot, db: Database, page: DependenciesPage
) -> None:
    before = dump(db)
    paste(qtbot, page, "Shop\tDisk\nShop\tLine 1\tany\nShop\tLine 2\tany\nDisk\tShop\n")
    sheet = page.bringing_in.sheet
    assert sheet.isVisible()
    assert sheet.sentence.text() == (
        "4 lines: 2 new, 1 known, 1 refused. Makes 2 components: Line 1, Line 2."
    )
    assert dump(db) == before
    assert sheet.write_button.text() == "Write 2 lines"
    said = messages(page)
    sheet.write_button.click()
    settle(qtbot, page)
    assert said == ["Wrote 2 lines of what is needed."]
    assert not sheet.isVisible()
    assert titles(page) == {"Shop", "Disk", "1 of 2", "Line 1", "Line 2"}
    db.undo()
    settle(qtbot, page)
    assert dump(db) == before
    assert titles(page) == {"Shop", "Disk"}


def test_mere_names_stand_under_the_chosen_part(qtbot: QtBot, page: DependenciesPage) -> None:
    page.go_to(next(name for name, item in page.scene.nodes.items() if item.node.title == "Disk"))
    paste(qtbot, page, "Power\nShelf\n")
    assert {(line.who, line.needs) for line in page.bringing_in.sheet.model.rows} == {
        ("Disk", "Power"),
        ("Disk", "Shelf"),
    }


def test_what_is_typed_is_read_after_a_pause_and_escape_leaves(
    qtbot: QtBot, db: Database, page: DependenciesPage
) -> None:
    before = dump(db)
    page.list_button.click()
    sheet = page.bringing_in.sheet
    assert not sheet.write_button.isEnabled()
    QTest.keyClicks(sheet.text, "Shop;Line")
    qtbot.waitUntil(lambda: sheet.write_button.text() == "Write 1 line")
    QTest.keyClick(sheet.text, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert dump(db) == before
    settle(qtbot, page)


def test_what_is_typed_further_is_read_before_anything_is_written(
    qtbot: QtBot, db: Database, page: DependenciesPage
) -> None:
    page.list_button.click()
    sheet = page.bringing_in.sheet
    QTest.keyClicks(sheet.text, "Shop;Line")
    qtbot.waitUntil(lambda: sheet.write_button.text() == "Write 1 line")
    QTest.keyClicks(sheet.text, " 2")
    assert not sheet.write_button.isEnabled()
    qtbot.waitUntil(sheet.write_button.isEnabled)
    sheet.write_button.click()
    settle(qtbot, page)
    assert {row.name for row in list_components(db)} == {"Disk", "Line 2"}


def test_a_file_dropped_on_the_page_is_looked_at(
    qtbot: QtBot, page: DependenciesPage, tmp_path: Path
) -> None:
    path = tmp_path / "<b>parts.csv"
    path.write_text("Service;Needs;Group\nShop;<i>Line</i>;2 of 2\nShop;Link;2 of 2\n", encoding="utf-8")
    page.import_files((path,))
    settle(qtbot, page)
    sheet = page.bringing_in.sheet
    assert sheet.file_name.whole == "<b>parts.csv"
    assert [line.needs for line in sheet.model.rows] == ["<i>Line</i>", "Link"]
    sheet.write_button.click()
    settle(qtbot, page)
    assert {"<i>Line</i>", "Link", "2 of 2"} <= titles(page)


def test_of_several_files_the_first_is_read_and_it_is_said_of_the_others(
    qtbot: QtBot, page: DependenciesPage, tmp_path: Path
) -> None:
    paths = tuple(tmp_path / name for name in ("a.csv", "b.csv"))
    for path in paths:
        path.write_text(f"Shop;Line of {path.stem}\n", encoding="utf-8")
    said = messages(page)
    page.import_files(paths)
    settle(qtbot, page)
    assert said == ["One list at a time: a.csv first. Bring in the others after it."]
    assert [line.needs for line in page.bringing_in.sheet.model.rows] == ["Line of a"]


def test_a_copied_file_is_read_and_what_is_no_list_is_refused_where_it_stands(
    qtbot: QtBot, db: Database, page: DependenciesPage, tmp_path: Path
) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("", encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(mime)
    page.bringing_in.paste()
    settle(qtbot, page)
    assert "empty" in page.bringing_in.sheet.error.text()
    wanted: list[object] = []
    page.desk.wanted.connect(lambda key, what: wanted.append((key, what)))
    page.bringing_in.sheet.measurements_button.click()
    assert wanted == [("measurements", ("import", (path,)))]
    assert [row.name for row in list_components(db)] == ["Disk"]


def test_a_list_stays_in_front_while_the_desk_changes(
    qtbot: QtBot, db: Database, page: DependenciesPage
) -> None:
    page.bringing_in.open()
    add_service(db, "Mail")
    settle(qtbot, page)
    assert page.bringing_in.sheet.isVisible()
    page.bringing_in.sheet.leave()
    assert page.view.isVisible()


def test_a_file_dropped_on_a_typed_list_waits_until_it_is_said_what_becomes_of_that(
    qtbot: QtBot, page: DependenciesPage, tmp_path: Path
) -> None:
    path = tmp_path / "parts.csv"
    path.write_text("Shop;Link\n", encoding="utf-8")
    page.list_button.click()
    sheet = page.bringing_in.sheet
    QTest.keyClicks(sheet.text, "Shop;Line")
    page.import_files((path,))
    settle(qtbot, page)
    assert sheet.offer.text() == "Read parts.csv? It takes the place of the list typed here."
    assert sheet.keep_button.hasFocus()
    assert not sheet.how.isVisible()
    sheet.keep_button.click()
    assert not sheet.offer.isVisible()
    assert sheet.how.isVisible()
    page.list_button.click()
    assert sheet.text.toPlainText() == "Shop;Line"
    page.import_files((path,))
    sheet.read_button.click()
    settle(qtbot, page)
    assert not sheet.offer.isVisible()
    assert [line.needs for line in sheet.model.rows] == ["Link"]
