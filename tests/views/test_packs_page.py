from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.exceptions import capture_exceptions

from app.calc.periods import month
from app.models.database import Database
from app.usecases.closing import (
    answer_objection,
    finalise_month,
    issue_month,
    list_closed_months,
    raise_objection,
    reissue_month,
)
from app.usecases.commentary import remarks
from app.usecases.customers import add_customer, change_customer
from app.usecases.outages import OutageFilter, list_outages, record_outage
from app.usecases.packs import make_pack
from app.views.pages.measurements import MeasurementsPage
from app.views.pages.packs import PacksPage
from app.views.tasks import UNEXPECTED
from app.views.widgets.form import Form
from tests.usecases.retail import WHY, Retail, at, retail
from tests.views.fitting import is_all_in_sight
from tests.views.window import messages, settle, shown


@pytest.fixture
def desk(db: Database) -> Retail:
    made = retail(db)
    record_outage(db, start=at(10, 13, 9), end=at(10, 13, 15), service_id=made.service, cause="storage path")
    return made


def october(qtbot, page: PacksPage, desk: Retail) -> PacksPage:
    page.reveal((desk.customer, month("2026-10", "UTC")))
    settle(qtbot, page)
    return page


def press(page: PacksPage, words: str) -> None:
    wanted = [b for b in page.closing.findChildren(QPushButton) if b.text() == words and not b.isHidden()]
    wanted[-1].click()


def form_with(page: PacksPage, name: str) -> Form:
    return [form for form in page.closing.findChildren(Form) if name in form.editors and form.isVisible()][-1]


def test_what_is_missing_before_issuing_is_said_sentence_by_sentence(
    qtbot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        assert page._detail is not None
        assert any("nobody has written why" in sentence for sentence in page._detail.missing)
        assert page._missing.isVisible()


def test_outages_without_words_are_led_to_and_no_others(qtbot, db: Database, desk: Retail) -> None:
    silent = [
        record_outage(db, service_id=desk.service, start=at(10, day, 9), end=at(10, day, 9, 30))
        for day in (20, 21)
    ]
    record_outage(
        db, service_id=desk.service, start=at(10, 22, 9), end=at(10, 22, 10), customer_text="A disk broke."
    )
    record_outage(db, service_id=desk.service, start=at(9, 22, 9), end=at(9, 22, 10))
    with shown(qtbot, db, PacksPage) as page, shown(qtbot, db, MeasurementsPage) as measured:
        october(qtbot, page, desk)
        wanted: list[tuple[str, object]] = []
        page.desk.wanted.connect(lambda key, what: wanted.append((key, what)))
        assert page._detail is not None
        (behind,) = page._detail.behind.values()
        assert set(silent) <= set(behind)
        (show,) = page._missing.findChildren(QPushButton)
        assert show.accessibleName() == "Show the outages without words for the customer"
        show.click()
        ((key, what),) = wanted
        assert key == "measurements"
        measured.reveal(what)
        settle(qtbot, measured)
        assert sorted(measured.outages.model.keys) == sorted(behind)
        assert all(not row.customer_text for row in list_outages(db, OutageFilter(ids=behind)))


def test_a_period_goes_from_draft_over_an_objection_to_final(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, PacksPage) as page:
        issue_month(db, desk.customer, "2026-10", date(2026, 11, 1), now=at(11, 1, 9), uncommented_reason=WHY)
        october(qtbot, page, desk)
        assert page._pill.text() == "issued"
        form_with(page, "text").set_value("text", "The window was agreed")
        press(page, "Note objection")
        settle(qtbot, page)
        form_with(page, "answer").set_value("answer", "It was announced too late")
        press(page, "Do not accept")
        settle(qtbot, page)
        press(page, "Make final")
        assert page._pill.text() == "issued"
        press(page, "Make final now")
        settle(qtbot, page)
        assert page._pill.text() == "final"
        assert [(row.state, len(row.objections)) for row in list_closed_months(db)] == [("final", 1)]


def test_a_period_is_final_at_once_when_the_customer_agrees_in_the_meeting(
    qtbot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, PacksPage) as page:
        issue_month(db, desk.customer, "2026-10", date(2099, 1, 1), now=at(11, 1, 9), uncommented_reason=WHY)
        october(qtbot, page, desk)
        press(page, "Make final")
        press(page, "Make final now")
        assert "who of the customer agreed" in page.closing._trouble.text()
        form_with(page, "agreed_by").set_value("agreed_by", "Anna Weber")
        form_with(page, "agreed_by").set_value("agreed_on", date(2026, 11, 2))
        press(page, "Make final now")
        settle(qtbot, page)
        assert page._pill.text() == "final"
        assert list_closed_months(db)[0].agreed_by == "Anna Weber"


def test_a_step_that_is_refused_says_why_where_it_happened(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        page.reveal((desk.customer, month("2099-10", "UTC")))
        settle(qtbot, page)
        press(page, "Issue October 2099")
        press(page, "Issue now")
        settle(qtbot, page)
        assert "not over yet" in page.closing._trouble.text()


def test_the_summary_is_kept_as_soon_as_it_is_left(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        page.words.write("customer_text", "A calm month.")
        assert remarks(db, desk.customer, "2026-10").summary.customer_text == "A calm month."


def test_words_written_after_issuing_are_said_not_to_be_in_the_issued_pack(
    qtbot, db: Database, desk: Retail
) -> None:
    issue_month(db, desk.customer, "2026-10", date(2026, 11, 1), now=at(11, 1, 9), uncommented_reason=WHY)
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        assert page.words.next_issue.isVisible()
        page.words.write("customer_text", "A calm month after all.")
        settle(qtbot, page)
        said = [each.text() for each in page.closing.findChildren(QLabel) if not each.isHidden()]
        assert any(
            "1 figure or text of this pack reads differently on the desk now than in issue 1" in text
            for text in said
        )
        assert any("A calm month after all." in text for text in said)


def test_the_pack_is_written_as_pdf_and_workbook_and_noted_once_issued(
    qtbot, db: Database, desk: Retail, tmp_path: Path
) -> None:
    with shown(qtbot, db, PacksPage) as page:
        said = messages(october(qtbot, page, desk))
        form_with(page, "until").set_value("until", date.today())  # noqa: DTZ011
        press(page, "Issue October 2026")
        form_with(page, "uncommented").set_value("uncommented", WHY)
        press(page, "Issue now")
        settle(qtbot, page)
        page.writing.folder.setText(str(tmp_path / "packs"))
        page.write_button.click()
        settle(qtbot, page)
        assert sorted(path.suffix for path in (tmp_path / "packs").iterdir()) == [".eml", ".pdf", ".xlsx"]
        assert len(page.history.files.rows_model.rows) == 3
        assert said[-1].startswith("Wrote ")


def test_a_folder_that_cannot_be_made_is_said_beside_the_button(
    qtbot, db: Database, desk: Retail, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        page.writing.folder.setText(str(blocked / "packs"))
        page.write_button.click()
        settle(qtbot, page)
        assert "Choose another" in page.writing._trouble.text()


def test_what_stopped_the_files_of_one_month_is_not_told_of_another(
    qtbot, db: Database, desk: Retail, tmp_path: Path
) -> None:
    add_customer(db, "Blumen Meier", time_zone="Europe/Berlin")
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        page.words.write("customer_text", "It failed as it did at Blumen Meier.")
        settle(qtbot, page)
        page.writing.folder.setText(str(tmp_path / "packs"))
        page.write_button.click()
        settle(qtbot, page)
        assert page.writing.leaks.isVisible()
        page._take_period(month("2026-09", "UTC"))
        settle(qtbot, page)
        assert not page.writing.leaks.isVisible()
        october(qtbot, page, desk)
        assert page.writing.leaks.isVisible()


def test_issuing_says_first_that_it_cannot_be_undone(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        press(page, "Issue October 2026")
        said = [each.text() for each in page.closing.findChildren(QLabel) if each.isVisible()]
        assert any("still missing. Issuing cannot be undone." in text for text in said)
        press(page, "Not yet")
        assert not list_closed_months(db)
        press(page, "Issue October 2026")
        form_with(page, "uncommented").set_value("uncommented", WHY)
        press(page, "Issue now")
        settle(qtbot, page)
        assert [row.label for row in list_closed_months(db)] == ["October 2026"]


def test_restating_says_first_that_it_cannot_be_undone(qtbot, db: Database, desk: Retail) -> None:
    closed = issue_month(db, desk.customer, "2026-10", date(2099, 1, 1), at(11, 1, 9), uncommented_reason=WHY)
    finalise_month(db, closed, at(11, 2), agreed_by="Anna Weber")
    record_outage(db, start=at(10, 20, 9), end=at(10, 20, 15), service_id=desk.service)
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        form_with(page, "reason").set_value("reason", "An outage was found.")
        press(page, "Restate")
        settle(qtbot, page)
        said = [each.text() for each in page.closing.findChildren(QLabel) if each.isVisible()]
        assert any(text.endswith("A restatement cannot be undone.") for text in said)
        assert [row.number for row in list_closed_months(db)] == [1]
        form_with(page, "uncommented").set_value("uncommented", WHY)
        press(page, "Restate now")
        settle(qtbot, page)
        assert [row.number for row in list_closed_months(db)] == [2, 1]


def test_the_history_of_a_period_names_its_own_files_only(
    qtbot, db: Database, desk: Retail, tmp_path: Path
) -> None:
    issue_month(db, desk.customer, "2026-10", date(2027, 1, 31), at(11, 10), uncommented_reason=WHY)
    make_pack(db, desk.customer, "2026-10", tmp_path)
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        assert page.history.files.rows_model.rowCount() == 2
        page._take_period(month("2026-09", "UTC"))
        settle(qtbot, page)
        assert page.history.files.rows_model.rowCount() == 0


def wait_for_focus(qtbot, page: PacksPage, name: str) -> None:
    settle(qtbot, page)
    qtbot.waitUntil(lambda: page.focusWidget() is form_with(page, name).editors[name])


def test_after_each_step_the_focus_stays_in_the_block_on_what_comes_next(
    qtbot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, PacksPage) as page:
        page.activateWindow()
        october(qtbot, page, desk)
        press(page, "Issue October 2026")
        form_with(page, "uncommented").set_value("uncommented", WHY)
        press(page, "Issue now")
        wait_for_focus(qtbot, page, "by")
        form_with(page, "by").set_value("by", "Anna")
        form_with(page, "text").set_value("text", "not down on the 13th")
        press(page, "Note objection")
        wait_for_focus(qtbot, page, "answer")
        form_with(page, "answer").set_value("answer", "right")
        press(page, "Accept")
        wait_for_focus(qtbot, page, "by")


def test_issuing_again_says_what_is_missing_and_that_the_files_are_still_to_be_written(
    qtbot, db: Database, desk: Retail
) -> None:
    closed = issue_month(
        db, desk.customer, "2026-10", date(2099, 1, 1), now=at(11, 1, 9), uncommented_reason=WHY
    )
    objection = raise_objection(db, closed, "Anna Weber", "It was another shop.", at(11, 2))
    answer_objection(db, objection, accepted=True, answer="Right.", now=at(11, 2))
    with shown(qtbot, db, PacksPage) as page:
        said = messages(october(qtbot, page, desk))
        press(page, "Issue again")
        asked = [each.text() for each in page.closing.findChildren(QLabel) if each.isVisible()]
        assert any("nobody has written why" in text and "cannot be undone" in text for text in asked)
        assert len(list_closed_months(db)) == 1
        form_with(page, "uncommented").set_value("uncommented", WHY)
        press(page, "Issue now")
        settle(qtbot, page)
        assert [row.number for row in list_closed_months(db)] == [2, 1]
        assert said[-1] == "Issued again."


def told(page: PacksPage) -> list[str]:
    return [each.text() for each in page.history.findChildren(QLabel) if not each.isHidden()]


def test_the_times_of_issues_and_files_are_those_of_the_customer(qtbot, db: Database, desk: Retail) -> None:
    change_customer(db, desk.customer, time_zone="Europe/Berlin")
    issue_month(db, desk.customer, "2026-10", date(2099, 1, 1), now=at(11, 22, 23), uncommented_reason=WHY)
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        assert "Issued on 23 November 2026, 00:00 (Europe/Berlin)." in told(page)


def test_objections_and_answers_stay_in_the_history_when_the_period_is_final(
    qtbot, db: Database, desk: Retail
) -> None:
    closed = issue_month(
        db, desk.customer, "2026-10", date(2099, 1, 1), now=at(11, 1, 9), uncommented_reason=WHY
    )
    objection = raise_objection(db, closed, "Anna <b>Weber</b>", "It was another shop.", at(11, 2))
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        assert not any("another shop" in line for line in told(page))  # it stands where it is answered
        answer_objection(db, objection, accepted=True, answer="Right.", now=at(11, 3))
        again = reissue_month(db, closed, at(11, 4), uncommented_reason=WHY)
        finalise_month(db, again, at(11, 5), agreed_by="Anna", agreed_on=date(2026, 11, 5))
        settle(qtbot, page)
        said = told(page)
        assert said.index("Issue 2, final") < said.index("Issue 1, issued")
        assert "Anna <b>Weber</b> objected on 2 November 2026: It was another shop." in said
        assert "Accepted: Right." in said
        assert any(
            line.endswith("Final since 5 November 2026, as Anna agreed on 5 November 2026.") for line in said
        )


def test_a_breach_without_commentary_is_not_issued_without_saying_why(
    qtbot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        press(page, "Issue October 2026")
        press(page, "Issue now")
        settle(qtbot, page)
        assert "1 breach without commentary: Till: Availability 99.5 %" in page.closing._trouble.text()
        assert not list_closed_months(db)
        form_with(page, "uncommented").set_value("uncommented", WHY)
        press(page, "Issue now")
        settle(qtbot, page)
        assert [row.uncommented_reason for row in list_closed_months(db)] == [WHY]
        assert f"Without commentary: {WHY}" in told(page)


def test_everything_to_be_written_stands_in_one_list_with_its_count(
    qtbot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        things = page.words.table.rows_model.rows
        assert [thing.title for thing in things] == [
            "The whole period",
            "Till",
            "Till: Availability 99.5 %",
        ]
        assert page.words.count.text() == "0 of 2 written"
        page.words.write("customer_text", "One bad morning.")
        page.words.table.choose(lambda thing: thing.service_id == desk.service)
        page.words.write("customer_text", "The tills need a second path.")
        press(page, "Issue October 2026")
        press(page, "Write")
        assert page.words.breach.isVisible()
        assert not page.words.period.isVisible()
        page.words.write("prevents", "A second path.")
        settle(qtbot, page)
        said = remarks(db, desk.customer, "2026-10")
        assert said.summary.customer_text == "One bad morning."
        assert said.on_service(desk.service).customer_text == "The tills need a second path."
        assert said.on_target(desk.lineage).prevents == "A second path."
        assert page.words.count.text() == "2 of 2 written"
        assert page.words.heading.text() == "Till: Availability 99.5 %"
        page.desk.undo()
        settle(qtbot, page)
        assert page.words.count.text() == "1 of 2 written"


def _break(*_given: object, **_named: object) -> None:
    raise RuntimeError("broken")


def test_a_leak_check_that_a_bug_ends_is_not_under_way_any_more(
    qtbot, db: Database, desk: Retail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.views.pages.packing.leak_check.check_next_issue", _break)
    with shown(qtbot, db, PacksPage) as page, capture_exceptions() as caught:
        october(qtbot, page, desk)
        page.leaks.check()
        assert page.leaks.check_button.isHidden()
        settle(qtbot, page)
        assert not page.leaks.check_button.isHidden()
        assert page.leaks.cancel_button.isHidden()
        assert page.leaks.state.text() == UNEXPECTED
    assert caught[0][0] is RuntimeError


def test_writing_that_a_bug_ends_is_not_under_way_any_more(
    qtbot, db: Database, desk: Retail, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("app.views.pages.packing.writing_block.write_packs", _break)
    with shown(qtbot, db, PacksPage) as page, capture_exceptions() as caught:
        october(qtbot, page, desk)
        page.writing.folder.setText(str(tmp_path))
        page.write()
        settle(qtbot, page)
        assert page.writing._progress.isHidden()
        assert page.writing._trouble.text() == UNEXPECTED
        page.write()
        assert not page.writing._progress.isHidden()
        settle(qtbot, page)
    assert [kind for kind, *_ in caught] == [RuntimeError, RuntimeError]


def test_what_is_typed_for_a_restatement_stays_when_commentary_is_written(
    qtbot, db: Database, desk: Retail
) -> None:
    closed = issue_month(db, desk.customer, "2026-10", date(2099, 1, 1), at(11, 1, 9), uncommented_reason=WHY)
    finalise_month(db, closed, at(11, 2), agreed_by="Anna Weber")
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        form_with(page, "reason").set_value("reason", "An outage was found.")
        page.words.period.set_value("customer_text", "A hard month.")
        page.words.write("customer_text", "A hard month.")
        settle(qtbot, page)
        assert form_with(page, "reason").value("reason") == "An outage was found."
        page._take_period(month("2026-09", "UTC"))
        settle(qtbot, page)
        october(qtbot, page, desk)
        assert form_with(page, "reason").value("reason") == ""


def test_an_open_question_stays_open_with_the_cursor_where_it_was_when_something_else_changes(
    qtbot, db: Database, desk: Retail
) -> None:
    closed = issue_month(db, desk.customer, "2026-10", date(2099, 1, 1), at(11, 1, 9), uncommented_reason=WHY)
    finalise_month(db, closed, at(11, 2), agreed_by="Anna Weber")
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        page.activateWindow()
        press(page, "Restate")
        reason = form_with(page, "reason").editors["reason"]
        reason.setFocus()
        qtbot.keyClicks(reason, "An outage was")
        qtbot.keyClick(reason, Qt.Key.Key_Home)
        record_outage(db, start=at(10, 20, 9), end=at(10, 20, 15), service_id=desk.service)
        settle(qtbot, page)
        rebuilt = form_with(page, "reason").editors["reason"]
        assert page.closing._questions["Restate now"].is_asking
        assert rebuilt is not reason
        assert rebuilt.toPlainText() == "An outage was"
        assert page.window().focusWidget() is rebuilt
        assert rebuilt.textCursor().position() == 0


def test_the_same_once_more_leaves_what_is_being_typed_alone(qtbot, db: Database, desk: Retail) -> None:
    issue_month(db, desk.customer, "2026-10", date(2099, 1, 1), at(11, 1, 9), uncommented_reason=WHY)
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        objection = form_with(page, "text").editors["text"]
        page.refresh()
        settle(qtbot, page)
        assert form_with(page, "text").editors["text"] is objection


def test_an_objection_that_was_noted_is_not_offered_again(qtbot, db: Database, desk: Retail) -> None:
    issue_month(db, desk.customer, "2026-10", date(2099, 1, 1), at(11, 1, 9), uncommented_reason=WHY)
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        form_with(page, "agreed_by").set_value("agreed_by", "Anna")
        form_with(page, "text").set_value("text", "The window was agreed")
        press(page, "Note objection")
        settle(qtbot, page)
        assert form_with(page, "text").value("text") == ""
        assert form_with(page, "agreed_by").value("agreed_by") == "Anna"


def test_the_question_before_final_and_the_reason_after_it_are_brought_into_sight(
    qtbot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, PacksPage, (1080, 560)) as page:
        issue_month(db, desk.customer, "2026-10", date(2026, 11, 1), now=at(11, 1, 9), uncommented_reason=WHY)
        october(qtbot, page, desk)
        page.reveal((desk.customer, "2026-10", "closing"))
        settle(qtbot, page)
        press(page, "Make final")
        step = page.closing._questions["Make final now"].step
        qtbot.waitUntil(lambda: is_all_in_sight(step))
        step.click()
        settle(qtbot, page)
        reason = form_with(page, "reason").editors["reason"]
        qtbot.waitUntil(lambda: reason.hasFocus() and is_all_in_sight(reason))
