"""Mends one or several outages, and records a new one: the same fields in the same places."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.calc.words import plural
from app.errors import AppError, InputError
from app.usecases.outages import OutageRow, change_outages, record_outage, remove_outages
from app.usecases.uncounted import uncounted_outage
from app.views import theme
from app.views.desk import Action, Desk
from app.views.drafts import DraftPlace
from app.views.keys import OwnKey, do_own
from app.views.pages.measured.outage_fields import (
    FIELDS,
    Field,
    FieldSpec,
    as_changes,
    common,
    make_field,
    put,
    taken,
    values_of,
)
from app.views.pages.measured.subjects import Subjects
from app.views.widgets.basics import Card, button, label, line, row
from app.views.widgets.editors import ChoiceEditor, LineEditor
from app.views.widgets.picks import PicksEditor
from app.views.widgets.scrolling import bring_into_view

NEW = {"state": "down"}
MOST_KEPT = 200  # outages mended together, of which a draft still names each
SEVERAL_WORDS = "What you change here is changed in all of them, as one step."
NEW_WORDS = "Written down by hand; leave Until empty while it is still open."


@dataclass(frozen=True, slots=True)
class _Unsaved:
    """What was typed into the fields of some outages, and how to come back to them."""

    title: str
    place: DraftPlace | None
    typed: dict[str, object]


class OutageEditor(Card):
    """Shows what the chosen outages have in common; only touched fields are changed, in one step.

    While an outage is recorded the choice in the table is left alone; `recorded` carries its id and what to say.
    """

    own_keys: ClassVar = (
        OwnKey("Ctrl+Enter", "Save the outage", "save_by_key"),
        OwnKey("Esc", "Stop recording an outage", "leave_by_key"),
    )
    recorded = Signal(int, str)
    closed = Signal()
    removed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(margin=0, spacing=0)
        self.desk = desk
        self.zone = "UTC"
        self.recording = False
        self._outages: tuple[OutageRow, ...] = ()
        self._touched: set[str] = set()
        self._unsaved: dict[tuple[int, ...], _Unsaved] = {}  # by the outages it was typed for
        self._untold: _Unsaved | None = None
        self._fields: dict[str, Field] = {}
        self._places: dict[str, QWidget] = {}
        self._titles: dict[str, QLabel] = {}
        self.setMinimumWidth(340)
        self.body.addWidget(self._build_form(), 1)
        self.body.addWidget(line())
        self.body.addWidget(self._build_foot())
        self.show_outages(())

    def set_subjects(self, subjects: Subjects) -> None:
        """What outages can concern, and where they can be felt."""
        cast("ChoiceEditor", self._fields["subject"]).set_choices(subjects.either)
        cast("PicksEditor", self._fields["site_ids"]).set_choices(subjects.sites)
        if not self._touched:
            self._fill()

    def show_zone(self, zone: str) -> None:
        """Show and take moments on the wall clock of this zone."""
        self.zone = zone
        for spec in FIELDS:
            if spec.kind == "moment":
                self._titles[spec.name].setText(f"{spec.title} ({zone})")
                self._fields[spec.name].setAccessibleName(f"{spec.title} ({zone})")

    def show_outages(self, outages: tuple[OutageRow, ...]) -> None:
        """Show these; what was typed for others and not saved waits until they are shown again."""
        same = _ids(outages) == _ids(self._outages)
        if not same:
            self._keep_typed()
        self._outages = outages
        if self.recording or (same and self._touched):
            return
        self._show()
        self._tell_kept()

    def show_too_many(self, count: int) -> None:
        """Say that so many are not changed in one step."""
        self.show_outages(())
        if not self.recording:
            self._heading.setText(f"{count:,} outages are too many to change at once. Choose fewer.")

    @property
    def outages(self) -> tuple[OutageRow, ...]:
        """Those chosen in the table."""
        return self._outages

    def begin(self, name: str) -> None:
        """Put the keyboard into a field; of a tick that needs a reason, tick it and go to the reason."""
        field = self._fields[name]
        if isinstance(field, QCheckBox):
            field.setTristate(False)
            if not field.isChecked() or name not in self._touched:
                field.setChecked(True)
                self._touch(name)
            field = next(self._fields[spec.name] for spec in FIELDS if spec.under == name)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_view(field)

    def start_recording(self) -> None:
        """Empty fields for an outage nobody's spreadsheet knows."""
        self._keep_typed()
        self.recording = True
        self._show()
        self._fields["subject"].setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.verticalScrollBar().setValue(0)

    def draft_place(self) -> DraftPlace | None:
        """An outage being recorded, or one being mended."""
        return self.draft_ready() if self._touched else None

    def draft_ready(self) -> DraftPlace | None:
        """The editor as it is open now, before anything was typed."""
        if self.recording:
            return DraftPlace("outage", "recording an outage", "measurements", ("record", None))
        if len(self._outages) == 1:
            number = self._outages[0].id
            return DraftPlace(f"outage {number}", "mending an outage", "measurements", ("outage", number))
        if not self._outages or len(self._outages) > MOST_KEPT:
            return None
        chosen = tuple(sorted(outage.id for outage in self._outages))
        return DraftPlace(
            f"outages {chosen}", f"mending {len(chosen)} outages", "measurements", ("mend", *chosen)
        )

    def stop_recording(self) -> None:
        """Back to the outages chosen in the table."""
        self.recording = False
        self._show()
        self.closed.emit()

    def give_up(self) -> None:
        """Forget what was typed: of a new outage, or of those chosen."""
        if self.recording:
            self.stop_recording()
        else:
            self._show()

    def save(self) -> None:
        """Record the new outage, or change the touched fields of all shown ones in one step."""
        run = self._record if self.recording else self._change
        try:
            run()
        except AppError as error:
            self._trouble.setText(str(error))
            self._trouble.show()
            return
        self._stay_in_fields()
        self._unsaved.pop(_ids(self._outages), None)
        self._touched.clear()
        self._trouble.hide()
        self._arrange()

    def remove(self) -> None:
        """Remove the shown outages; Undo brings them back."""
        chosen = self._outages
        if self.desk.try_to(lambda: remove_outages(self.desk.db, [outage.id for outage in chosen])):
            self._touched.clear()
            self.show_outages(())
            self.removed.emit()
            self.desk.did(f"Removed {plural(len(chosen), 'outage')}.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not do_own(self, event):
            super().keyPressEvent(event)

    def save_by_key(self) -> bool:
        """False where there is nothing to save."""
        if not self._save.isEnabled():
            return False
        # A line has saved by its own returnPressed already, and still passes the key on.
        if not isinstance(self.focusWidget(), LineEditor):
            self.save()
        return True

    def leave_by_key(self) -> bool:
        """False where no outage is being recorded."""
        if self.recording:
            self.stop_recording()
            return True
        return False

    def _stay_in_fields(self) -> None:
        """Saving disables its button; the focus would go on to Remove, so it goes back to what was changed."""
        changed = [self._fields[spec.name] for spec in FIELDS if spec.name in self._touched]
        if self._save.hasFocus() and changed:
            changed[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _record(self) -> None:
        values = {spec.name: taken(self._fields[spec.name]) for spec in FIELDS}
        if values["subject"] is None:
            raise InputError("Say which service or component was out.")
        if values["start"] is None:
            raise InputError("Say when it began, like 13 Oct 2026 09:12.")
        fields = as_changes(values, self.zone)
        made = record_outage(self.desk.db, **fields)  # pyright: ignore[reportArgumentType]
        name = cast("ChoiceEditor", self._fields["subject"]).currentText()
        left_out = uncounted_outage(self.desk.db, made)
        self.stop_recording()
        said = f"Recorded an outage of {name.removesuffix(' (component)')}. {left_out}".rstrip()
        self.recorded.emit(made, said)

    def _change(self) -> None:
        values = {name: taken(self._fields[name]) for name in self._touched}
        if values.get("start", self) is None:
            raise InputError("Say when it began, like 13 Oct 2026 09:12.")
        chosen = [outage.id for outage in self._outages]
        change_outages(self.desk.db, chosen, **as_changes(values, self.zone))  # pyright: ignore[reportArgumentType]
        self.desk.did(f"Changed {plural(len(chosen), 'outage')}.")

    def _build_form(self) -> QWidget:
        form = QWidget()
        form.setProperty("role", "plain")
        layout = QVBoxLayout(form)
        layout.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        layout.setSpacing(theme.GRID)
        self._heading = label("", "section", wrap=True)
        self._under = label("", "caption", muted=True, wrap=True)
        layout.addWidget(self._heading)
        layout.addWidget(self._under)
        place: QHBoxLayout | None = None
        for spec in FIELDS:
            if place is None or not spec.beside:
                place = QHBoxLayout()
                place.setSpacing(theme.GRID)
                layout.addLayout(place)
            place.addWidget(self._build_field(spec), 1)
        layout.addStretch(1)
        area = self._area = QScrollArea()
        area.setAccessibleName("Fields of the outage")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(form)
        return area

    def _build_field(self, spec: FieldSpec) -> QWidget:
        field = self._fields[spec.name] = make_field(spec)
        self._connect_field(spec.name, field)
        place = self._places[spec.name] = QWidget()
        layout = QVBoxLayout(place)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        if spec.kind != "check":
            title = self._titles[spec.name] = label(spec.title, "caption", muted=True)
            title.setBuddy(field)
            layout.addWidget(title)
        layout.addWidget(field)
        return place

    def _connect_field(self, name: str, field: Field) -> None:
        touch: Callable[..., None] = lambda *_: self._touch(name)  # noqa: E731 (Qt passes what it likes)
        if isinstance(field, QCheckBox):
            field.clicked.connect(lambda: field.setTristate(False))  # once answered it is yes or no for all
            field.clicked.connect(touch)
        elif isinstance(field, LineEditor):
            field.textEdited.connect(touch)
            field.returnPressed.connect(self.save)
        elif isinstance(field, QPlainTextEdit):
            field.textChanged.connect(lambda: self._touch_typed(name))
        else:
            field.committed.connect(touch)

    def _build_foot(self) -> QWidget:
        foot = self._foot = QWidget()
        layout = QVBoxLayout(foot)
        layout.setContentsMargins(theme.GAP, 12, theme.GAP, 12)
        self._trouble = label("", tone="error", wrap=True)
        self._trouble.hide()
        self._save = button("Save changes", self.save, kind="primary")
        self._cancel = button("Cancel", self.give_up)
        self._remove = button("Remove", self.remove, kind="quiet")
        layout.addWidget(self._trouble)
        layout.addWidget(row(self._save, self._cancel, None, self._remove))
        return foot

    def _keep_typed(self) -> None:
        """Lay aside what was typed for the chosen outages."""
        if not self._touched or self.recording or not self._outages:
            return
        typed = {name: _typed(self._fields[name]) for name in self._touched}
        self._unsaved[_ids(self._outages)] = self._untold = _Unsaved(self._title(), self.draft_ready(), typed)
        self._touched.clear()

    def _put_back(self) -> None:
        unsaved = self._unsaved.pop(_ids(self._outages), None) if not self.recording else None
        if unsaved is None:
            return
        for name, value in unsaved.typed.items():
            _retype(self._fields[name], value)
        self._touched |= unsaved.typed.keys()
        if self._untold is unsaved:
            self._untold = None

    def _tell_kept(self) -> None:
        """Once others are shown; what is chosen may pass through nothing while a list is read."""
        unsaved, self._untold = (self._untold, None) if self._outages else (None, self._untold)
        if unsaved is not None:
            place = unsaved.place
            back = Action("Go back", lambda: self.desk.go(place.page, place.what)) if place else None
            self.desk.say(f"What you typed about {unsaved.title} is kept, but not saved yet.", back)

    def _touch_typed(self, name: str) -> None:
        if self._fields[name].hasFocus():
            self._touch(name)

    def _touch(self, name: str) -> None:
        self._touched.add(name)
        self._trouble.hide()  # it spoke of what stood there before
        self._arrange()

    def _show(self) -> None:
        self._touched.clear()
        self._trouble.hide()
        self._heading.setText(self._title())
        several = SEVERAL_WORDS if self._outages else ""
        origin = str(self._outages[0].origin) if len(self._outages) == 1 else several
        self._under.setText(NEW_WORDS if self.recording else origin)
        self._under.setVisible(bool(self._under.text()))
        self._fill()
        self._put_back()
        self._arrange()

    def _fill(self) -> None:
        """Put what the chosen outages have in common (or a new one starts with) into the fields."""
        values = [NEW] if self.recording else [values_of(outage, self.zone) for outage in self._outages]
        writable = bool(values) and not self.desk.read_only
        for name, field in self._fields.items():
            known = [{name: value.get(name)} for value in values]
            put(field, common(known, name), several=len(values) > 1)
            field.setEnabled(writable)

    def _arrange(self) -> None:
        """Reasons stand only under their tick; saving is offered once something was touched."""
        chosen = self.recording or bool(self._outages)
        single = self.recording or len(self._outages) == 1
        for spec in FIELDS:
            ticked = not spec.under or cast("QCheckBox", self._fields[spec.under]).isChecked()
            empty = spec.kind == "picks" and not cast("PicksEditor", self._fields[spec.name]).count()
            self._places[spec.name].setVisible(
                chosen and ticked and not empty and (single or not spec.single)
            )
        self._foot.setVisible(chosen)
        there = chosen and not self.desk.read_only
        several = (
            f"Change {plural(len(self._outages), 'outage')}" if len(self._outages) > 1 else "Save changes"
        )
        self._save.setText("Record outage" if self.recording else several)
        self._save.setAccessibleName(self._save.text())
        self._save.setEnabled(there and (self.recording or bool(self._touched)))
        self._cancel.setVisible(self.recording or bool(self._touched))
        self._remove.setVisible(not self.recording)
        self._remove.setEnabled(there)

    def _title(self) -> str:
        if self.recording:
            return "Record an outage"
        if not self._outages:
            return "Choose an outage to see and mend it."
        return self._outages[0].subject if len(self._outages) == 1 else plural(len(self._outages), "outage")


def _ids(outages: tuple[OutageRow, ...]) -> tuple[int, ...]:
    return tuple(outage.id for outage in outages)


def _typed(field: Field) -> object:
    """Of a line its letters, which may not be what it asks for yet."""
    return field.text() if isinstance(field, LineEditor) else taken(field)


def _retype(field: Field, value: object) -> None:
    if isinstance(field, LineEditor):
        field.setText(str(value))
    else:
        put(field, value)
