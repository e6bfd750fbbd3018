"""Blocks pasted from Excel into the sites or contacts of a customer: looked at first, then written as one step."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import uuid4
from zoneinfo import available_timezones

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.words import plural
from app.errors import InputError
from app.models.database import Database
from app.models.organisation import Contact, Customer, Site
from app.usecases.editing import fetch, tidy_name
from app.usecases.pasted_cells import (
    PastedRow,
    Plan,
    Reader,
    RefusedCell,
    Values,
    alone,
    one_line,
    planned,
    some,
)

YES = frozenset({"yes", "y", "true", "1", "x", "ja", "oui", "si", "sí", "sim"})
TWIN_SITE = "This customer already has a site called “{name}”."
_LONGEST_NUMBER = 9  # digits


def check_sites(db: Database, customer_id: int, rows: Sequence[PastedRow]) -> tuple[RefusedCell, ...]:
    """What `paste_sites` would leave out; fields are name, headcount and time_zone."""
    with db.reading() as session:
        return _plan_sites(session, customer_id, rows).refused


def paste_sites(db: Database, customer_id: int, rows: Sequence[PastedRow]) -> int:
    """Change and add sites in one step; returns how many rows were taken."""
    with db.changing("Paste sites") as session:
        fetch(session, Customer, customer_id, "customer")
        taken = some(_plan_sites(session, customer_id, rows).taken)
        sites = {site.id: site for site in _sites(session, customer_id)}
        # Names that only change places must not meet on the way.
        for number, values in taken:
            if number is not None and "name" in values:
                sites[number].name = str(uuid4())
        session.flush()
        for number, values in taken:
            site = Site(customer_id=customer_id) if number is None else sites[number]
            _write(session, site, values)
        session.info["label"] = f"Paste {plural(len(taken), 'site')}"
        return len(taken)


def check_contacts(db: Database, customer_id: int, rows: Sequence[PastedRow]) -> tuple[RefusedCell, ...]:
    """What `paste_contacts` would leave out; fields are name, role, email, phone, site and receives_packs."""
    with db.reading() as session:
        return _plan_contacts(session, customer_id, rows).refused


def paste_contacts(db: Database, customer_id: int, rows: Sequence[PastedRow]) -> int:
    """Change and add contacts in one step; returns how many rows were taken."""
    with db.changing("Paste contacts") as session:
        fetch(session, Customer, customer_id, "customer")
        taken = some(_plan_contacts(session, customer_id, rows).taken)
        query = select(Contact).where(Contact.customer_id == customer_id)
        contacts = {contact.id: contact for contact in session.scalars(query)}
        for number, values in taken:
            contact = Contact(customer_id=customer_id) if number is None else contacts[number]
            _write(session, contact, values)
        session.info["label"] = f"Paste {plural(len(taken), 'contact')}"
        return len(taken)


def _plan_sites(session: Session, customer_id: int, rows: Sequence[PastedRow]) -> Plan:
    names = {site.id: site.name for site in _sites(session, customer_id)}
    readers: Mapping[str, Reader] = {
        "name": lambda text: tidy_name(text, "site"),
        "headcount": read_headcount,
        "time_zone": _zone_reader(),
    }
    lines = {field: one_line(reader) for field, reader in readers.items()}
    return alone(planned(rows, lines, names.keys(), "site"), rows, names, TWIN_SITE)


def _plan_contacts(session: Session, customer_id: int, rows: Sequence[PastedRow]) -> Plan:
    sites = {site.name.casefold(): site.id for site in _sites(session, customer_id)}
    known = session.scalars(select(Contact.id).where(Contact.customer_id == customer_id)).all()

    def site_of(text: str) -> int | None:
        if text and text.casefold() not in sites:
            raise InputError(f"This customer has no site called “{text}”.")
        return sites.get(text.casefold())

    readers: Mapping[str, Reader] = {
        "name": lambda text: tidy_name(text, "contact"),
        "role": str,
        "email": str,
        "phone": str,
        "site": site_of,
        "receives_packs": lambda text: text.casefold() in YES,
    }
    lines = {field: one_line(reader) for field, reader in readers.items()}
    plan = planned(rows, lines, known, "contact")
    return Plan(tuple((number, _renamed(values)) for number, values in plan.taken), plan.refused)


def _sites(session: Session, customer_id: int) -> Iterable[Site]:
    return session.scalars(select(Site).where(Site.customer_id == customer_id))


def _write(session: Session, row: Site | Contact, values: Values) -> None:
    for field, value in values.items():
        setattr(row, field, value)
    session.add(row)


def _renamed(values: Values) -> Values:
    return {("site_id" if field == "site" else field): value for field, value in values.items()}


def read_headcount(text: str) -> int:
    """A headcount as Excel shows it: "1,200", "1.200", "1 200"; nothing is nought."""
    parts = text.replace("\u202f", " ").replace("\u00a0", " ").replace(",", " ").replace(".", " ").split()
    digits = "".join(parts)
    grouped = all(len(part) == 3 for part in parts[1:])
    if digits and (not digits.isdecimal() or not grouped or len(digits) > _LONGEST_NUMBER):
        raise InputError(f"“{text}” is no headcount. Write a whole number.")
    return int(digits or 0)


def _zone_reader() -> Reader:
    """A time zone by its name or, where only one ends so, by its city; nothing is the customer's own."""
    folded = {name.casefold(): name for name in available_timezones()}

    def read(text: str) -> str | None:
        wanted = text.casefold().replace(" ", "_")
        if not wanted:
            return None
        cities = [name for key, name in folded.items() if key.endswith(f"/{wanted}") and key.count("/") == 1]
        found = folded.get(wanted) or (cities[0] if len(cities) == 1 else None)
        if found is None:
            raise InputError(f"“{text}” is no known time zone. Write one like Europe/Berlin.")
        return found

    return read
