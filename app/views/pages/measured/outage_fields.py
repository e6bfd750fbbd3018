"""The fields of an outage as data, and how each kind of field shows a value and gives it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from app.usecases.outages import STATES, OutageRow
from app.views.pages.measured.subjects import from_the_clock, on_the_clock, subject_ids
from app.views.widgets.editors import ChoiceEditor, LineEditor, MomentEditor
from app.views.widgets.picks import PicksEditor

Kind = Literal["check", "line", "text", "choice", "moment", "picks"]
Field = QCheckBox | LineEditor | QPlainTextEdit | ChoiceEditor | PicksEditor


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: what it changes, under which tick it stands (its reason), and whether it is of one outage only."""

    name: str
    title: str
    kind: Kind
    under: str = ""
    hint: str = ""
    single: bool = False
    beside: bool = False  # on the line of the field before it


FIELDS = (
    FieldSpec("subject", "Concerns", "choice", single=True),
    FieldSpec("start", "From", "moment", single=True),
    FieldSpec("end", "Until", "moment", single=True, beside=True, hint="still open"),
    FieldSpec("state", "State", "choice"),
    FieldSpec("site_ids", "Felt at – none ticked means everywhere", "picks", single=True),
    FieldSpec("planned", "Planned work", "check"),
    FieldSpec("cause", "Cause", "line"),
    FieldSpec("customer_text", "For the customer", "text", hint="What the customer reads in the pack"),
    FieldSpec("internal_text", "Internal", "text", hint="Never leaves the desk"),
    FieldSpec("excluded", "Excluded from the level", "check"),
    FieldSpec("exclusion_reason", "Why it is excluded", "line", "excluded", "The pack shows this reason"),
    FieldSpec("exclusion_clause", "Clause of the agreement", "line", "excluded", "4.2"),
    FieldSpec("disputed", "Disputed by the customer", "check"),
    FieldSpec("dispute_reason", "What the customer says", "line", "disputed"),
)


def make_field(spec: FieldSpec) -> Field:
    """An empty field of this kind."""
    field: Field
    if spec.kind == "check":
        field = QCheckBox(spec.title)
    elif spec.kind == "text":
        field = QPlainTextEdit()
        field.setFixedHeight(72)
        field.setTabChangesFocus(True)
    elif spec.kind == "choice":
        field = ChoiceEditor(tuple((state, state) for state in STATES) if spec.name == "state" else ())
    elif spec.kind == "picks":
        field = PicksEditor()
    else:
        field = MomentEditor() if spec.kind == "moment" else LineEditor()
    if spec.hint and isinstance(field, LineEditor | QPlainTextEdit):
        field.setPlaceholderText(spec.hint)
    field.setAccessibleName(spec.title)
    return field


def values_of(outage: OutageRow, zone: str) -> dict[str, object]:
    """What the fields show of an outage, its moments on the wall clock of the zone."""
    plain = {spec.name: getattr(outage, spec.name) for spec in FIELDS if spec.name != "subject"}
    return plain | {
        "subject": (outage.subject_kind, outage.subject_id),
        "start": on_the_clock(outage.start, zone),
        "end": on_the_clock(outage.end, zone),
    }


def common(values: Sequence[dict[str, object]], name: str) -> object:
    """What all outages have in common in one field; None where they differ."""
    found = {value[name] for value in values}
    return found.pop() if len(found) == 1 else None


def as_changes(values: dict[str, object], zone: str) -> dict[str, object]:
    """The fields' values as the use cases take them."""
    changes = {name: value for name, value in values.items() if name != "subject"}
    for name in ("start", "end"):
        if name in values:
            changes[name] = from_the_clock(values[name], zone)
    return changes | (subject_ids(values["subject"]) if "subject" in values else {})


def put(field: Field, value: object, *, several: bool = False) -> None:
    """Show a value; None of `several` outages stands for different ones."""
    field.blockSignals(True)
    if isinstance(field, QCheckBox):
        unlike = several and value is None
        field.setTristate(unlike)
        checked = Qt.CheckState.Checked if value else Qt.CheckState.Unchecked
        field.setCheckState(Qt.CheckState.PartiallyChecked if unlike else checked)
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(str(value or ""))
    else:
        field.set_value(value)
    field.blockSignals(False)


def taken(field: QWidget) -> object:
    """What stands in a field; InputError when it cannot be read."""
    if isinstance(field, QCheckBox):
        return field.isChecked()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText().strip()
    assert isinstance(field, LineEditor | ChoiceEditor | PicksEditor)
    return field.value()
