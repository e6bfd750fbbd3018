"""One agreement: its versions, and of the chosen version the terms, targets, maintenance windows and hours."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from app.calc.words import plural
from app.errors import InputError
from app.usecases.agreements import (
    KINDS,
    AgreementRow,
    VersionRow,
    WindowRow,
    add_version,
    change_agreement,
    change_version,
    list_windows,
    remove_agreement,
    remove_version,
    sign_version,
)
from app.usecases.hours import HoursRow, list_hours
from app.usecases.targets import TargetRow, list_targets
from app.usecases.volumes import VolumeRow, list_volumes
from app.views import theme
from app.views.desk import Desk
from app.views.drafts import DraftPlace
from app.views.entering import day_text
from app.views.known import holiday_words, time_zones
from app.views.pages.version_targets import VersionTargets
from app.views.pages.version_volumes import VersionVolumes
from app.views.pages.version_windows import VersionWindows
from app.views.widgets.basics import Section, button, icon_button, label, line, row
from app.views.widgets.browser import Detail
from app.views.widgets.editors import ChoiceEditor
from app.views.widgets.form import Field, Form
from app.views.widgets.head import Head
from app.views.widgets.inline_form import InlineForm, Values

TERMS = (
    Field("valid_from", "In force from", "day"),
    Field("valid_until", "until", "day", hint="open end"),
    Field("time_zone", "Time zone", "suggest", known=time_zones, wide=True),
    Field("note", "Note", hint="What this version changes", wide=True),
)


@dataclass(frozen=True, slots=True)
class VersionRest:
    """A version with what it holds."""

    version: VersionRow
    targets: tuple[TargetRow, ...]
    windows: tuple[WindowRow, ...]
    volumes: tuple[VolumeRow, ...]
    hours: tuple[HoursRow, ...]  # all there are


class AgreementDetail(Detail):
    """Shows the version chosen, at first the one in force today."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.row: AgreementRow | None = None
        self.version: VersionRow | None = None
        self._chosen: int | None = None  # a version picked that is still being read
        self._to_edit: tuple[str, int, int | None] | None = None
        self.head = Head(icon_button("remove", "Remove this agreement", self._remove))
        self.title = Form(
            (Field("title", "Title"), Field("counterparty", "Team or supplier")), self._save_title
        )
        self.versions = ChoiceEditor()
        self.versions.setAccessibleName("Version")
        self.state = label("", muted=True, wrap=True)
        self.terms = Form(TERMS, self._save_terms, columns=2)
        self.targets = VersionTargets(desk)
        self.windows = VersionWindows(desk)
        self.volumes = VersionVolumes(desk)
        self.hours_button = button(
            "Edit hours", lambda: desk.go("agreements", "hours"), kind="quiet", icon="edit"
        )
        self.hours = Section("Hours", self.hours_button)
        self.hours_words = label("", wrap=True)
        self._build_forms()
        self._build()
        self.versions.committed.connect(self._choose_version)

    def reading(self, row: object) -> Callable[[], object]:
        assert isinstance(row, AgreementRow)
        return partial(_read_version, self.desk, self._version_of(row))

    def show_row(self, row: object, rest: object) -> None:
        assert isinstance(row, AgreementRow)
        assert isinstance(rest, VersionRest)
        self._chosen = None
        self.row = row
        partner = row.customer or row.counterparty
        self.head.show_words(row.title, f"{KINDS[row.kind]} with {partner}" if partner else KINDS[row.kind])
        self.title.show_values(row)
        self.title.set_shown("counterparty", row.kind != "sla")
        self.versions.set_choices([(version.id, version_words(version)) for version in row.versions])
        self._show_version(rest)
        self._edit_wanted()

    def start_editing(self) -> None:
        self.title.start_editing("title")

    def edit(self, kind: str, version_id: int, number: int | None) -> None:
        """Open an editor of a version, once that is read: "target", "window" or "volume", without a number of a
        new one; or the step "next" or "sign"."""
        self._to_edit = (kind, version_id, number)
        self._chosen = version_id
        self.again.emit()

    def _edit_wanted(self) -> None:
        if self._to_edit is None or self.row is None or self.version is None:
            return
        kind, version_id, number = self._to_edit
        if self.version.id == version_id:
            self._to_edit = None
            self._open_editor(kind, number)
        elif any(one.id == version_id for one in self.row.versions):
            self._chosen = version_id
            self.again.emit()

    def _open_editor(self, kind: str, number: int | None) -> None:
        lists = {"target": self.targets, "window": self.windows, "volume": self.volumes}
        if kind in lists:
            lists[kind].edit(number)
        elif kind == "sign" and not self.sign_button.isHidden():
            self._open_sign()
        elif kind == "next" and not self.desk.read_only:
            self._open_next()

    def _place_of(self, kind: str, says: str) -> DraftPlace | None:
        if self.version is None:
            return None
        here = (self.version.agreement_id, self.version.id, None)
        return DraftPlace(f"{kind} {here}", says, "agreements", (kind, *here))

    def _build_forms(self) -> None:
        self.next_form = InlineForm(
            "New version",
            (Field("valid_from", "In force from", "day"), Field("note", "Note", hint="What it changes")),
            "Add version",
            self._add_version,
            note="It starts as a copy of the latest version, which then ends the day before.",
        )
        self.sign_form = InlineForm(
            "Sign this version",
            (Field("signed_on", "Signed on", "day"),),
            "Sign",
            self._sign,
            note="A signed version is no longer edited, but followed by a new one. Signing cannot be undone.",
        )
        self.next_form.place = lambda: self._place_of("next", "adding a version")
        self.sign_form.place = lambda: self._place_of("sign", "signing a version")
        self.next_button = button("New version", self._open_next, icon="add")
        self.sign_button = button("Sign", self._open_sign, icon="sign")
        self.drop_button = icon_button("remove", "Remove this version", self._remove_version)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.MARGIN)
        layout.addWidget(self.head)
        layout.addWidget(self.title)
        layout.addWidget(line())
        choice = QVBoxLayout()
        choice.setSpacing(theme.GRID)
        choice.addWidget(self.versions)
        choice.addWidget(self.state)
        choice.addWidget(row(self.sign_button, self.next_button, None, self.drop_button))
        layout.addLayout(choice)
        for widget in (self.sign_form, self.next_form, self.terms, self.targets, self.windows, self.volumes):
            layout.addWidget(widget)
        self.hours.body.addWidget(self.hours_words)
        layout.addWidget(self.hours)
        layout.addStretch(1)
        self.head.setEnabled(not self.desk.read_only)
        self.title.set_read_only(self.desk.read_only)

    def _version_of(self, row: AgreementRow) -> VersionRow:
        """The version picked or shown, of another agreement the one of today; a new one goes first."""
        chosen = self._chosen
        if chosen is None and self.row is not None and self.row.id == row.id and self.version is not None:
            newer = self.row.versions[0].number < row.versions[0].number
            chosen = row.versions[0].id if newer else self.version.id
        return next((version for version in row.versions if version.id == chosen), version_today(row))

    def _show_version(self, rest: VersionRest) -> None:
        version = rest.version
        if self.version is None or self.version.id != version.id:
            self.sign_form.hide()
            self.next_form.hide()
        self.version = version
        self.versions.set_value(version.id)
        open_to_change = version.signed_on is None and not self.desk.read_only
        self.state.setText(state_words(version))
        self.terms.show_values(version)
        self.terms.set_read_only(
            not open_to_change, but=() if self.desk.read_only else ("valid_until", "note")
        )
        self.sign_button.setVisible(open_to_change)
        self.drop_button.setVisible(open_to_change and self.row is not None and len(self.row.versions) > 1)
        self.next_button.setVisible(not self.desk.read_only)
        self.targets.show_version(version, rest.targets)
        self.windows.show_version(version, rest.windows)
        self.volumes.show_version(version, rest.volumes)
        self._show_hours(rest)

    def _show_hours(self, rest: VersionRest) -> None:
        used = {target.hours_id for target in rest.targets}
        lines = [
            f"{hours.name}: {hours.words}{holiday_words(hours.country, hours.subdivision)}"
            for hours in rest.hours
            if hours.id in used
        ]
        self.hours_words.setText("\n".join(lines) or "Targets say in which hours they are owed.")

    def _choose_version(self) -> None:
        chosen = self.versions.value()
        self._chosen = chosen if isinstance(chosen, int) else None
        self.again.emit()

    def _save_title(self, name: str, value: object) -> None:
        assert self.row is not None
        change_agreement(self.desk.db, self.row.id, **{name: value})

    def _save_terms(self, name: str, value: object) -> None:
        assert self.version is not None
        change_version(self.desk.db, self.version.id, **{name: value})

    def _open_next(self) -> None:
        assert self.row is not None
        self.sign_form.hide()
        self.next_form.open_with(
            {"valid_from": _first_of_next_month(self.row.versions[0].valid_from), "note": ""}
        )

    def _add_version(self, values: Values) -> None:
        assert self.row is not None
        day = values["valid_from"]
        if not isinstance(day, date):
            raise InputError("Say from which day it is in force, like 1 Jan 2027.")
        add_version(self.desk.db, self.row.id, valid_from=day, note=str(values["note"]))

    def _open_sign(self) -> None:
        self.next_form.hide()
        self.sign_form.open_with({"signed_on": _today()})

    def _sign(self, values: Values) -> None:
        assert self.version is not None
        day = values["signed_on"]
        if not isinstance(day, date):
            raise InputError("Say on which day it was signed, like 1 Dec 2026.")
        sign_version(self.desk.db, self.version.id, day)

    def _remove_version(self) -> None:
        assert self.version is not None
        version = self.version
        if self.desk.try_to(lambda: remove_version(self.desk.db, version.id)):
            self.desk.did(f"Removed version {version.number}.")

    def _remove(self) -> None:
        assert self.row is not None
        row = self.row
        if self.desk.try_to(lambda: remove_agreement(self.desk.db, row.id)):
            self.desk.did(f"Removed agreement {row.title} with {plural(len(row.versions), 'version')}.")


def _read_version(desk: Desk, version: VersionRow) -> VersionRest:
    db = desk.db
    return VersionRest(
        version,
        list_targets(db, version.id),
        list_windows(db, version.id),
        list_volumes(db, version.id),
        list_hours(db),
    )


def version_today(row: AgreementRow) -> VersionRow:
    """The version in force today, else the newest."""
    today = _today()
    in_force = (one for one in row.versions if one.valid_from <= today <= (one.valid_until or date.max))
    return next(in_force, row.versions[0])


def version_words(version: VersionRow) -> str:
    """ "Version 2 · from 1 Jan 2027 · draft"."""
    days = f"from {day_text(version.valid_from)}"
    if version.valid_until:
        days = f"{day_text(version.valid_from)} – {day_text(version.valid_until)}"
    return f"Version {version.number} · {days} · {'signed' if version.signed_on else 'draft'}"


def state_words(version: VersionRow) -> str:
    """What may be done with a version now."""
    if version.signed_on:
        return (
            f"Signed on {day_text(version.signed_on)}: it is no longer edited, but followed by a new version. "
            "Its last day and note can still be changed."
        )
    return "A draft: everything can be changed until it is signed. It already counts in the levels."


def _first_of_next_month(after: date) -> date:
    today = max(_today(), after)
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)


def _today() -> date:
    return date.today()  # noqa: DTZ011 (the day on the user's own calendar)
