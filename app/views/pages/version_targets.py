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
from app.views.widgets.sentences import Sentence, Sentences

CHOOSABLE = "choosable for a target"


class VersionTargets(Sentences):
    """Shows one version's targets; changes are refused once it is signed."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.version: VersionRow | None = None
        self._targets: dict[int, TargetRow] = {}
        self._changing: int | None = None
        super().__init__(
            "Targets",
            "No targets yet. A target is one sentence that can be met or missed.",
            "Add target",
            lambda: TargetEditor(self._save, lambda entry: sentence_preview(desk.db, entry), self._place),
            self._new,
            self._edit_one,
            self._remove_one,
        )

    @property
    def editor(self) -> TargetEditor:
        made = super().editor
        assert isinstance(made, TargetEditor)
        return made

    def show_version(self, version: VersionRow, rows: tuple[TargetRow, ...]) -> None:
        """Show the targets of a version."""
        if self.version is None or self.version.id != version.id:
            self.start_over()
            self.desk.tasks.drop(CHOOSABLE)
        self.version = version
        self.writable = version.signed_on is None and not self.desk.read_only
        self._targets = {row.id: row for row in rows}
        self.show_sentences(
            [Sentence(row.id, row.sentence, target_caption(row), row.service) for row in rows]
        )

    def edit(self, target_id: int | None) -> None:
        """Open the editor of a target, or of a new one."""
        if self.writable and target_id in self._targets:
            self._edit_one(cast("int", target_id))
        elif self.writable and target_id is None:
            self._new()

    def _place(self) -> DraftPlace | None:
        if self.version is None or not self.writable:
            return None
        here = (self.version.agreement_id, self.version.id, self._changing)
        return DraftPlace(f"target {here}", "writing a target", "agreements", ("target", *here))

    def _new(self) -> None:
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
        last = next(reversed(self._targets.values()), None)
        entry = TargetEntry(
            service_id=last.service_id if last else choosable.services[0].id,
            hours_id=last.hours_id if last else choosable.hours[0].id,
            metric=next(iter(METRICS)),
            value=Decimal("99.5"),
        )
        self._open(None, entry, choosable)

    def _edit_one(self, target_id: int) -> None:
        entry = entry_of(self._targets[target_id])
        self._read_choosable(lambda choosable: self._open(target_id, entry, choosable))

    def _open(self, target_id: int | None, entry: TargetEntry, choosable: Choosable) -> None:
        self._changing = target_id
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
        if self._changing is not None:
            change_target(self.desk.db, self._changing, entry)
        elif self.version is not None:
            add_target(self.desk.db, self.version.id, entry)

    def _remove_one(self, target_id: int) -> None:
        row = self._targets[target_id]
        if self.desk.try_to(lambda: remove_target(self.desk.db, target_id)):
            self.desk.did(f"Removed target {row.short}.")


def target_caption(row: TargetRow) -> str:
    """How the target is worked out, its margin and the source that counts."""
    parts = [describe(row.definition)] if "ledger" in METRICS[row.metric].needs else []
    if row.margin:
        parts.append(f"Nearly missed within {row.margin:f} {METRICS[row.metric].unit}".rstrip() + ".")
    if row.source_of_record:
        parts.append(f"{row.source_of_record} counts.")
    return " ".join(parts)
