"""Several outages are marked at once: one step, undone as one, refused without a reason, by keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QMenu
from pytestqt.qtbot import QtBot

from app.models.database import Database
from app.usecases.outages import list_outages
from app.views.pages.measured.outages import OutagesTab
from app.views.pages.measurements import MeasurementsPage
from tests.usecases.retail import Retail, at, retail
from tests.views.fitting import is_all_in_sight
from tests.views.window import messages, settle, shown

MANY = 500


@pytest.fixture
def desk(db: Database) -> Retail:
    """500 outages, more than are read at once; every second one planned."""
    from app.models.measurements import Outage

    made = retail(db)
    with db.changing("Many") as session:
        session.add_all(
            Outage(
                service_id=made.service,
                start=at(10, 1 + n % 28, n % 20, n % 60),
                end=at(10, 1 + n % 28, 21),
                planned=bool(n % 2),
                source="by hand",
            )
            for n in range(MANY)
        )
    return made


def _tab(qtbot: QtBot, page: MeasurementsPage, *, every: bool = True) -> OutagesTab:
    page.tabs.setCurrentWidget(page.outages)
    settle(qtbot, page)
    page.outages.table.setFocus()
    if every:
        qtbot.keyClick(page.outages.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    else:
        page.outages.table.selectRow(0)
    settle(qtbot, page)
    return page.outages


def _choice(tab: OutagesTab, text: str) -> QAction:
    return next(action for action in tab.marking.actions() if action.text() == text)


def test_all_chosen_outages_are_marked_planned_as_one_step(qtbot: QtBot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        said = messages(page)
        tab = _tab(qtbot, page)
        assert tab.marking.button.text() == "Mark 500 outages"
        assert tab.editor._heading.text() == "500 outages"
        _choice(tab, "Planned work").trigger()
        settle(qtbot, page)
        assert {outage.planned for outage in list_outages(db)} == {True}
        assert said == ["Marked 500 outages as planned."]
        assert db.undo() == "Change 500 outages"
        assert sum(outage.planned for outage in list_outages(db)) == MANY // 2


def test_excluding_asks_for_the_reason_and_refuses_without_one(
    qtbot: QtBot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        tab = _tab(qtbot, page)
        _choice(tab, "Exclude, with a reason…").trigger()
        reason = tab.editor._fields["exclusion_reason"]
        assert reason.hasFocus()
        qtbot.keyClick(reason, Qt.Key.Key_Return)
        settle(qtbot, page)
        assert tab.editor._trouble.text() == "Say why this outage is excluded; the pack shows the reason."
        assert not any(outage.excluded for outage in list_outages(db))
        qtbot.keyClicks(reason, "agreed test")
        qtbot.keyClick(reason, Qt.Key.Key_Tab)
        clause = QApplication.focusWidget() or page
        qtbot.keyClicks(clause, "4.2")
        qtbot.keyClick(clause, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        settle(qtbot, page)
        found = {(o.excluded, o.exclusion_reason, o.exclusion_clause) for o in list_outages(db)}
        assert found == {(True, "agreed test", "4.2")}
        tab.marking.actions()[4].trigger()
        settle(qtbot, page)
        assert not any(outage.excluded for outage in list_outages(db))


def test_one_outage_is_marked_in_the_same_way(qtbot: QtBot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        tab = _tab(qtbot, page, every=False)
        assert tab.marking.button.text() == "Mark"
        _choice(tab, "Disputed by the customer…").trigger()
        reason = tab.editor._fields["dispute_reason"]
        assert reason.hasFocus()
        qtbot.keyClicks(reason, "not agreed")
        qtbot.keyClick(reason, Qt.Key.Key_Return)
        settle(qtbot, page)
        assert sum(outage.disputed for outage in list_outages(db)) == 1


def test_a_tick_that_differs_becomes_yes_or_no_and_never_neither(
    qtbot: QtBot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        tab = _tab(qtbot, page)
        planned = tab.editor._fields["planned"]
        assert isinstance(planned, QCheckBox)
        assert planned.checkState() == Qt.CheckState.PartiallyChecked
        states = []
        for _ in range(3):
            qtbot.keyClick(planned, Qt.Key.Key_Space)
            states.append(planned.checkState())
        assert Qt.CheckState.PartiallyChecked not in states


def test_cause_and_customer_text_are_given_to_many(qtbot: QtBot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        tab = _tab(qtbot, page)
        _choice(tab, "Give a cause…").trigger()
        qtbot.keyClicks(QApplication.focusWidget() or page, "storage path")
        _choice(tab, "Write for the customer…").trigger()
        qtbot.keyClicks(QApplication.focusWidget() or page, "Orders were delayed.")
        assert tab.editor._save.text() == "Change 500 outages"
        qtbot.keyClick(tab.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        settle(qtbot, page)
        found = {(outage.cause, outage.customer_text) for outage in list_outages(db)}
        assert found == {("storage path", "Orders were delayed.")}


def test_a_right_click_offers_the_same_on_top_of_the_menu_of_the_table(
    qtbot: QtBot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        tab = _tab(qtbot, page, every=False)
        at = tab.table.rect().center()
        click = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, tab.table.mapToGlobal(at))
        QApplication.sendEvent(tab.table.viewport(), click)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert menu.actions()[0] is _choice(tab, "Planned work")
        assert any(action.text().startswith("Copy") for action in menu.actions())
        qtbot.keyClick(menu, Qt.Key.Key_Escape)
        assert QApplication.activePopupWidget() is None


def test_nothing_can_be_marked_where_nothing_is_chosen(qtbot: QtBot, db: Database) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        page.tabs.setCurrentWidget(page.outages)
        settle(qtbot, page)
        assert not page.outages.marking.button.isEnabled()


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
    ],
)
def test_the_menu_key_offers_what_the_button_marks(
    qtbot: QtBot, db: Database, desk: Retail, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        tab = _tab(qtbot, page)
        qtbot.keyClick(tab.table, key, held)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        qtbot.keyClick(menu, Qt.Key.Key_Down)
        assert menu.activeAction() is _choice(tab, "Planned work")
        qtbot.keyClick(menu, Qt.Key.Key_Return)
        settle(qtbot, page)
        assert {outage.planned for outage in list_outages(db)} == {True}


def test_with_nothing_chosen_the_menu_of_the_table_marks_nothing(
    qtbot: QtBot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        tab = _tab(qtbot, page)
        tab.table.clearSelection()
        settle(qtbot, page)
        assert list(tab.table.own_actions()) == []


@pytest.mark.parametrize("height", [540, 640, 740])
def test_the_reason_that_is_asked_for_is_in_sight_with_the_keyboard_in_it(
    qtbot: QtBot, db: Database, desk: Retail, height: int
) -> None:
    with shown(qtbot, db, MeasurementsPage, (1080, height)) as page:
        tab = _tab(qtbot, page, every=False)
        _choice(tab, "Exclude, with a reason…").trigger()
        settle(qtbot, page)
        reason = page.window().focusWidget()
        assert reason is not None
        assert reason.accessibleName() == "Why it is excluded"
        qtbot.waitUntil(lambda: is_all_in_sight(reason))
