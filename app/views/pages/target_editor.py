"""The editor of one target: built from the metrics there are, with the sentence it makes on top."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from app.calc.definition import Definition, describe
from app.calc.metrics import METRICS, Metric
from app.errors import AppError, InputError
from app.usecases.hours import HoursRow
from app.usecases.services import ServiceRow
from app.usecases.targets import PERIODS, TargetEntry
from app.views.drafts import DraftPlace
from app.views.entering import LENGTHS, length_text, parse_amount, parse_number
from app.views.keys import OwnKey, do_own
from app.views.widgets.basics import Card, button, label, row
from app.views.widgets.form import Field, Form
from app.views.widgets.going_back import GoingBack
from app.views.widgets.scrolling import let_go_of_focus

COMPARISONS = ((">=", "at least"), ("<=", "at most"))
DEFINITION_FIELDS = (
    Field(
        "base",
        "Measured over",
        "choice",
        (
            ("agreed", "service hours less agreed maintenance"),
            ("hours", "service hours, maintenance included"),
            ("calendar", "calendar time, around the clock"),
        ),
    ),
    Field(
        "maintenance",
        "Maintenance",
        "choice",
        (("excluded", "is left out"), ("up", "counts as up"), ("down", "counts as down")),
    ),
    Field(
        "exclusion",
        "Left out is",
        "choice",
        (("reserved", "the whole agreed window"), ("used", "only planned work inside it")),
    ),
    Field(
        "degraded",
        "Degraded time",
        "choice",
        (("up", "counts as up"), ("down", "counts as down"), ("weighted", "counts in part as down")),
    ),
    Field("degraded_weight", "Part that is down", hint="0.5"),
    Field(
        "unknown",
        "Unknown time",
        "choice",
        (("left out", "is left out"), ("up", "counts as up"), ("down", "counts as down")),
    ),
    Field(
        "sites",
        "Several sites",
        "choice",
        (
            ("any", "down when any site is down"),
            ("mean", "the mean of the sites"),
            ("weighted", "weighted by their users"),
        ),
    ),
    Field(
        "starts",
        "An outage starts when it",
        "choice",
        (("occurred", "occurred"), ("detected", "was detected"), ("reported", "was reported")),
    ),
    Field("ends", "and ends when it was", "choice", (("restored", "restored"), ("confirmed", "confirmed"))),
    Field("from_minutes", "Counts from, min", hint="0"),
    Field("joining_gap_minutes", "Joined when closer, min", hint="0"),
)
_NUMBERS = ("degraded_weight", "from_minutes", "joining_gap_minutes")


@dataclass(frozen=True, slots=True)
class Choosable:
    """What a target can be made of on this desk."""

    services: Sequence[ServiceRow]
    hours: Sequence[HoursRow]


class TargetEditor(Card):
    """`save` gets the entry when Save is pressed; `preview` gives its sentence; both may raise AppError."""

    own_keys: ClassVar = (
        OwnKey("Enter / Ctrl+Enter", "Save the target", "accept"),
        OwnKey("Esc", "Close the target without saving", "close_editor"),
    )
    closed = Signal()

    def __init__(
        self,
        save: Callable[[TargetEntry], object],
        preview: Callable[[TargetEntry], str],
        place: Callable[[], DraftPlace | None],
    ) -> None:
        super().__init__()
        self._going_back = GoingBack()
        self._place = place
        self.setAccessibleName("Target")
        self._save = save
        self._preview = preview
        self._metric: Metric = next(iter(METRICS.values()))
        self.sentence = label("", "section", wrap=True)
        self.error = label("", tone="error", wrap=True)
        self.main = Form(_main_fields())
        self._parameters = QVBoxLayout()
        self.parameters: Form | None = None
        self.definition_words = label("", muted=True, wrap=True)
        self.definition = Form(DEFINITION_FIELDS)
        self.toggle = button("Change how it is worked out", self._toggle, kind="quiet")
        self._arrange()
        self.main.edited.connect(self._changed)
        self.definition.edited.connect(lambda _name: self._show_preview())
        self.hide()

    def open_with(self, entry: TargetEntry, choosable: Choosable) -> None:
        """Show an entry for editing."""
        self.main.set_choices("service_id", [(one.id, one.name) for one in choosable.services])
        hours = [(one.id, one.name) for one in choosable.hours]
        self.main.set_choices("hours_id", hours)
        self.main.set_choices("support_hours_id", [(None, "the same hours"), *hours])
        self._metric = METRICS[entry.metric]
        shown = {field.name: getattr(entry, field.name) for field in _main_fields()}
        shown["comparison"] = entry.comparison or self._metric.comparison
        shown["value"] = _plain(entry.value)
        shown["margin"] = _plain(entry.margin)
        self.main.show_values(shown)
        self._show_metric(dict(entry.parameters or {}))
        self.definition.show_values(entry.definition)
        self.definition.setVisible(entry.definition != Definition())
        self._show_preview()
        self._going_back.remember(self)
        self.show()
        self.main.editors["service_id"].setFocus()

    def entry(self) -> TargetEntry:
        """The entry as it stands; InputError when a field cannot be read."""
        values = self.main.values()
        service, hours = values["service_id"], values["hours_id"]
        if not isinstance(service, int) or not isinstance(hours, int):
            raise InputError("A target needs a service and its hours.")
        support = values["support_hours_id"] if "tickets" in self._metric.needs else None
        return TargetEntry(
            service_id=service,
            hours_id=hours,
            metric=self._metric.key,
            value=self._number("value"),
            comparison=str(values["comparison"]),
            margin=self._number("margin") if values["margin"] else None,
            period=str(values["period"]),
            parameters=self._parameter_values(),
            definition=self._definition(),
            support_hours_id=support if isinstance(support, int) else None,
            source_of_record=str(values["source_of_record"] or "") or None,
        )

    def draft_place(self) -> DraftPlace | None:
        """The target while its editor is open."""
        return None if self.isHidden() else self._place()

    def accept(self) -> None:
        """Save, and close when it worked."""
        try:
            self._save(self.entry())
        except AppError as error:
            self._show_error(str(error))
            return
        self.close_editor()

    def close_editor(self) -> None:
        """Close without saving."""
        let_go_of_focus(self)
        self.hide()
        self.closed.emit()
        self._going_back.go_back()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not do_own(self, event):
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        self.body.addWidget(self.sentence)
        self.body.addWidget(self.main)
        self.body.addLayout(self._parameters)
        self._definition_row = row(self.definition_words, self.toggle)
        self._definition_row.layout().setStretch(0, 1)  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        self.body.addWidget(self._definition_row)
        self.body.addWidget(self.definition)
        self.body.addWidget(self.error)
        save = button("Save target", self.accept, kind="primary")
        self.body.addWidget(row(save, button("Cancel", self.close_editor), None))

    def _changed(self, name: str) -> None:
        if name == "metric":
            self._metric = METRICS[str(self.main.value("metric"))]
            self.main.set_value("comparison", self._metric.comparison)
            self.main.set_value("value", _plain(usual_value(self._metric)))
            self.main.set_value("margin", "")
            self._show_metric({})
        self._show_preview()

    def _show_metric(self, given: dict[str, str]) -> None:
        """The fields this metric needs, and only these."""
        unit = self._metric.unit
        self.main.set_title("value", f"Value, {unit}" if unit else "Value")
        self.main.set_title("margin", f"Nearly missed within, {unit}" if unit else "Nearly missed within")
        self.main.set_shown("support_hours_id", "tickets" in self._metric.needs)
        if self.parameters is not None:
            self._parameters.removeWidget(self.parameters)
            self.parameters.deleteLater()
        self.parameters = Form(_parameter_fields(self._metric))
        values = {
            one.name: length_text(given.get(one.name, one.default), one.unit)
            for one in self._metric.parameters
        }
        self.parameters.show_values(values)
        self.parameters.edited.connect(lambda _name: self._show_preview())
        self.parameters.setVisible(bool(self._metric.parameters))
        self._parameters.addWidget(self.parameters)
        by_ledger = "ledger" in self._metric.needs
        self._align()
        self._definition_row.setVisible(by_ledger)
        self.definition.setVisible(by_ledger and self.definition.isVisible())

    def _align(self) -> None:
        """Begin the fields of all parts at one line."""
        forms = [form for form in (self.main, self.parameters, self.definition) if form is not None]
        widest = max(form.label_width() for form in forms)
        for form in forms:
            form.set_label_width(widest)

    def _show_preview(self) -> None:
        try:
            entry = self.entry()
            self.sentence.setText(self._preview(entry))
            self.definition_words.setText(describe(entry.definition))
        except AppError as error:
            self._show_error(str(error))
            return
        self._show_error("")
        self.definition.set_shown("degraded_weight", entry.definition.degraded == "weighted")
        self.definition.set_shown("exclusion", entry.definition.honours_exclusions)

    def _toggle(self) -> None:
        self.definition.setVisible(not self.definition.isVisible())

    def _number(self, name: str) -> Decimal:
        try:
            return parse_amount(str(self.main.value(name)), self._metric.unit)
        except InputError as error:
            self.main.show_error(name, str(error))
            raise

    def _parameter_values(self) -> dict[str, str]:
        """What differs from the defaults; lengths of time in minutes, however they were typed."""
        if self.parameters is None:
            return {}
        typed = {name: str(value or "").strip() for name, value in self.parameters.values().items()}
        given: dict[str, str] = {}
        for one in self._metric.parameters:
            text = typed[one.name]
            try:
                text = f"{parse_amount(text, one.unit):f}" if text and one.unit in LENGTHS else text
            except InputError as error:
                self.parameters.show_error(one.name, str(error))
                raise
            if text != one.default:
                given[one.name] = text
        return given

    def _definition(self) -> Definition:
        if "ledger" not in self._metric.needs:
            return Definition()
        values = self.definition.values()
        usual = Definition()
        for name in _NUMBERS:
            text = str(values[name] or "")
            values[name] = parse_number(text) if text else getattr(usual, name)
        return Definition(**cast("dict[str, Decimal]", values))  # pyright: ignore[reportArgumentType]

    def _show_error(self, text: str) -> None:
        self.error.setText(text)
        self.error.setVisible(bool(text))


def usual_value(metric: Metric) -> Decimal:
    """A value to begin with, of the size that targets of this metric have."""
    by_unit = {"%": "99.5" if "ledger" in metric.needs else "95", "breaks": "2", "min": "60"}
    by_unit["h"] = "4" if metric.comparison == "<=" else "200"
    return Decimal(by_unit.get(metric.unit, "1000" if "samples" in metric.needs else "99"))


def _main_fields() -> tuple[Field, ...]:
    return (
        Field("service_id", "Service", "choice"),
        Field("metric", "Metric", "choice", tuple((one.key, one.title) for one in METRICS.values())),
        Field("comparison", "Has to be", "choice", COMPARISONS),
        Field("value", "Value"),
        Field("hours_id", "Hours", "choice"),
        Field("period", "Judged per", "choice", tuple((one, one) for one in PERIODS)),
        Field("margin", "Nearly missed within", hint="left empty: never"),
        Field("source_of_record", "Source that counts", hint="empty: all sources together"),
        Field("support_hours_id", "Clocks run in", "choice"),
    )


def _parameter_fields(metric: Metric) -> tuple[Field, ...]:
    return tuple(
        Field(
            one.name,
            f"{one.title}, {one.unit}" if one.unit and one.unit not in LENGTHS else one.title,
            "choice" if one.choices else "line",
            tuple((choice, choice) for choice in one.choices),
            hint="8 h, 480 min or 8:00" if one.unit in LENGTHS else one.default,
        )
        for one in metric.parameters
    )


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
