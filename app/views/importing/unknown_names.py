"""What stands on top of the check when a file names what is not on the desk: the names, and what may become of them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.usecases.importing import Checked
from app.views.widgets.basics import Card, button, label, row

MOST = 12
CREATED = "They are created with the import."
REJECTED = "Their rows are rejected, unless they are created:"


class UnknownNames(Card):
    """`create_wanted` says as what the names are to be created: "service" or "component"."""

    create_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(margin=12)
        self._heading = label("", "section")
        self.names = label("", wrap=True)
        self._fate = label("", muted=True, wrap=True)
        self.ways = [self._way(kind) for kind in ("service", "component")]
        self.body.addWidget(row(self._heading, None, *self.ways))
        self.body.addWidget(self._fate)
        self.body.addWidget(self.names)
        self.hide()

    def show_names(self, checked: Checked) -> None:
        """Name a dozen of them; what is chosen already is only said."""
        texts, chosen = checked.subjects, bool(checked.proposal.answers.create)
        are = "name is" if len(texts) == 1 else "names are"
        self._heading.setText(f"{len(texts):,} {are} not on this desk")
        self._fate.setText(CREATED if chosen else REJECTED)
        self.names.setText(_few(texts))
        for way in self.ways:
            way.setVisible(not chosen)
        self.setVisible(bool(texts))

    def _way(self, kind: str) -> QWidget:
        return button(f"Create them as {kind}s", lambda: self.create_wanted.emit(kind))


def _few(texts: tuple[str, ...]) -> str:
    more = f" and {len(texts) - MOST:,} more" if len(texts) > MOST else ""
    return " · ".join(texts[:MOST]) + more
