from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.models.database import Database
from app.models.measurements import PeriodFigure
from app.usecases.outages import list_outages, record_outage
from app.views.pages.measured.samples import SamplesTab
from app.views.pages.measurements import TABS, MeasurementsPage
from tests.usecases.imports import imported, sheet
from tests.usecases.retail import Retail, at, retail
from tests.views.window import messages, settle, shown


@pytest.fixture
def desk(db: Database) -> Retail:
    made = retail(db)
    for day in (3, 13, 23):
        record_outage(
            db, start=at(10, day, 9), end=at(10, day, 10), service_id=made.service, cause=f"cause {day}"
        )
    return made


def outages(qtbot, page: MeasurementsPage) -> MeasurementsPage:
    page.tabs.setCurrentWidget(page.outages)
    settle(qtbot, page)
    return page


def test_outages_are_listed_the_latest_first(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        model = outages(qtbot, page).outages.model
        assert [model.data(model.index(n, 4)) for n in range(3)] == ["cause 23", "cause 13", "cause 3"]
        assert page.outages.counted.text() == "3 outages"


def test_sorting_by_cause_asks_the_desk(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        model = outages(qtbot, page).outages.model
        page.outages.table.sortByColumn(4, Qt.SortOrder.AscendingOrder)
        settle(qtbot, page)
        assert model.data(model.index(0, 4)) == "cause 13"


def test_finding_keeps_only_what_mentions_the_words(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        outages(qtbot, page)
        assert page.find_field is not None
        page.find_field.wanted.emit("cause 13")
        settle(qtbot, page)
        assert page.outages.counted.text() == "1 of 3 outages"


def test_several_outages_are_excluded_with_one_reason_in_one_step(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        said = messages(outages(qtbot, page))
        page.outages.table.selectAll()
        editor = page.outages.editor
        editor._fields["excluded"].click()
        editor._fields["exclusion_reason"].setFocus()
        editor._fields["exclusion_reason"].setText("agreed test")
        editor._touch("exclusion_reason")
        editor.save()
        settle(qtbot, page)
        assert {(row.excluded, row.exclusion_reason) for row in list_outages(db)} == {(True, "agreed test")}
        assert said == ["Changed 3 outages."]
        page.desk.undo()
        settle(qtbot, page)
        assert not any(row.excluded for row in list_outages(db))


def test_an_exclusion_without_a_reason_is_refused_where_it_happened(
    qtbot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        outages(qtbot, page).outages.table.selectRow(0)
        editor = page.outages.editor
        editor._fields["excluded"].click()
        editor.save()
        assert "why" in editor._trouble.text()
        assert editor._trouble.isVisible()
        assert not any(row.excluded for row in list_outages(db))


def test_a_cell_is_edited_in_the_table_itself(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        model = outages(qtbot, page).outages.model
        assert model.setData(model.index(0, 4), "switch")
        settle(qtbot, page)
        assert model.data(model.index(0, 4)) == "switch"


def test_an_outage_is_removed_and_comes_back_by_undo(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        outages(qtbot, page).outages.table.selectRow(0)
        page.outages.editor.remove()
        settle(qtbot, page)
        assert page.outages.counted.text() == "2 outages"
        page.desk.undo()
        settle(qtbot, page)
        assert page.outages.counted.text() == "3 outages"


def test_another_page_can_point_at_one_outage(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        wanted = list_outages(db)[1].id
        page.reveal(("outage", wanted))
        settle(qtbot, page)
        assert page.outages.counted.text() == "1 of 3 outages"
        page.outages.all_button.click()
        settle(qtbot, page)
        assert page.outages.counted.text() == "3 outages"


def test_every_tab_opens_on_an_empty_and_on_a_filled_desk(qtbot, db: Database) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        said = messages(page)
        for number in range(page.tabs.count()):
            page.tabs.setCurrentIndex(number)
            settle(qtbot, page)
        retail(db)
        for number in range(page.tabs.count()):
            page.tabs.setCurrentIndex(number)
            settle(qtbot, page)
        assert not said


def test_the_coverage_calendar_shows_which_days_have_data(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        page.reveal(("coverage", None))
        settle(qtbot, page)
        model = page.coverage.chart.model()
        assert model.rowCount() == 1
        said = model.data(model.index(0, 1), Qt.ItemDataRole.AccessibleTextRole)
        assert said == "by hand · outages, Thu 1 October 2026: covered"
        last = model.data(model.index(0, 32), Qt.ItemDataRole.AccessibleTextRole)
        assert last.endswith("unknown")


@pytest.fixture
def sheet_path(tmp_path: Path) -> Path:
    path = tmp_path / "outages-nov.csv"
    path.write_text(
        "System;Start;End;Comment\n"
        "Till;2026-11-02 08:14;2026-11-02 09:02;switch\n"
        "Till;2026-11-03 08:14;2026-11-03 07:02;typed wrongly\n"
    )
    return path


def test_rejected_rows_of_an_import_are_seen_and_saved_as_a_workbook(
    qtbot, db: Database, desk: Retail, sheet_path: Path, tmp_path: Path
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((sheet_path,))
        for _ in range(4):
            settle(qtbot, page)
            page.sheet.forward()
        settle(qtbot, page)
        assert page.stack.currentWidget() is page.tabs
        batch = page.imports.table.current_row()
        assert batch is not None
        assert (batch.read, batch.imported, batch.rejected) == (2, 1, 1)
        assert len(page.imports.rejected.rows_model.rows) == 1
        page.imports.write_rejected(batch, tmp_path / "rejected.xlsx")
        settle(qtbot, page)
        assert (tmp_path / "rejected.xlsx").stat().st_size > 1000


def test_an_import_is_taken_back_whole_and_comes_back_by_undo(
    qtbot, db: Database, desk: Retail, sheet_path: Path
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((sheet_path,))
        for _ in range(4):
            settle(qtbot, page)
            page.sheet.forward()
        settle(qtbot, page)
        page.imports.remove()
        settle(qtbot, page)
        assert (len(list_outages(db)), page.imports.table.rows_model.total) == (3, 0)
        page.desk.undo()
        settle(qtbot, page)
        assert (len(list_outages(db)), page.imports.table.rows_model.total) == (4, 1)


def test_an_outage_opened_from_elsewhere_is_chosen(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        wanted = list_outages(db)[1].id
        page.reveal(("outage", wanted))
        settle(qtbot, page)
        settle(qtbot, page)
        assert [outage.id for outage in page.outages.table.selected_rows()] == [wanted]


def test_a_filter_that_nothing_fits_says_so(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        page.tabs.setCurrentWidget(page.outages)
        page.outages.search("nothing is called like this")
        settle(qtbot, page)
        assert page.outages.nothing.isVisible()
        assert not page.outages.table.isVisible()
        page.outages.search("")
        settle(qtbot, page)
        assert page.outages.table.isVisible()


def test_samples_say_when_nothing_is_like_what_is_looked_for(qtbot, db: Database, desk: Retail) -> None:
    with db.changing("as if imported") as session:
        figure = PeriodFigure(service_id=desk.service, metric="availability", source="a", value="99.5")
        figure.first_day = figure.last_day = "2026-10-01"
        session.add(figure)
    with shown(qtbot, db, MeasurementsPage) as page:
        tab = page.tab(SamplesTab)
        page.tabs.setCurrentIndex(TABS.index(SamplesTab))
        settle(qtbot, page)
        assert tab.figures.isVisible()
        tab.search("nothing is called like this")
        said = [each.text() for each in tab.findChildren(QLabel) if each.isVisible()]
        assert "No figure is like that." in said
        assert "No series is like that." not in said
        assert not tab.figures.isVisible()
        tab.search("")
        assert tab.figures.isVisible()


def test_what_an_import_did_with_its_rows_adds_up_to_what_it_read(
    qtbot, db: Database, tmp_path: Path
) -> None:
    head = ("Reference", "Service", "Start", "End")
    first = ("A-1", "Mail", "2026-10-01 08:00", "2026-10-01 09:00")
    imported(db, sheet(tmp_path / "first.csv", head, first), source="Desk")
    changed = ("A-1", "Mail", "2026-10-01 08:00", "2026-10-01 09:30")
    fresh = ("A-2", "Mail", "2026-10-02 08:00", "2026-10-02 09:00")
    wrong = ("A-3", "Mail", "2026-10-03 08:00", "2026-10-03 07:00")
    imported(db, sheet(tmp_path / "again.csv", head, changed, fresh, fresh, wrong), source="Desk")
    with shown(qtbot, db, MeasurementsPage) as page:
        page.tabs.setCurrentWidget(page.imports)
        settle(qtbot, page)
        model = page.imports.table.rows_model
        latest = {column.title: column.text(model.rows[0]) for column in model.columns}
        counts = {title: latest[title] for title in ("Read", "New", "Changed", "Duplicate", "Rejected")}
        assert counts == {"Read": "4", "New": "1", "Changed": "1", "Duplicate": "1", "Rejected": "1"}
        assert page.imports.under.text().startswith(
            "4 rows read = 1 new + 1 changed + 1 duplicate + 1 rejected"
        )
