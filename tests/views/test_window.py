"""The window around the pages: commands, drops, undo, read-only desks, light and dark."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QRect, Qt, QUrl
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QTableView,
)
from pytestqt.qtbot import QtBot

from app.models.database import Database
from app.usecases.customers import add_customer, change_customer, list_customers
from app.views import theme
from app.views.commands import MENUS
from app.views.drops import dropped
from app.views.main_window import MainWindow
from app.views.pages import PAGES
from app.views.pages.agreements import AgreementsPage
from app.views.pages.dependencies import DependenciesPage
from app.views.preferences import Preferences
from app.views.theme import DARK, LIGHT, Theme
from tests.views.window import settle_desk


def mime_of(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


class Drag:
    """What the window asks of a drag; Qt's own events are built differently from release to release."""

    def __init__(self, mime: QMimeData) -> None:
        self._mime = mime
        self.accepted = False

    def mimeData(self) -> QMimeData:  # noqa: N802
        return self._mime

    def acceptProposedAction(self) -> None:  # noqa: N802
        self.accepted = True


def drag_over(window: MainWindow, mime: QMimeData) -> bool:
    """Whether the window would take what hangs over it."""
    drag = Drag(mime)
    window.dragEnterEvent(drag)  # pyright: ignore[reportArgumentType]
    return drag.accepted


def drop_on(window: MainWindow, mime: QMimeData) -> None:
    """Let go over the window."""
    window.dropEvent(Drag(mime))  # pyright: ignore[reportArgumentType]


def test_without_a_desk_the_start_page_offers_new_open_and_the_sample(window: MainWindow) -> None:
    assert window.stack.currentWidget() is window.start
    words = {button.accessibleName() for button in window.start.findChildren(QAbstractButton)}
    assert {"New desk", "Open desk", "Make the sample desk"} <= words
    assert not window.inside.navigation.isVisible()


def test_every_command_of_the_menus_has_its_method_and_every_key_is_used_once(window: MainWindow) -> None:
    commands = [
        command
        for menu in MENUS.values()
        for command in menu
        if command.text and command.name not in ("recent", "customers")
    ]
    assert all(hasattr(window.inside.commands, command.name) for command in commands)
    keys = [command.keys for command in commands if command.keys]
    assert len(keys) == len(set(keys))


def test_new_desk_makes_a_file_and_shows_its_name(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = tmp_path / "northwind"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (str(wanted), ""))
    with qtbot.waitSignal(window.inside.desk_opened, timeout=20_000):
        window.run("new_desk")
    assert wanted.with_suffix(".slm").exists()
    assert "northwind.slm" in window.windowTitle()
    assert window.inside.status.file.text().startswith("northwind.slm · saved ")


def test_a_new_desk_opens_on_home_without_the_message_of_the_desk_before(
    desk_window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk_window.go("packs")
    desk_window.inside.say("Wrote the pack.")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (str(tmp_path / "other"), ""))
    with qtbot.waitSignal(desk_window.inside.desk_opened, timeout=20_000):
        desk_window.run("new_desk")
    assert desk_window.inside.page_key == "home"
    assert not desk_window.message.isVisible()


def test_desks_of_late_with_the_same_name_are_told_apart_by_their_folder(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        Database.create(tmp_path / folder / "desk.slm").close()
    for folder in ("one", "two"):
        with qtbot.waitSignal(window.inside.desk_opened, timeout=20_000):
            window.files.open(tmp_path / folder / "desk.slm")
    assert window.windowTitle() == f"desk.slm – {tmp_path / 'two'} – Colonnade"
    settle_desk(window.desk)
    listed = {action.text() for action in window.inside.menus.recent.actions()}
    assert listed == {f"desk.slm  –  {tmp_path / folder}" for folder in ("one", "two")}


def test_a_new_desk_is_proposed_a_name_that_is_free_and_an_earlier_refusal_goes_once_it_is_made(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, bool]] = []

    def ask(*given: object) -> tuple[str, str]:
        once = given[-1] == QFileDialog.Option.DontConfirmOverwrite
        asked.append((Path(str(given[2])).name, once))
        return (str(tmp_path / "desk.slm" if len(asked) == 1 else given[2]), "")

    (tmp_path / "desk.slm").write_text("taken", encoding="utf-8")
    window.preferences.folder = str(tmp_path)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    with qtbot.waitSignal(window.files.failed, timeout=20_000):
        window.run("new_desk")
    assert window.message.isVisible()
    with qtbot.waitSignal(window.inside.desk_opened, timeout=20_000):
        window.run("new_desk")
    assert asked == [("desk 2.slm", True), ("desk 2.slm", True)]
    assert (tmp_path / "desk.slm").read_text(encoding="utf-8") == "taken"
    assert not window.message.isVisible()


def test_opening_a_file_that_is_no_desk_says_so_and_opens_nothing(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    foreign = tmp_path / "letter.slm"
    foreign.write_text("Dear Anna", encoding="utf-8")
    with qtbot.waitSignal(window.files.failed, timeout=20_000):
        window.files.open(foreign)
    assert window.message.isVisible()
    assert "letter.slm" in window.message.text.text()
    assert window.desk is None
    assert foreign.read_text(encoding="utf-8") == "Dear Anna"


def test_undo_and_redo_name_their_step_in_menu_and_toolbar(desk_window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_window.desk
    assert desk is not None
    menus = desk_window.inside.menus
    assert not menus.actions["undo"].isEnabled()
    with qtbot.waitSignal(desk.changed):
        add_customer(desk.db, "Bed & Bath", time_zone="UTC")
    assert menus.actions["undo"].text() == "Undo: Add customer Bed && Bath"
    assert menus.undo_button.accessibleName() == "Undo: Add customer Bed & Bath (Ctrl+Z)"
    with qtbot.waitSignal(desk.changed):
        menus.actions["undo"].trigger()
    settle_desk(desk)
    assert list_customers(desk.db) == ()
    assert menus.actions["redo"].text() == "Redo: Add customer Bed && Bath"
    assert desk_window.message.text.text() == "Undone: Add customer Bed & Bath"
    with qtbot.waitSignal(desk.changed):
        desk_window.message.button.click()
    assert [row.name for row in list_customers(desk.db)] == ["Bed & Bath"]


def test_undo_and_redo_pressed_in_a_row_are_done_in_that_order(desk_window: MainWindow) -> None:
    desk = desk_window.desk
    assert desk is not None
    names = [f"Customer {number}" for number in range(4)]
    for name in names:
        add_customer(desk.db, name, time_zone="UTC")
    for step in "undo", "undo", "redo", "undo", "undo", "redo":
        desk_window.run(step)
    settle_desk(desk)
    assert [row.name for row in list_customers(desk.db)] == names[:2]


def test_undo_in_a_field_takes_back_typing_first_and_then_the_desks_step(
    desk_window: MainWindow, qtbot: QtBot
) -> None:
    desk = desk_window.desk
    assert desk is not None
    with qtbot.waitSignal(desk.changed):
        add_customer(desk.db, "Retail", time_zone="UTC")
    desk_window.go("customers")
    field = desk_window.page("customers").find_field  # pyright: ignore[reportOptionalMemberAccess]
    assert field is not None
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClicks(field, "x")
    qtbot.keyClick(field, Qt.Key.Key_Z, control)
    assert field.text() == ""
    assert list_customers(desk.db)
    with qtbot.waitSignal(desk.changed):
        qtbot.keyClick(field, Qt.Key.Key_Z, control)
    assert list_customers(desk.db) == ()


def test_a_message_stands_over_the_status_line_where_no_page_has_a_control(desk_window: MainWindow) -> None:
    desk_window.inside.message.show_text("Recorded the outage.")
    message = desk_window.inside.message.geometry()
    assert not message.intersects(desk_window.centralWidget().geometry().adjusted(0, 0, 0, -theme.MARGIN))


def test_a_change_from_another_thread_reaches_the_pages_in_the_windows_thread(
    desk_window: MainWindow, qtbot: QtBot
) -> None:
    desk = desk_window.desk
    assert desk is not None
    page = desk_window.page("customers")
    assert page is not None
    desk_window.go("customers")
    with qtbot.waitSignal(desk.changed):
        desk.tasks.start(lambda _report, _cancelled: add_customer(desk.db, "Retail", time_zone="UTC"))
    settle_desk(desk)
    assert page.browser.model.rows[0].name == "Retail"  # pyright: ignore[reportAttributeAccessIssue]


def test_a_read_only_desk_names_its_holder_and_offers_nothing_to_change(
    window: MainWindow, qtbot: QtBot, desk_path: Path
) -> None:
    held = Database.create(desk_path)
    customer = add_customer(held, "Retail", time_zone="UTC")
    try:
        with qtbot.waitSignal(window.files.failed, timeout=20_000):
            window.files.open(desk_path)
        assert window.message.button.text() == "Open read-only"
        with qtbot.waitSignal(window.inside.desk_opened, timeout=20_000):
            window.message.button.click()
        assert window.inside.banner.isVisible()
        assert window.inside.banner.words.text().startswith("Read-only: nothing can be changed on this desk.")
        page = window.page("customers")
        window.go("customers")
        assert page is not None
        assert not page.browser.add_button.isEnabled()  # pyright: ignore[reportAttributeAccessIssue]
        assert not window.inside.menus.actions["import_sheets"].isEnabled()
        assert drag_over(window, mime_of(Path("october.xlsx")))  # and says why not
        change_customer(held, customer, name="Retail & More")
    finally:
        held.close()


def test_dropped_files_are_sorted_into_desks_and_spreadsheets() -> None:
    found = dropped(mime_of(Path("a.xlsx"), Path("B.CSV"), Path("c.docx"), Path("d.slm")))
    assert [path.name for path in found.sheets] == ["a.xlsx", "B.CSV"]
    assert found.words() == "Drop to import 2 spreadsheets"
    assert found.words(as_list=True) == "Drop to read a.xlsx as a list, the first of 2"
    assert not dropped(mime_of(Path("c.docx")))


def test_a_desk_dropped_on_the_window_is_opened(window: MainWindow, qtbot: QtBot, desk_path: Path) -> None:
    Database.create(desk_path).close()
    mime = mime_of(desk_path)
    assert drag_over(window, mime)
    assert window.inside.drop_hint.isVisible()
    with qtbot.waitSignal(window.inside.desk_opened, timeout=20_000):
        drop_on(window, mime)
    assert not window.inside.drop_hint.isVisible()
    assert window.desk is not None


def test_a_spreadsheet_dropped_on_the_dependencies_is_a_list_of_them(
    desk_window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "parts.csv"
    path.write_text("Shop;Disk\n", encoding="utf-8")
    desk_window.inside.go("dependencies")
    settle_desk(desk_window.inside.desk)
    drop_on(desk_window, mime_of(path))
    QApplication.processEvents()  # it is taken when the drag has ended
    settle_desk(desk_window.inside.desk)
    page = desk_window.page("dependencies")
    assert isinstance(page, DependenciesPage)
    assert page.bringing_in.is_open
    assert [line.needs for line in page.bringing_in.sheet.model.rows] == ["Disk"]
    page.bringing_in.sheet.leave()


def test_spreadsheets_dropped_on_any_page_reach_the_import_sheet(
    desk_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[tuple[Path, ...]] = []
    page = desk_window.page("measurements")
    assert page is not None
    monkeypatch.setattr(page, "import_files", taken.append)
    desk_window.go("customers")
    mime = mime_of(Path("/tmp/october.xlsx"), Path("/tmp/tickets.csv"))
    assert drag_over(desk_window, mime)
    drop_on(desk_window, mime)
    qtbot.waitUntil(lambda: bool(taken))
    assert [path.name for path in taken[0]] == ["october.xlsx", "tickets.csv"]
    assert desk_window.inside.page_key == "measurements"


def test_light_and_dark_are_switched_at_once_and_remembered(
    desk_window: MainWindow, look: Theme, preferences: Preferences, tmp_path: Path
) -> None:
    desk_window.inside.menus.actions["mode_dark"].trigger()
    assert theme.current() is DARK
    assert desk_window.palette().window().color().name().upper() == DARK.window
    preferences.save()
    assert Preferences(tmp_path / "window.ini").mode == "dark"
    desk_window.inside.menus.actions["mode_light"].trigger()
    assert theme.current() is LIGHT


def test_page_keys_turn_the_pages_and_ctrl_f_finds(desk_window: MainWindow, qtbot: QtBot) -> None:
    for number, entry in enumerate(PAGES[:3], start=1):
        key = Qt.Key(Qt.Key.Key_0 + number)
        qtbot.keyClick(desk_window, key, Qt.KeyboardModifier.ControlModifier)
        assert desk_window.inside.page_key == entry.key
    desk_window.go("customers")
    page = desk_window.page("customers")
    assert page is not None
    assert page.find_field is not None
    desk_window.run("find")
    assert desk_window.focusWidget() is page.find_field


def test_every_control_of_every_page_is_named_for_screen_readers(desk_window: MainWindow) -> None:
    kinds = (QAbstractButton, QLineEdit, QComboBox, QTableView)
    for key in ("customers", "services", "agreements"):
        desk_window.go(key)
        page = desk_window.page(key)
        assert page is not None
        if isinstance(page, AgreementsPage):
            assert page.agreement_detail.targets.editor.isHidden()  # built when asked for
            assert page.agreement_detail.windows.form.isHidden()
        unnamed = [
            f"{key}: {type(control).__name__} {control.objectName()}"
            for kind in kinds
            for control in page.findChildren(kind)
            if not control.accessibleName() and not getattr(control, "text", lambda: "")()
            if not isinstance(control.parent(), QLineEdit) and not control.objectName().startswith("qt_")
        ]
        assert unnamed == []


def test_no_label_guesses_rich_text(desk_window: MainWindow) -> None:
    for key in ("customers", "services", "agreements"):
        desk_window.go(key)
    agreements = desk_window.page("agreements")
    assert isinstance(agreements, AgreementsPage)
    assert agreements.agreement_detail.targets.editor.isHidden()  # built when asked for
    labels = desk_window.findChildren(QLabel)
    assert labels
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels if label.text())


def test_closing_a_desk_leads_back_to_the_start_page(desk_window: MainWindow, desk_path: Path) -> None:
    desk_window.run("close_desk")
    assert desk_window.stack.currentWidget() is desk_window.start
    assert desk_window.desk is None
    Database.open(desk_path).close()


def test_a_message_leaves_the_switch_of_the_customer_view_within_reach(desk_window: MainWindow) -> None:
    switch = desk_window.inside.status.switch
    place = QRect(switch.mapTo(desk_window, QPoint(0, 0)), switch.size())
    for text in ("Recorded the outage.", "long words " * 60):
        desk_window.inside.message.show_text(text)
        assert switch.isVisible()
        assert not desk_window.inside.message.geometry().intersects(place)
