"""What is done with the picture as a whole: saved into a file, printed, laid out anew."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from app.reports.files import safe_name
from app.usecases.picture import Picture, forget_places
from app.views.desk import Action, Desk
from app.views.desk_files import show_in_folder
from app.views.pages.dependency.exporting import FORMATS, print_picture, save_picture
from app.views.pages.dependency.scene import PictureScene
from app.views.widgets.basics import icon_button


class Keeping:
    """`button` opens the menu of it."""

    def __init__(self, desk: Desk, scene: PictureScene, window: QWidget) -> None:
        self.desk, self._scene, self._window = desk, scene, window
        self._picture: Picture | None = None
        self.button = icon_button("more", "Save, print, lay out anew", self._open_menu)

    def show_picture(self, picture: Picture) -> None:
        self._picture = picture

    def print_picture(self) -> None:
        """Ask for a printer and print the picture on one page."""
        if self.desk.attempt(print_picture, self._scene, self._title, self._window):
            self.desk.say("Sent the picture to the printer.")

    def save(self, path: Path) -> None:
        """Write the picture into a file."""
        if self.desk.try_to(lambda: save_picture(self._scene, self._title, path)):
            self.desk.say(f"Saved {path.name}.", Action("Show", lambda: show_in_folder(path)))

    def lay_out_anew(self) -> None:
        """Forget where nodes were put."""
        picture = self._picture
        if picture is not None and self.desk.try_to(lambda: forget_places(self.desk.db, picture.service_id)):
            self.desk.did("Laid the picture out anew.")

    @property
    def _title(self) -> str:
        return self._picture.title if self._picture else "Dependencies"

    def _open_menu(self) -> None:
        menu = QMenu(self._window)
        for kind in FORMATS:
            menu.addAction(f"Save as {kind}…").triggered.connect(
                lambda _checked=False, chosen=kind: self._ask_and_save(chosen)
            )
        menu.addAction("Print…").triggered.connect(lambda _checked=False: self.print_picture())
        menu.addSeparator()
        anew = menu.addAction("Lay out anew")
        anew.setEnabled(bool(self._picture and self._picture.places) and not self.desk.read_only)
        anew.triggered.connect(lambda _checked=False: self.lay_out_anew())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def _ask_and_save(self, kind: str) -> None:
        ending = FORMATS[kind]
        name = safe_name(f"{self._title} stands on", "Picture") + ending
        chosen, _ = QFileDialog.getSaveFileName(self._window, f"Save as {kind}", name, f"{kind} (*{ending})")
        if chosen:
            path = Path(chosen)
            self.save(path if path.suffix.lower() in FORMATS.values() else Path(f"{path}{ending}"))
