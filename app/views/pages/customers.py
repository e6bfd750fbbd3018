"""Customers with their sites and contacts, set up by hand: everything is edited in place and can be undone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from app.calc.words import plural
from app.errors import InputError
from app.usecases.agreements import AgreementRow, list_agreements
from app.usecases.customers import (
    ContactRow,
    CustomerRow,
    SiteRow,
    add_contact,
    add_customer,
    add_site,
    change_contact,
    change_customer,
    change_site,
    list_contacts,
    list_customers,
    list_sites,
    remove_contact,
    remove_customer,
    remove_site,
)
from app.usecases.pasting import YES, check_contacts, check_sites, paste_contacts, paste_sites, read_headcount
from app.views import theme
from app.views.desk import Desk
from app.views.drafts import place_of_row
from app.views.known import known_word, time_zones
from app.views.naming import free_name, home_zone
from app.views.rows_model import Column
from app.views.widgets.basics import icon_button
from app.views.widgets.browser import Browser, Detail, Saying
from app.views.widgets.form import Field, Form
from app.views.widgets.head import Head
from app.views.widgets.listing import Listing, Words
from app.views.widgets.page import LookingAt, Page
from app.views.widgets.paste_strip import Pasting

COLUMNS: tuple[Column[CustomerRow], ...] = (
    Column("Customer", lambda row: row.name, role="strong"),
    Column("Sites", lambda row: row.sites, align="right", width=56),
    Column("Users", lambda row: row.headcount, align="right", width=72),
)
FIELDS = (
    Field("name", "Name"),
    Field("time_zone", "Time zone", "suggest", known=time_zones),
    Field(
        "description", "Description", "text", hint="What this customer does, in words the customer would use"
    ),
    Field("internal_note", "Internal note", "text", hint="Never leaves the desk in a customer’s pack"),
)
SAYING = Saying(
    "customer",
    "customers",
    "Add customer",
    "A customer is a part of the business that agrees to services and pays for them. Add the first one, "
    "then its sites and contacts.",
    "customers",
)
SITE_FIELDS = ("name", "headcount", "time_zone")
CONTACT_FIELDS = ("name", "role", "email", "phone", "site", "receives_packs")


class CustomersPage(Page):
    title = "Customers"
    purpose = "Who agrees to the services, where they work, and who receives the pack."
    icon = "customers"
    listens = frozenset({"customers", "sites", "contacts", "agreements", "agreement_versions"})
    find_hint = "Find a customer"

    def _build(self) -> None:
        self.detail = CustomerDetail(self.desk)
        self.browser: Browser[CustomerRow] = Browser(
            self.desk, SAYING, COLUMNS, self.detail, lambda: list_customers(self.desk.db), self._add
        )
        self.add_action(self.browser.add_button)
        self.body.addWidget(self.browser)

    def _connect(self) -> None:
        if self.find_field:
            self.find_field.wanted.connect(self.browser.filter)

    def focus_first(self) -> None:
        self.browser.table.setFocus()

    def looking_at(self) -> LookingAt:
        chosen = self.browser.table.current_row()
        return LookingAt(chosen.id if chosen else None)

    def refresh(self) -> None:
        self.browser.refresh()

    def reveal(self, what: object) -> None:
        """A customer's id, or ("customer", id)."""
        number = what[1] if isinstance(what, tuple) else what
        if isinstance(number, int):
            self.browser.go_to(number)

    def _add(self) -> int:
        db = self.desk.db
        names = [row.name for row in list_customers(db)]
        return add_customer(db, free_name("New customer", names), time_zone=home_zone(db))


@dataclass(frozen=True, slots=True)
class CustomerRest:
    """What a customer has."""

    sites: tuple[SiteRow, ...]
    contacts: tuple[ContactRow, ...]
    agreements: tuple[AgreementRow, ...]


class CustomerDetail(Detail):
    """One customer: facts, sites, contacts, agreements."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.row: CustomerRow | None = None
        self._sites: tuple[SiteRow, ...] = ()
        self.head = Head(icon_button("remove", "Remove this customer", self._remove))
        self.form = Form(FIELDS, self._save)
        self.form.place = lambda: place_of_row("customers", "customer", self.row, "describing a customer")
        self.sites = Listing(
            Words(
                "Sites",
                "No sites yet. Sites say where the users are and how many.",
                "Add site",
                "Remove site",
            ),
            _site_columns(desk),
            self._add_site,
            self._remove_site,
        )
        self.contacts = Listing(
            Words(
                "Contacts", "No contacts yet. Contacts can receive the pack.", "Add contact", "Remove contact"
            ),
            _contact_columns(desk, lambda: self._sites),
            self._add_contact,
            self._remove_contact,
        )
        self._take_blocks()
        self.agreements = Listing(
            Words("Agreements", "No agreement with this customer yet.", "Add agreement"),
            _agreement_columns(),
            self._add_agreement,
        )
        self.agreements.opened.connect(lambda row: desk.go("agreements", row.id))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.MARGIN)
        for part in (self.head, self.form, self.sites, self.contacts, self.agreements):
            layout.addWidget(part)
        layout.addStretch(1)
        self.form.set_read_only(desk.read_only)
        for listing in (self.sites, self.contacts, self.agreements):
            listing.set_writable(not desk.read_only)
        self.head.setEnabled(not desk.read_only)

    def _take_blocks(self) -> None:
        db = self.desk.db

        def owner() -> int:
            return self._customer.id

        sites = Pasting("site", SITE_FIELDS, owner, partial(check_sites, db), partial(paste_sites, db))
        contacts = Pasting(
            "contact", CONTACT_FIELDS, owner, partial(check_contacts, db), partial(paste_contacts, db)
        )
        self.sites.take_blocks(self.desk, sites)
        self.contacts.take_blocks(self.desk, contacts)

    def reading(self, row: object) -> Callable[[], object]:
        assert isinstance(row, CustomerRow)
        db, customer = self.desk.db, row.id
        return lambda: CustomerRest(
            list_sites(db, customer), list_contacts(db, customer), list_agreements(db, customer)
        )

    def show_row(self, row: object, rest: object) -> None:
        assert isinstance(row, CustomerRow)
        assert isinstance(rest, CustomerRest)
        self.row = row
        self.head.show_words(
            row.name, plural(row.sites, "site"), plural(row.headcount, "user"), row.time_zone
        )
        self.form.show_values(row)
        self._sites = rest.sites
        self.sites.set_rows(rest.sites)
        self.contacts.set_rows(rest.contacts)
        self.agreements.set_rows(rest.agreements)

    def start_editing(self) -> None:
        self.form.start_editing("name")

    @property
    def _customer(self) -> CustomerRow:
        assert self.row is not None
        return self.row

    def _save(self, name: str, value: object) -> None:
        change_customer(self.desk.db, self._customer.id, **{name: value})

    def _remove(self) -> None:
        row = self._customer
        if self.desk.try_to(lambda: remove_customer(self.desk.db, row.id)):
            self.desk.did(f"Removed customer {row.name} with its sites, contacts and agreements.")

    def _add_site(self) -> int:
        names = [site.name for site in self._sites]
        return add_site(self.desk.db, self._customer.id, free_name("New site", names))

    def _remove_site(self, site: SiteRow) -> None:
        remove_site(self.desk.db, site.id)
        self.desk.did(f"Removed site {site.name}.")

    def _add_contact(self) -> int:
        """The first contact receives the pack, or nobody would; the others only when told so."""
        customer = self._customer
        first = not list_contacts(self.desk.db, customer.id)
        made = add_contact(self.desk.db, customer.id, "New contact", receives_packs=first)
        if first:
            self.desk.did(f"The first contact of {customer.name} receives the pack; change that under Pack.")
        return made

    def _remove_contact(self, contact: ContactRow) -> None:
        remove_contact(self.desk.db, contact.id)
        self.desk.did(f"Removed contact {contact.name}.")

    def _add_agreement(self) -> None:
        self.desk.go("agreements", ("new", self._customer.id))


def _site_columns(desk: Desk) -> tuple[Column[SiteRow], ...]:
    def set_zone(row: SiteRow, text: str) -> None:
        change_site(desk.db, row.id, time_zone=known_word(text, time_zones()) if text else None)

    return (
        Column("Site", lambda row: row.name, edit=lambda row, text: change_site(desk.db, row.id, name=text)),
        Column("Users", lambda row: row.headcount, align="right", width=96, edit=_headcount(desk)),
        Column("Time zone if its own", lambda row: row.time_zone, width=200, edit=set_zone, known=time_zones),
    )


def _headcount(desk: Desk) -> Callable[[SiteRow, str], None]:
    def change(row: SiteRow, text: str) -> None:
        change_site(desk.db, row.id, headcount=read_headcount(text))

    return change


def _contact_columns(desk: Desk, sites: Callable[[], tuple[SiteRow, ...]]) -> tuple[Column[ContactRow], ...]:
    def text_of(name: str) -> Callable[[ContactRow, str], None]:
        return lambda row, text: change_contact(desk.db, row.id, **{name: text})

    def site_name(row: ContactRow) -> str:
        return next((site.name for site in sites() if site.id == row.site_id), "")

    def site_names() -> tuple[str, ...]:
        return tuple(site.name for site in sites())

    def set_site(row: ContactRow, text: str) -> None:
        found = next((site.id for site in sites() if site.name.casefold() == text.casefold()), None)
        if text and found is None:
            raise InputError(f"This customer has no site called “{text}”.")
        change_contact(desk.db, row.id, site_id=found)

    def receives(row: ContactRow) -> str:
        return "yes" if row.receives_packs else "no"

    def set_packs(row: ContactRow, text: str) -> None:
        change_contact(desk.db, row.id, receives_packs=text.casefold() in YES)

    return (
        Column("Contact", lambda row: row.name, edit=text_of("name")),
        Column("Role", lambda row: row.role, edit=text_of("role")),
        Column("E-mail", lambda row: row.email, edit=text_of("email")),
        Column("Phone", lambda row: row.phone, width=120, edit=text_of("phone")),
        Column("Site", site_name, width=110, edit=set_site, known=site_names),
        Column("Pack", receives, width=64, edit=set_packs, choices=("yes", "no")),
    )


def _agreement_columns() -> tuple[Column[AgreementRow], ...]:
    return (
        Column("Agreement", lambda row: row.title),
        Column("Versions", lambda row: len(row.versions), align="right", width=96),
        Column("From", lambda row: row.versions[0].valid_from if row.versions else None, width=120),
    )
