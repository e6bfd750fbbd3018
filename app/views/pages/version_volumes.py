"""The volumes a version assumes: each a sentence under its service, with the form that makes it."""

from decimal import Decimal, InvalidOperation

from app.calc.words import number
from app.errors import InputError
from app.usecases.agreements import VersionRow
from app.usecases.services import list_services
from app.usecases.volumes import (
    COUNTED,
    KINDS,
    OVER_MONTHS,
    VolumeEntry,
    VolumeRow,
    add_volume,
    change_volume,
    remove_volume,
)
from app.views.desk import Action, Desk
from app.views.drafts import DraftPlace
from app.views.pages.version_section import VersionSection
from app.views.widgets.form import Field
from app.views.widgets.inline_form import InlineForm, Values
from app.views.widgets.sentences import Sentence

OF_TICKETS = ("ticket_kind", "priority")
OF_FIGURES = ("figure", "unit", "over_months")

FIELDS = (
    Field("counts", "Counted", "choice", choices=tuple(COUNTED.items())),
    Field("service_id", "For", "choice"),
    Field("ticket_kind", "Kind", "choice", choices=tuple(KINDS.items())),
    Field("priority", "Priority", hint="P2; empty for all"),
    Field("figure", "Figure", hint="Orders, as its source calls it"),
    Field("value", "Assumed", hint="1,200"),
    Field("unit", "Unit", hint="orders, GB, calls"),
    Field("over_months", "Several months", "choice", choices=tuple(OVER_MONTHS.items())),
)


class VersionVolumes(VersionSection[VolumeRow]):
    """Shows one version's volumes; changes are refused once it is signed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "Assumed volumes",
            "None assumed: the pack says nothing of volumes.",
            "Add volume",
            self._make_form,
        )

    @property
    def form(self) -> InlineForm:
        """The fields of one volume."""
        made = self.editor
        assert isinstance(made, InlineForm)
        return made

    def show_version(self, version: VersionRow, rows: tuple[VolumeRow, ...]) -> None:
        """Show the volumes of a version."""
        self.show_rows(
            version,
            rows,
            lambda row: Sentence(row.id, volume_sentence(row), volume_caption(row), row.service),
        )

    def _make_form(self) -> InlineForm:
        form = InlineForm("Assumed volume", FIELDS, "Save volume", self._save, columns=1)
        form.form.edited.connect(lambda _name: self._show_fields())
        form.place = self._place
        return form

    def _place(self) -> DraftPlace | None:
        if self.version is None:
            return None
        here = (self.version.agreement_id, self.version.id, self.changing)
        return DraftPlace(f"volume {here}", "writing an assumed volume", "agreements", ("volume", *here))

    def open_new(self) -> None:
        if not list_services(self.desk.db):
            self.desk.say(
                "A volume needs a service.", Action("Add service", lambda: self.desk.go("services"))
            )
            return
        last = next(reversed(self.rows.values()), None)
        service = last.entry.service_id if last else list_services(self.desk.db)[0].id
        self._open(None, VolumeEntry(service, "tickets", Decimal(100)))

    def open_one(self, volume_id: int, /) -> None:
        self._open(volume_id, self.rows[volume_id].entry)

    def _open(self, volume_id: int | None, entry: VolumeEntry) -> None:
        self.changing = volume_id
        form = self.form
        form.form.set_choices("service_id", [(one.id, one.name) for one in list_services(self.desk.db)])
        names = (field.name for field in FIELDS)
        form.open_with({name: getattr(entry, name) for name in names} | {"value": f"{entry.value:f}"})
        self._show_fields()
        self.open_editor(volume_id)

    def _show_fields(self) -> None:
        form = self.form.form
        counts = form.value("counts")
        for name in OF_TICKETS:
            form.set_shown(name, counts == "tickets")
        for name in OF_FIGURES:
            form.set_shown(name, counts == "figure")

    def _save(self, values: Values) -> None:
        texts = {
            name: str(value or "") for name, value in values.items() if name not in ("service_id", "value")
        }
        service = values["service_id"]
        assert isinstance(service, int)
        entry = VolumeEntry(service, value=read_volume(str(values["value"])), **texts)
        if self.changing is not None:
            change_volume(self.desk.db, self.changing, entry)
        elif self.version is not None:
            add_volume(self.desk.db, self.version.id, entry)

    def remove_row(self, row: VolumeRow) -> None:
        remove_volume(self.desk.db, row.id)

    def name_of(self, row: VolumeRow) -> str:
        return f"the assumed {row.name} of {row.service}"


def volume_sentence(row: VolumeRow) -> str:
    """ "Incidents P2: 40 a month"; users are no amount of a month."""
    amount = f"{number(row.entry.value, max(0, -int(row.entry.value.normalize().as_tuple().exponent)))}"
    unit = f" {row.entry.unit}" if row.entry.unit else ""
    return f"{row.name}: {amount}{unit}{'' if row.entry.counts == 'users' else ' a month'}"


def volume_caption(row: VolumeRow) -> str:
    """What it is compared with."""
    if row.entry.counts == "users":
        return "compared with the users of the customer’s sites"
    if row.entry.counts == "tickets":
        return "compared with the tickets opened"
    return f"compared with the figure as reported; several months make {OVER_MONTHS[row.entry.over_months]}"


def read_volume(text: str) -> Decimal:
    """A number as typed, "1,200" or "12.5"."""
    try:
        return Decimal(text.replace(",", "").replace(" ", ""))
    except InvalidOperation:
        raise InputError(f"“{text}” is no number; write one like 1,200 or 12.5.") from None
