"""What stands on top of the check when a file names what is not on the desk: the names, and what may become of them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from app.usecases.importing import Checked
from app.views.widgets.basics import Card, button, label, row

MOST = 12
KINDS = ("service", "component")
CREATED = ("It is created with the import:", "They are created with the import:")
REJECTED = (
    "Rows with this name are rejected, unless you create it or go back and say what it means:",
    "Rows with these names are rejected, unless you create them or go back and say what they mean:",
)


class UnknownNames(Card):
    """`create_wanted` says as what the names are to be created: "service" or "component"."""

    create_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(margin=12)
        self._heading = label("", "section")
        self.names = label("", wrap=True)
        self._fate = label("", muted=True, wrap=True)
        self.ways = [self._way(kind) for kind in KINDS]
        self.body.addWidget(row(self._heading, None, *self.ways))
        self.body.addWidget(self._fate)
        self.body.addWidget(self.names)
        self.hide()

    def show_names(self, checked: Checked) -> None:
        """Name a dozen of them; what is chosen already is only said."""
        texts, chosen = checked.subjects, bool(checked.proposal.answers.create)
        one = len(texts) == 1
        self._heading.setText(f"{len(texts):,} {'name is' if one else 'names are'} not on this desk")
        self._fate.setText((CREATED if chosen else REJECTED)[not one])
        self.names.setText(_few(texts))
        for kind, way in zip(KINDS, self.ways, strict=True):
            words = f"Create it as a {kind}" if one else f"Create them as {kind}s"
            way.setText(words)
            way.setAccessibleName(words)
            way.setVisible(not chosen)
        self.setVisible(bool(texts))

    def _way(self, kind: str) -> QPushButton:
        return button("", lambda: self.create_wanted.emit(kind))


def _few(texts: tuple[str, ...]) -> str:
    more = f" and {len(texts) - MOST:,} more" if len(texts) > MOST else ""
    return " · ".join(texts[:MOST]) + more
