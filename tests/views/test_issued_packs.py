"""Several packs in one go, the history of issued ones, and findings that stop a customer's files."""

from datetime import date
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from app.models.database import Database
from app.usecases.closing import check_next_issue, issue_month, list_closed_months
from app.usecases.commentary import write_remark
from app.usecases.customers import add_customer, change_customer
from app.usecases.issued_packs import Wanted, batch_words, verify_file, write_packs
from app.usecases.leaks import LeakCheck, accept_leak, list_accepted
from app.usecases.packs import make_pack
from app.usecases.settings import change_settings
from app.views.pages.packing import closing_block, leak_check
from app.views.pages.packs import PacksPage
from tests.usecases.retail import Retail, at, retail
from tests.views.test_packs_page import october, press
from tests.views.window import messages, settle, shown


def pressed(part: QWidget, words: str) -> list[QPushButton]:
    found = part.findChildren(QPushButton)
    return [button for button in found if button.text() == words and button.isVisibleTo(part)]


@pytest.fixture
def desk(db: Database) -> Retail:
    return retail(db)


def test_cancel_keeps_the_packs_already_written_and_says_so(
    db: Database, desk: Retail, tmp_path: Path
) -> None:
    others = [add_customer(db, name, time_zone="UTC") for name in ("Alpha", "Beta")]
    wanted = [Wanted(who, "x", "2026-10") for who in (desk.customer, *others)]
    told: list[str] = []

    def progress(done: int, total: int, text: str) -> None:
        told.append(text)
        assert 0 <= done <= total

    def cancelled() -> bool:
        return told[-1].startswith("x (2 of 3)")

    batch = write_packs(db, wanted, tmp_path / "out", "customer", progress=progress, cancelled=cancelled)
    assert batch.stopped
    assert batch_words(batch) == "Stopped. 1 pack is written and kept; the rest is not."
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_all_packs_are_written_from_one_button_with_their_drafts(
    qtbot, db: Database, desk: Retail, tmp_path: Path
) -> None:
    add_customer(db, "Wholesale", time_zone="UTC")
    with shown(qtbot, db, PacksPage) as page:
        said = messages(october(qtbot, page, desk))
        page.writing.folder.setText(str(tmp_path / "out"))
        assert page.all_button.text() == "Write all 2 packs"
        page.all_button.click()
        settle(qtbot, page)
        assert said[-1] == "Wrote 2 packs."
        assert len(list((tmp_path / "out").glob("*.eml"))) == 2


def test_missed_and_missing_are_counted_in_the_list(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        qtbot.waitUntil(lambda: bool(page._counts))
        model = page.table.rows_model
        assert page._detail is not None
        assert model.index(0, 1).data() == "0"
        assert model.index(0, 2).data() == f"draft, {len(page._detail.missing)} missing"


def test_every_column_of_the_list_is_whole_in_the_smallest_window(qtbot, db: Database, desk: Retail) -> None:
    change_customer(db, desk.customer, name="Distribution and Logistics of both Americas")
    with shown(qtbot, db, PacksPage, size=(900, 560)) as page:
        october(qtbot, page, desk)
        qtbot.waitUntil(lambda: bool(page._counts))
        page._counts[desk.customer] = (1200, 12)
        page.table.measure()
        assert page.table.horizontalScrollBar().maximum() == 0
        measure = page.table.fontMetrics().horizontalAdvance
        for column, text in ((1, "1200"), (2, "draft, 12 missing")):
            assert page.table.columnWidth(column) >= measure(text) + 16


def test_a_finding_is_accepted_with_its_reason_and_the_pack_is_written(
    qtbot, db: Database, desk: Retail, tmp_path: Path
) -> None:
    add_customer(db, "Wholesale", time_zone="UTC")
    write_remark(db, desk.customer, "2026-10", {"customer_text": "As at Wholesale."})
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        page.writing.folder.setText(str(tmp_path / "out"))
        page.write_button.click()
        settle(qtbot, page)
        block = page.writing.leaks
        assert block.isVisible()
        assert list((tmp_path / "out").iterdir()) == []
        (accept,) = (b for b in block.findChildren(QPushButton) if b.text() == "Accept")
        accept.click()
        assert not list_accepted(db, desk.customer)
        block.findChildren(QLineEdit)[0].setText("Both belong to one group.")
        accept.click()
        settle(qtbot, page)
        assert [row.word for row in list_accepted(db, desk.customer)] == ["Wholesale"]
        assert len(list((tmp_path / "out").iterdir())) == 3


def test_a_finding_leads_to_its_page(qtbot, db: Database, desk: Retail, tmp_path: Path) -> None:
    add_customer(db, "Wholesale", time_zone="UTC")
    write_remark(db, desk.customer, "2026-10", {"customer_text": "As at Wholesale."})
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        page.writing.folder.setText(str(tmp_path / "out"))
        page.write_button.click()
        settle(qtbot, page)
        next(b for b in page.writing.leaks.findChildren(QPushButton) if b.text() == "Show page 2").click()
        settle(qtbot, page)
        assert page._preview is not None
        assert page._preview.pages.number == 2


def test_a_finding_leads_to_the_pages_of_its_own_customer_and_the_others_stay(
    qtbot, db: Database, desk: Retail, tmp_path: Path
) -> None:
    other = add_customer(db, "Wholesale", time_zone="UTC")
    write_remark(db, desk.customer, "2026-10", {"customer_text": "As at Wholesale."})
    write_remark(db, other, "2026-10", {"customer_text": "As at Retail."})
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        page.writing.folder.setText(str(tmp_path / "out"))
        page.write_all()
        settle(qtbot, page)
        block = page.writing.leaks
        assert len(pressed(block, "Accept")) == 2
        page.table.choose(lambda row: row.customer.id == desk.customer)
        settle(qtbot, page)
        pressed(block, "Show page 2")[-1].click()
        settle(qtbot, page)
        assert page._preview is not None
        assert page._preview._heading.text() == "Wholesale · October 2026"
        assert page._preview.pages.number == 2
        block.findChildren(QLineEdit)[0].setText("Both belong to one group.")
        pressed(block, "Accept")[0].click()
        settle(qtbot, page)
        assert len(pressed(block, "Accept")) == 1


def leaking(db: Database, desk: Retail) -> int:
    """Name another customer in the month's words; the other customer."""
    other = add_customer(db, "Wholesale", time_zone="UTC")
    write_remark(db, desk.customer, "2026-10", {"customer_text": "As at Wholesale."})
    return other


def check(qtbot, page: PacksPage) -> None:
    page.leaks.check_button.click()
    assert page.leaks.state.text() == "Checking…"
    settle(qtbot, page)


def issue(qtbot, page: PacksPage) -> None:
    if not page.closing._questions["Issue now"].is_asking:
        press(page, "Issue October 2026")
    press(page, "Issue now")
    settle(qtbot, page)


def test_nothing_is_checked_until_it_is_asked_for(qtbot, db: Database, desk: Retail) -> None:
    leaking(db, desk)
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        assert page.leaks.state.text().startswith("Not yet checked")
        assert not pressed(page.leaks, "Accept")
        check(qtbot, page)
        assert page.leaks.state.text() == "✕ 1 word found."
        assert pressed(page.leaks, "Accept")
        assert "Nothing is issued" in page.closing._leaks.text()
        write_remark(db, desk.customer, "2026-10", {"customer_text": "A calm month."})
        settle(qtbot, page)
        assert page.leaks.state.text() == "The desk was changed since this was checked."
        assert page.closing._leaks.isHidden()
        check(qtbot, page)
        assert page.leaks.state.text().startswith("✓ Nothing found in ")
        assert page.closing._leaks.isHidden()


def test_what_was_typed_just_before_the_check_does_not_outdate_it(qtbot, db: Database, desk: Retail) -> None:
    leaking(db, desk)
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        check(qtbot, page)
        write_remark(db, desk.customer, "2026-10", {"customer_text": "A calm month."})
        check(qtbot, page)  # before the window has heard of it
        assert page.leaks.state.text().startswith("✓ Nothing found in ")
        assert page.closing._leaks.isHidden()
        write_remark(db, desk.customer, "2026-10", {"customer_text": "As at Wholesale."})
        check(qtbot, page)
        assert page.leaks.state.text() == "✕ 1 word found."
        assert page.closing._leaks.isVisible()


def test_what_is_changed_during_the_check_outdates_it(
    qtbot, db: Database, desk: Retail, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = Event()
    monkeypatch.setattr(
        leak_check, "check_next_issue", lambda *_, **__: LeakCheck(()) if checked.wait(20) else None
    )
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        page.leaks.check_button.click()
        write_remark(db, desk.customer, "2026-10", {"customer_text": "As at Wholesale."})
        checked.set()
        settle(qtbot, page)
        assert page.leaks.state.text() == "The desk was changed since this was checked."


def test_issuing_waits_for_the_check_and_goes_on_when_nothing_is_found(
    qtbot, db: Database, desk: Retail
) -> None:
    with shown(qtbot, db, PacksPage) as page:
        said = messages(october(qtbot, page, desk))
        press(page, "Issue October 2026")
        press(page, "Issue now")
        assert page.leaks.state.text() == "Issuing October 2026 to Retail…"
        assert not page.closing._section.isEnabled()
        settle(qtbot, page)
        assert [row.state for row in list_closed_months(db)] == ["issued"]
        assert said[-1] == "Issued October 2026 to Retail."
        assert page.leaks.isHidden()


def test_a_finding_stops_the_issue_until_it_is_accepted(qtbot, db: Database, desk: Retail) -> None:
    leaking(db, desk)
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        issue(qtbot, page)
        assert not list_closed_months(db)
        assert page.leaks.state.text() == "✕ 1 word found."
        page.leaks.findings.findChildren(QLineEdit)[0].setText("One group.")
        pressed(page.leaks, "Accept")[0].click()
        settle(qtbot, page)
        assert page.leaks.state.text().startswith("✓ Nothing found")
        issue(qtbot, page)
        assert [row.state for row in list_closed_months(db)] == ["issued"]


def test_cancel_stops_an_issue_on_its_way(qtbot, db: Database, desk: Retail) -> None:
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        press(page, "Issue October 2026")
        press(page, "Issue now")
        page.leaks.cancel_button.click()
        settle(qtbot, page)
        assert not list_closed_months(db)
        assert page.closing._trouble.text() == "Stopped. Nothing was issued."
        assert page.leaks.state.text().startswith("Not yet checked")
        assert page.closing._section.isEnabled()


def test_an_issue_goes_on_and_can_be_cancelled_when_a_check_begun_before_it_ends(
    qtbot, db: Database, desk: Retail, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked, issued = Event(), Event()
    monkeypatch.setattr(leak_check, "check_next_issue", lambda *_, **__: checked.wait(20) and LeakCheck(()))
    monkeypatch.setattr(closing_block, "issue_month", lambda *_, **__: issued.wait(20))
    with shown(qtbot, db, PacksPage) as page:
        said = messages(october(qtbot, page, desk))
        page.leaks.check_button.click()
        press(page, "Issue October 2026")
        press(page, "Issue now")
        checked.set()
        qtbot.waitUntil(lambda: len(page.desk.tasks._running) == 1)
        assert page.leaks.is_issuing
        assert page.leaks.state.text() == "Issuing October 2026 to Retail…"
        assert page.leaks.cancel_button.isVisibleTo(page.leaks)
        issued.set()
        settle(qtbot, page)
        assert said[-1] == "Issued October 2026 to Retail."


def test_a_finding_of_a_customer_no_longer_looked_at_is_told_as_a_message(
    qtbot, db: Database, desk: Retail
) -> None:
    other = leaking(db, desk)
    with shown(qtbot, db, PacksPage) as page:
        said = messages(october(qtbot, page, desk))
        press(page, "Issue October 2026")
        press(page, "Issue now")
        page.table.choose(lambda row: row.customer.id == other)
        settle(qtbot, page)
        assert said[-1].startswith("October 2026 was not issued to Retail")
        assert page.leaks.state.text().startswith("Not yet checked")
        assert not pressed(page.leaks, "Accept")


def test_accepted_words_are_listed_and_withdrawn_also_where_no_text_has_them(
    qtbot, db: Database, desk: Retail
) -> None:
    leaking(db, desk)
    (leak,) = check_next_issue(db, desk.customer, "2026-10").leaks
    accept_leak(db, desk.customer, leak, "One group.", at(11, 2))
    write_remark(db, desk.customer, "2026-10", {"customer_text": "A calm month."})
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        said = [each.text() for each in page.accepted.findChildren(QLabel)]
        (told,) = (text for text in said if "Wholesale" in text)
        assert told.startswith("“Wholesale” is the name of another customer; accepted by ")
        assert told.endswith(" on 2 November 2026: One group.")
        pressed(page.accepted, "Withdraw")[0].click()
        settle(qtbot, page)
        assert not list_accepted(db, desk.customer)
        assert page.accepted.isHidden()
        db.undo()
        settle(qtbot, page)
        assert pressed(page.accepted, "Withdraw")


def test_withdrawing_a_word_that_stands_there_makes_it_a_finding_again(
    qtbot, db: Database, desk: Retail
) -> None:
    leaking(db, desk)
    accept_leak(db, desk.customer, check_next_issue(db, desk.customer, "2026-10").leaks[0], "One group.")
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        check(qtbot, page)
        assert page.leaks.state.text().startswith("✓ Nothing found")
        pressed(page.accepted, "Withdraw")[0].click()
        settle(qtbot, page)
        assert page.leaks.state.text() == "✕ 1 word found."


def test_what_a_further_issue_would_tell_is_looked_through_as_well(qtbot, db: Database, desk: Retail) -> None:
    add_customer(db, "Wholesale", time_zone="UTC")
    issue_month(db, desk.customer, "2026-10", date(2027, 1, 31), at(11, 10))
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        assert page.leaks.isHidden()
        write_remark(db, desk.customer, "2026-10", {"customer_text": "As at Wholesale."})
        settle(qtbot, page)
        check(qtbot, page)
        assert pressed(page.leaks, "Accept")
        assert not pressed(page.leaks, "Show page 2")
        assert not page.closing._leaks.isHidden()


def test_while_another_customer_is_read_nothing_can_be_issued_and_no_finding_is_shown(
    qtbot, db: Database, desk: Retail
) -> None:
    other = leaking(db, desk)
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        check(qtbot, page)
        page.table.choose(lambda row: row.customer.id == other)
        assert page.leaks.isHidden()
        assert not page.closing.isEnabled()
        assert not page.words.isEnabled()
        settle(qtbot, page)
        assert page.closing.isEnabled()
        assert page.leaks.state.text().startswith("Not yet checked")
        assert not pressed(page.leaks, "Accept")


def test_the_history_names_every_issue_and_writes_its_files_again(
    qtbot, db: Database, desk: Retail, tmp_path: Path
) -> None:
    issue_month(db, desk.customer, "2026-09", date(2027, 1, 31), at(11, 10))
    issue_month(db, desk.customer, "2026-10", date(2027, 1, 31), at(11, 10))
    first = make_pack(db, desk.customer, "2026-10", tmp_path / "a", now=at(11, 10))
    change_settings(db, time_zone="Europe/Berlin")
    before = [path.read_bytes() for path in first]
    with shown(qtbot, db, PacksPage) as page:
        page.issued_button.click()
        settle(qtbot, page)
        issued = page.issued
        assert [row.label for row in issued.table.rows_model.rows] == ["October 2026", "September 2026"]
        assert issued.files.rows_model.rowCount() == 2
        heads = [issued.table.rows_model.headerData(n, Qt.Orientation.Horizontal) for n in range(5)]
        assert heads[4] == "Issued (Europe/Berlin)"
        assert issued.table.rows_model.index(0, 4).data().endswith("01:00")
        page.writing.folder.setText(str(tmp_path / "b"))
        issued.again_button.click()
        settle(qtbot, page)
        assert [(tmp_path / "b" / path.name).read_bytes() for path in first] == before
        page.issued_button.click()
        settle(qtbot, page)
        page.issued.verify(first[0])
        settle(qtbot, page)
        assert page.issued.verdict.text().startswith("✓ “Retail 2026-10.pdf” is the file written for Retail")
        page.issued.preview_button.click()
        settle(qtbot, page)
        assert page._preview is not None
        assert page._preview.pages.page_count > 1


def test_a_file_is_or_is_not_the_one_written(db: Database, desk: Retail, tmp_path: Path) -> None:
    issue_month(db, desk.customer, "2026-10", date(2027, 1, 31), at(11, 10))
    pdf, workbook = make_pack(db, desk.customer, "2026-10", tmp_path / "a", now=at(11, 10))
    renamed = tmp_path / "renamed.pdf"
    renamed.write_bytes(pdf.read_bytes())
    assert verify_file(db, renamed).known
    assert (
        "is the file written for Retail, October 2026, issue 1, on 10 November 2026"
        in verify_file(db, renamed).sentence
    )
    workbook.write_bytes(workbook.read_bytes() + b"0")
    assert verify_file(db, workbook).sentence.endswith(
        "is not the file written on 10 November 2026: its content differs."
    )
    other = tmp_path / "other.pdf"
    other.write_bytes(b"x")
    assert verify_file(db, other).sentence == "“other.pdf” is none of the files written of an issue."


def test_after_a_word_is_accepted_the_keyboard_stays_with_the_check(
    qtbot, db: Database, desk: Retail
) -> None:
    leaking(db, desk)
    with shown(qtbot, db, PacksPage) as page:
        page.activateWindow()
        october(qtbot, page, desk)
        check(qtbot, page)
        while accept := pressed(page.leaks, "Accept"):
            reason = page.leaks.findChildren(QLineEdit)[0]
            reason.setText("One group.")
            accept[0].setFocus()
            before = len(accept)
            accept[0].click()
            settle(qtbot, page)
            qtbot.waitUntil(lambda: page.focusWidget() is not None)
            assert len(pressed(page.leaks, "Accept")) < before
            focus = page.focusWidget()
            assert focus is not None
            assert page.leaks.isAncestorOf(focus)
        assert page.focusWidget() is page.leaks.check_button


def test_what_is_typed_for_a_finding_stays_when_the_desk_changes(qtbot, db: Database, desk: Retail) -> None:
    leaking(db, desk)
    with shown(qtbot, db, PacksPage) as page:
        october(qtbot, page, desk)
        check(qtbot, page)
        page.leaks.findChildren(QLineEdit)[0].setText("One gro")
        change_settings(db, organisation="Hollerbach")
        settle(qtbot, page)
        assert page.leaks.findChildren(QLineEdit)[0].text() == "One gro"
