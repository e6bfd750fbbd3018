"""A small form that opens where it is needed, does one thing, and closes: no dialog, its error inside."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent

from app.errors import AppError
from app.views.drafts import DraftPlace
from app.views.keys import OwnKey, do_own
from app.views.widgets.basics import Card, button, label, row
from app.views.widgets.form import Field, Form
from app.views.widgets.going_back import GoingBack
from app.views.widgets.scrolling import bring_into_view, let_go_of_focus

Values = dict[str, object]


class InlineForm(Card):
    """`run` gets the fields' values when the verb is pressed; what it raises stands under the fields."""

    own_keys: ClassVar = (
        OwnKey("Enter / Ctrl+Enter", "Do what the open form is for", "accept"),
        OwnKey("Esc", "Close the form without doing it", "close_form"),
    )
    closed = Signal()

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        verb: str,
        run: Callable[[Values], object],
        *,
        columns: int = 2,
        note: str = "",
    ) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self._run = run
        self._going_back = GoingBack()
        self.place: DraftPlace | Callable[[], DraftPlace | None] | None = None  # where its draft is taken up
        self._fields = tuple(fields)
        self.form = Form(fields, columns=columns)
        self.error = label("", tone="error", wrap=True)
        self.verb_button = button(verb, self.accept, kind="primary")
        self.heading = label(title, "section")
        self.body.addWidget(self.heading)
        if note:
            self.body.addWidget(label(note, muted=True, wrap=True))
        self.body.addWidget(self.form)
        self.body.addWidget(self.error)
        self.body.addWidget(row(self.verb_button, button("Cancel", self.close_form), None))
        self.error.hide()
        self.setMaximumWidth(960)
        self.hide()

    def open_with(self, values: Mapping[str, object]) -> None:
        """Show the form with these values and put the cursor into its first field."""
        self.form.show_values({field.name: values.get(field.name) for field in self._fields})
        self.show_error("")
        self._going_back.remember(self)
        self.show()
        self.form.start_editing(self._fields[0].name)
        bring_into_view(self)

    def draft_place(self) -> DraftPlace | None:
        """What is written here while it is open."""
        if self.isHidden():
            return None
        return self.place() if callable(self.place) else self.place

    def accept(self) -> None:
        """Do it; close when it worked."""
        try:
            self._run(self.form.values())
        except AppError as error:
            self.show_error(str(error))
            return
        self.close_form()

    def close_form(self) -> None:
        """Close without doing anything."""
        let_go_of_focus(self)
        self.hide()
        self.closed.emit()
        self._going_back.go_back()

    def show_error(self, text: str) -> None:
        """An error of the whole form."""
        self.error.setText(text)
        self.error.setVisible(bool(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not do_own(self, event):
            super().keyPressEvent(event)
