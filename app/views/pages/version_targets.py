"""The targets of a version: each one sentence, under its service, with the editor that makes the sentence."""

from collections.abc import Callable
from decimal import Decimal
from typing import cast

from app.calc.definition import describe
from app.calc.metrics import METRICS
from app.usecases.agreements import VersionRow
from app.usecases.hours import list_hours
from app.usecases.services import list_services
from app.usecases.targets import (
    TargetEntry,
    TargetRow,
    add_target,
    change_target,
    entry_of,
    remove_target,
    sentence_preview,
)
from app.views.desk import Action, Desk
from app.views.drafts import DraftPlace
from app.views.pages.target_editor import Choosable, TargetEditor
from app.views.pages.version_section import VersionSection
from app.views.widgets.sentences import Sentence

CHOOSABLE = "choosable for a target"


class VersionTargets(VersionSection[TargetRow]):
    """Shows one version's targets; changes are refused once it is signed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "Targets",
            "No targets yet. A target is one sentence that can be met or missed.",
            "Add target",
            lambda: TargetEditor(self._save, lambda entry: sentence_preview(desk.db, entry), self._place),
        )

    @property
    def editor(self) -> TargetEditor:
        made = super().editor
        assert isinstance(made, TargetEditor)
        return made

    def show_version(self, version: VersionRow, rows: tuple[TargetRow, ...]) -> None:
        """Show the targets of a version."""
        self.show_rows(
            version, rows, lambda row: Sentence(row.id, row.sentence, target_caption(row), row.service)
        )

    def leave_version(self) -> None:
        self.desk.tasks.drop(CHOOSABLE)

    def _place(self) -> DraftPlace | None:
        if self.version is None or not self.writable:
            return None
        here = (self.version.agreement_id, self.version.id, self.changing)
        return DraftPlace(f"target {here}", "writing a target", "agreements", ("target", *here))

    def open_new(self) -> None:
        self._read_choosable(self._open_new)

    def _open_new(self, choosable: Choosable) -> None:
        if not choosable.services:
            hours = "" if choosable.hours else " and hours; the service comes first"
            self.desk.say(
                f"A target needs a service{hours}.", Action("Add service", lambda: self.desk.go("services"))
            )
            return
        if not choosable.hours:
            self.desk.say(
                "A target needs hours.", Action("Add hours", lambda: self.desk.go("agreements", "hours"))
            )
            return
        last = next(reversed(self.rows.values()), None)
        entry = TargetEntry(
            service_id=last.service_id if last else choosable.services[0].id,
            hours_id=last.hours_id if last else choosable.hours[0].id,
            metric=next(iter(METRICS)),
            value=Decimal("99.5"),
        )
        self._open(None, entry, choosable)

    def open_one(self, target_id: int, /) -> None:
        entry = entry_of(self.rows[target_id])
        self._read_choosable(lambda choosable: self._open(target_id, entry, choosable))

    def _open(self, target_id: int | None, entry: TargetEntry, choosable: Choosable) -> None:
        self.changing = target_id
        self.editor.open_with(entry, choosable)
        self.open_editor(target_id)

    def _read_choosable(self, show: Callable[[Choosable], None]) -> None:
        db = self.desk.db
        self.desk.tasks.start(
            lambda _report, _cancelled: Choosable(list_services(db), list_hours(db)),
            done=lambda found: show(cast("Choosable", found)),
            owner=self,
            key=CHOOSABLE,
        )

    def _save(self, entry: TargetEntry) -> None:
        if self.changing is not None:
            change_target(self.desk.db, self.changing, entry)
        elif self.version is not None:
            add_target(self.desk.db, self.version.id, entry)

    def remove_row(self, row: TargetRow) -> None:
        remove_target(self.desk.db, row.id)

    def name_of(self, row: TargetRow) -> str:
        return f"target {row.short}"


def target_caption(row: TargetRow) -> str:
    """How the target is worked out, its margin and the source that counts."""
    parts = [describe(row.definition)] if "ledger" in METRICS[row.metric].needs else []
    if row.margin:
        parts.append(f"Nearly missed within {row.margin:f} {METRICS[row.metric].unit}".rstrip() + ".")
    if row.source_of_record:
        parts.append(f"{row.source_of_record} counts.")
    return " ".join(parts)
