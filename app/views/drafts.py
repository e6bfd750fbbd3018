"""Drafts: what stands in an open editor and is not saved yet is kept in the data folder, and offered after a crash.

One mechanism for all of them: whatever is being typed in is looked at a moment after a key or a click, and the
editor around it says, by `draft_place`, what is being written there and how to come back to it. Saved or given up,
a draft is gone. Drafts never go into the desk's file, and a desk that is only read has none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol, cast, runtime_checkable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import isValid

from app.errors import AppError
from app.files import written_beside
from app.paths import data_folder
from app.views.widgets.picks import PicksEditor

MILLISECONDS = 400  # after the last key
SCHEMA = 1
_TYPING = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonRelease, QEvent.Type.InputMethod})
Value = str | bool | int | list[str]


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """What is being written ("recording an outage"), and the page with what to reveal there to come back to it.

    `what` holds numbers, texts and None only, for it is kept as JSON.
    """

    key: str
    says: str
    page: str
    what: tuple[int | str | None, ...]


def place_of_row(page: str, kind: str, row: object, says: str) -> DraftPlace | None:
    """Where the fields of a list's chosen row are written: revealed by (`kind`, its id)."""
    number = getattr(row, "id", None)
    return DraftPlace(f"{kind} {number}", says, page, (kind, number)) if isinstance(number, int) else None


@dataclass(frozen=True, slots=True)
class Draft:
    """What stood in the fields of one editor, by their names, when it was last looked at."""

    place: DraftPlace
    at: str  # local, ISO
    values: tuple[tuple[str, Value], ...]

    @property
    def sentence(self) -> str:
        """ "You were recording an outage on 3 Nov, 14:02."."""
        at = datetime.fromisoformat(self.at)
        return f"You were {self.place.says} on {at.day} {at:%b}, {at:%H:%M}."


@runtime_checkable
class Drafted(Protocol):
    """An editor whose unsaved words are kept."""

    def draft_place(self) -> DraftPlace | None:
        """What is being written and not saved; None while nothing is."""
        ...


@runtime_checkable
class KeptWhole(Protocol):
    """An editor that keeps more than its fields show, and puts it back itself."""

    def draft_values(self) -> dict[str, Value]:
        """What was answered so far."""
        ...

    def take_draft(self, values: dict[str, Value]) -> None:
        """Go on from there."""
        ...


class Drafts(QObject):
    """Keeps the drafts of one desk; `offered` are those that an earlier session left behind."""

    def __init__(self, app: QApplication, desk_path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = drafts_file(desk_path)
        self.offered: tuple[Draft, ...] = read_drafts(self._path)
        self._kept: dict[str, Draft] = {}
        self._roots: dict[str, QWidget] = {}
        self._waiting: Draft | None = None
        self._timer = QTimer(self, singleShot=True, interval=MILLISECONDS)
        self._timer.timeout.connect(self.look)
        self._watched: QWidget | None = None
        app.focusChanged.connect(self._watch)

    def look(self) -> None:
        """Keep what is being written now, and let go of what was saved or given up."""
        before = dict(self._kept)
        root, place = _being_written(QApplication.focusWidget())
        if root is not None and place is not None:
            self._roots[place.key] = root
        for key, open_root in list(self._roots.items()):
            place = cast("Drafted", open_root).draft_place() if isValid(open_root) else None
            if place is None or place.key != key:
                del self._roots[key]
                self._kept.pop(key, None)
            else:
                self._keep(place, tuple(_kept_of(open_root).items()))
        if self._kept != before:
            self._write()

    def let_go(self, draft: Draft) -> None:
        """Drop a draft that was offered."""
        self.offered = tuple(each for each in self.offered if each != draft)
        self._write()

    def put_back(self, draft: Draft, page: QWidget) -> bool:
        """Put a draft into the editor that is open for it on `page`; False while none is."""
        editors = (each for each in page.findChildren(QWidget) if isinstance(each, Drafted))
        for editor in editors:
            if not editor.isVisible() or not _takes(editor, draft.place.key):
                continue
            _put_into(editor, dict(draft.values))
            self._roots[draft.place.key] = editor
            self._kept[draft.place.key] = draft
            self.let_go(draft)
            return True
        return False

    def stop(self) -> None:
        """Look no more; what is kept stays for the next time."""
        self._timer.stop()
        self._watch(None, None)
        with suppress(RuntimeError):
            cast("QApplication", QApplication.instance()).focusChanged.disconnect(self._watch)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TYPING:
            self._timer.start()
        return False

    def _watch(self, before: QWidget | None, now: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = now
        if now is not None:
            now.installEventFilter(self)
            self._timer.start()

    def _keep(self, place: DraftPlace, values: tuple[tuple[str, Value], ...]) -> None:
        old = self._kept.get(place.key)
        if old is None or old.values != values:
            now = datetime.now().isoformat(timespec="seconds")  # noqa: DTZ005 (as on the wall)
            self._kept[place.key] = Draft(place, now, values)

    def _write(self) -> None:
        """Where the disk does not take it there is no draft; the work itself goes on."""
        drafts = {draft.place.key: draft for draft in (*self.offered, *self._kept.values())}
        with suppress(AppError, OSError):
            if not drafts:
                self._path.unlink(missing_ok=True)
                return
            self._path.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps({"schema": SCHEMA, "drafts": [asdict(draft) for draft in drafts.values()]})
            with written_beside(self._path) as beside:
                beside.write_text(text, encoding="utf-8")


def drafts_file(desk_path: Path) -> Path:
    """Where the drafts of a desk are kept: in the data folder, named after where the desk lies."""
    name = hashlib.sha256(str(desk_path.resolve()).encode()).hexdigest()[:24]
    return data_folder() / "drafts" / f"{name}.json"


def read_drafts(path: Path) -> tuple[Draft, ...]:
    """The drafts of a file; none where there is no file or it makes no sense."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_draft(each) for each in kept["drafts"]) if kept["schema"] == SCHEMA else ()
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def written_in(root: QWidget) -> dict[str, Value]:
    """What stands in every named field below `root`."""
    return dict(_values(root))


def write_into(root: QWidget, values: dict[str, Value]) -> None:
    """Put the values in as if they had been typed and chosen, so that the editor takes notice."""
    for name, field in list(_fields(root)):
        if name in values and isValid(field) and field.isEnabled():
            _put(field, values[name])


def _kept_of(root: QWidget) -> dict[str, Value]:
    return root.draft_values() if isinstance(root, KeptWhole) else written_in(root)


def _put_into(root: QWidget, values: dict[str, Value]) -> None:
    if isinstance(root, KeptWhole):
        root.take_draft(values)
        return
    for _ in range(2):  # what is chosen first can change the fields that follow
        write_into(root, values)


def _draft(kept: dict[str, object]) -> Draft:
    place = DraftPlace(**cast("dict[str, object]", kept["place"]))  # pyright: ignore[reportArgumentType]
    values = tuple(
        (str(name), cast("Value", value)) for name, value in cast("list[list[object]]", kept["values"])
    )
    draft = Draft(replace(place, what=tuple(place.what)), str(kept["at"]), values)
    datetime.fromisoformat(draft.at)
    return draft


def _being_written(focus: QWidget | None) -> tuple[QWidget | None, DraftPlace | None]:
    """The nearest editor around the focus in which something is being written."""
    while focus is not None:
        place = focus.draft_place() if isinstance(focus, Drafted) else None
        if place is not None:
            return focus, place
        focus = focus.parentWidget()
    return None, None


def _takes(editor: Drafted, key: str) -> bool:
    """Whether a draft belongs into this editor, open for it or, where fields save themselves, just shown."""
    place = editor.draft_place()
    if place is None:
        place = cast("DraftPlace | None", getattr(editor, "draft_ready", lambda: None)())
    return place is not None and place.key == key


def _fields(root: QWidget) -> Iterator[tuple[str, QWidget]]:
    seen: dict[str, int] = {}
    for field in root.findChildren(QWidget):
        kinds = QLineEdit | QPlainTextEdit | QComboBox | QCheckBox | QAbstractSpinBox | PicksEditor
        inside = isinstance(field.parentWidget(), QComboBox | QAbstractSpinBox)
        if isinstance(field, kinds) and not inside and field.accessibleName():
            name = field.accessibleName()
            seen[name] = seen.get(name, 0) + 1
            yield (name if seen[name] == 1 else f"{name} {seen[name]}"), field


def _values(root: QWidget) -> Iterator[tuple[str, Value]]:
    for name, field in _fields(root):
        if isinstance(field, PicksEditor):
            items = (field.item(number) for number in range(field.count()))
            yield name, [item.text() for item in items if item.checkState() == Qt.CheckState.Checked]
        elif isinstance(field, QCheckBox):
            yield name, field.isChecked()
        elif isinstance(field, QComboBox):
            yield name, field.currentText()
        elif isinstance(field, QPlainTextEdit):
            yield name, field.toPlainText()
        elif isinstance(field, QLineEdit | QAbstractSpinBox):
            yield name, field.text()


def _put(field: QWidget, value: Value) -> None:
    if isinstance(field, PicksEditor) and isinstance(value, list):
        for item in [field.item(number) for number in range(field.count())]:
            item.setCheckState(Qt.CheckState.Checked if item.text() in value else Qt.CheckState.Unchecked)
    elif isinstance(field, QCheckBox):
        if field.isChecked() != value:
            field.click()
    elif isinstance(field, QComboBox):
        at = field.findText(str(value))
        if at >= 0 and at != field.currentIndex():
            field.setCurrentIndex(at)
            field.activated.emit(at)
    elif isinstance(field, QPlainTextEdit):
        if field.toPlainText() != value:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            field.selectAll()
            field.insertPlainText(str(value))
    elif isinstance(field, QLineEdit) and field.text() != value and not field.isReadOnly():
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.setText(str(value))
        field.textEdited.emit(field.text())
    elif isinstance(field, QAbstractSpinBox) and field.text() != value:
        line = field.findChild(QLineEdit)
        if line is not None:
            line.setText(str(value))
