"""What the tabs of the Measurements page share."""

from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import AppError
from app.views import theme
from app.views.desk import Desk
from app.views.widgets.table import Table


class Tab(QWidget):
    """One tab: the tables it shows, what its find field looks for, and how it reads the desk.

    `find_forgotten` says that what stands in the find field is no longer looked for.
    """

    find_forgotten = Signal()
    title: ClassVar[str] = ""
    listens: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.zone = "UTC"
        self.stale = True
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, theme.GAP, 0, 0)
        self.body.setSpacing(theme.GAP)

    def show_zone(self, zone: str) -> None:
        """Show and take times on the wall clock of this zone, and name it."""
        self.zone = zone
        for table in self.findChildren(Table):
            table.rows_model.name_zone(zone)

    def refresh(self) -> None:
        """Read the desk again."""

    def search(self, text: str) -> None:
        """Keep what mentions every word of `text`."""

    def told(self) -> tuple[str, ...]:
        """What narrows the table beyond what is found, a sentence each."""
        return ()

    def fail(self, error: AppError) -> None:
        """Say why something could not be read."""
        self.desk.trouble.emit(str(error))

    def clock(self, instant: datetime | None, nothing: str = "") -> str:
        """An instant on the desk's wall clock: "Tue 13 Oct 2026 09:12"."""
        if instant is None:
            return nothing
        at = instant.astimezone(ZoneInfo(self.zone))
        return f"{at:%a} {at.day} {at:%b %Y %H:%M}"
