"""`colonnade demo`: the sample desk, its levels and its pack; then the window, where there is a screen."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from app.cli.desk import opened
from app.cli.levels import show_levels
from app.cli.speaking import say, show
from app.errors import NoScreen
from app.models.database import Database
from app.paths import data_folder
from app.usecases import sample


def demo(asked: Namespace, show_window: Callable[[Path | None, str], int]) -> int:
    """Make or reopen the sample desk, write the sample customer's pack, show the window or say that none can be."""
    folder: Path = (asked.dir or data_folder() / "demo").absolute()
    path = sample.demo_desk(folder, _tell)
    show(f"Sample desk: {path}")
    with opened(path) as db:
        _show_imports(db)
        show_levels((sample.sample_month(db),))
        for written in sample.write_sample_pack(db, folder / "packs"):
            show(f"Pack: {written}")
    try:
        return show_window(path, "levels")
    except NoScreen as reason:
        say(str(reason))
        return 0


def _show_imports(db: Database) -> None:
    for batch in sample.sample_imports(db):
        show(
            f"Imported {batch.file_name}: {batch.read} rows read, {batch.imported} imported, "
            f"{batch.duplicate} duplicate, {batch.rejected} rejected"
        )


def _tell(_done: int, _total: int, text: str) -> None:
    say(text)
