"""Ctrl+V on the Measurements page brings copied rows through the import sheet, with real keys and clipboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.models.database import Database
from app.usecases.outages import list_outages
from app.usecases.services import add_service
from app.views.importing.sheet import CHECK, COLUMNS, DONE, FILE
from app.views.pages.measurements import MeasurementsPage
from tests.views.window import messages, settle, shown

COPIED = (
    "Service\tStart\tEnd\tCause\r\n"
    'Till\t13.10.2026 08:00\t13.10.2026 09:00\t"power\nand cooling"\r\n'
    "Till\t14.10.2026 08:00\t13.10.2026 09:00\ttyped wrongly\r\n"
)
BARE = "Till\t13.10.2026 08:00\t13.10.2026 09:00\r\nTill\t14.10.2026 10:00\t14.10.2026 10:30\r\n"


@pytest.fixture
def till(db: Database) -> int:
    return add_service(db, "Till")


def _focused(page: MeasurementsPage) -> QWidget:
    return QApplication.focusWidget() or page


def _forward(qtbot: QtBot, page: MeasurementsPage) -> None:
    page.sheet.forward()
    settle(qtbot, page)


def test_copied_rows_go_through_every_step_and_are_undone_as_one(
    qtbot: QtBot, db: Database, till: int
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        QGuiApplication.clipboard().setText(COPIED)
        page.focus_first()
        qtbot.keyClick(_focused(page), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        settle(qtbot, page)
        assert page.sheet.step == FILE
        _forward(qtbot, page)
        assert page.sheet.step == COLUMNS
        _forward(qtbot, page)
        assert page.sheet.step == CHECK
        checked = page.sheet.job.checked if page.sheet.job else None
        assert checked is not None
        assert (checked.new.count, checked.rejected.count) == (1, 1)
        assert "before the start" in checked.rejected.rows[0].reason
        assert list_outages(db) == ()
        _forward(qtbot, page)
        assert page.sheet.step == DONE
        assert [outage.cause for outage in list_outages(db)] == ["power\nand cooling"]
        page.sheet.done_step.undo.click()
        settle(qtbot, page)
        assert list_outages(db) == ()


def test_rows_without_headings_are_told_what_they_are(qtbot: QtBot, db: Database, till: int) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        QGuiApplication.clipboard().setText(BARE)
        page.paste_button.click()
        settle(qtbot, page)
        step = page.sheet.file_step
        assert step._bare[0].isChecked()
        kinds = step._kinds[0]
        kinds.setCurrentIndex(kinds.findData("outages"))
        kinds.activated.emit(kinds.currentIndex())
        for _ in (COLUMNS, CHECK, DONE):
            _forward(qtbot, page)
        assert page.sheet.step == DONE
        assert len(list_outages(db)) == 2


def test_copied_files_are_imported_as_if_dropped(
    qtbot: QtBot, db: Database, till: int, tmp_path: Path
) -> None:
    path = tmp_path / "outages.csv"
    path.write_text(COPIED.replace("\t", ";"), encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    with shown(qtbot, db, MeasurementsPage) as page:
        QGuiApplication.clipboard().setMimeData(mime)
        page.paste_button.click()
        settle(qtbot, page)
        assert page.sheet.job is not None
        assert page.sheet.job.path == path


def test_an_empty_clipboard_is_said_and_opens_nothing(qtbot: QtBot, db: Database) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        said = messages(page)
        QGuiApplication.clipboard().clear()
        page.paste_button.click()
        assert said == ["There is nothing to paste. Copy the rows in Excel first, with their headings."]
        assert page.stack.currentWidget() is page.tabs


def test_ctrl_v_in_the_find_field_pastes_there(qtbot: QtBot, db: Database) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        QGuiApplication.clipboard().setText("power")
        assert page.find_field is not None
        page.find_field.setFocus()
        qtbot.keyClick(page.find_field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert page.find_field.text() == "power"
        assert page.stack.currentWidget() is page.tabs
