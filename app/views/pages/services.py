"""Services customers buy and the components they stand on."""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout

from app.calc.words import plural
from app.errors import InputError
from app.usecases.pasting_names import check_components, paste_components
from app.usecases.services import (
    COMPONENT_KINDS,
    CRITICALITIES,
    ComponentRow,
    ServiceRow,
    add_component,
    add_service,
    change_component,
    change_service,
    list_components,
    list_services,
    remove_component,
    remove_service,
    set_components,
)
from app.views import theme
from app.views.desk import Desk
from app.views.drafts import place_of_row
from app.views.naming import free_name
from app.views.rows_model import Column
from app.views.widgets.basics import Section, icon_button, label
from app.views.widgets.browser import Browser, Detail, Saying
from app.views.widgets.form import Field, Form
from app.views.widgets.head import Head
from app.views.widgets.listing import Listing, Words
from app.views.widgets.page import Page
from app.views.widgets.paste_strip import Pasting
from app.views.widgets.views_bar import ViewsBar

SERVICE_COLUMNS: tuple[Column[ServiceRow], ...] = (
    Column("Service", lambda row: row.name, role="strong"),
    Column("Criticality", lambda row: row.criticality, width=104),
    Column("Customers", lambda row: len(row.customers), align="right", width=96),
)
COMPONENT_COLUMNS: tuple[Column[ComponentRow], ...] = (
    Column("Component", lambda row: row.name, role="strong"),
    Column("Kind", lambda row: row.kind, width=104),
    Column("Services", lambda row: len(row.services), align="right", width=88),
)
SERVICE_FIELDS = (
    Field("name", "Name"),
    Field(
        "description", "Description", "text", hint="What it does for the customer, in the customer’s words"
    ),
    Field("owner", "Owner"),
    Field("business_process", "Business process", hint="What the customer could not do without it"),
    Field("criticality", "Criticality", "choice", tuple((one, one) for one in CRITICALITIES)),
    Field("hour_cost", "An hour without it costs", hint="For you alone, like 12,500"),
)
COMPONENT_FIELDS = (
    Field("name", "Name"),
    Field("kind", "Kind", "choice", tuple((one, one) for one in COMPONENT_KINDS)),
    Field("owner", "Owner", hint="The team or supplier who keeps it"),
)
SERVICE_SAYING = Saying(
    "service",
    "services",
    "Add service",
    "A service is what a customer buys, in the customer’s words. Add the first one, then what it stands on.",
    "services",
)
COMPONENT_SAYING = Saying(
    "component",
    "components",
    "Add component",
    "A component is a part that services stand on: a system, a network, a team, a supplier.",
    "component",
)


class ServicesPage(Page):
    title = "Catalogue"
    purpose = "The services customers buy, and the components each one stands on."
    icon = "services"
    listens = frozenset(
        {"services", "components", "need_groups", "needs", "targets", "agreements", "customers"}
    )
    find_hint = "Find a service"

    def _build(self) -> None:
        db = self.desk.db
        self.service_detail = ServiceDetail(self.desk)
        self.services: Browser[ServiceRow] = Browser(
            self.desk,
            SERVICE_SAYING,
            SERVICE_COLUMNS,
            self.service_detail,
            lambda: list_services(db),
            lambda: add_service(db, free_name("New service", [row.name for row in list_services(db)])),
            list_width=400,
        )
        self._components: Browser[ComponentRow] | None = None
        self.views = ViewsBar(("Services", "Components"), "What is listed")
        self.stack = QStackedWidget()
        self.add_action(self.services.add_button)
        self.stack.addWidget(self.services)
        self.body.addWidget(self.views)
        self.body.addWidget(self.stack, 1)
        self._turn(0)

    def _connect(self) -> None:
        self.views.chosen.connect(self._turn)
        if self.find_field:
            self.find_field.wanted.connect(self._find)

    @property
    def components(self) -> Browser[ComponentRow]:
        """The components with their detail, made when first turned to."""
        if self._components is None:
            self._components = Browser(
                self.desk,
                COMPONENT_SAYING,
                COMPONENT_COLUMNS,
                ComponentDetail(self.desk),
                lambda: list_components(self.desk.db),
                self._add_component,
                list_width=400,
            )
            self.add_action(self._components.add_button)
            self.stack.addWidget(self._components)
            self._components.refresh()
            self._components.add_button.hide()
        return self._components

    @property
    def component_detail(self) -> "ComponentDetail":
        detail = self.components.detail
        assert isinstance(detail, ComponentDetail)
        return detail

    def focus_first(self) -> None:
        self._browser.table.setFocus()

    def refresh(self) -> None:
        self.services.refresh()
        if self._components is not None:
            self._components.refresh()

    def reveal(self, what: object) -> None:
        """A service's id, ("service", id) or ("component", id)."""
        if isinstance(what, tuple) and what[0] == "service":
            self.reveal(what[1])
        elif isinstance(what, tuple):
            self.views.setCurrentIndex(1)
            self.components.go_to(what[1])
        elif isinstance(what, int):
            self.views.setCurrentIndex(0)
            self.services.go_to(what)

    @property
    def _browser(self) -> Browser[ServiceRow] | Browser[ComponentRow]:
        """What is looked at now."""
        return self.services if self.views.currentIndex() == 0 else self.components

    def _turn(self, number: int) -> None:
        self.stack.setCurrentWidget(self._browser)
        self.services.add_button.setVisible(number == 0)
        if self._components is not None:
            self._components.add_button.setVisible(number == 1)
        if self.find_field:
            hint = ("Find a service", "Find a component")[number]
            self.find_field.setPlaceholderText(hint)
            self.find_field.setAccessibleName(hint)
            self._find(self.find_field.text())

    def _find(self, text: str) -> None:
        self._browser.filter(text)

    def _add_component(self) -> int:
        db = self.desk.db
        return add_component(db, free_name("New component", [row.name for row in list_components(db)]))


class ServiceDetail(Detail):
    """One service: what it is, what it stands on, who bought it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.row: ServiceRow | None = None
        self._parts: tuple[ComponentRow, ...] = ()
        self._needed: tuple[ComponentRow, ...] = ()
        self.head = Head(icon_button("remove", "Remove this service", self._remove))
        self.form = Form(SERVICE_FIELDS, self._save)
        self.form.place = lambda: place_of_row("services", "service", self.row, "describing a service")
        self.components = Listing(
            Words(
                "Stands on",
                "Nothing yet. While a component named here is down, the service is down.",
                "Add component",
                "Take away",
            ),
            _needed_columns(desk),
            self._add_component,
            self._take_away,
        )
        self.components.take_blocks(
            desk,
            Pasting(
                "component",
                ("name", "kind", "owner"),
                lambda: self._service.id,
                lambda _service, rows: check_components(desk.db, rows),
                lambda _service, rows: paste_components(desk.db, rows),
                adds=False,
            ),
        )
        self.components.opened.connect(lambda row: desk.go("services", ("component", row.id)))
        self.customers = label("", wrap=True)
        bought = Section("Bought by")
        bought.body.addWidget(self.customers)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.MARGIN)
        for part in (self.head, self.form, self.components, bought):
            layout.addWidget(part)
        layout.addStretch(1)
        self.form.set_read_only(desk.read_only)
        self.components.set_writable(not desk.read_only)
        self.head.setEnabled(not desk.read_only)

    def reading(self, row: object) -> Callable[[], object]:
        return lambda: list_components(self.desk.db)

    def show_row(self, row: object, rest: object) -> None:
        assert isinstance(row, ServiceRow)
        self._parts = cast("tuple[ComponentRow, ...]", rest)
        self.row = row
        bought = plural(len(row.customers), "customer")
        self.head.show_words(row.name, f"criticality {row.criticality}", bought, row.owner)
        self.form.show_values(row)
        self._needed = tuple(part for part in self._parts if row.name in part.services)
        self.components.set_rows(self._needed)
        nobody = "No agreement has a target for this service yet."
        self.customers.setText(", ".join(row.customers) or nobody)

    def start_editing(self) -> None:
        self.form.start_editing("name")

    @property
    def _service(self) -> ServiceRow:
        assert self.row is not None
        return self.row

    def _save(self, name: str, value: object) -> None:
        change_service(self.desk.db, self._service.id, **{name: value})

    def _remove(self) -> None:
        row = self._service
        if self.desk.try_to(lambda: remove_service(self.desk.db, row.id)):
            self.desk.did(f"Removed service {row.name} with its targets and measurements.")

    def _add_component(self) -> None:
        """Offer the components there are, and a new one."""
        needed = {part.id for part in self._needed}
        menu = QMenu(self)
        for part in self._parts:
            if part.id not in needed:
                action = menu.addAction(part.name.replace("&", "&&"))
                action.triggered.connect(lambda _checked=False, chosen=part.id: self._needs(*needed, chosen))
        if menu.actions():
            menu.addSeparator()
        menu.addAction("New component").triggered.connect(lambda: self._needs(*needed, self._new_component()))
        button = self.components.add_button
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _new_component(self) -> int:
        names = [part.name for part in self._parts]
        return add_component(self.desk.db, free_name("New component", names))

    def _take_away(self, part: ComponentRow) -> None:
        self._needs(*(one.id for one in self._needed if one.id != part.id))
        self.desk.did(f"{self._service.name} no longer stands on {part.name}.")

    def _needs(self, *component_ids: int) -> None:
        self.desk.try_to(lambda: set_components(self.desk.db, self._service.id, component_ids))


class ComponentDetail(Detail):
    """One component, and the services that stand on it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.row: ComponentRow | None = None
        self.head = Head(icon_button("remove", "Remove this component", self._remove))
        self.form = Form(COMPONENT_FIELDS, self._save)
        self.form.place = lambda: place_of_row("services", "component", self.row, "describing a component")
        self.services = label("", wrap=True)
        carried = Section("Carries")
        carried.body.addWidget(self.services)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.MARGIN)
        for part in (self.head, self.form, carried):
            layout.addWidget(part)
        layout.addStretch(1)
        self.form.set_read_only(desk.read_only)
        self.head.setEnabled(not desk.read_only)

    def show_row(self, row: object, rest: object) -> None:
        assert isinstance(row, ComponentRow)
        self.row = row
        self.head.show_words(row.name, row.kind, row.owner)
        self.form.show_values(row)
        self.services.setText(", ".join(row.services) or "No service stands on it yet.")

    def start_editing(self) -> None:
        self.form.start_editing("name")

    def _save(self, name: str, value: object) -> None:
        assert self.row is not None
        change_component(self.desk.db, self.row.id, **{name: value})

    def _remove(self) -> None:
        assert self.row is not None
        row = self.row
        if self.desk.try_to(lambda: remove_component(self.desk.db, row.id)):
            self.desk.did(f"Removed component {row.name} with its measurements.")


def _needed_columns(desk: Desk) -> tuple[Column[ComponentRow], ...]:
    def text_of(name: str) -> Callable[[ComponentRow, str], None]:
        return lambda row, text: change_component(desk.db, row.id, **{name: text})

    def set_kind(row: ComponentRow, text: str) -> None:
        if text not in COMPONENT_KINDS:
            raise InputError(f"“{text}” is none of {', '.join(COMPONENT_KINDS)}.")
        change_component(desk.db, row.id, kind=text)

    return (
        Column("Component", lambda row: row.name, edit=text_of("name")),
        Column("Kind", lambda row: row.kind, width=120, edit=set_kind, choices=COMPONENT_KINDS),
        Column("Owner", lambda row: row.owner, edit=text_of("owner")),
    )
