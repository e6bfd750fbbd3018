"""The maintenance windows of a version: each a sentence, with an editor that offers the usual recurrences."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import cast

from app.calc.recurrence import recurrence_words
from app.calc.words import duration
from app.errors import InputError
from app.usecases.agreements import (
    VersionRow,
    WindowRow,
    add_window,
    change_window,
    remove_window,
)
from app.usecases.services import ServiceRow, list_services
from app.views.desk import Desk
from app.views.drafts import DraftPlace
from app.views.entering import moment_text, parse_minutes, parse_moment
from app.views.pages.version_section import VersionSection
from app.views.widgets.form import Field
from app.views.widgets.inline_form import InlineForm, Values
from app.views.widgets.sentences import Sentence

_OWN_RULE = "own"
_MINUTE = 60_000_000
_SERVICES = "services for a window"
NO_WINDOWS = "None agreed: planned work counts as downtime."
FIELDS = (
    Field("name", "Name"),
    Field("service_id", "For", "choice"),
    Field("starts_at", "First begins", hint="4 Oct 2026 02:00"),
    Field("duration", "Lasts", hint="4 h"),
    Field("repeats", "Repeats", "choice"),
    Field("rule", "Own rule", hint="FREQ=MONTHLY;BYDAY=1SU"),
    Field("clause", "Clause", hint="4.2"),
    Field("agreed_by_customer", "Agreed by the customer", "check"),
)


class VersionWindows(VersionSection[WindowRow]):
    """Shows one version's windows; changes are refused once it is signed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "Maintenance windows",
            NO_WINDOWS,
            "Add window",
            self._make_form,
        )

    @property
    def form(self) -> InlineForm:
        """The fields of one window."""
        made = self.editor
        assert isinstance(made, InlineForm)
        return made

    def show_version(self, version: VersionRow, rows: tuple[WindowRow, ...]) -> None:
        """Show the windows of a version."""
        self.show_rows(version, rows, lambda row: Sentence(row.id, window_sentence(row), window_caption(row)))

    def leave_version(self) -> None:
        self.desk.tasks.drop(_SERVICES)

    def _make_form(self) -> InlineForm:
        form = InlineForm("Maintenance window", FIELDS, "Save window", self._save, columns=1)
        form.form.edited.connect(self._look_again)
        form.place = self._place
        return form

    def _place(self) -> DraftPlace | None:
        if self.version is None:
            return None
        here = (self.version.agreement_id, self.version.id, self.changing)
        return DraftPlace(f"window {here}", "writing a maintenance window", "agreements", ("window", *here))

    def open_new(self) -> None:
        assert self.version is not None
        first = moment_text(_first_sunday(self.version.valid_from))
        self._open(None, {"name": "Weekly maintenance", "starts_at": first, "duration": "4 h"})

    def open_one(self, window_id: int, /) -> None:
        row = self.rows[window_id]
        values: Values = {
            "name": row.name,
            "service_id": row.service_id,
            "starts_at": moment_text(row.starts_at),
            "duration": duration(row.duration_minutes * _MINUTE),
            "repeats": row.recurrence,
            "rule": row.recurrence or "",
            "clause": row.clause,
            "agreed_by_customer": row.agreed_by_customer,
        }
        self._open(window_id, values)

    def _open(self, window_id: int | None, values: Values) -> None:
        """Open the form once the services it offers have been read."""
        self.desk.tasks.start(
            lambda _report, _cancelled: list_services(self.desk.db),
            done=lambda found: self._open_with(window_id, values, cast("Sequence[ServiceRow]", found)),
            owner=self,
            key=_SERVICES,
        )

    def _open_with(self, window_id: int | None, values: Values, found: Sequence[ServiceRow]) -> None:
        self.changing = window_id
        form = self.form.form
        if self.version is not None:
            form.set_title("starts_at", f"First begins\n({self.version.time_zone})")
        services = [(None, "every service"), *((one.id, one.name) for one in found)]
        form.set_choices("service_id", services)
        usual = {"service_id": None, "agreed_by_customer": True, "clause": "", "rule": ""}
        self._offer(str(values["starts_at"]), values.get("repeats"))
        self.form.open_with({**usual, "repeats": "FREQ=WEEKLY" if window_id is None else None, **values})
        self._offer(str(values["starts_at"]), form.value("repeats"))
        self.open_editor(window_id)

    def _look_again(self, name: str) -> None:
        """The recurrences are named after the first day: offer them anew when it changes."""
        form = self.form.form
        if name in ("starts_at", "repeats"):
            self._offer(str(form.value("starts_at")), form.value("repeats"))

    def _offer(self, starts_at: str, chosen: object) -> None:
        try:
            first = parse_moment(starts_at)
        except InputError as error:
            self.form.form.show_error("starts_at", str(error))
            return
        rules = recurrences(first)
        if chosen is not None and chosen != _OWN_RULE and chosen not in rules:
            rules = (*rules, str(chosen))
        words = [(rule, recurrence_words(rule, first)) for rule in rules]
        form = self.form.form
        form.set_choices("repeats", [*words, (_OWN_RULE, "by a rule of its own")])
        form.set_value("repeats", chosen)
        form.set_shown("rule", chosen == _OWN_RULE)

    def _save(self, values: Values) -> None:
        rule = values["rule"] if values["repeats"] == _OWN_RULE else values["repeats"]
        starts_at = parse_moment(str(values["starts_at"]))
        fields: Values = {
            "service_id": values["service_id"],
            "clause": values["clause"],
            "agreed_by_customer": values["agreed_by_customer"],
            "starts_at": starts_at,
            "duration_minutes": parse_minutes(str(values["duration"])),
            "recurrence": str(rule) if rule else None,
        }
        if self.changing is not None:
            change_window(self.desk.db, self.changing, name=values["name"], **fields)
        elif self.version is not None:
            add_window(self.desk.db, self.version.id, str(values["name"]), **fields)  # pyright: ignore[reportArgumentType]

    def remove_row(self, row: WindowRow) -> None:
        remove_window(self.desk.db, row.id)

    def name_of(self, row: WindowRow) -> str:
        return f"maintenance window {row.name}"


def recurrences(first: datetime) -> tuple[str | None, ...]:
    """The usual recurrences of a window that first begins then; None is once."""
    code = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[first.weekday()]
    nth = (first.day - 1) // 7 + 1
    last = (first + timedelta(days=7)).month != first.month
    by_month = [f"FREQ=MONTHLY;BYDAY={nth}{code}"] if nth < 5 else []
    if last:
        by_month.append(f"FREQ=MONTHLY;BYDAY=-1{code}")
    return (None, "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", *by_month)


def window_sentence(row: WindowRow) -> str:
    """ "Weekly maintenance: every Sunday 02:00–06:00"."""
    ends = row.starts_at + timedelta(minutes=row.duration_minutes)
    hours = f"{row.starts_at:%H:%M}–{ends:%H:%M}"
    if row.duration_minutes >= 24 * 60:
        hours = f"from {row.starts_at:%H:%M} for {duration(row.duration_minutes * _MINUTE)}"
    if row.recurrence is None:
        return (
            f"{row.name}: once on {moment_text(row.starts_at).removesuffix(f'{row.starts_at:%H:%M}')}{hours}"
        )
    return f"{row.name}: {recurrence_words(row.recurrence, row.starts_at)} {hours}"


def window_caption(row: WindowRow) -> str:
    """For which service, by which clause, and whether the customer agrees."""
    parts = [row.service or "every service", f"{duration(row.duration_minutes * _MINUTE)} each time"]
    if row.clause:
        parts.append(f"clause {row.clause}")
    if not row.agreed_by_customer:
        parts.append("not agreed by the customer")
    return " · ".join(parts)


def _first_sunday(begins: date) -> datetime:
    """Two in the morning of the first Sunday on or after the day the version comes into force."""
    return datetime.combine(begins + timedelta(days=6 - begins.weekday()), time(2))
