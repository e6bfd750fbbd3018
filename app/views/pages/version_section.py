"""What the sections of a version have in common: rows as sentences, with an editor until the version is signed."""

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from app.usecases.agreements import VersionRow
from app.views.desk import Desk
from app.views.widgets.sentences import Sentence, Sentences


class VersionPart(Protocol):
    """A target, window or volume of a version."""

    @property
    def id(self) -> int: ...


Row = TypeVar("Row", bound=VersionPart)


class VersionSection(Sentences, Generic[Row]):
    """The rows of one version; what adds, changes and removes one is the subclass's."""

    def __init__(
        self, desk: Desk, title: str, empty: str, add_words: str, make_editor: Callable[[], QWidget]
    ) -> None:
        self.desk = desk
        self.version: VersionRow | None = None
        self.rows: dict[int, Row] = {}
        self.changing: int | None = None  # the row in the editor; None for a new one
        super().__init__(title, empty, add_words, make_editor, self.open_new, self.open_one, self._remove_one)

    def open_new(self) -> None:
        """Open the editor for a row that is not there yet."""
        raise NotImplementedError

    def open_one(self, row_id: int, /) -> None:
        """Open the editor for a row."""
        raise NotImplementedError

    def remove_row(self, row: Row) -> None:
        """Take the row away."""
        raise NotImplementedError

    def name_of(self, row: Row) -> str:
        """The row as a sentence names it: "maintenance window Sundays"."""
        raise NotImplementedError

    def leave_version(self) -> None:
        """Drop what was begun for the version shown before."""

    def edit(self, row_id: int | None) -> None:
        """Open the editor of a row, or of a new one."""
        if not self.writable:
            return
        if row_id is None:
            self.open_new()
        elif row_id in self.rows:
            self.open_one(row_id)

    def show_rows(
        self, version: VersionRow, rows: Sequence[Row], sentence_of: Callable[[Row], Sentence]
    ) -> None:
        """Show the rows of a version."""
        if self.version is None or self.version.id != version.id:
            self.start_over()
            self.leave_version()
        self.version = version
        self.writable = version.signed_on is None and not self.desk.read_only
        self.rows = {row.id: row for row in rows}
        self.show_sentences([sentence_of(row) for row in rows])

    def _remove_one(self, row_id: int) -> None:
        row = self.rows[row_id]
        if self.desk.try_to(lambda: self.remove_row(row)):
            self.desk.did(f"Removed {self.name_of(row)}.")
