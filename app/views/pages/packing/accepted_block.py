"""The words that may be in a customer's files although the leak check finds them: who let them, when and why."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.usecases.issued_packs import Wanted
from app.usecases.leaks import AcceptedRow, withdraw_acceptance
from app.views.desk import Desk
from app.views.widgets.basics import Section, button, clear, label, row

MORE = 12  # lines at once


class AcceptedBlock(Section):
    """A line each, with the way to withdraw it, whether or not a text still has the word."""

    withdrawn = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("Accepted words")
        self.desk = desk
        self._of: Wanted | None = None
        self._rows: tuple[AcceptedRow, ...] = ()
        self._most = MORE
        self.hide()

    def show_accepted(self, of: Wanted, rows: Sequence[AcceptedRow]) -> None:
        """Show what was accepted for this customer; without any the block is not there."""
        if self._of is None or self._of.customer_id != of.customer_id:
            self._most = MORE
        self._of, self._rows = of, tuple(rows)
        self._fill()

    def _fill(self) -> None:
        clear(self.body)
        for each in self._rows[: self._most]:
            self.body.addWidget(self._line(each))
        rest = len(self._rows) - self._most
        if rest > 0:
            more = button(f"Show more ({rest:,} not shown)", self._show_more, kind="quiet")
            self.body.addWidget(row(more, None))
        self.setVisible(bool(self._rows))

    def _show_more(self) -> None:
        self._most += MORE
        self._fill()

    def _line(self, each: AcceptedRow) -> QWidget:
        said = label(each.sentence, muted=True, wrap=True)
        if self.desk.read_only:
            return said
        withdraw = button("Withdraw", lambda: self._withdraw(each), kind="quiet")
        withdraw.setAccessibleName(f"Withdraw that “{each.word}” was accepted")
        line = row(said, withdraw)
        line.layout().setStretch(0, 1)  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        return line

    def _withdraw(self, each: AcceptedRow) -> None:
        of = self._of
        if of is not None and self.desk.try_to(
            lambda: withdraw_acceptance(self.desk.db, of.customer_id, each.key)
        ):
            self.desk.did(f"“{each.word}” is looked for again in the files for {of.customer}.")
            self.withdrawn.emit()
