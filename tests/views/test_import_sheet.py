from pathlib import Path
from time import sleep

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget

from app.models.database import Database
from app.usecases import importing
from app.usecases.importing import list_aliases, list_batches
from app.usecases.outages import count_outages
from app.usecases.services import add_service, list_components, list_services
from app.views.importing import sheet as sheet_module
from app.views.importing.sheet import CHECK, COLUMNS, DONE, FILE
from app.views.pages.measurements import MeasurementsPage
from tests.usecases.retail import retail
from tests.views.window import settle, shown

HEAD = "System;Start;End;Comment\n"


@pytest.fixture(autouse=True)
def _desk(db: Database) -> None:
    retail(db)


def written(folder: Path, name: str, *rows: str) -> Path:
    path = folder / name
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


ONE = "Till;2026-11-02 08:14;2026-11-02 09:02;switch"
TWO = "Till;2026-11-04 08:14;2026-11-04 09:02;switch"
UNKNOWN = "Core router 2;2026-11-05 22:10;2026-11-05 23:40;firmware"


def test_nothing_is_written_before_import_is_pressed(qtbot, db: Database, tmp_path: Path) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((written(tmp_path, "outages.csv", ONE),))
        steps = []
        for _ in range(3):
            settle(qtbot, page)
            steps.append((page.sheet.step, count_outages(db), len(list_batches(db)), len(list_aliases(db))))
            page.sheet.forward()
        assert steps == [(FILE, 0, 0, 0), (COLUMNS, 0, 0, 0), (CHECK, 0, 0, 0)]
        settle(qtbot, page)
        assert (page.sheet.step, count_outages(db)) == (DONE, 1)


def test_done_offers_undo_which_takes_the_import_back(qtbot, db: Database, tmp_path: Path) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((written(tmp_path, "outages.csv", ONE),))
        for _ in range(3):
            settle(qtbot, page)
            page.sheet.forward()
        settle(qtbot, page)
        page.sheet.done_step.undo.click()
        assert count_outages(db) == 0
        assert not page.sheet.done_step.undo.isEnabled()


def test_a_known_layout_goes_straight_to_the_check(qtbot, db: Database, tmp_path: Path) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((written(tmp_path, "outages-oct.csv", ONE),))
        for _ in range(4):
            settle(qtbot, page)
            page.sheet.forward()
        page.import_files((written(tmp_path, "outages-nov.csv", TWO),))
        settle(qtbot, page)
        assert page.sheet.step == CHECK
        assert page.sheet.next_button.text() == "Import 1 row"


def test_several_files_of_one_layout_follow_each_other_without_stopping(
    qtbot, db: Database, tmp_path: Path
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((written(tmp_path, "a.csv", ONE), written(tmp_path, "b.csv", TWO)))
        for _ in range(3):
            settle(qtbot, page)
            page.sheet.forward()
        settle(qtbot, page)
        assert (page.sheet.step, count_outages(db)) == (DONE, 2)
        assert page.sheet.done_step._heading.text() == "2 rows imported"


def test_an_unknown_name_is_answered_in_the_sheet_and_remembered(qtbot, db: Database, tmp_path: Path) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((written(tmp_path, "outages.csv", UNKNOWN),))
        settle(qtbot, page)
        page.sheet.forward()
        subjects = page.sheet.columns_step.answers.subjects
        assert [line.text for line in subjects.rows_model.rows] == ["Core router 2"]
        subjects._choose(subjects.rows_model.rows[0], "Till (service)")
        page.sheet.forward()
        settle(qtbot, page)
        page.sheet.forward()
        settle(qtbot, page)
        assert [(alias.text, alias.subject) for alias in list_aliases(db)] == [("Core router 2", "Till")]
        assert count_outages(db) == 1


def test_rejected_rows_are_opened_first_with_their_reason(qtbot, db: Database, tmp_path: Path) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((written(tmp_path, "outages.csv", ONE, UNKNOWN),))
        for _ in range(2):
            settle(qtbot, page)
            page.sheet.forward()
        settle(qtbot, page)
        check = page.sheet.check_step
        assert (page.sheet.step, check._buttons["rejected"].isChecked()) == (CHECK, True)
        assert "Core router 2" in check.rows.rows_model.rows[0].reason


def test_a_column_can_be_given_by_hand(qtbot, db: Database, tmp_path: Path) -> None:
    path = tmp_path / "strange.csv"
    path.write_text("System;Aaa;Bbb\nTill;2026-11-02 08:14;2026-11-02 09:02\n")
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((path,))
        settle(qtbot, page)
        sheet = page.sheet
        assert sheet.job is not None
        assert sheet.job.source is not None
        from app.usecases.import_reading_again import as_kind

        proposal = sheet.job.proposal.sheets[0]
        sheet.file_step._take(as_kind(sheet.job.source.sheets[0], proposal, "outages"))
        sheet.forward()
        settle(qtbot, page)
        assert sheet.step == COLUMNS
        fields = sheet.columns_step.tabs.widget(0).widget()
        assert "start" in fields._missing.text()
        fields._take("start", 1)
        fields._take("end", 2)
        assert fields._missing.text() == ""
        for _ in range(2):
            sheet.forward()
            settle(qtbot, page)
        assert count_outages(db) == 1


def test_a_file_that_cannot_be_read_says_so_in_its_place_and_the_next_goes_on(
    qtbot, db: Database, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 this is no workbook")
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((broken, written(tmp_path, "outages.csv", ONE)))
        settle(qtbot, page)
        assert "broken.xlsx" in page.sheet.trouble.text()
        page.sheet.skip()
        settle(qtbot, page)
        assert page.sheet.job is not None
        assert page.sheet.job.path.name == "outages.csv"


def test_closing_the_sheet_stops_the_work_and_forgets_the_queue(qtbot, db: Database, tmp_path: Path) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((written(tmp_path, "a.csv", ONE), written(tmp_path, "b.csv", TWO)))
        page.sheet.close_sheet()
        settle(qtbot, page)
        assert page.stack.currentWidget() is page.tabs
        assert (page.sheet.job, count_outages(db)) == (None, 0)


def test_when_every_row_would_be_rejected_the_check_offers_to_create_the_names(
    qtbot, db: Database, tmp_path: Path
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        sheet = page.sheet
        page.import_files((written(tmp_path, "outages.csv", UNKNOWN),))
        for _ in range(2):
            settle(qtbot, page)
            sheet.forward()
        settle(qtbot, page)
        assert (sheet.next_button.text(), sheet.next_button.isEnabled()) == ("Nothing to import", False)
        sheet.forward()
        assert sheet.step == CHECK
        offered = {one.text(): one for one in sheet.check_step.findChildren(QPushButton)}
        offered["Create it as a component"].click()
        settle(qtbot, page)
        assert (sheet.step, sheet.next_button.text()) == (CHECK, "Import 1 row")
        sheet.forward()
        settle(qtbot, page)
        assert "Core router 2" in {component.name for component in list_components(db)}
        assert count_outages(db) == 1


def test_on_a_desk_without_services_the_names_of_a_file_are_created(qtbot, tmp_path: Path) -> None:
    empty = Database.create(tmp_path / "empty.slm")
    with shown(qtbot, empty, MeasurementsPage) as page:
        page.import_files((written(tmp_path, "outages.csv", ONE),))
        for _ in range(3):
            settle(qtbot, page)
            page.sheet.forward()
        settle(qtbot, page)
        assert (page.sheet.step, count_outages(empty)) == (DONE, 1)
    empty.close()


def test_a_file_that_says_nothing_new_can_still_say_what_it_covers(
    qtbot, db: Database, tmp_path: Path
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        for name in ("a.csv", "b.csv"):
            page.import_files((written(tmp_path, name, ONE),))
            settle(qtbot, page)
            if name == "a.csv":
                for _ in range(3):
                    page.sheet.forward()
                    settle(qtbot, page)
        assert page.sheet.step == CHECK
        assert page.sheet.next_button.text() == "Record what it covers"


def test_escape_leaves_the_sheet_of_a_file_that_cannot_be_read(qtbot, db: Database, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 this is no workbook")
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((broken,))
        settle(qtbot, page)
        assert page.sheet.head.names[0].y() < 40  # the steps stay on top
        assert page.sheet.foot.y() < page.height()
        qtbot.keyClick(page.sheet, Qt.Key.Key_Escape)
        assert page.stack.currentWidget() is page.tabs


@pytest.mark.shared
def test_a_real_workbook_is_imported_with_its_components(qtbot, db: Database, shared_data: Path) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((shared_data / "outages" / "github_outages_by_component.xlsx",))
        settle(qtbot, page)
        page.sheet.forward()
        answers = page.sheet.columns_step.answers
        answers.unknown.set_value("create", "component")
        answers._take("create")
        for _ in range(2):
            page.sheet.forward()
            settle(qtbot, page)
        assert count_outages(db) == 1250


def test_cancel_gives_each_step_back_and_changes_nothing(qtbot, db: Database, tmp_path: Path) -> None:
    rows = [
        f"Till;2026-10-{n % 28 + 1:02} {n % 24:02}:{n % 60:02};2026-11-02 09:02;{n}" for n in range(25_000)
    ]
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((written(tmp_path, "outages.csv", *rows),))
        settle(qtbot, page)
        page.sheet.forward()
        for step in (COLUMNS, CHECK):
            assert page.sheet.step == step
            page.sheet.forward()
            page.sheet.foot.stop.click()
            settle(qtbot, page)
            assert (page.sheet.step, count_outages(db)) == (step, 0)
            assert page.sheet.trouble.text() == "Stopped; nothing was changed."
            page.sheet.forward()
            settle(qtbot, page)
        assert (page.sheet.step, count_outages(db)) == (DONE, 25_000)


def test_cancel_that_comes_after_the_rows_are_saved_says_so(
    qtbot, db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deaf(db: Database, checked: importing.Checked, *, progress, cancelled) -> importing.BatchRow:
        while not cancelled():
            sleep(0.001)
        return importing.run_import(db, checked)

    monkeypatch.setattr(sheet_module, "run_import", deaf)
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((written(tmp_path, "outages.csv", ONE),))
        for _ in range(2):
            settle(qtbot, page)
            page.sheet.forward()
        settle(qtbot, page)
        page.sheet.forward()
        page.sheet.foot.stop.click()
        settle(qtbot, page)
        assert (page.sheet.step, count_outages(db)) == (DONE, 1)
        assert "Undo takes them back" in page.sheet.trouble.text()


def through(qtbot, page: MeasurementsPage, *paths: Path) -> None:
    """A file taken through all steps."""
    page.import_files(paths)
    for _ in range(3):
        settle(qtbot, page)
        page.sheet.forward()
    settle(qtbot, page)


def test_leaving_the_page_after_the_last_step_closes_the_sheet(qtbot, db: Database, tmp_path: Path) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        through(qtbot, page, written(tmp_path, "outages.csv", ONE))
        assert page.stack.currentWidget() is page.sheet
        page.hide()
        page.show()
        assert page.stack.currentWidget() is page.tabs


def test_leaving_the_page_before_the_last_step_keeps_the_file_at_hand(
    qtbot, db: Database, tmp_path: Path
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((written(tmp_path, "outages.csv", ONE),))
        settle(qtbot, page)
        page.sheet.forward()
        page.hide()
        page.show()
        assert (page.stack.currentWidget(), page.sheet.step) == (page.sheet, COLUMNS)


@pytest.mark.parametrize("size", [(1080, 740), (900, 560)])
def test_what_becomes_of_many_unknown_names_is_asked_in_sight(
    qtbot, db: Database, tmp_path: Path, size: tuple[int, int]
) -> None:
    rows = [f"Machine number {n};2026-11-05 22:{n:02};2026-11-05 23:40;firmware" for n in range(30)]
    with shown(qtbot, db, MeasurementsPage, size) as page:
        page.import_files((written(tmp_path, "outages.csv", *rows),))
        for _ in range(2):
            settle(qtbot, page)
            page.sheet.forward()
        settle(qtbot, page)
        step = page.sheet.check_step
        for way in step.unknown.ways:
            assert way.visibleRegion().boundingRect().size() == way.size()
        assert step.unknown.names.text().endswith("and 18 more")


def test_every_date_in_the_check_is_shown_whole(qtbot, db: Database, tmp_path: Path) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((written(tmp_path, "outages.csv", ONE, TWO),))
        for _ in range(2):
            settle(qtbot, page)
            page.sheet.forward()
        settle(qtbot, page)
        dates = [one for one in page.sheet.check_step.findChildren(QLabel) if "→" in one.text()]
        assert dates
        assert all(one.height() >= one.heightForWidth(one.width()) for one in dates)


def test_a_file_left_out_says_why_at_the_end(qtbot, db: Database, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 this is no workbook")
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((broken, written(tmp_path, "a.csv", ONE)))
        settle(qtbot, page)
        why = page.sheet.trouble.text()
        page.sheet.skip()
        for _ in range(3):
            settle(qtbot, page)
            page.sheet.forward()
        settle(qtbot, page)
        told = [one.text() for one in page.sheet.done_step.findChildren(QLabel)]
        assert f"broken.xlsx was left out. {why}" in told


def test_suggested_names_are_taken_together_with_one_button(qtbot, db: Database, tmp_path: Path) -> None:
    add_service(db, "Developer Workspace")
    row = "Developer-Workspace;2026-11-02 08:14;2026-11-02 09:02;"
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((written(tmp_path, "outages.csv", row, UNKNOWN),))
        settle(qtbot, page)
        page.sheet.forward()
        settle(qtbot, page)
        answers = page.sheet.columns_step.answers
        assert (answers.take.text(), answers.subjects.suggested) == ("Take the suggestion", 1)
        answers.take.click()
        assert (answers.take.isVisible(), answers.subjects.suggested) == (False, 0)
        for _ in range(2):
            page.sheet.forward()
            settle(qtbot, page)
        assert [(alias.text, alias.subject) for alias in list_aliases(db)] == [
            ("Developer-Workspace", "Developer Workspace")
        ]
        assert count_outages(db) == 1


def focused(page: MeasurementsPage) -> str:
    """The words of the button the keyboard is on; "" outside the sheet."""
    there = page.window().focusWidget()
    return there.text() if isinstance(there, QPushButton) and page.sheet.isAncestorOf(there) else ""


def test_a_file_with_unknown_names_is_imported_with_the_space_bar_alone(
    qtbot, db: Database, tmp_path: Path
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((written(tmp_path, "outages.csv", UNKNOWN),))
        pressed = []
        for _ in range(4):
            settle(qtbot, page)
            pressed.append(focused(page))
            qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Space)
            assert page.isAncestorOf(page.window().focusWidget())
        settle(qtbot, page)
        assert pressed == ["Next", "Check", "Create it as a service", "Import 1 row"]
        assert (focused(page), count_outages(db)) == ("Close", 1)


def test_after_cancel_the_keyboard_is_on_what_was_cancelled(qtbot, db: Database, tmp_path: Path) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((written(tmp_path, "outages.csv", ONE),))
        settle(qtbot, page)
        page.sheet.forward()
        page.sheet.forward()
        qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Escape)
        settle(qtbot, page)
        assert (page.sheet.trouble.text(), focused(page)) == ("Stopped; nothing was changed.", "Check")


def test_several_suggested_names_are_taken_at_once_and_what_was_chosen_stays(
    qtbot, db: Database, tmp_path: Path
) -> None:
    ids = {
        name: add_service(db, name) for name in ("Developer Workspace", "Payroll Germany", "Stock Keeping")
    }
    times = "2026-11-02 08:14;2026-11-02 09:02;"
    names = ("Developer-Workspace", "Payrol Germany", "Stock-Keeping", "Core router 2")
    rows = [f"{name};{times}" for name in names]
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((written(tmp_path, "outages.csv", *rows),))
        settle(qtbot, page)
        page.sheet.forward()
        settle(qtbot, page)
        answers = page.sheet.columns_step.answers
        assert answers.take.text() == "Take the 3 suggestions"
        by_text = {line.text: line for line in answers.subjects.rows_model.rows}
        answers.subjects._choose(by_text["Stock-Keeping"], "Till (service)")
        assert answers.take.text() == "Take the 2 suggestions"
        answers.take.setFocus()
        qtbot.keyClick(answers.take, Qt.Key.Key_Space)
        assert answers.take.isHidden()
        assert page.isAncestorOf(page.window().focusWidget())
        assert page.sheet.job is not None
        assert page.sheet.job.proposal is not None
        assert page.sheet.job.proposal.answers.subjects == {
            "Developer-Workspace": ("service", ids["Developer Workspace"]),
            "Payrol Germany": ("service", ids["Payroll Germany"]),
            "Stock-Keeping": ("service", next(row.id for row in list_services(db) if row.name == "Till")),
        }
        for _ in range(2):
            page.sheet.forward()
            settle(qtbot, page)
        assert count_outages(db) == 3


def test_of_several_files_each_import_can_be_undone_the_last_first(
    qtbot, db: Database, tmp_path: Path
) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        through(qtbot, page, written(tmp_path, "a.csv", ONE), written(tmp_path, "b.csv", TWO))
        undo = page.sheet.done_step.undo
        for left, words in ((1, "Undo the last import"), (0, "Undo the import")):
            assert undo.text() == words
            undo.click()
            assert count_outages(db) == left
        assert not undo.isEnabled()


def test_a_file_that_stopped_for_its_names_waits_for_import(qtbot, db: Database, tmp_path: Path) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((written(tmp_path, "a.csv", ONE), written(tmp_path, "b.csv", UNKNOWN)))
        for _ in range(3):
            settle(qtbot, page)
            page.sheet.forward()
        settle(qtbot, page)
        assert (page.sheet.step, count_outages(db)) == (CHECK, 1)
        page.sheet.check_step.unknown.ways[1].click()
        settle(qtbot, page)
        assert (page.sheet.step, page.sheet.next_button.text(), count_outages(db)) == (
            CHECK,
            "Import 1 row",
            1,
        )


def test_many_files_at_the_end_are_read_whole_and_the_buttons_stay(
    qtbot, db: Database, tmp_path: Path
) -> None:
    files = [
        written(
            tmp_path, f"outages {chr(97 + n)}.csv", f"Till;2026-11-{n + 1:02} 08:14;2026-11-{n + 1:02} 09:02;"
        )
        for n in range(6)
    ]
    with shown(qtbot, db, MeasurementsPage, (900, 560)) as page:
        through(qtbot, page, *files)
        step = page.sheet.done_step
        assert (page.sheet.step, count_outages(db)) == (DONE, 6)
        assert step.undo.visibleRegion().boundingRect().size() == step.undo.size()
        shown_texts = [one for one in step.findChildren(QLabel) if one.isVisible()]
        needed = [max(one.heightForWidth(one.width()), one.fontMetrics().height()) for one in shown_texts]
        assert all(one.height() >= height for one, height in zip(shown_texts, needed, strict=True))


def test_a_file_nobody_recognises_asks_what_it_holds_where_that_is_said(
    qtbot, db: Database, tmp_path: Path
) -> None:
    path = tmp_path / "strange.csv"
    path.write_text("Aaa;Bbb;Ccc\nTill;1;2\n")
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((path,))
        settle(qtbot, page)
        qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Space)
        assert page.sheet.trouble.text() == "Choose at least one sheet and what it holds."
        there = page.window().focusWidget()
        assert isinstance(there, QComboBox)
        assert there.accessibleName() == "What strange holds"
        qtbot.keyClick(there, Qt.Key.Key_Down)
        assert page.sheet.trouble.text() == ""
        assert page.sheet.step == FILE
        assert page.sheet.isAncestorOf(page.window().focusWidget())


def test_a_heading_of_the_file_stands_whole_over_its_column(qtbot, db: Database, tmp_path: Path) -> None:
    path = tmp_path / "outages.csv"
    path.write_text("System;Start;End;number_of_reassignments\nTill;2026-11-02 08:14;2026-11-02 09:02;4\n")
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((path,))
        for _ in range(2):
            settle(qtbot, page)
            page.sheet.forward()
        settle(qtbot, page)
        header = page.sheet.check_step.rows.horizontalHeader()
        last = header.count() - 1
        assert header.sectionSize(last) >= header.fontMetrics().horizontalAdvance("number_of_reassignments")


def test_a_column_is_as_wide_as_its_widest_cell_not_the_one_of_most_letters(
    qtbot, db: Database, tmp_path: Path
) -> None:
    path = written(tmp_path, "outages.csv", ONE.replace("switch", "i" * 20), TWO.replace("switch", "W" * 14))
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((path,))
        for _ in range(2):
            settle(qtbot, page)
            page.sheet.forward()
        settle(qtbot, page)
        rows = page.sheet.check_step.rows
        last = rows.rows_model.columnCount() - 1
        assert rows.columnWidth(last) >= rows.sizeHintForColumn(last)


def test_the_times_of_a_state_log_stand_whole_in_the_check(qtbot, db: Database, tmp_path: Path) -> None:
    path = tmp_path / "states.csv"
    times = ("2026-04-30 23:55:00", "2026-05-01 00:00:00", "2026-05-01 01:00:00")
    lines = (f"{at};Till;{state}\n" for at, state in zip(times, ("UP", "DOWN", "UP"), strict=True))
    path.write_text("Zeitstempel;Dienst;Status\n" + "".join(lines))
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((path,))
        while page.sheet.step != CHECK:
            settle(qtbot, page)
            page.sheet.forward()
        settle(qtbot, page)
        rows = page.sheet.check_step.rows
        widths = {n: rows.columnWidth(n) for n in range(rows.rows_model.columnCount())}
        assert all(width >= rows.sizeHintForColumn(n) for n, width in widths.items()), widths


def test_tab_walks_the_columns_then_the_answers_then_the_buttons(qtbot, db: Database, tmp_path: Path) -> None:
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((written(tmp_path, "outages.csv", ONE),))
        settle(qtbot, page)
        page.sheet.forward()
        settle(qtbot, page)
        sheet, walked = page.sheet, []
        there: QWidget = sheet.columns_step.tabs
        while there is not sheet.next_button:
            there = there.nextInFocusChain()
            walked.append(there)
        answers = sheet.columns_step.answers.form
        named = [one.accessibleName() for one in walked if isinstance(one, QComboBox)]
        assert named[0] == "Column of Service or component"
        last_column = max(n for n, one in enumerate(walked) if one.accessibleName().startswith("Column of"))
        first_answer = min(n for n, one in enumerate(walked) if answers.isAncestorOf(one))
        assert last_column < first_answer


def test_figures_that_no_target_takes_are_told_at_the_check_and_when_done(
    qtbot, db: Database, tmp_path: Path
) -> None:
    path = tmp_path / "figures.csv"
    path.write_text("Month;Service;Availability %\n2026-10;Till;99.95\n", encoding="utf-8")
    with shown(qtbot, db, MeasurementsPage) as page:
        page.import_files((path,))
        while page.sheet.step != CHECK:
            settle(qtbot, page)
            page.sheet.forward()
        told = "No target uses these figures as reported: availability of Till."
        qtbot.waitUntil(lambda: said_in(page.sheet.check_step, told))
        settle(qtbot, page)
        page.sheet.forward()
        qtbot.waitUntil(lambda: said_in(page.sheet.done_step, told))


def said_in(step: QWidget, words: str) -> bool:
    return any(words in one.text() for one in step.findChildren(QLabel))
