"""The desk's own settings: what is taken, what is refused, and who goes by them."""

import os
import sys
from dataclasses import fields
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import event

from app.errors import FileError, InputError
from app.models.database import Database
from app.reports.paper import LOGO_BEGINS, PLAIN
from app.usecases import desks
from app.usecases.history import list_history
from app.usecases.history_told import tell_changes
from app.usecases.history_words import SETTINGS
from app.usecases.packs import make_pack
from app.usecases.settings import (
    SettingsRow,
    change_settings,
    logo,
    paper,
    remove_logo,
    set_logo,
    settings,
)
from tests.usecases.retail import retail

TODAY = date(2026, 11, 22)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    written = BytesIO()
    Image.new("RGB", (300, 100), "#8A2D68").save(written, "PNG")
    path = tmp_path / "logo.png"
    path.write_bytes(written.getvalue())
    return path


@pytest.mark.parametrize(
    ("field", "given", "kept"),
    [
        ("organisation", "  Example   IT ", "Example IT"),
        ("time_zone", "Europe/Berlin", "Europe/Berlin"),
        ("country", "DE", "DE"),
        ("currency", "chf", "CHF"),
        ("page_size", "Letter", "Letter"),
        ("accent", "plum", "#8A2D68"),
        ("accent", "0f6674", "#0F6674"),
    ],
)
def test_a_setting_is_kept_tidy_and_can_be_taken_back(
    db: Database, field: str, given: str, kept: str
) -> None:
    before = settings(db)
    change_settings(db, **{field: given})
    assert getattr(settings(db), field) == kept
    db.undo()
    assert settings(db) == before


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("organisation", "x" * 201, "shorten it"),
        ("time_zone", "Berlin", "no known time zone"),
        ("country", "Atlantis", "not known"),
        ("subdivision", "BY", "^$"),
        ("currency", "Euro", "three letters"),
        ("page_size", "A0", "A4 or Letter"),
        ("accent", "#FFD400", "too light"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_changes_nothing(
    db: Database, field: str, given: str, said: str
) -> None:
    before = settings(db)
    if field == "subdivision":
        change_settings(db, country="FR")
        before, said = settings(db), "no part of FR"
    with pytest.raises(InputError, match=said):
        change_settings(db, **{field: given})
    assert settings(db) == before


def test_another_country_lets_go_of_the_part_of_the_first(db: Database) -> None:
    change_settings(db, country="DE", subdivision="BY")
    change_settings(db, country="FR")
    assert (settings(db).country, settings(db).subdivision) == ("FR", "")


def test_every_setting_has_its_words_in_the_history() -> None:
    assert {field.name for field in fields(SettingsRow)} <= SETTINGS.keys()


def test_a_logo_is_kept_on_the_desk_until_it_is_removed(db: Database, picture: Path) -> None:
    set_logo(db, picture)
    picture.unlink()
    kept = logo(db)
    assert kept is not None
    assert (kept.width, kept.height) == (300, 100)
    assert paper(db).logo == kept
    remove_logo(db)
    assert paper(db) == PLAIN
    db.undo()
    assert logo(db) == kept


def test_what_is_no_picture_is_refused(db: Database, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_text("<svg/>")
    with pytest.raises(InputError, match="neither"):
        set_logo(db, tmp_path / "logo.png")
    with pytest.raises(FileError, match="cannot be read"):
        set_logo(db, tmp_path / "gone.png")
    assert logo(db) is None


def test_settings_are_read_without_the_logo(db: Database, picture: Path) -> None:
    set_logo(db, picture)
    seen: list[object] = []
    with db.reading() as session:
        engine = session.get_bind()

    def look(*told: object) -> None:
        seen.append(told[3])

    event.listen(engine, "before_cursor_execute", look)
    try:
        settings(db)
    finally:
        event.remove(engine, "before_cursor_execute", look)
    assert seen
    assert all("logo" not in str(given) for given in seen)


def test_the_history_tells_of_a_logo_without_spelling_it_out(db: Database, picture: Path) -> None:
    set_logo(db, picture)
    (told,) = tell_changes(db, list_history(db)[0].id)
    assert (told.name, told.after) == ("logo", "a picture")
    assert LOGO_BEGINS not in str(told)


def test_a_pack_goes_by_the_settings(db: Database, picture: Path, tmp_path: Path) -> None:
    customer = retail(db).customer
    change_settings(db, accent="Plum", page_size="Letter")
    set_logo(db, picture)
    pdf, workbook = make_pack(db, customer, "2026-10", tmp_path / "out")
    first = PdfReader(pdf).pages[0]
    assert float(first.mediabox.width) == 612
    assert len(first.images) == 1
    assert load_workbook(workbook)["Summary"]["A1"].font.color.rgb == "FF8A2D68"


def test_backups_go_into_the_chosen_folder_and_earlier_ones_stay_listed(db: Database, tmp_path: Path) -> None:
    before = desks.backup_desk(db)
    chosen = tmp_path / "drive"
    chosen.mkdir()
    change_settings(db, backup_folder=str(chosen))
    assert desks.daily_backup(db, TODAY) is not None
    assert desks.daily_backup(db, TODAY) is None
    made = desks.backup_desk(db)
    assert chosen in made.parents
    db.close()
    listed = {row.path for row in desks.list_backups(db.path)}
    assert {before, made} <= listed


def test_a_backup_folder_that_has_gone_is_said(db: Database, tmp_path: Path) -> None:
    chosen = tmp_path / "drive"
    chosen.mkdir()
    change_settings(db, backup_folder=str(chosen))
    chosen.rmdir()
    with pytest.raises(FileError, match=r"No backup was made: .* is not there"):
        desks.backup_desk(db)
    assert not chosen.exists()


@pytest.mark.parametrize("typed", ["nowhere/at/all", "/nowhere/at/all"])
def test_a_backup_folder_that_is_not_there_is_refused(db: Database, typed: str) -> None:
    with pytest.raises(FileError, match="is not there"):
        change_settings(db, backup_folder=typed)


@pytest.mark.skipif(
    sys.platform == "win32" or getattr(os, "geteuid", int)() == 0, reason="rights bind only some users here"
)
def test_a_backup_folder_that_cannot_be_written_is_refused(db: Database, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(FileError, match="Nothing can be written"):
        change_settings(db, backup_folder=str(closed))
