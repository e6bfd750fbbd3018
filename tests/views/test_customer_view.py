"""The customer view: while it is on nothing internal and no other customer is anywhere in the window."""

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.calc.periods import parse_period
from app.reports.editions import released
from app.reports.month import from_json
from app.usecases.closing import issue_month, list_closed_months
from app.usecases.commentary import write_remark
from app.usecases.customers import add_customer
from app.usecases.desks import open_desk
from app.views.customer_view import RELEASED
from app.views.desk import Action
from app.views.main_window import MainWindow
from app.views.pages import MORE_PAGES, PAGES
from app.views.pages.released.agreements import ReleasedAgreementsPage
from app.views.pages.released.levels import ReleasedLevelsPage
from app.views.pages.released.packs import ReleasedPacksPage
from tests.views.everything_said import copied, everything_said

CANARY = "zqx"
RETAIL = 1
# Every field a customer must not see, and names of other customers; `{}` is the row's number.
INTERNAL = {
    "components": ("name", "owner"),
    "services": ("owner",),
    "hours": ("name",),
    "import_batches": ("file_name",),
    "batch_sheets": ("name",),
    "agreement_versions": ("note",),
    "contacts": ("email", "phone"),
    "outages": ("cause", "internal_text"),
    "planned_work": ("internal_text",),
    "commentary": ("internal_text",),
    "issued_files": ("file_name",),
    "layouts": ("name",),
}
OTHERS = (
    ("customers", "name", f"id <> {RETAIL}"),
    ("customers", "internal_note", "1"),
    ("agreements", "title", "kind <> 'sla' OR customer_id <> 1"),
    ("agreements", "counterparty", "1"),
    ("sites", "name", f"customer_id <> {RETAIL}"),
    ("contacts", "name", f"customer_id <> {RETAIL}"),
)


@dataclass(frozen=True)
class Poisoned:
    """A desk in which every internal field begins with the canary, and what else of it is internal."""

    path: Path
    words: tuple[str, ...]  # of documents issued before, which cannot be changed


def poison(path: Path) -> Poisoned:
    """Put the canary everywhere; issued documents keep theirs, so their internal words are collected."""
    renamed = path.rename(path.with_name(f"{CANARY}desk.slm"))
    desk = sqlite3.connect(renamed)
    words: set[str] = set()
    told = ""
    for customer, document in desk.execute("SELECT customer_id, document FROM closed_months"):
        month = from_json(document)
        if customer != RETAIL:
            words.add(month.customer)
            continue
        told += repr(released(month, "customer"))
        words |= set(_internal_words(document))
    for table, columns in INTERNAL.items():
        for column in columns:
            desk.execute(f"UPDATE {table} SET {column} = '{CANARY}-{table}-{column}-' || rowid")
    for table, column, where in OTHERS:
        desk.execute(f"UPDATE {table} SET {column} = '{CANARY}-other-{column}-' || rowid WHERE {where}")
    desk.commit()
    desk.close()
    return Poisoned(renamed, tuple(sorted(word for word in words if len(word) > 5 and word not in told)))


def _internal_words(document: str) -> Iterator[str]:
    for service in json.loads(document)["services"]:
        yield service.get("commentary_internal", "")
        for outage in service["outages"]:
            yield from (outage.get(name, "") for name in ("subject", "cause", "internal_text", "source"))
    yield from (source["file_name"] for source in json.loads(document)["sources"])


def leaks(said: str, desk: Poisoned) -> set[str]:
    """Internal words that were said."""
    return {*re.findall(rf"{CANARY}[\w-]*", said), *(word for word in desk.words if word in said)}


def settle(qtbot: QtBot, window: MainWindow) -> None:
    for _ in range(3):
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not window.inside.tasks.busy, timeout=60_000)
        QApplication.processEvents()


@pytest.fixture
def poisoned(sample_desk: Path) -> Poisoned:
    return poison(sample_desk)


@pytest.fixture
def meeting(window: MainWindow, qtbot: QtBot, poisoned: Poisoned) -> MainWindow:
    """The poisoned desk on Levels of Retail in a month that is not issued yet."""
    db = open_desk(poisoned.path)
    write_remark(
        db, RETAIL, "2026-10", {"internal_text": f"{CANARY}-remark", "customer_text": "All is well."}
    )
    window.show_desk(db)
    window.go("levels", (RETAIL, parse_period("2026-10", "Europe/Berlin")))
    settle(qtbot, window)
    return window


def walk(qtbot: QtBot, window: MainWindow) -> str:
    """Turn to every page on offer, choose everything that opens, and listen."""
    said: list[str] = []
    for key, button in window.inside.navigation.buttons.items():
        if not button.isVisible():
            continue
        button.click()
        settle(qtbot, window)
        said.append(everything_said(window))
        said.append(copied(window))
        said.extend(_opened(qtbot, window, key))
    window.inside.commands.palette()
    for typed in ("", "zq", "re", "outage", "oct 2026"):
        window.inside.palette.field.setText(typed)
        qtbot.waitUntil(lambda: not window.inside.palette._timer.isActive(), timeout=5_000)
        settle(qtbot, window)
        said.append(everything_said(window))
    window.inside.palette.close_over()
    window.run("shortcuts")
    said.append(everything_said(window))
    window.inside.sheet.hide()
    return "\n".join(said)


def _opened(qtbot: QtBot, window: MainWindow, key: str) -> Iterator[str]:
    """On Levels every target of the last two periods, and what each of its pieces and outages opens."""
    page = window.inside.current_page()
    chart, view = getattr(page, "chart", None), getattr(page, "level_view", None)
    if chart is None or view is None:
        return
    for row in [row for row in chart._model.rows if row.lineage]:
        for period in (row.cells[-1].period, row.cells[-2].period):
            chart.choose(row.lineage, period)
            settle(qtbot, window)
            yield everything_said(window)
            if view.level is None:
                continue
            for piece in view.level.target.ledger:
                if piece.kind in ("down", "unknown", "excluded"):
                    view._open_piece(piece)
                    settle(qtbot, window)
                    yield everything_said(window)
                    break
            for ticket in view.level.target.tickets[:1]:
                view._open_ticket(ticket)
                yield everything_said(window)


def test_in_the_customer_view_nothing_internal_is_said_anywhere(
    meeting: MainWindow, qtbot: QtBot, poisoned: Poisoned
) -> None:
    meeting.inside.customer_view.enter(RETAIL)
    settle(qtbot, meeting)
    said = walk(qtbot, meeting)
    assert not leaks(said, poisoned)
    assert "All is well." in said  # of the pack's pages
    assert "Retail" in said


def test_the_same_walk_finds_everything_while_the_view_is_off(
    meeting: MainWindow, qtbot: QtBot, poisoned: Poisoned
) -> None:
    found = leaks(walk(qtbot, meeting), poisoned)
    names = {word.rpartition("-")[0] for word in found if word.startswith(CANARY)}
    expected = ("other-name", "components-name", "outages-cause", "outages-internal_text", "hours-name")
    more = (
        "import_batches-file_name",
        "agreement_versions-note",
        "other-title",
        "contacts-email",
        "services-owner",
    )
    assert {f"{CANARY}-{name}" for name in (*expected, *more)} <= names
    assert f"{CANARY}-remark" in found
    assert found & set(poisoned.words)


def test_off_brings_back_page_selection_and_what_was_said(meeting: MainWindow, qtbot: QtBot) -> None:
    page = meeting.page("levels")
    lineage = [row.lineage for row in page.chart._model.rows if row.lineage][1]
    page.chart.choose(lineage)
    settle(qtbot, meeting)
    title, seen = meeting.windowTitle(), page.chart.current_period()
    meeting.run("customer_view")
    settle(qtbot, meeting)
    assert isinstance(meeting.inside.current_page(), ReleasedLevelsPage)
    meeting.run("customer_view")
    settle(qtbot, meeting)
    assert meeting.inside.current_page() is page
    assert (page.chart.current_lineage(), page.chart.current_period()) == (lineage, seen)
    assert meeting.windowTitle() == title
    assert all(button.isVisible() for button in meeting.inside.navigation.buttons.values())
    assert meeting.inside.menus.offers("undo")
    assert "Write" in meeting.inside.menus.actions["undo"].text()


def test_internal_pages_cannot_be_reached_by_keys_or_requests(meeting: MainWindow, qtbot: QtBot) -> None:
    meeting.inside.customer_view.enter(RETAIL)
    keys = [f"Ctrl+{number}" for number in range(1, 10)] + [
        "Ctrl+H",
        "Ctrl+,",
        "Ctrl+I",
        "Ctrl+Z",
        "Ctrl+N",
        "Ctrl+W",
    ]
    for keys_text in keys:
        QTest.keySequence(meeting, QKeySequence(keys_text))
        settle(qtbot, meeting)
        page = meeting.inside.current_page()
        assert isinstance(page, ReleasedLevelsPage | ReleasedAgreementsPage | ReleasedPacksPage), keys_text
    for entry in (*PAGES, *MORE_PAGES):
        meeting.go(entry.key)
        meeting.inside.turn(entry.key)
        settle(qtbot, meeting)
        page = meeting.inside.current_page()
        assert isinstance(page, ReleasedLevelsPage | ReleasedAgreementsPage | ReleasedPacksPage), entry.key


def test_a_page_is_internal_until_it_says_otherwise() -> None:
    assert {"levels", "agreements", "packs"} == RELEASED


def test_messages_wait_until_the_customer_is_gone(meeting: MainWindow, qtbot: QtBot) -> None:
    meeting.inside.customer_view.enter(RETAIL)
    settle(qtbot, meeting)
    meeting.desk.say(f"Wrote {CANARY}.pdf.", Action(f"Show {CANARY}", lambda: None))
    assert not meeting.message.isVisible()
    meeting.desk.trouble.emit(f"{CANARY} is not there.")
    assert CANARY not in everything_said(meeting)
    meeting.inside.customer_view.leave()
    assert meeting.message.text.text() == f"{CANARY} is not there."


def test_a_desk_opened_meanwhile_is_shown_afterwards(
    meeting: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    from app.models.database import Database

    meeting.inside.customer_view.enter(RETAIL)
    meeting.show_desk(Database.create(tmp_path / "other.slm"))
    settle(qtbot, meeting)
    assert isinstance(meeting.inside.current_page(), ReleasedLevelsPage)
    meeting.inside.customer_view.leave()
    settle(qtbot, meeting)
    assert meeting.windowTitle().startswith("other.slm")


def test_where_no_customer_is_shown_a_name_is_typed_and_none_is_listed(
    meeting: MainWindow, qtbot: QtBot
) -> None:
    add_customer(meeting.desk.db, "Retro Toys", time_zone="UTC")
    meeting.go("home")
    settle(qtbot, meeting)
    view = meeting.inside.customer_view
    for keys in ("Ctrl+Shift+C", "switch"):
        if keys == "switch":
            meeting.inside.status.switch.click()
        else:
            QTest.keySequence(meeting, QKeySequence(keys))
        assert not view.on
        assert view.bar.field.hasFocus()
        assert QApplication.activePopupWidget() is None
        QTest.keyClick(view.bar.field, Qt.Key.Key_Escape)
        assert view.bar.isHidden()
    view.toggle()
    for typed, told in (("Ret", "More than one"), ("nobody", "No customer"), ("", "Type the name")):
        view.bar.field.setText(typed)
        QTest.keyClick(view.bar.field, Qt.Key.Key_Return)
        assert view.bar.refusal.text().startswith(told)
        assert not view.on
    view.bar.field.setText("reta")
    QTest.keyClick(view.bar.field, Qt.Key.Key_Return)
    settle(qtbot, meeting)
    assert view.name == "Retail"
    assert view.bar.field.isHidden()


def test_no_menu_lists_customers_and_whose_view_is_wanted_is_typed(meeting: MainWindow, qtbot: QtBot) -> None:
    add_customer(meeting.desk.db, "Northwind", time_zone="UTC")
    view = meeting.inside.customer_view
    for _ in ("off", "on"):
        for menu in meeting.menus.values():
            menu.aboutToShow.emit()
            said = " ".join(each.text() for each in (*menu.actions(), *menu.findChildren(QAction)))
            assert "Northwind" not in said
        meeting.run("whose_view")
        assert view.bar.field.hasFocus()
        QTest.keyClicks(view.bar.field, "retail")
        QTest.keyClick(view.bar.field, Qt.Key.Key_Return)
        settle(qtbot, meeting)
        assert view.name == "Retail"


def test_from_one_customer_the_view_turns_to_another_whose_name_is_typed(
    meeting: MainWindow, qtbot: QtBot
) -> None:
    add_customer(meeting.desk.db, "Northwind", time_zone="UTC")
    view = meeting.inside.customer_view
    view.enter(RETAIL)
    meeting.desk.say("Held back.")
    view.bar.other_button.click()
    QTest.keyClick(view.bar.field, Qt.Key.Key_Escape)
    assert view.name == "Retail"
    assert view.bar.words.text() == "Customer view · Retail"
    view.bar.other_button.click()
    view.bar.field.setText("northwind")
    view.bar.show_button.click()
    settle(qtbot, meeting)
    assert view.name == "Northwind"
    assert not meeting.message.isVisible()
    view.leave()
    assert meeting.message.text.text() == "Held back."


def test_an_objection_is_noted_while_it_is_said_and_nothing_internal_shows(
    meeting: MainWindow, qtbot: QtBot, poisoned: Poisoned
) -> None:
    db = meeting.desk.db
    closed = next(row for row in list_closed_months(db, RETAIL) if row.state == "final")
    meeting.go("packs", (RETAIL, parse_period(closed.period, "Europe/Berlin")))
    settle(qtbot, meeting)
    view = meeting.inside.customer_view
    view.toggle()
    settle(qtbot, meeting)
    page = meeting.inside.current_page()
    assert isinstance(page, ReleasedPacksPage)
    assert page.note_button.isHidden()  # it is final
    view.leave()
    issued = issue_month(
        db,
        RETAIL,
        "2026-10",
        date(2099, 1, 1),
        datetime(2026, 11, 10, tzinfo=UTC),
        uncommented_reason="Later.",
    )
    meeting.go("packs", (RETAIL, parse_period("2026-10", "Europe/Berlin")))
    settle(qtbot, meeting)
    view.toggle()
    settle(qtbot, meeting)
    page = meeting.inside.current_page()
    assert isinstance(page, ReleasedPacksPage)
    page.note_button.click()
    page.note.accept()
    assert page.note.error.text() == "Write down what the customer objects to."
    page.note.form.set_value("by", "Anna Weber")
    page.note.form.set_value("text", "The tills worked on the 13th.")
    assert not leaks(everything_said(meeting), poisoned)
    page.note.accept()
    settle(qtbot, meeting)
    assert page.noted.text() == "✓ Noted: Anna Weber: The tills worked on the 13th."
    assert not leaks(everything_said(meeting), poisoned)
    noted = next(row for row in list_closed_months(db, RETAIL) if row.id == issued).objections
    assert [(each.raised_by, each.text) for each in noted] == [
        ("Anna Weber", "The tills worked on the 13th.")
    ]


def test_the_way_out_is_one_button_or_its_keys(meeting: MainWindow, qtbot: QtBot) -> None:
    view = meeting.inside.customer_view
    QTest.keySequence(meeting, QKeySequence("Ctrl+Shift+C"))
    assert view.on
    assert view.bar.isVisible()
    QTest.keyClick(meeting, Qt.Key.Key_Escape)
    assert view.on
    qtbot.mouseClick(view.bar.leave_button, Qt.MouseButton.LeftButton)
    assert not view.on
    assert not view.bar.isVisible()
    QTest.keySequence(meeting, QKeySequence("Ctrl+Shift+C"))
    QTest.keySequence(meeting, QKeySequence("Ctrl+Shift+C"))
    assert not view.on


def test_the_view_is_never_remembered(meeting: MainWindow) -> None:
    before = dict.fromkeys(meeting.preferences._settings.allKeys())
    meeting.inside.customer_view.enter(RETAIL)
    meeting.inside.navigation.buttons["packs"].click()
    meeting.preferences.save()
    assert meeting.preferences.page == "levels"
    assert set(meeting.preferences._settings.allKeys()) == set(before)


def test_days_that_are_refused_are_told_while_a_customer_is_watching(
    meeting: MainWindow, qtbot: QtBot
) -> None:
    meeting.run("customer_view")
    settle(qtbot, meeting)
    page = meeting.inside.current_page()
    assert isinstance(page, ReleasedLevelsPage)
    page.stepper._kinds["days"].click()
    page.stepper.last.setText("1.1.2020")
    page.stepper.last.editingFinished.emit()
    assert page._refusal.isVisible()
    assert "the first day comes first" in page._refusal.text()


def test_the_palette_finds_what_was_released_and_leads_to_it(meeting: MainWindow, qtbot: QtBot) -> None:
    meeting.run("customer_view")
    settle(qtbot, meeting)
    palette = meeting.inside.palette

    def choose(typed: str, group: str) -> str:
        meeting.run("palette")
        palette.field.setText(typed)
        qtbot.waitUntil(lambda: not palette._waiting)
        entry = next(each for each in palette.entries if each.group == group)
        palette.close_over()
        entry.run()
        settle(qtbot, meeting)
        return entry.title

    assert choose("till", "Services") == "Till"
    page = meeting.inside.current_page()
    assert isinstance(page, ReleasedLevelsPage)
    assert page.chart._model.rows[page.chart.currentIndex().row()].service == "Till"
    assert choose("aug 2026 levels", "Levels") == "August 2026, Retail"
    assert page._period is not None
    assert page._period.key == "2026-08"
    assert choose("version 1", "Agreements").endswith("version 1")
    page = meeting.inside.current_page()
    assert isinstance(page, ReleasedAgreementsPage)
    chosen = page.versions.table.current_row()
    assert chosen is not None
    assert chosen.version.number == 1
    assert choose("sep 2026 packs", "Packs") == "September 2026, Retail"
    assert isinstance(meeting.inside.current_page(), ReleasedPacksPage)
