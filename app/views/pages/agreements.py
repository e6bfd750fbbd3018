"""Agreements with their versions, and the hours that targets are owed in."""

from datetime import date, time

from PySide6.QtWidgets import QStackedWidget

from app.errors import InputError
from app.usecases.agreements import KINDS, AgreementRow, add_agreement, list_agreements
from app.usecases.customers import list_customers
from app.usecases.hours import HoursRow, add_hours, list_hours
from app.views.desk import Action
from app.views.drafts import DraftPlace
from app.views.known import time_zones
from app.views.naming import free_name, home_zone, hours_zone
from app.views.pages.agreement_detail import AgreementDetail, version_today
from app.views.pages.hours_detail import HoursDetail
from app.views.rows_model import Column
from app.views.widgets.browser import Browser, Saying
from app.views.widgets.form import Field
from app.views.widgets.inline_form import InlineForm, Values
from app.views.widgets.opening import Opening
from app.views.widgets.page import LookingAt, Page
from app.views.widgets.views_bar import ViewsBar

WORKING_WEEK = {day: ((time(8), time(18)),) for day in range(5)}
KIND_CHOICES = (
    ("sla", "SLA, with a customer"),
    ("ola", "OLA, with an internal team"),
    ("uc", "UC, with a supplier"),
)
NEW_FIELDS = (
    Field("kind", "Kind", "choice", KIND_CHOICES),
    Field("title", "Title"),
    Field("customer_id", "Customer", "choice", wide=True),
    Field("counterparty", "Team or supplier", wide=True),
    Field("valid_from", "In force from", "day"),
    Field("time_zone", "Time zone", "suggest", known=time_zones),
)
AGREEMENT_SAYING = Saying(
    "agreement",
    "agreements",
    "Add agreement",
    "An agreement says what a customer can rely on: its versions hold targets, hours and maintenance windows.",
    "agreements",
)
HOURS_SAYING = Saying(
    "set of hours",
    "sets of hours",
    "Add hours",
    "Hours say when a level is owed: a weekly pattern, less public holidays and dates of its own.",
    "clock",
)


def _state(row: AgreementRow) -> str:
    version = version_today(row)
    return f"{version.number} {'signed' if version.signed_on else 'draft'}"


AGREEMENT_COLUMNS: tuple[Column[AgreementRow], ...] = (
    Column("Agreement", lambda row: row.title, role="strong"),
    Column("With", lambda row: row.customer or row.counterparty, width=136),
    Column("Version", _state, width=80),
)
HOURS_COLUMNS: tuple[Column[HoursRow], ...] = (
    Column("Hours", lambda row: row.name, role="strong"),
    Column("Week", lambda row: row.words.partition(" (")[0], width=184),
)


class AgreementsPage(Page):
    title = "Agreements"
    purpose = "What was promised to whom, from when, and in which hours."
    icon = "agreements"
    listens = frozenset(
        {
            "agreements",
            "agreement_versions",
            "targets",
            "assumed_volumes",
            "maintenance_windows",
            "hours",
            "special_days",
            "customers",
            "services",
        }
    )
    find_hint = "Find an agreement"

    def _build(self) -> None:
        db = self.desk.db
        self.agreement_detail = AgreementDetail(self.desk)
        self.agreements: Browser[AgreementRow] = Browser(
            self.desk,
            AGREEMENT_SAYING,
            AGREEMENT_COLUMNS,
            self.agreement_detail,
            lambda: list_agreements(db),
            self._open_new,
            list_width=432,
        )
        self._hours: Browser[HoursRow] | None = None
        self.new_form = InlineForm("New agreement", NEW_FIELDS, "Add agreement", self._add_agreement)
        self.new_form.place = DraftPlace("agreement", "adding an agreement", "agreements", ("new", None))
        self.views = ViewsBar(("Agreements", "Hours"), "What is listed")
        self.stack = QStackedWidget()
        self.add_action(self.agreements.add_button)
        self.stack.addWidget(self.agreements)
        self.body.addWidget(self.views)
        self.body.addWidget(Opening(self.new_form))
        self.body.addWidget(self.stack, 1)
        self._turn(0)

    def _connect(self) -> None:
        self.views.chosen.connect(self._turn)
        self.new_form.form.edited.connect(self._look_again)
        if self.find_field:
            self.find_field.wanted.connect(self._find)

    @property
    def hours(self) -> Browser[HoursRow]:
        """The hours with their detail, made when first turned to."""
        if self._hours is None:
            db, detail = self.desk.db, HoursDetail(self.desk)
            self._hours = Browser(
                self.desk, HOURS_SAYING, HOURS_COLUMNS, detail, lambda: list_hours(db), self._add_hours
            )
            detail.copied.connect(self._hours.go_to)
            self.add_action(self._hours.add_button)
            self.stack.addWidget(self._hours)
            self._hours.refresh()
            self._hours.add_button.hide()
        return self._hours

    @property
    def hours_detail(self) -> HoursDetail:
        detail = self.hours.detail
        assert isinstance(detail, HoursDetail)
        return detail

    def focus_first(self) -> None:
        self._browser.table.setFocus()

    def refresh(self) -> None:
        if self._hours is not None:
            self._hours.refresh()
        self.agreements.refresh()

    def reveal(self, what: object) -> None:
        """An agreement's id, ("new", customer id), "hours", ("hours", id) or ("date", id) for a new date of these
        hours; or an editor of a version: ("target", "window", "volume", "next" or "sign", agreement id, version id,
        id or None)."""
        if what == "hours" or (isinstance(what, tuple) and what[0] in ("hours", "date")):
            self.views.setCurrentIndex(1)
            if isinstance(what, tuple):
                self.hours.go_to(what[1])
                self.hours_detail.await_date(what[1] if what[0] == "date" else None)
            return
        self.views.setCurrentIndex(0)
        if isinstance(what, tuple) and what[0] in ("target", "window", "volume", "next", "sign"):
            kind, agreement, version, number = what
            self.agreements.go_to(agreement)
            self.agreement_detail.edit(kind, version, number)
        elif isinstance(what, tuple):
            self._open_new(what[1])
        elif isinstance(what, int):
            self.agreements.go_to(what)

    def looking_at(self) -> LookingAt:
        row = self.agreements.table.current_row()
        return LookingAt(row.customer_id if row else None)

    @property
    def _browser(self) -> Browser[AgreementRow] | Browser[HoursRow]:
        """What is looked at now."""
        return self.agreements if self.views.currentIndex() == 0 else self.hours

    def _turn(self, number: int) -> None:
        self.stack.setCurrentWidget(self._browser)
        self.new_form.hide()
        self.agreements.add_button.setVisible(number == 0)
        if self._hours is not None:
            self._hours.add_button.setVisible(number == 1)
        if self.find_field:
            hint = ("Find an agreement", "Find hours")[number]
            self.find_field.setPlaceholderText(hint)
            self.find_field.setAccessibleName(hint)
            self._find(self.find_field.text())

    def _find(self, text: str) -> None:
        self._browser.filter(text)

    def _open_new(self, customer_id: int | None = None) -> None:
        db = self.desk.db
        customers = list_customers(db)
        if not customers:
            self.desk.say(
                "An SLA needs a customer.", Action("Add customer", lambda: self.desk.go("customers"))
            )
        self.new_form.form.set_choices("customer_id", [(one.id, one.name) for one in customers])
        chosen = next(
            (one for one in customers if one.id == customer_id), customers[0] if customers else None
        )
        self.new_form.open_with(
            {
                "kind": "sla" if customers else "ola",
                "customer_id": chosen.id if chosen else None,
                "title": f"SLA {chosen.name}" if chosen else "",
                "valid_from": _first_of_this_year(),
                "time_zone": chosen.time_zone if chosen else home_zone(db),
            }
        )
        self._look_again("kind")

    def _look_again(self, name: str) -> None:
        form = self.new_form.form
        kind = str(form.value("kind"))
        form.set_shown("customer_id", kind == "sla")
        form.set_shown("counterparty", kind != "sla")
        if name in ("kind", "customer_id", "counterparty"):
            box = form.editors["customer_id"].currentText()  # pyright: ignore[reportAttributeAccessIssue]
            partner = box if kind == "sla" else str(form.value("counterparty"))
            form.set_value("title", f"{KINDS[kind]} {partner}".strip())

    def _add_agreement(self, values: Values) -> None:
        day, customer = values["valid_from"], values["customer_id"]
        if not isinstance(day, date):
            raise InputError("Say from which day it is in force, like 1 Jan 2027.")
        is_sla = values["kind"] == "sla"
        made = add_agreement(
            self.desk.db,
            str(values["title"]),
            kind=str(values["kind"]),
            customer_id=customer if is_sla and isinstance(customer, int) else None,
            counterparty="" if is_sla else str(values["counterparty"]),
            valid_from=day,
            time_zone=str(values["time_zone"]),
        )
        self.agreements.go_to(made)

    def _add_hours(self) -> int:
        db = self.desk.db
        names = [row.name for row in list_hours(db)]
        return add_hours(db, free_name("New hours", names), time_zone=hours_zone(db), week=WORKING_WEEK)


def _first_of_this_year() -> date:
    return date(date.today().year, 1, 1)  # noqa: DTZ011 (a day to begin with)
