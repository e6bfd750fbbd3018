"""Mends one or several outages: planned, excluded with a reason, disputed with a reason, the texts."""

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from app.calc.words import plural
from app.errors import AppError
from app.usecases.outages import OutageRow, change_outages, remove_outages
from app.views import theme
from app.views.desk import Desk
from app.views.widgets.basics import Card, button, label, line, row

Field = QCheckBox | QLineEdit | QPlainTextEdit


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of the editor: what it changes, and under which tick it stands (its reason)."""

    name: str
    title: str
    kind: type[QCheckBox] | type[QLineEdit] | type[QPlainTextEdit]
    under: str = ""
    hint: str = ""


FIELDS = (
    FieldSpec("planned", "Planned work", QCheckBox),
    FieldSpec("excluded", "Excluded from the level", QCheckBox),
    FieldSpec("exclusion_reason", "Why it is excluded", QLineEdit, "excluded", "The pack shows this reason"),
    FieldSpec("exclusion_clause", "Clause of the agreement", QLineEdit, "excluded", "4.2"),
    FieldSpec("disputed", "Disputed by the customer", QCheckBox),
    FieldSpec("dispute_reason", "What the customer says", QLineEdit, "disputed"),
    FieldSpec(
        "customer_text", "For the customer", QPlainTextEdit, hint="What the customer reads in the pack"
    ),
    FieldSpec("internal_text", "Internal", QPlainTextEdit, hint="Never leaves the desk"),
    FieldSpec("cause", "Cause", QLineEdit),
)


class OutageEditor(Card):
    """Shows what the chosen outages have in common; only touched fields are changed, in one step."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(margin=0, spacing=0)
        self.desk = desk
        self.zone = "UTC"
        self._outages: tuple[OutageRow, ...] = ()
        self._touched: set[str] = set()
        self._fields: dict[str, Field] = {}
        self._labels: dict[str, QWidget] = {}
        self.setMinimumWidth(300)
        self.body.addWidget(self._build_form(), 1)
        self.body.addWidget(line())
        self.body.addWidget(self._build_foot())
        self.show_outages(())

    def show_outages(self, outages: tuple[OutageRow, ...]) -> None:
        """Show these; what was typed for others and not saved is given up."""
        same = [o.id for o in outages] == [o.id for o in self._outages]
        self._outages = outages
        if same and self._touched:
            return
        self._touched.clear()
        self._heading.setText(self._title(outages))
        self._under.setText(str(outages[0].origin) if len(outages) == 1 else "")
        self._trouble.hide()
        for name, field in self._fields.items():
            values = {getattr(outage, name) for outage in outages}
            _put(field, values.pop() if len(values) == 1 else None if values else False)
            field.setEnabled(bool(outages) and not self.desk.read_only)
        self._arrange()

    def save(self) -> None:
        """Change the touched fields of all shown outages in one step."""
        changes = {name: _value(self._fields[name]) for name in self._touched}
        chosen = self._outages
        try:
            change_outages(self.desk.db, [outage.id for outage in chosen], **changes)
        except AppError as error:
            self._trouble.setText(str(error))
            self._trouble.show()
            return
        self._touched.clear()
        self._trouble.hide()
        self._arrange()
        self.desk.did(f"Changed {plural(len(chosen), 'outage')}.")

    def remove(self) -> None:
        """Remove the shown outages; Undo brings them back."""
        chosen = self._outages
        try:
            remove_outages(self.desk.db, [outage.id for outage in chosen])
        except AppError as error:
            self.desk.trouble.emit(str(error))
            return
        self.show_outages(())
        self.desk.did(f"Removed {plural(len(chosen), 'outage')}.")

    def _build_form(self) -> QWidget:
        form = QWidget()
        form.setProperty("role", "plain")
        layout = QVBoxLayout(form)
        layout.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        layout.setSpacing(theme.GRID // 2)
        self._heading = label("", "section", wrap=True)
        self._under = label("", "caption", muted=True, wrap=True)
        layout.addWidget(self._heading)
        layout.addWidget(self._under)
        layout.addSpacing(theme.GRID)
        for spec in FIELDS:
            self._add_field(layout, spec)
        layout.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(form)
        return area

    def _add_field(self, layout: QVBoxLayout, spec: FieldSpec) -> None:
        field: Field = QCheckBox(spec.title) if spec.kind is QCheckBox else spec.kind()
        field.setAccessibleName(spec.title)
        if isinstance(field, QCheckBox):
            field.clicked.connect(lambda _checked, name=spec.name: self._touch(name))
        else:
            field.setPlaceholderText(spec.hint)
            title = label(spec.title, "caption", muted=True)
            self._labels[spec.name] = title
            layout.addWidget(title)
            if isinstance(field, QLineEdit):
                field.textEdited.connect(lambda _text, name=spec.name: self._touch(name))
                field.returnPressed.connect(self.save)
            else:
                field.setFixedHeight(72)
                field.setTabChangesFocus(True)
                field.textChanged.connect(lambda name=spec.name: self._touch_typed(name))
        self._fields[spec.name] = field
        layout.addWidget(field)

    def _build_foot(self) -> QWidget:
        foot = self._foot = QWidget()
        layout = QVBoxLayout(foot)
        layout.setContentsMargins(theme.GAP, 12, theme.GAP, 12)
        self._trouble = label("", tone="error", wrap=True)
        self._trouble.hide()
        self._save = button("Save changes", self.save, kind="primary")
        self._remove = button("Remove", self.remove, kind="quiet")
        layout.addWidget(self._trouble)
        layout.addWidget(row(self._save, None, self._remove))
        return foot

    def _touch_typed(self, name: str) -> None:
        if self._fields[name].hasFocus():
            self._touch(name)

    def _touch(self, name: str) -> None:
        self._touched.add(name)
        self._arrange()

    def _arrange(self) -> None:
        """Reasons stand only under their tick; saving is offered once something was touched."""
        chosen = bool(self._outages)
        for spec in FIELDS:
            shown = chosen and (not spec.under or cast("QCheckBox", self._fields[spec.under]).isChecked())
            self._fields[spec.name].setVisible(shown)
            if spec.name in self._labels:
                self._labels[spec.name].setVisible(shown)
        self._foot.setVisible(chosen)
        there = chosen and not self.desk.read_only
        self._save.setEnabled(there and bool(self._touched))
        self._remove.setEnabled(there)

    def _title(self, outages: tuple[OutageRow, ...]) -> str:
        if not outages:
            return "Choose an outage to see and mend it."
        return outages[0].subject if len(outages) == 1 else f"{len(outages)} outages"


def _put(field: Field, value: object) -> None:
    """Show a value; None stands for "several different ones"."""
    field.blockSignals(True)
    if isinstance(field, QCheckBox):
        field.setTristate(value is None)
        state = Qt.CheckState.PartiallyChecked if value is None else None
        field.setCheckState(state or (Qt.CheckState.Checked if value else Qt.CheckState.Unchecked))
    elif isinstance(field, QLineEdit):
        field.setText(str(value or ""))
    else:
        field.setPlainText(str(value or ""))
    field.blockSignals(False)


def _value(field: Field) -> object:
    if isinstance(field, QCheckBox):
        return field.isChecked()
    return field.text().strip() if isinstance(field, QLineEdit) else field.toPlainText().strip()
