"""Ctrl+V over a table with real keys: cells land from the current one on, as one step, refused cells said before."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.models.database import Database
from app.usecases.outages import OutageRow, list_outages, record_outage
from app.usecases.services import add_component, list_components, set_components
from app.views.pages.measured.outages import OutagesTab
from app.views.pages.measurements import MeasurementsPage
from app.views.pages.services import ServicesPage
from tests.usecases.retail import Retail, at, retail
from tests.views.window import messages, settle, shown

CAUSE, STATE, SOURCE = 4, 5, 10


@pytest.fixture
def desk(db: Database) -> Retail:
    made = retail(db)
    for day in (3, 13, 23):
        record_outage(db, start=at(10, day, 9), end=at(10, day, 10), service_id=made.service, cause=f"c{day}")
    return made


def _tab(qtbot: QtBot, page: MeasurementsPage) -> OutagesTab:
    page.tabs.setCurrentWidget(page.outages)
    settle(qtbot, page)
    return page.outages


def _paste(qtbot: QtBot, page: MeasurementsPage, text: str, row: int, column: int) -> None:
    table = page.outages.table
    table.setCurrentIndex(table.model().index(row, column))
    table.setFocus()
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, page)


def _latest(db: Database) -> tuple[OutageRow, ...]:
    return list_outages(db)


def test_a_block_lands_from_the_current_cell_on_and_is_one_step(
    qtbot: QtBot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        said = messages(page)
        _tab(qtbot, page)
        _paste(qtbot, page, "power\tdegraded\tyes\r\nnetwork\tdown\tno\r\n", 1, CAUSE)
        assert [(o.cause, o.state, o.planned) for o in _latest(db)] == [
            ("c23", "down", False),
            ("power", "degraded", True),
            ("network", "down", False),
        ]
        assert said == ["Pasted 2 outages."]
        page.desk.undo()
        settle(qtbot, page)
        assert [o.cause for o in _latest(db)] == ["c23", "c13", "c3"]


def test_what_is_refused_is_said_before_anything_is_written(qtbot: QtBot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        strip = _tab(qtbot, page).blocks.strip
        _paste(qtbot, page, "a\tslow\nb\tdown\nc\tdown\nd\tdown\n", 0, CAUSE)
        assert strip.isVisible()
        assert strip.heading.text() == "2 outages of 4 can be pasted. Nothing is written yet."
        assert strip.reasons.text().splitlines() == [
            "Row 1, State: “slow” is no state. An outage is either down or degraded.",
            "Row 4, Cause: There is no outage on this line. Paste new outages with Paste rows.",
        ]
        assert [o.cause for o in _latest(db)] == ["c23", "c13", "c3"]
        assert strip.paste_button.hasFocus()
        qtbot.keyClick(strip.paste_button, Qt.Key.Key_Space)
        settle(qtbot, page)
        assert [o.cause for o in _latest(db)] == ["c23", "b", "c"]


def test_one_copied_cell_fills_every_selected_outage(qtbot: QtBot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        table = _tab(qtbot, page).table
        table.setCurrentIndex(table.model().index(0, CAUSE))
        table.selectAll()
        QGuiApplication.clipboard().setText("storage path\n")
        qtbot.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        settle(qtbot, page)
        assert {o.cause for o in _latest(db)} == {"storage path"}
        assert db.undo() == "Paste over 3 outages"


def test_a_column_that_takes_nothing_is_named_as_left_out(qtbot: QtBot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        strip = _tab(qtbot, page).blocks.strip
        _paste(qtbot, page, "for you\tby hand\n", 0, SOURCE - 1)
        assert strip.reasons.text() == "Left out: Source"


def test_hidden_columns_are_passed_over(qtbot: QtBot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        _tab(qtbot, page).table.setColumnHidden(STATE, True)
        _paste(qtbot, page, "power\tyes\n", 0, CAUSE)
        assert (_latest(db)[0].cause, _latest(db)[0].planned) == ("power", True)


def test_whole_measurements_go_to_the_import_and_so_does_a_block_where_nothing_is_edited(
    qtbot: QtBot, db: Database, desk: Retail
) -> None:
    block = "Till\t1.11.2026 08:00\t1.11.2026 09:00\n"
    for text, column in ((f"Service\tStart\tEnd\n{block}", CAUSE), (block, 0)):
        with shown(qtbot, db, MeasurementsPage) as page:
            _tab(qtbot, page)
            _paste(qtbot, page, text, 0, column)
            assert page.stack.currentWidget() is page.sheet
            assert [o.cause for o in _latest(db)] == ["c23", "c13", "c3"]


def test_a_reason_typed_under_excluded_excludes_and_emptying_it_takes_that_back(
    qtbot: QtBot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        said = messages(page)
        model = _tab(qtbot, page).model
        excluded = model.index(0, 7)
        assert model.setData(excluded, "agreed test")
        settle(qtbot, page)
        assert (_latest(db)[0].excluded, _latest(db)[0].exclusion_reason) == (True, "agreed test")
        assert not model.setData(excluded, "yes")
        assert said == ["Say why this outage is excluded; the pack shows the reason."]
        assert model.setData(excluded, "")
        settle(qtbot, page)
        assert not _latest(db)[0].excluded


def test_needed_components_take_a_block_as_one_step(qtbot: QtBot, db: Database, desk: Retail) -> None:
    first, second = add_component(db, "Router"), add_component(db, "Switch")
    set_components(db, desk.service, [first, second])
    with shown(qtbot, db, ServicesPage) as page:
        listing = page.service_detail.components
        listing.table.setCurrentIndex(listing.model.index(0, 1))
        QGuiApplication.clipboard().setText("network\tAda\nnetwork\tBob\n")
        listing.table.setFocus()
        qtbot.keyClick(listing.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        settle(qtbot, page)
        assert {(row.kind, row.owner) for row in list_components(db)} == {
            ("network", "Ada"),
            ("network", "Bob"),
        }
        assert listing.paste_button.isHidden()
