"""Work is announced, moved, told to the customer and taken back beside the list, every step undone by Undo."""

import pytest
from PySide6.QtCore import Qt

from app.models.database import Database
from app.usecases.planned_work import announce_work, list_planned_work
from app.usecases.services import add_component
from app.usecases.settings import change_settings
from app.views.pages.measured.planned_work import PlannedWorkTab
from app.views.pages.measurements import MeasurementsPage
from tests.usecases.retail import Retail, at, retail
from tests.views.window import messages, settle, shown


@pytest.fixture
def desk(db: Database) -> Retail:
    change_settings(db, time_zone="Europe/Berlin")
    return retail(db)


@pytest.fixture
def work(db: Database, desk: Retail) -> int:
    return announce_work(
        db, "Storage update", start=at(10, 17, 20), end=at(10, 17, 22), service_ids=[desk.service]
    )


def opened(qtbot, page: MeasurementsPage) -> PlannedWorkTab:
    page.reveal(("work", None))
    settle(qtbot, page)
    return page.planned_work


def test_work_is_announced_in_local_time_and_then_shown(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        said = messages(page)
        tab = opened(qtbot, page)
        tab.open_form()
        form = tab.form.form
        form.set_value("title", "Storage update")
        form.editors["start"].setText("17 Oct 2026 22:00")
        form.editors["end"].setText("18 Oct 2026 02:00")
        form.editors["service_ids"].item(0).setCheckState(Qt.CheckState.Checked)
        tab.form.accept()
        settle(qtbot, page)
        (made,) = list_planned_work(db)
        assert (made.start, made.end, made.subjects) == (at(10, 17, 20), at(10, 18), ("Till",))
        assert tab.detail.head.name.text() == "Storage update"
        assert said == ["Announced Storage update."]


def test_work_that_touches_nothing_is_refused_in_the_form(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        tab = opened(qtbot, page)
        tab.open_form()
        tab.form.form.set_value("title", "Storage update")
        tab.form.form.editors["start"].setText("17 Oct 2026 22:00")
        tab.form.form.editors["end"].setText("18 Oct 2026 02:00")
        tab.form.accept()
        assert "touches" in tab.form.error.text()
        assert list_planned_work(db) == ()


def test_moving_the_start_moves_the_end_along_and_undo_moves_both_back(
    qtbot, db: Database, work: int
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        tab = opened(qtbot, page)
        start = tab.detail.form.editors["start"]
        start.setText("24 Oct 2026 22:00")
        start.editingFinished.emit()
        settle(qtbot, page)
        (moved,) = list_planned_work(db)
        assert (moved.start, moved.end) == (at(10, 24, 20), at(10, 24, 22))
        page.desk.undo()
        settle(qtbot, page)
        assert list_planned_work(db)[0].start == at(10, 17, 20)
        assert start.text() == "17 Oct 2026 22:00"


def test_what_work_touches_is_ticked_but_never_nothing(qtbot, db: Database, work: int) -> None:
    add_component(db, "Storage")
    with shown(qtbot, db, MeasurementsPage) as page:
        tab = opened(qtbot, page)
        components = tab.detail.touches.editors["component_ids"]
        services = tab.detail.touches.editors["service_ids"]
        components.item(0).setCheckState(Qt.CheckState.Checked)
        settle(qtbot, page)
        assert list_planned_work(db)[0].subjects == ("Storage", "Till")
        components.item(0).setCheckState(Qt.CheckState.Unchecked)
        services.item(0).setCheckState(Qt.CheckState.Unchecked)
        settle(qtbot, page)
        assert list_planned_work(db)[0].subjects == ("Till",)


def test_work_is_taken_back_and_comes_back_by_undo(qtbot, db: Database, work: int) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        tab = opened(qtbot, page)
        tab.detail._remove()
        settle(qtbot, page)
        assert tab.table.rows_model.total == 0
        page.desk.undo()
        settle(qtbot, page)
        assert tab.table.rows_model.total == 1
