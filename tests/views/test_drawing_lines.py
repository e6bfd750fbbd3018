"""Lines drawn from part to part on the Dependencies page, and parts folded away."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.models.database import Database
from app.usecases.needs import Node, add_named, group_needs
from app.usecases.picture import draw_picture, fold_node
from app.usecases.services import add_service
from app.usecases.structures import list_groups
from app.views.pages.dependencies import DependenciesPage
from tests.models.desks import dump
from tests.usecases.retail import at
from tests.views.window import messages, settle, shown


@pytest.fixture
def page(qtbot: QtBot, db: Database) -> Iterator[DependenciesPage]:
    """A shop on a disk and one of two lines."""
    owner = Node("service", add_service(db, "Shop"))
    add_named(db, owner, ["Disk", "Line 1", "Line 2"])
    lines = [one.need_id for one in list_groups(db, owner)[0].members if one.need_id and "Line" in one.name]
    group_needs(db, lines, "any")
    with shown(qtbot, db, DependenciesPage, (1280, 800)) as page:
        yield page


def part(page: DependenciesPage, title: str) -> str:
    return next(name for name, item in page.scene.nodes.items() if item.node.title == title)


def titles(page: DependenciesPage) -> set[str]:
    return {item.node.title for item in page.scene.nodes.values()}


def edges(page: DependenciesPage, db: Database) -> set[tuple[str, str]]:
    picture = draw_picture(db, page.service_id, at(11, 1))
    named = {node.name: node.title for node in picture.nodes}
    return {(named[upper], named[lower]) for upper, lower in picture.edges}


def drag(page: DependenciesPage, upper: str, lower: str) -> None:
    """From the handle of one node to the middle of another."""
    start, end = page.scene.nodes[part(page, upper)], page.scene.nodes[part(page, lower)]
    viewport = page.view.viewport()
    begin = page.view.mapFromScene(start.handle_in_scene)
    until = page.view.mapFromScene(end.sceneBoundingRect().center())
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(viewport, begin + QPoint(12, 9))
    QTest.mouseMove(viewport, until)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=until)


def press(page: DependenciesPage, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(page.view, key)


def test_a_line_dragged_from_a_handle_is_a_need_and_is_undone(
    qtbot: QtBot, db: Database, page: DependenciesPage
) -> None:
    before, places = dump(db), {name: item.pos() for name, item in page.scene.nodes.items()}
    said = messages(page)
    drag(page, "Line 1", "Disk")
    settle(qtbot, page)
    assert ("Line 1", "Disk") in edges(page, db)
    assert said == ["Line 1 stands on Disk now."]
    db.undo()
    settle(qtbot, page)
    assert dump(db) == before
    assert {name: item.pos() for name, item in page.scene.nodes.items()} == places


def test_a_line_from_a_group_adds_to_the_group(qtbot: QtBot, db: Database, page: DependenciesPage) -> None:
    drag(page, "1 of 2", "Disk")
    settle(qtbot, page)
    assert ("1 of 3", "Disk") in edges(page, db)


def test_circles_groups_and_known_lines_are_refused_in_words(
    qtbot: QtBot, db: Database, page: DependenciesPage
) -> None:
    before, said = dump(db), messages(page)
    drag(page, "Disk", "Shop")
    drag(page, "Disk", "1 of 2")
    drag(page, "Shop", "Disk")
    settle(qtbot, page)
    assert "need itself" in said[0]
    assert "cannot be needed by others" in said[1]
    assert said[2] == "Shop stands on Disk already."
    assert dump(db) == before
    assert page.scene.joining == ""


def test_a_line_let_go_on_the_ground_is_none(qtbot: QtBot, db: Database, page: DependenciesPage) -> None:
    before = dump(db)
    start = page.view.mapFromScene(page.scene.nodes[part(page, "Disk")].handle_in_scene)
    viewport = page.view.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(viewport, QPoint(5, 5))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    settle(qtbot, page)
    assert dump(db) == before
    assert page.scene.joining == ""


def test_a_line_is_drawn_with_the_keyboard_and_left_with_escape(
    qtbot: QtBot, db: Database, page: DependenciesPage
) -> None:
    page.go_to(part(page, "Line 1"))
    press(page, Qt.Key.Key_L)
    assert page.hint.isVisible()
    assert "Line 1" in page.hint.text()
    press(page, Qt.Key.Key_Escape)
    assert not page.hint.isVisible()
    press(page, Qt.Key.Key_L)
    page.go_to(part(page, "Disk"))
    press(page, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert ("Line 1", "Disk") in edges(page, db)
    assert not page.hint.isVisible()


def test_what_stands_below_is_folded_remembered_and_unfolded(
    qtbot: QtBot, db: Database, page: DependenciesPage
) -> None:
    group = part(page, "1 of 2")
    page.go_to(group)
    press(page, Qt.Key.Key_F)
    settle(qtbot, page)
    assert titles(page) == {"Shop", "Disk", "1 of 2"}
    assert page.side.part.fold_button.text() == "Unfold"
    page.refresh()
    settle(qtbot, page)
    assert "Line 1" not in titles(page)
    page.side.part.fold_button.click()
    settle(qtbot, page)
    assert {"Line 1", "Line 2"} <= titles(page)
    db.undo()
    settle(qtbot, page)
    assert "Line 1" not in titles(page)


def test_a_focus_on_what_is_folded_away_is_none(qtbot: QtBot, db: Database, page: DependenciesPage) -> None:
    group = part(page, "1 of 2")
    page.go_to(part(page, "Line 1"))
    page.focus_choice.set_value(1)
    fold_node(db, page.service_id, group, folded=True)
    settle(qtbot, page)
    assert titles(page) == {"Shop", "Disk", "1 of 2"}


def test_a_double_click_folds_and_laying_out_anew_leaves_it_folded(
    qtbot: QtBot, db: Database, page: DependenciesPage
) -> None:
    where = page.view.mapFromScene(page.scene.nodes[part(page, "1 of 2")].sceneBoundingRect().center())
    QTest.mouseDClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    settle(qtbot, page)
    page.keeping.lay_out_anew()
    settle(qtbot, page)
    assert titles(page) == {"Shop", "Disk", "1 of 2"}
    assert draw_picture(db, page.service_id, at(11, 1)).places == {}


def test_what_others_stand_on_as_well_stays_when_one_is_folded(
    qtbot: QtBot, db: Database, page: DependenciesPage
) -> None:
    drag(page, "Line 1", "Disk")
    settle(qtbot, page)
    page.go_to(part(page, "1 of 2"))
    press(page, Qt.Key.Key_F)
    settle(qtbot, page)
    assert titles(page) == {"Shop", "Disk", "1 of 2"}
