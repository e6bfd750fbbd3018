"""What says that the figures shown are those of an issue, and whether the desk differs from it by now."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.calc.words import plural
from app.views.widgets.basics import button, label, row

NEXT_ISSUE = "Already issued: what is changed here is not in the issued pack and waits for the next issue."


def differing_words(count: int) -> str:
    """ "15 figures or texts of this pack read differently on the desk now than in": the issue meant comes next."""
    verb = "reads" if count == 1 else "read"
    what = plural(count, "figure or text", "figures or texts")
    return f"{what} of this pack {verb} differently on the desk now than in"


class IssuedNote(QWidget):
    """`packs_wanted` asks to turn to the pack, where the next step is offered."""

    packs_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self.issued = label("", "strong", wrap=True)
        self.differing = label("", tone="nearly", wrap=True)
        self.to_packs = button("Open in Packs", self.packs_wanted.emit, kind="quiet")
        self._differs = row(self.differing, self.to_packs)
        self._differs.layout().setStretch(0, 1)  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        layout.addWidget(self.issued)
        layout.addWidget(self._differs)
        self.show_issue("")

    def show_issue(self, issued: str) -> None:
        """Say which issue is shown, or nothing of a draft; how the desk differs is not known yet."""
        self.issued.setText(issued)
        self._differs.hide()
        self.setVisible(bool(issued))

    def show_pending(self, count: int) -> None:
        """Say how many figures and words of this pack differ now."""
        self.differing.setText(f"▲ {differing_words(count)} this issue. Packs lists which.")
        self._differs.setVisible(count > 0)
