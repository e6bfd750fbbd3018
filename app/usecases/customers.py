"""Customers with their sites and contacts."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import InputError, Refused
from app.models.database import Database
from app.models.organisation import Contact, Customer, Site
from app.models.reporting import ClosedMonth
from app.usecases.editing import assign, check_time_zone, fetch, refuse_twin, tidy_name


@dataclass(frozen=True, slots=True)
class CustomerRow:
    id: int
    uid: str
    name: str
    time_zone: str
    description: str
    internal_note: str
    sites: int
    headcount: int


@dataclass(frozen=True, slots=True)
class SiteRow:
    id: int
    customer_id: int
    name: str
    headcount: int
    time_zone: str | None


@dataclass(frozen=True, slots=True)
class ContactRow:
    id: int
    customer_id: int
    site_id: int | None
    name: str
    role: str
    email: str
    phone: str
    receives_packs: bool


_CUSTOMER_FIELDS = frozenset({"name", "time_zone", "description", "internal_note"})
_SITE_FIELDS = frozenset({"name", "headcount", "time_zone"})
_CONTACT_FIELDS = frozenset({"name", "role", "email", "phone", "site_id", "receives_packs"})


def list_customers(db: Database) -> tuple[CustomerRow, ...]:
    """All customers by name, with the number of sites and their headcount."""
    query = (
        select(Customer, func.count(Site.id), func.coalesce(func.sum(Site.headcount), 0))
        .outerjoin(Site, Site.customer_id == Customer.id)
        .group_by(Customer.id)
        .order_by(func.lower(Customer.name))
    )
    with db.reading() as session:
        return tuple(
            CustomerRow(c.id, c.uid, c.name, c.time_zone, c.description, c.internal_note, sites, headcount)
            for c, sites, headcount in session.execute(query)
        )


def add_customer(
    db: Database, name: str, *, time_zone: str, description: str = "", internal_note: str = ""
) -> int:
    """A new customer; returns its id."""
    name = tidy_name(name, "customer")
    with db.changing(f"Add customer {name}") as session:
        refuse_twin(session, Customer.name, name, "customer")
        customer = Customer(
            name=name,
            time_zone=check_time_zone(time_zone),
            description=description,
            internal_note=internal_note,
        )
        session.add(customer)
        session.flush()
        return customer.id


def change_customer(db: Database, customer_id: int, **changes: object) -> None:
    """Change name, time_zone, description or internal_note."""
    with db.changing("Change customer") as session:
        customer = fetch(session, Customer, customer_id, "customer")
        if "name" in changes:
            changes["name"] = tidy_name(str(changes["name"]), "customer")
            refuse_twin(session, Customer.name, str(changes["name"]), "customer", but=customer_id)
        if "time_zone" in changes:
            check_time_zone(str(changes["time_zone"]))
        assign(customer, changes, _CUSTOMER_FIELDS)
        session.info["label"] = f"Change customer {customer.name}"


def remove_customer(db: Database, customer_id: int) -> None:
    """Remove a customer with sites, contacts and agreements; refused once a month was issued to it."""
    with db.changing("Remove customer") as session:
        customer = fetch(session, Customer, customer_id, "customer")
        if session.scalar(select(func.count()).where(ClosedMonth.customer_id == customer_id)):
            raise Refused(f"Months were issued to {customer.name}, so the customer stays on the desk.")
        session.info["label"] = f"Remove customer {customer.name}"
        session.delete(customer)


def list_sites(db: Database, customer_id: int | None = None) -> tuple[SiteRow, ...]:
    """Sites by name, of one customer or of all."""
    query = select(Site).order_by(func.lower(Site.name))
    if customer_id is not None:
        query = query.where(Site.customer_id == customer_id)
    with db.reading() as session:
        return tuple(
            SiteRow(s.id, s.customer_id, s.name, s.headcount, s.time_zone) for s in session.scalars(query)
        )


def add_site(
    db: Database, customer_id: int, name: str, *, headcount: int = 0, time_zone: str | None = None
) -> int:
    """A new site of a customer; returns its id."""
    name = tidy_name(name, "site")
    with db.changing(f"Add site {name}") as session:
        fetch(session, Customer, customer_id, "customer")
        _refuse_twin_site(session, customer_id, name)
        site = Site(customer_id=customer_id, name=name, headcount=_headcount(headcount), time_zone=time_zone)
        session.add(site)
        session.flush()
        return site.id


def change_site(db: Database, site_id: int, **changes: object) -> None:
    """Change name, headcount or time_zone."""
    with db.changing("Change site") as session:
        site = fetch(session, Site, site_id, "site")
        if "name" in changes:
            changes["name"] = tidy_name(str(changes["name"]), "site")
            _refuse_twin_site(session, site.customer_id, str(changes["name"]), but=site_id)
        if "headcount" in changes:
            changes["headcount"] = _headcount(changes["headcount"])
        if changes.get("time_zone"):
            check_time_zone(str(changes["time_zone"]))
        assign(site, changes, _SITE_FIELDS)
        session.info["label"] = f"Change site {site.name}"


def remove_site(db: Database, site_id: int) -> None:
    """Remove a site."""
    with db.changing("Remove site") as session:
        site = fetch(session, Site, site_id, "site")
        session.info["label"] = f"Remove site {site.name}"
        session.delete(site)


def list_contacts(db: Database, customer_id: int) -> tuple[ContactRow, ...]:
    """A customer's contacts by name."""
    query = select(Contact).where(Contact.customer_id == customer_id).order_by(func.lower(Contact.name))
    with db.reading() as session:
        return tuple(
            ContactRow(c.id, c.customer_id, c.site_id, c.name, c.role, c.email, c.phone, c.receives_packs)
            for c in session.scalars(query)
        )


def add_contact(
    db: Database,
    customer_id: int,
    name: str,
    *,
    role: str = "",
    email: str = "",
    phone: str = "",
    site_id: int | None = None,
    receives_packs: bool = False,
) -> int:
    """A new contact of a customer; returns its id."""
    name = tidy_name(name, "contact")
    with db.changing(f"Add contact {name}") as session:
        fetch(session, Customer, customer_id, "customer")
        contact = Contact(
            customer_id=customer_id,
            name=name,
            role=role,
            email=email,
            phone=phone,
            site_id=site_id,
            receives_packs=receives_packs,
        )
        session.add(contact)
        session.flush()
        return contact.id


def change_contact(db: Database, contact_id: int, **changes: object) -> None:
    """Change name, role, email, phone, site_id or receives_packs."""
    with db.changing("Change contact") as session:
        contact = fetch(session, Contact, contact_id, "contact")
        if "name" in changes:
            changes["name"] = tidy_name(str(changes["name"]), "contact")
        assign(contact, changes, _CONTACT_FIELDS)
        session.info["label"] = f"Change contact {contact.name}"


def remove_contact(db: Database, contact_id: int) -> None:
    """Remove a contact."""
    with db.changing("Remove contact") as session:
        contact = fetch(session, Contact, contact_id, "contact")
        session.info["label"] = f"Remove contact {contact.name}"
        session.delete(contact)


def _refuse_twin_site(session: Session, customer_id: int, name: str, *, but: int | None = None) -> None:
    query = select(Site.id).where(Site.customer_id == customer_id, func.lower(Site.name) == name.lower())
    if any(found != but for found in session.scalars(query)):
        raise InputError(f"This customer already has a site called “{name}”. Choose another name.")


def _headcount(value: object) -> int:
    """A headcount of nought or more."""
    try:
        count = int(str(value))
    except ValueError:
        raise InputError(f"“{value}” is no headcount. Write a whole number.") from None
    if count < 0:
        raise InputError("A headcount cannot be below nought.")
    return count
