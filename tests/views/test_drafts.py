"""Drafts: what was being written when the program was killed is offered, and put back as it was."""

import os
import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.usecases.closing import draft_month
from app.usecases.commentary import PARTS, remarks, write_remark
from app.usecases.customers import list_customers
from app.usecases.desks import open_desk
from app.usecases.outages import OutageFilter, list_outages
from app.usecases.to_write import to_write
from app.views.drafts import drafts_file, read_drafts
from app.views.main_window import MainWindow
from app.views.widgets.form import Form

WRITING = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
    from app.usecases.desks import open_desk
    from app.views.drafts import drafts_file, read_drafts
    from app.views.main_window import MainWindow
    from app.views.preferences import Preferences
    from app.views.theme import Theme

    desk, sheet = Path(sys.argv[1]), Path(sys.argv[2])
    app = QApplication(["writing"])
    window = MainWindow(Theme(app, "light"), Preferences(desk.parent / "writing.ini"))
    window.show()
    window.show_desk(open_desk(desk))

    def settle():
        for _ in range(3):
            app.processEvents()
            while window.inside.tasks.busy:
                app.processEvents()

    def turn(page, what):
        window.go(page, what)
        settle()
        return window.page(page)

    def write(field, words):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, words)
        while not any(words in repr(draft) for draft in read_drafts(drafts_file(desk))):
            app.processEvents()

    fields = turn("measurements", ("record", None)).outages.editor._fields
    subject = fields["subject"]
    subject.setCurrentIndex(1)
    subject.activated.emit(1)
    for name, words in (("start", "3 Nov 2026 14:02"), ("cause", "power cut"), ("internal_text", "ask Ann")):
        write(fields[name], words)
    hours = turn("agreements", "hours").hours_detail
    hours.copy_button.click()
    settle()
    hours.dates.add_button.click()
    write(hours.date_form.form.editors["day"], "24 Dec 2026")
    packs = turn("packs", (None, "2026-10"))
    for customer in [row.customer.id for row in packs.table.rows_model.rows if row.latest is None]:
        packs = turn("packs", (customer, "2026-10", "closing"))
        if "uncommented" in packs.closing._forms:
            break
    begin = [each for each in packs.closing.findChildren(QPushButton) if each.text() == "Issue October 2026"]
    begin[0].click()
    write(packs.closing._forms["until"].editors["until"], "1 Feb 2027")
    write(packs.closing._forms["uncommented"].editors["uncommented"], "the supplier is silent")
    packs = turn("packs", (customer, "2026-10", "leaks"))
    write(packs.leaks.findings.findChildren(QLineEdit)[0], "they share a network")
    window.go("measurements", ("import", (sheet,)))
    settle()
    sheet = window.page("measurements").sheet
    sheet.forward()
    settle()
    unknown = sheet.columns_step.answers.subjects
    unknown._choose(unknown.rows_model.rows[0], "a new component")
    write(sheet.columns_step.answers.form.editors["source"], "night watch")
    write(turn("customers", ("customer", customer)).detail.form.editors["description"], "sells half a sh")
    os.kill(os.getpid(), signal.SIGKILL)
    """
)
SHEET = "Ticket;System;Down from;Up again\nN-1;Core router 2;02.11.2026 08:14;02.11.2026 09:02\n"


def settle(qtbot: QtBot, window: MainWindow) -> None:
    for _ in range(3):
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not window.inside.tasks.busy, timeout=60_000)
        QApplication.processEvents()


def take_up(qtbot: QtBot, window: MainWindow, says: str) -> None:
    bar = window.inside.draft_offer.bar
    assert bar.isVisible()
    assert bar.words.text().startswith(f"You were {says} on ")
    qtbot.mouseClick(bar.take_button, Qt.MouseButton.LeftButton)
    waiting = window.inside.draft_offer.drafts
    count = len(waiting.offered)
    qtbot.waitUntil(lambda: len(waiting.offered) < count, timeout=60_000)
    settle(qtbot, window)


def leaking(desk: Path) -> None:
    """The summary of every pack names all customers, and nothing is said of what was missed."""
    db = open_desk(desk)
    customers = list_customers(db)
    names = " and ".join(row.name for row in customers)
    for row in customers:
        write_remark(db, row.id, "2026-10", {"customer_text": f"As at {names}."})
        for thing in to_write(db, row.id, draft_month(db, row.id, "2026-10", datetime.now(UTC))):
            if thing.verdict == "missed":
                write_remark(db, row.id, "2026-10", dict.fromkeys(PARTS, ""), lineage=thing.lineage)
    db.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_what_was_being_written_anywhere_is_offered_after_a_kill_and_put_back(
    window: MainWindow, qtbot: QtBot, sample_desk: Path
) -> None:
    """One process writes in all these editors, for the start of each costs seconds."""
    leaking(sample_desk)
    sheet = sample_desk.with_name("network.csv")
    sheet.write_text(SHEET)
    ended = subprocess.run(
        [sys.executable, "-c", WRITING, str(sample_desk), str(sheet)],
        env=os.environ,
        check=False,
        timeout=300,
    )
    assert ended.returncode == -9
    window.show_desk(open_desk(sample_desk))
    settle(qtbot, window)

    before = len(list_outages(window.desk.db, OutageFilter(text="power cut")))
    take_up(qtbot, window, "recording an outage")
    editor = window.page("measurements").outages.editor
    assert editor.recording
    assert editor._fields["start"].text() == "3 Nov 2026 14:02"
    assert editor._fields["internal_text"].toPlainText() == "ask Ann"
    editor.save()
    settle(qtbot, window)
    assert len(list_outages(window.desk.db, OutageFilter(text="power cut"))) == before + 1

    take_up(qtbot, window, "adding a date to hours")
    assert window.page("agreements").hours_detail.date_form.form.editors["day"].text() == "24 Dec 2026"

    take_up(qtbot, window, "closing a period")
    closing = window.page("packs").closing
    assert closing._forms["until"].editors["until"].text() == "1 Feb 2027"
    reason = closing._forms["uncommented"].editors["uncommented"]
    assert reason.isVisible()
    assert reason.toPlainText() == "the supplier is silent"

    take_up(qtbot, window, "saying why a word may be read in a pack")
    reasons = window.page("packs").leaks.findings.findChildren(QLineEdit)
    assert reasons[0].text() == "they share a network"

    take_up(qtbot, window, "importing network.csv")
    step = window.page("measurements").sheet.columns_step
    assert step.isVisible()
    assert step.answers.form.editors["source"].text() == "night watch"
    assert step.answers.subjects.rows_model.rows[0].meaning == "a new component"
    window.page("measurements").sheet.close_sheet()

    take_up(qtbot, window, "describing a customer")
    description = window.page("customers").detail.form.editors["description"]
    assert description.toPlainText() == "sells half a sh"


@pytest.fixture
def recording(window: MainWindow, qtbot: QtBot, sample_desk: Path) -> MainWindow:
    """An outage is being recorded, and its draft was written."""
    window.show_desk(open_desk(sample_desk))
    window.go("measurements", ("record", None))
    settle(qtbot, window)
    field = window.page("measurements").outages.editor._fields["cause"]
    field.setFocus()
    qtbot.keyClicks(field, "power cut")
    qtbot.waitUntil(lambda: "power cut" in repr(read_drafts(drafts_file(sample_desk))))
    return window


def test_a_draft_lies_in_the_data_folder_and_not_on_the_desk(
    recording: MainWindow, sample_desk: Path, home: Path
) -> None:
    assert home in drafts_file(sample_desk).parents
    assert b"power cut\x00" not in sample_desk.read_bytes()


def test_a_draft_given_up_is_gone(recording: MainWindow, qtbot: QtBot, sample_desk: Path) -> None:
    editor = recording.page("measurements").outages.editor
    qtbot.keyClick(editor._fields["cause"], Qt.Key.Key_Escape)  # puts the word back
    editor.stop_recording()
    qtbot.waitUntil(lambda: not drafts_file(sample_desk).exists())


def test_a_desk_closed_while_something_is_written_offers_it_the_next_time(
    recording: MainWindow, qtbot: QtBot, sample_desk: Path
) -> None:
    recording.inside.close_desk()
    recording.show_desk(open_desk(sample_desk))
    settle(qtbot, recording)
    bar = recording.inside.draft_offer.bar
    assert bar.isVisible()
    qtbot.mouseClick(bar.discard_button, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
    assert not drafts_file(sample_desk).exists()


def test_words_of_a_breach_are_put_back_and_saved_when_left(
    window: MainWindow, qtbot: QtBot, sample_desk: Path
) -> None:
    window.show_desk(open_desk(sample_desk))
    window.go("levels")
    settle(qtbot, window)
    page = window.page("levels")
    field = page.level_view.form.editors["internal_text"]
    field.setFocus()
    qtbot.keyClicks(field, "half a sen")
    qtbot.waitUntil(lambda: "half a sen" in repr(read_drafts(drafts_file(sample_desk))))
    kept = drafts_file(sample_desk).read_text()
    window.inside.close_desk()  # which leaves the field, and saves: so the kill is played by hand
    drafts_file(sample_desk).write_text(kept.replace("half a sen", "half a sentence"))
    window.show_desk(open_desk(sample_desk))
    settle(qtbot, window)
    bar = window.inside.draft_offer.bar
    qtbot.mouseClick(bar.take_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not bar.isVisible(), timeout=20_000)
    page = window.page("levels")
    lineage, key = page.chart.current_lineage(), page.chart.current_period()
    assert page.level_view.form.editors["internal_text"].toPlainText() == "half a sentence"
    page.chart.setFocus()
    settle(qtbot, window)
    found = remarks(window.desk.db, page.customers.currentData(), key).on_target(lineage)
    assert found.internal_text == "half a sentence"


def test_words_of_a_pack_are_put_back_where_they_were_written(
    window: MainWindow, qtbot: QtBot, sample_desk: Path
) -> None:
    window.show_desk(open_desk(sample_desk))
    window.go("packs")
    settle(qtbot, window)
    words = window.page("packs").words
    assert words.table.choose(lambda thing: thing.service_id is not None)
    about, service = words._about, words.table.current_row().service_id
    field = words.service.editors["internal_text"]
    field.setFocus()
    qtbot.keyClicks(field, "half a sen")
    qtbot.waitUntil(lambda: "half a sen" in repr(read_drafts(drafts_file(sample_desk))))
    kept = drafts_file(sample_desk).read_text()
    window.inside.close_desk()  # which leaves the field, and saves: so the kill is played by hand
    drafts_file(sample_desk).write_text(kept.replace("half a sen", "half a sentence"))
    window.show_desk(open_desk(sample_desk))
    settle(qtbot, window)
    window.inside.draft_offer.take_up()
    qtbot.waitUntil(lambda: not window.inside.draft_offer.bar.isVisible(), timeout=20_000)
    words = window.page("packs").words
    assert (words._about, words.table.current_row().service_id) == (about, service)
    assert words.service.editors["internal_text"].toPlainText() == "half a sentence"


def test_announced_work_is_put_back_with_what_it_touches(
    window: MainWindow, qtbot: QtBot, sample_desk: Path
) -> None:
    window.show_desk(open_desk(sample_desk))
    window.go("measurements", ("announce", None))
    settle(qtbot, window)
    form = window.page("measurements").planned_work.form.form
    item = form.editors["service_ids"].item(0)
    item.setCheckState(Qt.CheckState.Checked)
    form.editors["title"].setFocus()
    qtbot.keyClicks(form.editors["title"], "New disks")
    qtbot.waitUntil(lambda: "New disks" in repr(read_drafts(drafts_file(sample_desk))))
    window.inside.close_desk()
    window.show_desk(open_desk(sample_desk))
    settle(qtbot, window)
    window.inside.draft_offer.take_up()
    qtbot.waitUntil(lambda: not window.inside.draft_offer.bar.isVisible(), timeout=20_000)
    form = window.page("measurements").planned_work.form.form
    assert form.value("title") == "New disks"
    assert len(form.value("service_ids")) == 1


def test_what_several_outages_have_in_common_is_put_back_with_all_of_them_chosen(
    window: MainWindow, qtbot: QtBot, sample_desk: Path
) -> None:
    window.show_desk(open_desk(sample_desk))
    window.go("measurements", ("outages", (1, 2, 3)))
    settle(qtbot, window)
    outages = window.page("measurements").outages
    outages.table.selectAll()
    settle(qtbot, window)
    field = outages.editor._fields["internal_text"]
    field.setFocus()
    qtbot.keyClicks(field, "ask Ann")
    qtbot.waitUntil(lambda: "ask Ann" in repr(read_drafts(drafts_file(sample_desk))))
    window.inside.close_desk()
    window.show_desk(open_desk(sample_desk))
    settle(qtbot, window)
    take_up(qtbot, window, "mending 3 outages")
    editor = window.page("measurements").outages.editor
    assert {outage.id for outage in editor.outages} == {1, 2, 3}
    assert editor._fields["internal_text"].toPlainText() == "ask Ann"


def test_a_new_target_is_put_back_with_the_fields_of_its_metric(
    window: MainWindow, qtbot: QtBot, sample_desk: Path
) -> None:
    from datetime import date

    from app.usecases.agreements import add_version, list_agreements

    db = open_desk(sample_desk)
    agreement = next(row for row in list_agreements(db) if row.kind == "sla")
    version = add_version(db, agreement.id, valid_from=date(2027, 6, 1))
    window.show_desk(db)
    window.go("agreements", ("target", agreement.id, version, None))
    settle(qtbot, window)
    editor = window.page("agreements").agreement_detail.targets.editor
    assert editor.isVisible()
    metric = editor.main.editors["metric"]
    metric.setCurrentIndex(metric.findText("Mean time between failures"))
    metric.activated.emit(metric.currentIndex())
    chosen = metric.currentText()
    editor.main.editors["value"].setFocus()
    editor.main.editors["value"].selectAll()
    qtbot.keyClicks(editor.main.editors["value"], "77")
    qtbot.waitUntil(lambda: "'77'" in repr(read_drafts(drafts_file(sample_desk))))
    window.inside.close_desk()
    window.show_desk(open_desk(sample_desk))
    settle(qtbot, window)
    window.inside.draft_offer.take_up()
    qtbot.waitUntil(lambda: not window.inside.draft_offer.bar.isVisible(), timeout=20_000)
    editor = window.page("agreements").agreement_detail.targets.editor
    assert editor.main.editors["metric"].currentText() == chosen
    assert editor.main.editors["value"].text() == "77"


def test_a_desk_that_is_only_read_keeps_no_drafts(
    window: MainWindow, qtbot: QtBot, sample_desk: Path
) -> None:
    window.show_desk(open_desk(sample_desk, read_only=True))
    settle(qtbot, window)
    assert window.inside.draft_offer.drafts is None


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"schema": 9, "drafts": []}', '{"schema": 1, "drafts": [{}]}', "\x00"]
)
def test_a_file_of_drafts_that_makes_no_sense_offers_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "drafts.json").write_text(text)
    assert read_drafts(tmp_path / "drafts.json") == ()


def test_what_is_offered_is_not_shown_to_a_customer(
    recording: MainWindow, qtbot: QtBot, sample_desk: Path
) -> None:
    recording.inside.close_desk()
    recording.show_desk(open_desk(sample_desk))
    settle(qtbot, recording)
    recording.inside.customer_view.enter(1)
    assert not recording.inside.draft_offer.bar.isVisible()
    recording.inside.customer_view.leave()
    assert recording.inside.draft_offer.bar.isVisible()


@pytest.mark.parametrize(("kind", "field"), [("next", "note"), ("sign", "signed_on"), ("volume", "value")])
def test_what_was_typed_for_a_version_is_put_back(
    window: MainWindow, qtbot: QtBot, sample_desk: Path, kind: str, field: str
) -> None:
    from datetime import date

    from app.usecases.agreements import add_version, list_agreements

    def form_of() -> Form:
        detail = window.page("agreements").agreement_detail
        if kind == "volume":
            return detail.volumes.form.form
        return {"next": detail.next_form, "sign": detail.sign_form}[kind].form

    db = open_desk(sample_desk)
    agreement = next(row for row in list_agreements(db) if row.kind == "sla")
    version = add_version(db, agreement.id, valid_from=date(2027, 6, 1))
    window.show_desk(db)
    window.go("agreements", (kind, agreement.id, version, None))
    settle(qtbot, window)
    editor = form_of().editors[field]
    assert editor.isVisible()
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, "half a wo")
    qtbot.waitUntil(lambda: "half a wo" in repr(read_drafts(drafts_file(sample_desk))))
    window.inside.close_desk()
    window.show_desk(open_desk(sample_desk))
    settle(qtbot, window)
    window.inside.draft_offer.take_up()
    qtbot.waitUntil(lambda: not window.inside.draft_offer.bar.isVisible(), timeout=20_000)
    assert form_of().editors[field].text() == "half a wo"


def test_what_was_being_said_to_be_covered_is_put_back(
    window: MainWindow, qtbot: QtBot, sample_desk: Path
) -> None:
    window.show_desk(open_desk(sample_desk))
    window.go("measurements", ("cover", None))
    settle(qtbot, window)
    field = window.page("measurements").coverage.form.form.editors["source"]
    assert field.isVisible()
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "night watch")
    qtbot.waitUntil(lambda: "night watch" in repr(read_drafts(drafts_file(sample_desk))))
    window.inside.close_desk()
    window.show_desk(open_desk(sample_desk))
    settle(qtbot, window)
    window.inside.draft_offer.take_up()
    qtbot.waitUntil(lambda: not window.inside.draft_offer.bar.isVisible(), timeout=20_000)
    assert window.page("measurements").coverage.form.form.value("source") == "night watch"
