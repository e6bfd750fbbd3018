"""What can be done to all chosen outages at once: a menu at the button Mark, and on top of the table's own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.calc.words import plural
from app.usecases.outages import OutageRow, change_outages
from app.views.desk import Desk
from app.views.pages.measured.outage_editor import OutageEditor
from app.views.widgets.basics import button
from app.views.widgets.table import Table


@dataclass(frozen=True, slots=True)
class Marking:
    """A choice of the menu: what it changes at once, or the field of the editor where a reason is asked for."""

    text: str
    changes: dict[str, bool] | None = None
    field: str = ""
    done: str = ""  # "Marked {outages} as planned."


MARKINGS: tuple[Marking | None, ...] = (
    Marking("Planned work", {"planned": True}, done="Marked {} as planned."),
    Marking("Not planned", {"planned": False}, done="Marked {} as not planned."),
    None,
    Marking("Exclude, with a reason…", field="excluded"),
    Marking("Count again", {"excluded": False}, done="Counted {} again."),
    None,
    Marking("Disputed by the customer…", field="disputed"),
    Marking("No longer disputed", {"disputed": False}, done="Took the dispute of {} back."),
    None,
    Marking("Give a cause…", field="cause"),
    Marking("Write for the customer…", field="customer_text"),
)


class OutageMarking(QMenu):
    """Acts on the outages that the editor shows; what needs words puts the keyboard where they are written."""

    def __init__(self, desk: Desk, editor: OutageEditor, parent: QWidget) -> None:
        super().__init__("Mark", parent)
        self._desk = desk
        self._editor = editor
        for marking in MARKINGS:
            if marking is None:
                self.addSeparator()
            else:
                self.addAction(marking.text).triggered.connect(self._doing(marking))
        self.button: QPushButton = button("Mark", self._open_below, icon="edit")
        self.button.setToolTip("Planned, excluded, disputed, cause: for all chosen outages at once")
        self.show_chosen(())

    def show_chosen(self, outages: Sequence[OutageRow]) -> None:
        """Name on the button how many outages are chosen."""
        words = f"Mark {plural(len(outages), 'outage')}" if len(outages) > 1 else "Mark"
        self.button.setText(words)
        self.button.setAccessibleName(words)
        self.button.setEnabled(bool(outages) and not self._desk.read_only)

    def join(self, table: Table[OutageRow]) -> None:
        """Stand on top of the table's own menu as well, by right click, menu key or Shift+F10."""
        table.own_actions = lambda: self.actions() if self.button.isEnabled() else ()

    def _open_below(self) -> None:
        self.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def _doing(self, marking: Marking) -> Callable[..., None]:
        return lambda *_: self._do(marking)

    def _do(self, marking: Marking) -> None:
        if marking.field:
            self._editor.begin(marking.field)
            return
        ids = [outage.id for outage in self._editor.outages]
        changes: dict[str, object] = dict(marking.changes or {})
        if self._desk.try_to(lambda: change_outages(self._desk.db, ids, **changes)):  # pyright: ignore[reportArgumentType]
            self._desk.did(marking.done.format(plural(len(ids), "outage")))
