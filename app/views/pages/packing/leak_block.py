"""What stopped a customer's files: each finding with a way to see it, and to accept it with a reason."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.errors import AppError
from app.reports.leaks import Leak
from app.usecases.issued_packs import Wanted
from app.usecases.leaks import LeakCheck, accept_leak
from app.views import theme
from app.views.desk import Desk
from app.views.drafts import DraftPlace
from app.views.pages.packing.draft_places import reasons_place
from app.views.widgets.basics import button, clear, label, row
from app.views.widgets.scrolling import let_go_of_focus

MOST = 12  # findings shown at once; those below follow when these are settled


class LeakBlock(QWidget):
    """The findings; `settled` when one is accepted, `page_wanted` to look at a page."""

    settled = Signal(object)  # Wanted
    page_wanted = Signal(object, int)  # Wanted, and the number of the page

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.leads_to_pages = True
        self.after: QWidget | None = None  # what the keyboard goes to when nothing is left
        self._shown: object = None
        self._reasons: dict[tuple[Wanted, str], QLineEdit] = {}  # by whose pack, and the finding
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.GRID)
        self.hide()

    def show_findings(
        self, found: Sequence[tuple[Wanted, LeakCheck]], words: str = "The files for {} were not written:"
    ) -> None:
        """Show the findings of each customer's files; nothing hides the block.

        Reasons being typed stay with their findings; the keyboard stays with them while there are some.
        """
        shown = (tuple(found), words, self.leads_to_pages, self.desk.read_only)
        if shown == self._shown:
            return
        self._shown = shown
        typed = {finding: reason.text() for finding, reason in self._reasons.items()}
        self._reasons = {}
        held = self._has_focus()
        let_go_of_focus(self)
        clear(self._layout)
        for wanted, check in found:
            self._layout.addWidget(label(words.replace("{}", wanted.customer), tone="error", wrap=True))
            for leak in check.leaks[:MOST]:
                self._layout.addWidget(self._finding(wanted, leak))
            more = len(check.leaks) - MOST
            if more > 0:
                self._layout.addWidget(label(f"and {more} more", muted=True))
        for finding, reason in self._reasons.items():
            reason.setText(typed.get(finding, ""))
        self.setVisible(bool(found))
        if held:
            QTimer.singleShot(0, self, self._take_focus)  # once they are laid out

    def draft_place(self) -> DraftPlace | None:
        """The pack for which a reason is written and not given yet."""
        return next(
            (reasons_place(wanted) for (wanted, _), reason in self._reasons.items() if reason.text()), None
        )

    def draft_ready(self) -> DraftPlace | None:
        """The pack whose findings are shown."""
        return next((reasons_place(wanted) for wanted, _ in self._reasons), None)

    def _has_focus(self) -> bool:
        focused = self.window().focusWidget()  # also while another window has the keyboard
        return focused is not None and self.isAncestorOf(focused)

    def _take_focus(self) -> None:
        """Into the next reason to be given; where nothing is left, onto what comes after the findings."""
        field = next((one for one in self.findChildren(QLineEdit) if one.isVisible()), None)
        wanted = field or self.after
        if wanted is not None and self.window().focusWidget() is None:
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _finding(self, wanted: Wanted, leak: Leak) -> QWidget:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(label(f"▲ {leak.sentence}", wrap=True))
        reason = QLineEdit()
        reason.setPlaceholderText("Why it may be read there")
        reason.setAccessibleName(f"Why “{leak.word}” may be read there")
        trouble = label("", tone="error", wrap=True)
        trouble.hide()
        accept = button(
            "Accept", lambda: self._accept(wanted, leak, reason.text(), trouble.setText, trouble.show)
        )
        accept.setAccessibleName(f"Accept “{leak.word}”")
        ways: list[QWidget | None] = []
        if leak.page and self.leads_to_pages:
            ways.append(button(f"Show page {leak.page}", lambda: self.page_wanted.emit(wanted, leak.page)))
        if leak.outage:
            ways.append(
                button("Go to the outage", lambda: self.desk.go("measurements", ("outage", leak.outage)))
            )
        if leak.word and not self.desk.read_only:
            self._reasons[wanted, f"{leak.key} {leak.what}"] = reason
            ways += [reason, accept]
        else:
            ways.append(None)
        layout.addWidget(row(*ways))
        layout.addWidget(trouble)
        return holder

    def _accept(
        self,
        wanted: Wanted,
        leak: Leak,
        reason: str,
        say: Callable[[str], object],
        show: Callable[[], object],
    ) -> None:
        try:
            accept_leak(self.desk.db, wanted.customer_id, leak, reason)
        except AppError as error:
            say(str(error))
            show()
            return
        self.desk.did(f"Accepted “{leak.word}” in the files for {wanted.customer}.")
        self.settled.emit(wanted)
