"""Finding a part of the picture by its words."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit

from app.usecases.picture import Picture
from app.views.pages.dependency.scene import PictureScene
from app.views.widgets.basics import restyle

IN_VAIN = "No part of this picture has these words."


class LookingFor(QObject):
    """`found` names the part to go to; the field is marked for as long as no part has its words."""

    found = Signal(str)

    def __init__(self, scene: PictureScene, field: QLineEdit) -> None:
        super().__init__(field)
        self._scene, self._field = scene, field
        self._picture: Picture | None = None
        self._text = ""

    def show_picture(self, picture: Picture) -> None:
        """Look in this one from now on."""
        self._picture = picture
        self._mark()

    def look_for(self, text: str) -> None:
        """Go to the first part with these words; asked for them again, to the next one."""
        again, self._text = text == self._text, text
        self._mark()
        fits, current = self._fitting(), self._scene.current
        if fits:
            at = fits.index(current) + again if current in fits else 0
            self.found.emit(fits[at % len(fits)])

    def _fitting(self) -> list[str]:
        """The parts with the words, those that are drawn first."""
        words = self._text.casefold().split()
        if not words or self._picture is None:
            return []
        fits = [node.name for node in self._picture.nodes if all(w in node.title.casefold() for w in words)]
        return sorted(fits, key=lambda name: name not in self._scene.nodes)

    def _mark(self) -> None:
        if self._picture is None:
            return
        why = IN_VAIN if self._text.split() and not self._fitting() else ""
        restyle(self._field, wrong=bool(why))
        self._field.setToolTip(why or "Ctrl+F")
        self._field.setAccessibleDescription(why)
