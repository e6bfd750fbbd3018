"""Choosing a typical part in the panel of the Dependencies page: the source is read first, one step takes it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.models.database import Database
from app.usecases.needs import Node, add_named
from app.usecases.services import add_service, change_component, list_components
from app.views.pages.dependencies import DependenciesPage
from app.views.pages.dependency.typical import TypicalChooser
from tests.views.window import messages, settle, shown


@pytest.fixture
def page(qtbot: QtBot, db: Database) -> Iterator[DependenciesPage]:
    add_named(db, Node("service", add_service(db, "Shop")), ["Disk"])
    with shown(qtbot, db, DependenciesPage, (1280, 800)) as page:
        yield page


def chooser(page: DependenciesPage) -> TypicalChooser:
    found = page.findChild(TypicalChooser)
    assert found is not None
    return found


def choose(qtbot: QtBot, page: DependenciesPage, title: str) -> None:
    settle(qtbot, page)
    name = next(name for name, item in page.scene.nodes.items() if item.node.title == title)
    assert page.scene.choose(name)


def test_the_source_is_shown_before_and_kept_after_it_is_taken(qtbot: QtBot, page: DependenciesPage) -> None:
    choose(qtbot, page, "Disk")
    offered = chooser(page)
    assert offered.isVisible()
    offered.choice.setCurrentIndex(offered.choice.findText("hard disk"))
    assert offered.source.text() == "1.57 % fail in a year. Backblaze, Drive Stats for 2024, 2025"
    offered.take.setFocus()
    QTest.keyClick(offered.take, Qt.Key.Key_Return)
    choose(qtbot, page, "Disk")
    assert not chooser(page).isVisible()


def test_nothing_is_offered_for_a_service_or_where_a_figure_was_designed(
    qtbot: QtBot, page: DependenciesPage, db: Database
) -> None:
    choose(qtbot, page, "Shop")
    assert not chooser(page).isVisible()
    change_component(db, list_components(db)[0].id, mtbf_hours="1000")
    choose(qtbot, page, "Disk")
    assert not chooser(page).isVisible()


def test_hours_that_are_missing_are_asked_for(qtbot: QtBot, page: DependenciesPage) -> None:
    choose(qtbot, page, "Disk")
    offered = chooser(page)
    offered.choice.setCurrentIndex(offered.choice.findText("cloud virtual machine (one)"))
    said = messages(page)
    offered.take.click()
    assert "takes to restore" in said[-1]
