"""What the window remembers between starts: scheme, size, last page, folded navigation, table columns. One ini file."""

from pathlib import Path
from zlib import crc32

from PySide6.QtCore import QByteArray, QSettings

from app.views.theme import Mode

PERCENTS = (100, 125, 150, 175, 200)
_MODES: dict[str, Mode] = {"system": "system", "light": "light", "dark": "dark"}


class Preferences:
    """Typed reading and writing of the ini file; a missing or odd value is the default."""

    def __init__(self, path: Path) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def mode(self) -> Mode:
        return _MODES.get(self._text("mode"), "system")

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._settings.setValue("mode", mode)

    @property
    def percent(self) -> int:
        """How large everything is shown, from the next start on: one of PERCENTS."""
        text = self._text("percent")
        return int(text) if text in map(str, PERCENTS) else 100

    @percent.setter
    def percent(self, percent: int) -> None:
        self._settings.setValue("percent", str(percent))

    @property
    def page(self) -> str:
        return self._text("page")

    @page.setter
    def page(self, key: str) -> None:
        self._settings.setValue("page", key)

    @property
    def folded(self) -> bool:
        return self._text("folded") == "yes"

    @folded.setter
    def folded(self, folded: bool) -> None:
        self._settings.setValue("folded", "yes" if folded else "no")

    @property
    def geometry(self) -> QByteArray:
        value = self._settings.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._settings.setValue("geometry", geometry)

    def customer(self, desk: Path) -> int:
        """The customer last looked at on this desk; 0 for none."""
        text = self._text(_of_desk(desk))
        return int(text) if text.isdecimal() else 0

    def keep_customer(self, desk: Path, customer_id: int) -> None:
        """Keep who was last looked at on this desk."""
        self._settings.setValue(_of_desk(desk), str(customer_id))

    @property
    def folder(self) -> str:
        """The folder the last file dialog was in."""
        return self._text("folder")

    @folder.setter
    def folder(self, folder: str) -> None:
        self._settings.setValue("folder", folder)

    def layout(self, key: str) -> str:
        """What was kept of a table's columns; empty when nothing was."""
        return self._text(f"tables/{key}")

    def keep_layout(self, key: str, text: str) -> None:
        """Keep how a table's columns are laid out; an empty text forgets it."""
        if text:
            self._settings.setValue(f"tables/{key}", text)
        else:
            self._settings.remove(f"tables/{key}")

    def save(self) -> None:
        """Write to the disk now."""
        self._settings.sync()

    def _text(self, key: str) -> str:
        value = self._settings.value(key)
        return value if isinstance(value, str) else ""


def _of_desk(desk: Path) -> str:
    """A key without slashes, which would make groups of the ini file."""
    return f"customers/{crc32(str(desk.absolute()).encode()):08x}"
