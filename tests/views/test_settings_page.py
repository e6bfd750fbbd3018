"""Settings as a person sets them: saved when left, undone, refused in words, seen beside the fields."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from app.models.database import Database
from app.usecases.settings import change_settings, logo, settings
from app.views.commands import MENUS
from app.views.pages.settings import SettingsPage
from tests.views.window import settle, shown


@pytest.fixture
def page(qtbot, db: Database) -> Iterator[SettingsPage]:
    with shown(qtbot, db, SettingsPage) as made:
        yield made


def type_into(qtbot, page: SettingsPage, form, name: str, text: str) -> None:
    editor = form.editors[name]
    editor.setFocus()
    editor.setText(text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle(qtbot, page)


@pytest.mark.parametrize(
    ("form", "name", "typed", "kept"),
    [
        ("organisation", "organisation", "Example IT", "Example IT"),
        ("starts", "time_zone", "berlin", "Europe/Berlin"),
        ("starts", "currency", "chf", "CHF"),
        ("packs", "accent", "8a2d68", "#8A2D68"),
    ],
)
def test_a_field_is_saved_when_it_is_left_and_can_be_undone(
    page: SettingsPage, qtbot, db: Database, form: str, name: str, typed: str, kept: str
) -> None:
    before = getattr(settings(db), name)
    type_into(qtbot, page, getattr(page, form), name, typed)
    assert getattr(settings(db), name) == kept
    assert getattr(page, form).editors[name].text() == kept
    page.desk.undo()
    settle(qtbot, page)
    assert getattr(page, form).editors[name].text() == before


@pytest.mark.parametrize(
    ("form", "name", "typed", "said"),
    [
        ("packs", "accent", "#FFD400", "too light"),
        ("starts", "time_zone", "Atlantis", "not known"),
        ("backups", "backup_folder", "/nowhere/at/all", "is not there"),
    ],
)
def test_what_cannot_be_stands_under_its_field(
    page: SettingsPage, qtbot, db: Database, form: str, name: str, typed: str, said: str
) -> None:
    before = settings(db)
    type_into(qtbot, page, getattr(page, form), name, typed)
    assert said in getattr(page, form)._errors[name].text()
    assert settings(db) == before


def test_a_country_offers_its_regions(page: SettingsPage, qtbot, db: Database) -> None:
    assert page.starts.editors["subdivision"].isHidden()
    change_settings(db, country="DE")
    settle(qtbot, page)
    offered = page.starts.editors["subdivision"]
    assert not offered.isHidden()
    assert offered.itemText(offered.findData("BY")) == "Bavaria (Bayern, BY)"
    qtbot.keyClicks(offered, "bav")
    assert offered.value() == "BY"


def test_a_swatch_sets_the_accent_and_is_ticked(page: SettingsPage, qtbot, db: Database) -> None:
    page.swatches.buttons["#0F6674"].click()
    settle(qtbot, page)
    assert settings(db).accent == "#0F6674"
    assert [a for a, b in page.swatches.buttons.items() if b.isChecked()] == ["#0F6674"]
    assert page.packs.editors["accent"].text() == "#0F6674"
    type_into(qtbot, page, page.packs, "accent", "#123456")
    assert not any(b.isChecked() for b in page.swatches.buttons.values())


def test_a_logo_is_taken_shown_and_removed(page: SettingsPage, qtbot, db: Database, tmp_path: Path) -> None:
    path = tmp_path / "logo.jpg"
    Image.new("RGB", (300, 100), "#0F6674").save(path, "JPEG")
    page.logo.take(path)
    settle(qtbot, page)
    assert logo(db) is not None
    assert page.logo.preview.accessibleName() == "Logo, 300 × 100 pixels"
    page.logo.remove_button.click()
    settle(qtbot, page)
    assert logo(db) is None
    assert page.logo.preview.accessibleName() == "No logo"
    page.desk.undo()
    settle(qtbot, page)
    assert logo(db) is not None


def test_a_file_that_is_no_picture_is_refused_under_the_logo(
    page: SettingsPage, qtbot, db: Database, tmp_path: Path
) -> None:
    path = tmp_path / "logo.png"
    path.write_text("hello")
    page.logo.take(path)
    settle(qtbot, page)
    assert "neither a PNG nor a JPEG" in page.logo.error.text()
    assert not page.logo.error.isHidden()


def test_a_reader_sees_settings_and_changes_none(qtbot, db: Database, desk_path: Path) -> None:
    db.close()
    with shown(qtbot, Database.open(desk_path, read_only=True), SettingsPage) as page:
        assert page.organisation.editors["organisation"].isReadOnly()
        assert not page.logo.isEnabled()
        assert not page.swatches.isEnabled()
        page.desk.db.close()


def test_settings_are_reached_from_the_file_menu(desk_window, qtbot) -> None:
    command = next(each for each in MENUS["File"] if each.name == "settings")
    assert command.keys == "Ctrl+,"
    desk_window.inside.menus.actions["settings"].trigger()
    qtbot.waitUntil(lambda: desk_window.inside.page_key == "settings")
    assert "settings" not in desk_window.inside.navigation.buttons
