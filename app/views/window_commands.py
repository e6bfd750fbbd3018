"""The commands of the menus, each a method of its name."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from app import __version__
from app.views.commands import MENUS
from app.views.desk import Action
from app.views.desk_files import show_in_folder
from app.views.drops import SHEET_ENDINGS
from app.views.keys import keys_in_sight, told
from app.views.pages import PAGES
from app.views.preferences import PERCENTS
from app.views.restart import begin_anew
from app.views.table_at_hand import table_at_hand

if TYPE_CHECKING:
    from app.views.theme import Mode
    from app.views.workplace import Workplace


class WindowCommands:
    """Does what a menu, a key or the palette asks for."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._shown_percent = place.preferences.percent  # Qt took it at this start

    def run(self, name: str) -> None:
        """Do the command of this name."""
        getattr(self, name)()

    def new_desk(self) -> None:
        self._place.files.new()

    def open_desk(self) -> None:
        self._place.files.ask_and_open()

    def sample_desk(self) -> None:
        self._place.files.make_sample()

    def import_sheets(self) -> None:
        """Ask which spreadsheets, and hand them to the import sheet."""
        endings = " ".join(f"*{ending}" for ending in sorted(SHEET_ENDINGS))
        preferences = self._place.preferences
        chosen, _ = QFileDialog.getOpenFileNames(
            self._place.window_, "Import spreadsheets", preferences.folder, f"Spreadsheets ({endings})"
        )
        if chosen:
            preferences.folder = str(Path(chosen[0]).parent)
            self._place.import_files(Path(path) for path in chosen)

    def print(self) -> None:
        self._place.print_shown()

    def save_copy(self) -> None:
        if self._place.desk:
            self._place.files.save_copy(self._place.desk.db)

    def back_up(self) -> None:
        if self._place.desk:
            self._place.files.back_up(self._place.desk.db)

    def restore(self) -> None:
        self._place.files.ask_and_restore()

    def show_in_folder(self) -> None:
        if self._place.desk:
            show_in_folder(self._place.desk.db.path)

    def close_desk(self) -> None:
        self._place.close_desk()

    def quit(self) -> None:
        self._place.window_.close()

    def undo(self) -> None:
        if self._place.desk:
            self._place.desk.undo()

    def redo(self) -> None:
        if self._place.desk:
            self._place.desk.redo()

    def paste_rows(self) -> None:
        self._place.go("measurements", ("paste", None))

    def find(self) -> None:
        page = self._place.current_page()
        if page is not None:
            page.focus_find()

    def filter_row(self) -> None:
        """Open or close the filters of the table at hand."""
        page = self._place.page(self._place.page_key)
        table = table_at_hand(page) if page is not None else None
        if table is not None:
            table.toggle_filters()
        else:
            self._place.message.show_text("There is no table on this page to filter.", None)

    def fold(self) -> None:
        self._place.navigation.set_folded(not self._place.navigation.folded)

    def history(self) -> None:
        self._place.go("history")

    def customer_view(self) -> None:
        self._place.customer_view.toggle()
        self._place.menus.actions["customer_view"].setChecked(self._place.customer_view.on)

    def whose_view(self) -> None:
        self._place.customer_view.ask()

    def dismiss(self) -> None:
        self._place.message.hide()

    def palette(self) -> None:
        self._place.palette_entries.open()

    def settings(self) -> None:
        self._place.turn("settings")

    def mode_system(self) -> None:
        self._set_mode("system")

    def mode_light(self) -> None:
        self._set_mode("light")

    def mode_dark(self) -> None:
        self._set_mode("dark")

    def guide(self) -> None:
        self._place.turn("guide")

    def larger(self) -> None:
        self._show_at(next((size for size in PERCENTS if size > self._percent), PERCENTS[-1]))

    def smaller(self) -> None:
        self._show_at(next((size for size in reversed(PERCENTS) if size < self._percent), PERCENTS[0]))

    def normal_size(self) -> None:
        self._show_at(100)

    def shortcuts(self) -> None:
        offered = [each for menu in MENUS.values() for each in menu if self._place.menus.offers(each.name)]
        pages = [
            (f"Ctrl+{number}", page.title)
            for number, page in enumerate(PAGES, start=1)
            if self._place.customer_view.offers(page.key)
        ]
        page = self._place.current_page()
        here = told(tuple(keys_in_sight(page))) if page is not None else []
        self._place.sheet.show_over(offered, pages, here)

    def about(self) -> None:
        """Which version this is, in the words an error report needs."""
        system = f"{platform.system()} {platform.release()}"
        told = f"Colonnade {__version__} · Python {platform.python_version()} · Qt {qVersion()} · {system}"
        copy = Action("Copy", lambda: QGuiApplication.clipboard().setText(told))
        self._place.message.show_text(told, copy)

    @property
    def _percent(self) -> int:
        return self._place.preferences.percent

    def _show_at(self, percent: int) -> None:
        """Remember the size; Qt takes it at the next start, which is offered as long as it is another one."""
        preferences = self._place.preferences
        beyond = percent == preferences.percent and percent in (PERCENTS[0], PERCENTS[-1])
        preferences.percent = percent
        preferences.save()
        limit = f" There is no {'smaller' if percent == PERCENTS[0] else 'larger'} size." if beyond else ""
        if percent == self._shown_percent:
            self._place.message.show_text(f"Everything is shown at {percent} %.{limit}")
            return
        words = f"From the next start on everything is shown at {percent} %.{limit}"
        self._place.message.show_text(words, Action("Start anew now", self._start_anew))

    def _start_anew(self) -> None:
        """Close, which lets go of the desk, and open it again."""
        path = self._place.desk.db.path if self._place.desk else None
        if self._place.window_.close():
            begin_anew(path)

    def _set_mode(self, mode: Mode) -> None:
        self._place.preferences.mode = mode
        self._place.window_.look.set_mode(mode)
        self._place.menus.mark_mode(mode)
