"""Announced work: when it is, what it touches, and what the customer is told."""

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from app.errors import InputError
from app.usecases.planned_work import (
    PlannedWorkRow,
    announce_work,
    change_work,
    list_planned_work,
    remove_work,
    set_work_subjects,
)
from app.views import theme
from app.views.desk import Desk
from app.views.drafts import DraftPlace, place_of_row
from app.views.pages.measured.subjects import Subjects, from_the_clock, on_the_clock, read_subjects
from app.views.pages.measured.tab import Tab
from app.views.rows_model import Column
from app.views.widgets.basics import Section, button, icon_button, label, row
from app.views.widgets.browser import Browser, Detail, Saying
from app.views.widgets.form import Field, Form
from app.views.widgets.head import Head
from app.views.widgets.inline_form import InlineForm, Values
from app.views.widgets.opening import Opening

WORK_SAYING = Saying(
    "piece of planned work",
    "pieces of planned work",
    "Announce work",
    "Planned work is announced before it begins. Inside an agreed window it need not count as downtime.",
    "wrench",
)
WHY = "Where an agreement excuses only the windows that are used, work announced here is what uses them."
WHEN = (
    Field("start", "From", "moment"),
    Field("end", "Until", "moment"),
)
TEXTS = (
    Field("customer_text", "For the customer", "text", hint="What the customer will notice", wide=True),
    Field("internal_text", "Internal", "text", hint="Never leaves the desk", wide=True),
)
TOUCHES = (
    Field("service_ids", "Services", "picks"),
    Field("component_ids", "Components", "picks"),
)
FIELDS = (
    Field("title", "Title"),
    *WHEN,
    Field("announced_at", "Announced", "moment", hint="not yet"),
    *TEXTS,
)
NEW_FIELDS = (Field("title", "Title", wide=True), *WHEN, *TOUCHES)
MOMENTS = ("start", "end", "announced_at")


class PlannedWorkTab(Tab):
    """The list left, the chosen work right, each field saved as it is left."""

    title = "Planned work"
    listens = frozenset({"planned_work", "planned_work_subjects", "services", "components", "settings"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.detail = WorkDetail(desk)
        self.form = InlineForm("Announce work", NEW_FIELDS, "Announce work", self._announce)
        self.form.place = DraftPlace("work", "announcing work", "measurements", ("announce", None))
        columns: tuple[Column[PlannedWorkRow], ...] = (
            Column("Work", lambda work: work.title, role="strong"),
            Column(
                "From", lambda work: work.start, lambda work: self.clock(work.start), width=172, zoned=True
            ),
        )
        self.browser: Browser[PlannedWorkRow] = Browser(
            desk, WORK_SAYING, columns, self.detail, None, self.open_form, list_width=400
        )
        self.table = self.browser.table
        self.add_button = button("Announce work", self.open_form, icon="add")
        self.add_button.setEnabled(not desk.read_only)
        self.add_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.add_button.hide()
        self.body.addWidget(row(label(WHY, muted=True, wrap=True), self.add_button, spacing=theme.GAP))
        self.body.addWidget(Opening(self.form))
        self.body.addWidget(self.browser, 1)

    def show_zone(self, zone: str) -> None:
        super().show_zone(zone)
        self.detail.show_zone(zone)
        _name_zone(self.form.form, zone)

    def refresh(self) -> None:
        db = self.desk.db
        self.desk.tasks.start(
            lambda _report, _cancelled: (list_planned_work(db), read_subjects(db)),
            done=self._show,
            failed=self.fail,
            owner=self,
            key="planned work",
        )

    def search(self, text: str) -> None:
        self.browser.filter(text)

    def open_form(self) -> None:
        """Open the form of new work above the list."""
        self.form.open_with({"title": "", "service_ids": (), "component_ids": ()})

    def _show(self, answer: object) -> None:
        rows: tuple[PlannedWorkRow, ...]
        subjects: Subjects
        rows, subjects = answer  # pyright: ignore[reportGeneralTypeIssues]
        for form in (self.detail.touches, self.form.form):
            form.set_choices("service_ids", subjects.services)
            form.set_choices("component_ids", subjects.components)
        self.browser.show_rows(rows)
        self.add_button.setVisible(bool(rows))

    def _announce(self, values: Values) -> None:
        start, end = (from_the_clock(values[name], self.zone) for name in ("start", "end"))
        if start is None or end is None:
            raise InputError("Say from when until when, like 17 Oct 2026 22:00.")
        made = announce_work(
            self.desk.db,
            str(values["title"]),
            start=start,
            end=end,
            service_ids=values["service_ids"],  # pyright: ignore[reportArgumentType]
            component_ids=values["component_ids"],  # pyright: ignore[reportArgumentType]
        )
        self.browser.go_to(made)
        self.desk.did(f"Announced {values['title']}.")


class WorkDetail(Detail):
    """One piece of work; moving its start moves its end along."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.zone = "UTC"
        self.row: PlannedWorkRow | None = None
        self.head = Head(icon_button("remove", "Remove this planned work", self._remove))
        self.form = Form(FIELDS, self._save)
        self.form.place = lambda: place_of_row("measurements", "work", self.row, "describing planned work")
        self.touches = Form(TOUCHES, self._save_touched)
        touched = Section("What it touches")
        touched.body.addWidget(
            label("A service is touched by work on a component it stands on.", muted=True, wrap=True)
        )
        touched.body.addWidget(self.touches)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.MARGIN)
        for part in (self.head, self.form, touched):
            layout.addWidget(part)
        layout.addStretch(1)
        for form in (self.form, self.touches):
            form.set_read_only(desk.read_only)
        self.head.setEnabled(not desk.read_only)

    def show_zone(self, zone: str) -> None:
        """Show and take moments on the wall clock of this zone."""
        self.zone = zone
        _name_zone(self.form, zone)

    def show_row(self, row: object, rest: object) -> None:
        assert isinstance(row, PlannedWorkRow)
        self.row = row
        self.head.show_words(row.title, ", ".join(row.subjects))
        plain = {name: getattr(row, name) for name in ("title", "customer_text", "internal_text")}
        moments = {name: on_the_clock(getattr(row, name), self.zone) for name in MOMENTS}
        self.form.show_values(plain | moments)
        self.touches.show_values(row)

    def start_editing(self) -> None:
        self.form.start_editing("title")

    def _save(self, name: str, value: object) -> None:
        assert self.row is not None
        changes: dict[str, object] = {name: value}
        if name in MOMENTS:
            changes[name] = from_the_clock(value, self.zone)
        if name == "start":
            start = from_the_clock(value, self.zone)
            if start is None:
                raise InputError("Say when it begins, like 17 Oct 2026 22:00.")
            changes["end"] = start + (self.row.end - self.row.start)
        if name == "end" and value is None:
            raise InputError("Say when it ends, like 18 Oct 2026 02:00.")
        change_work(self.desk.db, self.row.id, **changes)
        self.desk.did(f"Changed {self.row.title}.")

    def _save_touched(self, _name: str, _value: object) -> None:
        assert self.row is not None
        touched = self.touches.values()
        set_work_subjects(
            self.desk.db,
            self.row.id,
            service_ids=touched["service_ids"],  # pyright: ignore[reportArgumentType]
            component_ids=touched["component_ids"],  # pyright: ignore[reportArgumentType]
        )
        self.desk.did(f"Changed what {self.row.title} touches.")

    def _remove(self) -> None:
        assert self.row is not None
        row = self.row
        if self.desk.try_to(lambda: remove_work(self.desk.db, row.id)):
            self.desk.did(f"Removed {row.title}.")


def _name_zone(form: Form, zone: str) -> None:
    for field in WHEN:
        form.set_title(field.name, f"{field.title} ({zone})")
