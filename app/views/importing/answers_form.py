"""What only a person knows about a file: its source, time zone, what it covers, and what its names mean."""

from dataclasses import fields, replace
from datetime import date
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.errors import AppError
from app.usecases.importing import Answers, Proposal
from app.views import theme
from app.views.importing.subjects import SubjectsTable
from app.views.known import time_zones
from app.views.widgets.basics import button, clear, label, row
from app.views.widgets.editors import is_being_typed_in
from app.views.widgets.form import Field, Form

COVERAGE = (
    ("whole months", "Whole months it touches"),
    ("file range", "From first to last row"),
    ("days", "The days below"),
    ("none", "Only what it lists"),
)
ORDERS = (
    ("", "As the column says"),
    ("dmy", "Day / month / year"),
    ("mdy", "Month / day / year"),
    ("ymd", "Year / month / day"),
)
DECIMALS = (("", "As the column says"), (".", "1.5 is one and a half"), (",", "1,5 is one and a half"))
ONE_MEANS = (("", "As the file says"), ("up", "Up, and 0 down"), ("down", "Down, and 0 up"))
CREATE = (
    ("", "Reject their rows"),
    ("yes", "Create as the file says"),
    ("service", "Create services"),
    ("component", "Create components"),
)
FIELDS = (
    Field("source", "Call this source", wide=True),
    Field("time_zone", "Time zone", "suggest", known=time_zones, tip="For times without one of their own"),
    Field("date_order", "Dates are", "choice", ORDERS),
    Field("decimal", "Numbers", "choice", DECIMALS),
    Field("one_means", "A bare 1 means", "choice", ONE_MEANS),
    Field("coverage", "It covers", "choice", COVERAGE, tip="Time that no source covers is unknown, not up"),
    Field("first_day", "From", "day"),
    Field("last_day", "Until", "day"),
    Field("covers_all", "All services, named or not", "check"),
)


class AnswersForm(QWidget):
    """`changed` carries the new answers."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._answers = Answers()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        layout.setSpacing(theme.GRID)
        self._asked = QVBoxLayout()
        self._asked.setSpacing(theme.GRID)
        layout.addLayout(self._asked)
        self.form = Form(FIELDS)
        self.form.edited.connect(self._take)
        layout.addWidget(self.form)
        self._heading = label("Names not on this desk", "section")
        self.unknown = Form((Field("create", "Unless said below", "choice", CREATE),))
        self.unknown.edited.connect(self._take)
        self.subjects = SubjectsTable()
        self.subjects.changed.connect(self._take_subjects)
        layout.addWidget(self._heading)
        layout.addWidget(self.unknown)
        self.take = button("Take the suggestions", self.subjects.take_suggestions)
        layout.addWidget(row(self.take, None))
        layout.addWidget(self.subjects, 1)
        layout.addStretch(0)

    def show_proposal(self, proposal: Proposal, known: dict[str, str]) -> None:
        """Show a file's answers; what must be answered stands on top."""
        answers = self._answers = proposal.answers
        clear(self._asked)
        for question in proposal.questions:
            if question.must:
                self._asked.addWidget(label(question.text, "strong", tone="nearly", wrap=True))
        between = answers.coverage if isinstance(answers.coverage, tuple) else (None, None)
        shown: dict[str, object] = {field.name: getattr(answers, field.name) for field in fields(answers)}
        shown |= {"first_day": between[0], "last_day": between[1]}
        shown |= {"date_order": answers.date_order or "", "decimal": answers.decimal or ""}
        shown["coverage"] = "days" if isinstance(answers.coverage, tuple) else answers.coverage
        self.form.show_values(shown)
        self.unknown.show_values(shown)
        self.form.set_shown("one_means", any(sheet.bare_states for sheet in proposal.used))
        self.subjects.show_names(proposal.unknown_subjects, answers.subjects, known, proposal.suggested)
        for widget in (self._heading, self.unknown, self.subjects):
            widget.setVisible(bool(proposal.unknown_subjects))
        self._offer()
        covered = any(kind in ("outages", "states") for kind in proposal.kinds)
        for name in ("coverage", "covers_all"):
            self.form.set_shown(name, covered)
        self._show_days()

    def _show_days(self) -> None:
        chosen = self.form.value("coverage") == "days"
        self.form.set_shown("first_day", chosen)
        self.form.set_shown("last_day", chosen)

    @property
    def is_being_typed_in(self) -> bool:
        """Whether a field is in the middle of a word."""
        return any(map(is_being_typed_in, self.form.editors.values()))

    def said(self) -> Answers:
        """The answers with what is being typed, as far as it can be read."""
        texts = {"source": "", "time_zone": ""}
        for name in texts:
            editor = self.form.editors[name]
            texts[name] = editor.text() if isinstance(editor, QLineEdit) else ""
        return replace(self._answers, **texts)

    def _take(self, _name: str) -> None:
        self._show_days()
        try:
            values = {**self.form.values(), **self.unknown.values()}
        except AppError:
            return  # the form shows it under the field
        self._answers = replace(
            self._answers,
            source=str(values["source"]),
            time_zone=str(values["time_zone"]),
            date_order=values["date_order"] or None,  # pyright: ignore[reportArgumentType]
            decimal=values["decimal"] or None,  # pyright: ignore[reportArgumentType]
            coverage=_coverage(values),  # pyright: ignore[reportArgumentType]
            covers_all=bool(values["covers_all"]),
            one_means=values["one_means"],  # pyright: ignore[reportArgumentType]
            create=values["create"],  # pyright: ignore[reportArgumentType]
        )
        self.changed.emit(self._answers)

    def _offer(self) -> None:
        """Names that resemble ours can be taken together; nothing is taken by itself."""
        count = self.subjects.suggested
        many = f"Take the {count} suggestions" if count > 1 else "Take the suggestion"
        self.take.setText(many)
        self.take.setVisible(bool(count))

    def _take_subjects(self, subjects: object) -> None:
        self._offer()
        self._answers = replace(self._answers, subjects=subjects)  # pyright: ignore[reportArgumentType]
        self.changed.emit(self._answers)


def _coverage(values: dict[str, object]) -> object:
    """The chosen words, or the two days; days not yet both typed cover nothing."""
    if values["coverage"] != "days":
        return values["coverage"]
    first, last = values["first_day"], values["last_day"]
    if first is None or last is None:
        return "none"
    return cast("date", first), cast("date", last)
