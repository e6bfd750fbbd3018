"""The Dependencies page: the picture, its table, walking, placing, pulling and building, through the widgets."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.calc.money import Money
from app.errors import AppError
from app.models.database import Database
from app.usecases.hours import add_hours
from app.usecases.needs import Node, add_named, group_needs
from app.usecases.picture import draw_picture
from app.usecases.services import (
    add_service,
    change_component,
    list_components,
    list_services,
    remove_service,
)
from app.usecases.structures import list_groups
from app.views import theme
from app.views.pages.dependencies import DependenciesPage
from app.views.pages.dependency.exporting import picture_bytes, save_picture
from app.views.pages.dependency.findings import best_effort_sentence
from app.views.pages.dependency.looks import percent_up
from app.views.pages.dependency.node_table import NodeRow
from app.views.pages.dependency.pull_panel import rests_on
from app.views.pages.dependency.side_panel import LISTS
from tests.usecases.retail import at
from tests.views.window import messages, settle, shown

PULL = 1


@pytest.fixture
def shop(db: Database) -> int:
    """A shop on a database and one of two lines at two places."""
    number = add_service(db, "Shop")
    owner = Node("service", number)
    add_named(db, owner, ["Database", "Line 1", "Line 2"])
    lines = [one.need_id for one in list_groups(db, owner)[0].members if one.need_id and "Line" in one.name]
    group_needs(db, lines, "any")
    for row in list_components(db):
        if row.name != "Database":
            change_component(db, row.id, location=f"Place of {row.name}", kept_by="supplier", owner="Telco")
    return number


@pytest.fixture
def page(qtbot: QtBot, db: Database, shop: int) -> Iterator[DependenciesPage]:
    with shown(qtbot, db, DependenciesPage, (1280, 800)) as page:
        yield page


def part(page: DependenciesPage, title: str) -> str:
    """The name of the node with this title in the picture."""
    return next(name for name, item in page.scene.nodes.items() if item.node.title == title)


def click(page: DependenciesPage, title: str) -> None:
    """Click on a node where it stands on the screen."""
    item = page.scene.nodes[part(page, title)]
    page.view.ensureVisible(item)
    where = page.view.mapFromScene(item.sceneBoundingRect().center())
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=where)


def press(page: DependenciesPage, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(page.view, key, held or Qt.KeyboardModifier.NoModifier)


def button_of(page: DependenciesPage, name: str) -> QPushButton:
    return next(
        one for one in page.findChildren(QPushButton) if one.accessibleName() == name and one.isVisible()
    )


def texts(page: DependenciesPage) -> dict[str, str]:
    """The state of every row of the table."""
    return {row.node.title: row.mark for row in table_rows(page)}


def table_rows(page: DependenciesPage) -> tuple[NodeRow, ...]:
    """The table is filled where it is seen."""
    before = page.views.currentIndex()
    page.views.setCurrentIndex(1)
    page.views.setCurrentIndex(before)
    return page.model.rows


def largest_letters(paper: PageObject) -> float:
    """The height of the largest letters of a page, in points."""
    found: list[float] = []

    def note(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            found.append(abs(size * tm[3] * cm[3]))

    paper.extract_text(visitor_text=note)
    return max(found)


def test_the_first_service_with_columns_is_shown_with_its_top_chosen(page: DependenciesPage) -> None:
    titles = {item.node.title for item in page.scene.nodes.values()}
    assert titles == {"Shop", "Database", "1 of 2", "Line 1", "Line 2"}
    assert page.scene.current == part(page, "Shop")
    assert page.side.part.head.name.text() == "Shop"
    assert page.chooser.currentText() == "Shop"


def test_the_table_says_the_same_as_the_picture(page: DependenciesPage) -> None:
    page.views.setCurrentIndex(1)
    assert texts(page)["Database"] == "◆ single point"
    assert {row.node.keeper for row in page.model.rows} == {"", "best effort", "Telco"}
    page.table.choose(lambda row: row.node.title == "Line 2")
    assert page.scene.current == part(page, "Line 2")
    assert page.side.part.head.name.text() == "Line 2"


def test_turning_to_the_table_stays_on_the_part_chosen_in_the_picture(page: DependenciesPage) -> None:
    page.views.setCurrentIndex(1)
    page.table.choose(lambda row: row.node.title == "Line 2")
    page.views.setCurrentIndex(0)
    page.go_to(part(page, "Database"))
    page.views.setCurrentIndex(1)
    assert page.scene.current == part(page, "Database")
    current = page.table.current_row()
    assert current is not None
    assert current.node.title == "Database"


def test_everything_and_another_service_are_chosen_by_name(
    qtbot: QtBot, db: Database, page: DependenciesPage
) -> None:
    add_service(db, "Mail")
    settle(qtbot, page)
    page.chooser.setCurrentIndex(page.chooser.findText("Everything"))
    page.chooser.activated.emit(page.chooser.currentIndex())
    settle(qtbot, page)
    assert "Mail" in {item.node.title for item in page.scene.nodes.values()}
    page.chooser.setCurrentIndex(page.chooser.findText("Mail"))
    page.chooser.activated.emit(page.chooser.currentIndex())
    settle(qtbot, page)
    assert [item.node.title for item in page.scene.nodes.values()] == ["Mail"]
    assert page.hint.isVisible()


def test_enter_takes_the_first_service_with_what_was_typed(
    qtbot: QtBot, db: Database, page: DependenciesPage
) -> None:
    mail = add_service(db, "Mail and files")
    settle(qtbot, page)
    line = page.chooser.lineEdit()
    assert line is not None
    for typed, chosen in (("FILES", mail), ("nobody", mail), ("sho", list_services(db)[1].id)):
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, typed)
        QTest.keyClick(line, Qt.Key.Key_Return)
        settle(qtbot, page)
        assert page.service_id == chosen
    assert page.chooser.currentText() == "Shop"


def test_arrows_walk_along_the_lines_and_are_told_to_screen_readers(page: DependenciesPage) -> None:
    page.view.setFocus()
    press(page, Qt.Key.Key_Home)
    press(page, Qt.Key.Key_Down)
    first = page.scene.current
    assert first != part(page, "Shop")
    press(page, Qt.Key.Key_Up)
    assert page.scene.current == part(page, "Shop")
    page.go_to(part(page, "Database"))
    assert "Database" in page.view.accessibleDescription()
    assert "single point" in page.view.accessibleDescription()


def test_a_node_moved_with_the_keyboard_stays_there_until_undone(
    qtbot: QtBot, db: Database, page: DependenciesPage, shop: int
) -> None:
    name = part(page, "Database")
    page.go_to(name)
    before = page.scene.nodes[name].pos()
    press(page, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    settle(qtbot, page)
    assert page.scene.nodes[name].pos() == before + QPointF(8, 0)
    assert draw_picture(db, shop, at(11, 1)).places.keys() == {name}
    db.undo()
    settle(qtbot, page)
    assert page.scene.nodes[name].pos() == before


def test_a_dragged_node_snaps_to_the_grid_and_its_lines_follow(
    qtbot: QtBot, db: Database, page: DependenciesPage, shop: int
) -> None:
    name = part(page, "Line 1")
    item = page.scene.nodes[name]
    start = page.view.mapFromScene(item.sceneBoundingRect().center())
    viewport = page.view.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(viewport, start + QPoint(37, 21))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start + QPoint(37, 21))
    settle(qtbot, page)
    x, y = draw_picture(db, shop, at(11, 1)).places[name]
    assert (x % 8, y % 8) == (0, 0)
    assert page.scene.nodes[name].pos() == QPointF(x, y)
    page.keeping.lay_out_anew()
    settle(qtbot, page)
    assert draw_picture(db, shop, at(11, 1)).places == {}


def test_zoom_stays_within_reason_and_fits(page: DependenciesPage) -> None:
    for _ in range(40):
        press(page, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert page.view.transform().m11() == pytest.approx(4)
    for _ in range(60):
        press(page, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert page.view.transform().m11() == pytest.approx(0.05)
    press(page, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert 0.05 < page.view.transform().m11() <= 1


def test_focus_leaves_only_what_is_near(qtbot: QtBot, page: DependenciesPage) -> None:
    page.go_to(part(page, "Line 1"))
    page.focus_choice.set_value(1)
    page.focus_choice.committed.emit()
    settle(qtbot, page)
    assert {item.node.title for item in page.scene.nodes.values()} == {"Line 1", "1 of 2"}
    page.focus_choice.set_value(None)
    page.focus_choice.committed.emit()
    settle(qtbot, page)
    assert len(page.scene.nodes) == 5


def test_finding_chooses_the_first_that_fits_then_the_next(page: DependenciesPage) -> None:
    assert page.find_field is not None
    page.find_field.wanted.emit("line")
    first = page.scene.current
    page.find_field.wanted.emit("line")
    assert {first, page.scene.current} == {part(page, "Line 1"), part(page, "Line 2")}


def hide(qtbot: QtBot, page: DependenciesPage, title: str) -> None:
    """Fold a node."""
    page.scene.fold_wanted.emit(part(page, title))
    settle(qtbot, page)


def test_finding_a_part_that_is_folded_away_unfolds_it_as_one_step(
    qtbot: QtBot, db: Database, page: DependenciesPage
) -> None:
    hide(qtbot, page, "1 of 2")
    hide(qtbot, page, "Shop")
    assert len(page.scene.nodes) == 1
    said = messages(page)
    assert page.find_field is not None
    page.find_field.wanted.emit("line 2")
    settle(qtbot, page)
    assert page.scene.current == part(page, "Line 2")
    assert said == ["Unfolded Shop and 1 of 2 to show Line 2."]
    db.undo()
    settle(qtbot, page)
    assert len(page.scene.nodes) == 1


def test_finding_goes_first_to_what_is_drawn_and_stays_there_while_typed_further(
    qtbot: QtBot, page: DependenciesPage
) -> None:
    hide(qtbot, page, "1 of 2")
    said = messages(page)
    assert page.find_field is not None
    for typed in ("d", "da", "data"):
        page.find_field.wanted.emit(typed)
        assert page.scene.current == part(page, "Database")
    assert said == []


def test_a_find_with_no_hit_marks_the_field_until_it_is_emptied(page: DependenciesPage) -> None:
    field = page.find_field
    assert field is not None
    field.wanted.emit("nowhere")
    assert field.property("wrong") is True
    assert field.accessibleDescription() == "No part of this picture has these words."
    field.wanted.emit("")
    assert field.property("wrong") is False
    assert field.accessibleDescription() == ""


def test_a_part_outside_the_focus_is_shown_and_the_focus_lifted(qtbot: QtBot, page: DependenciesPage) -> None:
    page.go_to(part(page, "Line 1"))
    page.focus_choice.set_value(1)
    page.focus_choice.committed.emit()
    settle(qtbot, page)
    said = messages(page)
    page.views.setCurrentIndex(1)
    page.table.choose(lambda row: row.node.title == "Database")
    assert said == []  # walking past a row changes nothing
    page.table.clicked.emit(page.table.currentIndex())
    settle(qtbot, page)
    assert page.scene.current == part(page, "Database")
    assert page.focus_choice.value() is None
    assert said == ["All of it is shown again: Database was outside the focus."]


def test_a_click_in_a_list_shows_a_folded_part_and_walking_the_list_does_not(
    qtbot: QtBot, page: DependenciesPage
) -> None:
    page.side.setCurrentIndex(LISTS)
    page.side.lists.show_list("improve")
    table = page.side.lists.improve.table
    table.choose(lambda row: row.figures.name == "Line 2")
    hide(qtbot, page, "Shop")
    assert len(page.scene.nodes) == 1
    table.choose(lambda row: row.figures.name == "Line 1")
    assert len(page.scene.nodes) == 1
    table.clicked.emit(table.currentIndex())
    settle(qtbot, page)
    assert page.scene.current == part(page, "Line 1")


def test_a_folded_part_of_a_read_only_desk_is_said_to_be_folded(
    qtbot: QtBot, page: DependenciesPage, monkeypatch
) -> None:
    line = part(page, "Line 1")
    hide(qtbot, page, "1 of 2")
    monkeypatch.setattr(page.desk.db, "read_only", True)
    said = messages(page)
    page.go_to(line)
    assert said == ["Line 1 is folded away under 1 of 2, and this desk is read-only."]


def test_a_column_is_added_from_the_header_to_the_chosen_part_or_else_to_the_service(
    qtbot: QtBot, page: DependenciesPage
) -> None:
    page.side.setCurrentIndex(LISTS)
    page.go_to(part(page, "Database"))
    page.add_button.click()
    form = page.side.part.stands_on.add_form
    assert form.isVisible()
    editor = form.form.editors["name"]
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "Storage")
    page.refresh()
    settle(qtbot, page)
    assert form.isVisible()  # what was worked out meanwhile takes nothing away
    form.accept()
    settle(qtbot, page)
    page.go_to(part(page, "Storage"))
    assert page.side.part.carries.text() == "Database"
    page.scene.clearSelection()
    page.add_button.click()
    assert page.scene.current == part(page, "Shop")


def test_why_no_column_can_be_added_is_said(qtbot: QtBot, page: DependenciesPage, monkeypatch) -> None:
    page.choose_service(None)
    settle(qtbot, page)
    page.scene.clearSelection()
    assert not page.add_button.isEnabled()
    assert page.add_button.toolTip() == "Choose a service or a part first."
    page.go_to(part(page, "Line 1"))
    assert page.add_button.isEnabled()
    page.list_button.click()
    assert page.add_button.toolTip() == "Write or leave the list first."
    page.bringing_in.sheet.leave()
    assert page.add_button.isEnabled()
    monkeypatch.setattr(page.desk.db, "read_only", True)
    page.refresh()
    settle(qtbot, page)
    assert page.add_button.toolTip() == "This desk is read-only; nothing can be added to it."


def test_parts_on_best_effort_are_counted_in_words(db: Database, page: DependenciesPage) -> None:
    picture = draw_picture(db, None, at(10, 1))
    one, *more = (
        replace(node, takes_it_down_alone=False) for node in picture.nodes if node.kind == "component"
    )
    alone = replace(one, takes_it_down_alone=True)
    said = "of 3 parts on best effort: nobody has agreed to restore"
    assert best_effort_sentence((one,), picture) == f"1 {said} it."
    assert best_effort_sentence((alone,), picture) == f"1 {said} it. It takes the service down alone."
    assert best_effort_sentence((alone, *more), picture) == (
        f"3 {said} them. 1 of them takes the service down alone."
    )


def test_lists_say_what_takes_the_service_down_and_what_to_improve(page: DependenciesPage) -> None:
    assert [row.part for row in page.side.lists.points.model.rows] == ["Database"]
    assert {row.parts for row in page.side.lists.ways.model.rows} == {
        frozenset({part(page, "Database")}),
        frozenset({part(page, "Line 1"), part(page, "Line 2")}),
    }
    assert page.side.lists.improve.model.rows[0].figures.name == "Database"
    assert "assumed" in page.side.lists.improve.sentence.text()


def test_clicked_columns_are_pulled_and_what_falls_is_shown(qtbot: QtBot, page: DependenciesPage) -> None:
    page.side.setCurrentIndex(PULL)
    click(page, "Line 1")
    settle(qtbot, page)
    assert page.side.pull.verdict.text() == "0 services fall, 1 still stands."
    points = [(row.point.part, row.point.is_new) for row in page.side.pull.points.model.rows]
    assert points == [("Line 2", True), ("Database", False)]
    assert page.side.pull.alone.text() == "1 single point of failure before, 2 now, 1 of them new."
    assert texts(page)["Line 1"] == "✕ taken away"
    assert texts(page)["Line 2"] == "▲ now alone"
    click(page, "Line 2")
    settle(qtbot, page)
    assert [row.service for row in page.side.pull.fallen.model.rows] == ["Shop"]
    assert texts(page)["1 of 2"] == texts(page)["Shop"] == "✕ falls"
    click(page, "Line 2")
    page.side.pull.back_button.click()
    settle(qtbot, page)
    assert set(texts(page).values()) == {"", "◆ single point"}


def test_what_is_taken_away_is_told_while_another_tab_is_in_front(
    qtbot: QtBot, page: DependenciesPage
) -> None:
    page.side.setCurrentIndex(PULL)
    click(page, "Line 1")
    settle(qtbot, page)
    assert not page.hint.isVisible()
    page.side.setCurrentIndex(0)
    assert page.hint.text() == "1 part taken away. Put back under Pull a column."
    assert page.hint.isVisible()
    page.side.pull.show_gone(())
    settle(qtbot, page)
    assert not page.hint.isVisible()


def test_a_whole_place_a_supplier_and_best_effort_are_pulled_at_once(
    qtbot: QtBot, page: DependenciesPage
) -> None:
    words = [
        page.side.pull.bundle_choice.itemText(at) for at in range(1, page.side.pull.bundle_choice.count())
    ]
    assert words == [
        "At Place of Line 1",
        "At Place of Line 2",
        "Kept by Telco",
        "Everything on best effort",
    ]
    page.side.pull.bundle_choice.setCurrentIndex(3)
    page.side.pull.bundle_choice.committed.emit()
    settle(qtbot, page)
    assert page.side.pull.gone == {part(page, "Line 1"), part(page, "Line 2")}
    assert [row.service for row in page.side.pull.fallen.model.rows] == ["Shop"]


def test_a_way_down_is_pulled_from_its_list(qtbot: QtBot, page: DependenciesPage) -> None:
    page.side.setCurrentIndex(3)
    page.side.lists.show_list("ways")
    page.side.lists.ways.table.choose(lambda row: len(row.parts) == 2)
    button_of(page, "Take these away").click()
    settle(qtbot, page)
    assert page.side.currentIndex() == PULL
    assert [row.service for row in page.side.pull.fallen.model.rows] == ["Shop"]


def test_ways_down_are_stepped_through_by_chance_and_by_size(qtbot: QtBot, page: DependenciesPage) -> None:
    pair = frozenset({part(page, "Line 1"), part(page, "Line 2")})
    page.view.setFocus()
    press(page, Qt.Key.Key_N)
    settle(qtbot, page)
    assert page.side.currentIndex() == PULL
    assert page.side.pull.gone == {part(page, "Database")}
    assert page.side.pull.ways.words.text().startswith("1 of 2: Database, together down")
    press(page, Qt.Key.Key_N)
    settle(qtbot, page)
    assert page.side.pull.gone == pair
    assert texts(page)["Line 1"] == "✕ taken away"
    press(page, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    assert page.side.pull.gone == {part(page, "Database")}
    page.side.pull.ways.order.set_value("size")
    page.side.pull.ways.order.committed.emit()
    assert page.side.pull.ways.words.text().startswith("1 of 2: Database")
    page.side.pull.ways.back_button.click()
    assert page.side.pull.gone == pair
    page.side.pull.show_gone(())
    assert page.side.pull.ways.words.text() == "2 ways down to step through."
    settle(qtbot, page)


def test_what_falls_tells_who_rests_on_it_and_what_an_hour_costs(
    qtbot: QtBot, db: Database, page: DependenciesPage, shop: int
) -> None:
    page.side.setCurrentIndex(PULL)
    page.side.pull.show_gone({part(page, "Database")})
    settle(qtbot, page)
    assert "is not said" in page.side.pull.costs.text()
    page.go_to(part(page, "Shop"))
    cost = page.side.part.service_form.editors["hour_cost"]
    cost.setText("4.800,50 €")  # pyright: ignore[reportAttributeAccessIssue]
    cost.editingFinished.emit()  # pyright: ignore[reportAttributeAccessIssue]
    settle(qtbot, page)
    assert page.side.pull.costs.text() == "An hour of it costs 4,800.50 EUR."
    (fallen,) = page.side.pull.fallen.model.rows
    assert rests_on(fallen) == "no SLA in force"
    cost.setText("a lot")  # pyright: ignore[reportAttributeAccessIssue]
    cost.editingFinished.emit()  # pyright: ignore[reportAttributeAccessIssue]
    assert "a lot" in next(one.text() for one in page.side.part.service_form._errors.values())
    assert list_services(db)[0].hour_cost == Money(480050, "EUR")


def test_figures_are_entered_where_they_are_read_and_nonsense_is_refused_there(
    qtbot: QtBot, page: DependenciesPage
) -> None:
    page.go_to(part(page, "Database"))
    form = page.side.part.component_form
    form.editors["contracted_availability"].setText("99,5 %")  # pyright: ignore[reportAttributeAccessIssue]
    form.editors["contracted_availability"].editingFinished.emit()  # pyright: ignore[reportAttributeAccessIssue]
    settle(qtbot, page)
    row = next(row for row in table_rows(page) if row.node.title == "Database")
    assert (row.level, row.node.figures.basis) == ("99.50 %", "contracted")  # pyright: ignore[reportOptionalMemberAccess]
    form.editors["mtbf_hours"].setText("long")  # pyright: ignore[reportAttributeAccessIssue]
    form.editors["mtbf_hours"].editingFinished.emit()  # pyright: ignore[reportAttributeAccessIssue]
    assert "long" in next(one for one in form._errors.values() if one.isVisible()).text()


def test_support_hours_of_a_part_are_chosen_where_its_figures_are(
    qtbot: QtBot, db: Database, page: DependenciesPage
) -> None:
    hours = add_hours(db, "Weekdays", time_zone="UTC", week={day: ((time(8), time(18)),) for day in range(5)})
    settle(qtbot, page)
    page.go_to(part(page, "Database"))
    form = page.side.part.component_form
    assert form.value("support_hours_id") is None
    for name, typed in (("mtbf_hours", "1000"), ("restore_hours", "4")):
        form.editors[name].setText(typed)  # pyright: ignore[reportAttributeAccessIssue]
        form.editors[name].editingFinished.emit()  # pyright: ignore[reportAttributeAccessIssue]
        settle(qtbot, page)
    always = page._state.services[part(page, "Shop")]
    form.set_value("support_hours_id", hours)
    form.editors["support_hours_id"].committed.emit()  # pyright: ignore[reportAttributeAccessIssue]
    settle(qtbot, page)
    assert page._state.services[part(page, "Shop")] > always  # it waits for Monday
    assert form.value("support_hours_id") == hours


def test_columns_are_added_pasted_grouped_and_taken_away(
    qtbot: QtBot, db: Database, page: DependenciesPage
) -> None:
    page.go_to(part(page, "Shop"))
    built = page.side.part.stands_on
    built.open_add()
    built.add_form.form.set_value("name", "Load balancer")
    built.add_form.accept()
    settle(qtbot, page)
    assert "Load balancer" in texts(page)
    QGuiApplication.clipboard().setText("Cache 1\tsystem\r\nCache 2\r\n\r\ndatabase\r\n")
    said = messages(page)
    built.paste_names()
    settle(qtbot, page)
    assert said == ["Pasted 3 names."]
    names = [row.name for row in built.listing.model.rows]
    assert names.count("Database") == 1
    rows = [at for at, name in enumerate(names) if name.startswith("Cache")]
    table = built.listing.table
    table.clearSelection()
    for at_row in rows:
        flags = table.selectionModel().SelectionFlag.Select
        table.selectionModel().select(built.listing.model.index(at_row, 0), flags)
    built.group_button.click()
    built.group_form.form.set_value("rule", "capacity")
    built.group_form.form.set_value("needed", "60")
    built.group_form.accept()
    settle(qtbot, page)
    assert "60 % of the capacity" in texts(page)
    page.go_to(part(page, "60 % of the capacity"))
    page.side.part.group_form.set_value("rule", "at_least")
    page.side.part.group_form.editors["rule"].committed.emit()  # pyright: ignore[reportAttributeAccessIssue]
    settle(qtbot, page)
    assert "1 of 2" in [row.node.what for row in table_rows(page) if "Cache 1" in row.below]
    page.side.part.dissolve_button.click()
    settle(qtbot, page)
    page.go_to(part(page, "Shop"))
    built.listing.table.choose(lambda row: row.name == "Cache 1")
    built.listing.remove_button.click()
    settle(qtbot, page)
    assert "Cache 1" not in texts(page)
    db.undo()
    settle(qtbot, page)
    assert "Cache 1" in texts(page)


def test_a_circle_is_refused_in_words(qtbot: QtBot, page: DependenciesPage) -> None:
    page.go_to(part(page, "Line 1"))
    built = page.side.part.stands_on
    built.open_add()
    built.add_form.form.set_value("name", "Shop")
    built.add_form.accept()
    settle(qtbot, page)
    assert "need itself" in built.add_form.error.text()


def test_another_service_is_copied(qtbot: QtBot, db: Database, page: DependenciesPage) -> None:
    mail = add_service(db, "Mail")
    page.choose_service(mail)
    settle(qtbot, page)
    built = page.side.part.stands_on
    built.copy_button.click()
    built.copy_form.form.set_value("name", "nobody")
    built.copy_form.accept()
    assert "nobody" in built.copy_form.error.text()
    built.copy_form.form.set_value("name", "shop")
    built.copy_form.accept()
    settle(qtbot, page)
    assert {"Mail", "Database", "Line 2"} <= texts(page).keys()


def test_the_picture_is_saved_as_png_svg_and_pdf(page: DependenciesPage, tmp_path: Path) -> None:
    for ending in ("png", "svg", "pdf"):
        page.keeping.save(tmp_path / f"shop.{ending}")
    image = QImage(str(tmp_path / "shop.png"))
    assert image.width() > 400
    assert image.pixelColor(image.width() - 1, image.height() - 1).name() == theme.LIGHT.surface.lower()
    assert QSvgRenderer(str(tmp_path / "shop.svg")).isValid()
    (paper,) = PdfReader(tmp_path / "shop.pdf").pages
    assert "Database" in paper.extract_text()
    assert largest_letters(paper) < 30
    assert page.scene.current == part(page, "Shop")
    with pytest.raises(AppError):
        save_picture(page.scene, "Shop", tmp_path / "shop.gif")


def test_markup_and_long_names_stay_plain_text(qtbot: QtBot, db: Database, page: DependenciesPage) -> None:
    evil = "<b>bold</b> & <img src=x> " + "long " * 30
    add_named(db, Node("service", list_services(db)[0].id), [evil])
    settle(qtbot, page)
    name = part(page, " ".join(evil.split()))
    page.go_to(name)
    assert "&lt;img" in page.scene.nodes[name].toolTip()
    assert page.side.part.head.name.textFormat() == Qt.TextFormat.PlainText
    drawn = picture_bytes(page.scene, "<script>", "SVG").decode()
    assert "<img" not in drawn
    assert "<script>" not in drawn
    assert QSvgRenderer(drawn.encode()).isValid()


def test_without_services_the_page_says_how_to_begin(qtbot: QtBot, db: Database) -> None:
    with shown(qtbot, db, DependenciesPage) as page:
        assert page.stack.currentIndex() == 2
        add_named(db, Node("service", add_service(db, "Mail")), ["Storage"])
        settle(qtbot, page)
        assert page.stack.currentIndex() == 1
        assert texts(page).keys() == {"Mail", "Storage"}


def test_a_service_removed_elsewhere_gives_way_to_another(
    qtbot: QtBot, db: Database, page: DependenciesPage, shop: int
) -> None:
    add_service(db, "Mail")
    settle(qtbot, page)
    remove_service(db, shop)
    settle(qtbot, page)
    assert page.chooser.currentText() == "Mail"


@pytest.mark.parametrize(
    ("unavailability", "words"),
    [
        (0.0, "100 %"),
        (0.005, "99.50 %"),
        (0.0005, "99.950 %"),
        (1.3e-6, "99.99987 %"),
        (1e-15, "> 99.999999999 %"),
        (1.0, "0.00 %"),
    ],
)
def test_an_availability_has_the_digits_its_nines_need(unavailability: float, words: str) -> None:
    assert percent_up(unavailability) == words
