"""One set of hours: the week, public holidays, and dates of their own."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from app.calc.words import plural
from app.errors import AppError, InputError
from app.usecases.hours import (
    HoursRow,
    SpecialDayRow,
    add_special_day,
    change_hours,
    copy_hours,
    holiday_countries,
    remove_hours,
    remove_special_day,
)
from app.usecases.public_holidays import subdivision_name
from app.views import theme
from app.views.desk import Desk
from app.views.drafts import DraftPlace
from app.views.entering import times_text
from app.views.known import country_name, region_choices, time_zones
from app.views.rows_model import Column
from app.views.widgets.basics import Section, button, icon_button, label
from app.views.widgets.browser import Detail
from app.views.widgets.form import Field, Form
from app.views.widgets.head import Head
from app.views.widgets.inline_form import InlineForm, Values
from app.views.widgets.listing import Listing, Words
from app.views.widgets.week_editor import WeekEditor

KIND_WORDS = {
    "holiday": "no service that day",
    "shift": "other hours that day",
    "break": "closed at these times",
    "workday": "a public holiday that is none here",
}
SIGNED = (
    "A signed agreement rests on these hours, so they stay as they are. To agree others, copy them and use the "
    "copy in its next version; dates of their own that are still to be agreed belong there too."
)
FIELDS = (Field("name", "Name"), Field("time_zone", "Time zone", "suggest", known=time_zones))
HOLIDAYS = (
    Field("country", "Country", "choice", ((None, "no public holidays"),)),
    Field("subdivision", "State or region", "choice", ((None, "the whole country"),)),
)
DATE_FIELDS = (
    Field("day", "Day", "day"),
    Field("kind", "What is different", "choice", tuple(KIND_WORDS.items())),
    Field("times", "Times", "times", hint="08:00–14:00"),
    Field("name", "Name", hint="Christmas Eve"),
)
COLUMNS: tuple[Column[SpecialDayRow], ...] = (
    Column("Day", lambda row: row.day, width=112),
    Column("Name", lambda row: row.name),
    Column("What is different", lambda row: KIND_WORDS[row.kind]),
    Column("Times", lambda row: times_text(row.times), width=120),
)


class HoursDetail(Detail):
    """Everything is saved when it is left; what a signed agreement rests on is shown, and copied to be changed."""

    copied = Signal(int)  # the id of the copy

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.row: HoursRow | None = None
        self._countries: Mapping[str, tuple[str, ...]] = {}
        self.copy_button = button("Copy these hours", self._copy, kind="quiet", icon="copy")
        self.head = Head(self.copy_button, icon_button("remove", "Remove these hours", self._remove))
        self.signed = label(SIGNED, muted=True, wrap=True)
        self.form = Form(FIELDS, self._save)
        self._awaited: int | None = None  # the hours whose new date is to be typed, once they are shown
        self.week = WeekEditor()
        self.holidays = Form(HOLIDAYS, self._save, columns=2)
        self.dates = Listing(
            Words("Dates of their own", "None: every week is the same.", "Add date", "Remove date"),
            COLUMNS,
            self._open_date,
            self._remove_date,
        )
        self.date_form = InlineForm("A date of its own", DATE_FIELDS, "Add date", self._add_date)
        self.date_form.place = self._place
        self._build()
        self.week.committed.connect(self._save_week)
        self.date_form.form.edited.connect(self._look_again)

    def show_row(self, row: object, rest: object) -> None:
        assert isinstance(row, HoursRow)
        self.row = row
        self.head.show_words(row.name, row.words, _holiday_words(row))
        self._allow(signed=row.signed)
        self.form.show_values(row)
        self.week.show_week(row.week)
        if not self._countries:
            self._read_countries()
        self._show_holidays()
        self.dates.set_rows(row.special_days)
        if self._awaited == row.id:
            self._awaited = None
            self.dates.add_new()

    def await_date(self, hours_id: int | None) -> None:
        """Open the form of a new date as soon as these hours are shown."""
        self._awaited = hours_id

    def _place(self) -> DraftPlace | None:
        if self.row is None:
            return None
        says = "adding a date to hours"
        return DraftPlace(f"date {self.row.id}", says, "agreements", ("date", self.row.id))

    def start_editing(self) -> None:
        self.form.start_editing("name")

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.MARGIN)
        week = Section("Week")
        week.body.addWidget(self.week)
        holidays = Section("Public holidays")
        holidays.body.addWidget(self.holidays)
        for part in (self.head, self.signed, self.form, week, holidays, self.dates, self.date_form):
            layout.addWidget(part)
        layout.addStretch(1)
        self.head.setEnabled(not self.desk.read_only)
        self._allow(signed=False)

    def _allow(self, *, signed: bool) -> None:
        """Of hours a signed agreement rests on only the name may change."""
        read_only = self.desk.read_only
        self.signed.setVisible(signed)
        self.form.set_read_only(read_only or signed, but=() if read_only else ("name",))
        for part in (self.week, self.holidays):
            part.set_read_only(read_only or signed)
        self.dates.set_writable(not (read_only or signed))

    def _read_countries(self) -> None:
        # The library of holidays takes a moment to load.
        def show(found: object) -> None:
            self._countries = found  # pyright: ignore[reportAttributeAccessIssue]
            self._show_holidays()

        self.desk.tasks.start(
            lambda _report, _cancelled: holiday_countries(), show, owner=self, key="countries"
        )

    def _show_holidays(self) -> None:
        row = self.row
        if row is None:
            return
        mine = {row.country} if row.country else set[str]()
        codes = sorted(mine.union(self._countries), key=country_name)
        self.holidays.set_choices(
            "country", [(None, "no public holidays"), *((c, country_name(c)) for c in codes)]
        )
        parts = {*self._countries.get(row.country or "", ()), *([row.subdivision] if row.subdivision else [])}
        whole = [(None, "the whole country")]
        self.holidays.set_choices("subdivision", [*whole, *region_choices(row.country, parts)])
        self.holidays.show_values(row)
        self.holidays.set_shown("subdivision", bool(row.country and parts))

    def _save(self, name: str, value: object) -> None:
        assert self.row is not None
        # Another country has other regions.
        extra = {"subdivision": None} if name == "country" else {}
        change_hours(self.desk.db, self.row.id, **{name: value}, **extra)

    def _save_week(self) -> None:
        assert self.row is not None
        try:
            change_hours(self.desk.db, self.row.id, week=self.week.week())
        except AppError as error:
            self.week.show_error(str(error))

    def _open_date(self) -> None:
        today = date.today()  # noqa: DTZ011 (the day on the user's own calendar)
        self.date_form.open_with({"day": today, "kind": "holiday", "times": (), "name": ""})
        self.date_form.form.set_shown("times", False)

    def _look_again(self, name: str) -> None:
        if name == "kind":
            form = self.date_form.form
            form.set_shown("times", form.value("kind") in ("shift", "break"))

    def _add_date(self, values: Values) -> None:
        assert self.row is not None
        day, times = values["day"], values["times"]
        if not isinstance(day, date):
            raise InputError("Say which day, like 24 Dec 2026.")
        timed = values["kind"] in ("shift", "break") and isinstance(times, tuple)
        add_special_day(
            self.desk.db,
            self.row.id,
            day,
            str(values["kind"]),
            times=times if timed else (),  # pyright: ignore[reportArgumentType]
            name=str(values["name"]),
        )

    def _remove_date(self, row: SpecialDayRow) -> None:
        remove_special_day(self.desk.db, row.id)
        self.desk.did("Removed a date from the hours.")

    def _copy(self) -> None:
        assert self.row is not None
        row = self.row
        made = self.desk.attempt(copy_hours, self.desk.db, row.id)
        if made is not None:
            self.copied.emit(made)
            self.desk.did(f"Copied hours {row.name}.")

    def _remove(self) -> None:
        assert self.row is not None
        row = self.row
        if self.desk.try_to(lambda: remove_hours(self.desk.db, row.id)):
            self.desk.did(f"Removed hours {row.name}.")


def _holiday_words(row: HoursRow) -> str:
    where = f"holidays of {country_name(row.country)}" if row.country else "no public holidays"
    region = f" ({subdivision_name(row.country or '', row.subdivision)})" if row.subdivision else ""
    own = f", {plural(len(row.special_days), 'date')} of their own" if row.special_days else ""
    return f"{where}{region}{own}"
