"""Blocks pasted from Excel into the sites or contacts of a customer: looked at first, then written as one step.

A line that has one cell that cannot be taken is left out whole and comes back with the reason; the others are pasted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4
from zoneinfo import available_timezones

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.words import plural
from app.errors import InputError
from app.models.database import Database
from app.models.organisation import Contact, Customer, Site
from app.usecases.editing import fetch, tidy_name

YES = frozenset({"yes", "y", "true", "1", "x", "ja", "oui", "si", "sí", "sim"})
_LONGEST_NUMBER = 9  # digits

Reader = Callable[[str], object]
Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One line of a block: the row it falls on (None beyond the last one), and its cells by field."""

    id: int | None
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A cell that cannot be taken: its line (from 1), its field, what stood there, and why."""

    line: int
    field: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Plan:
    taken: tuple[tuple[int | None, Values], ...]
    refused: tuple[RefusedCell, ...]


def check_sites(db: Database, customer_id: int, rows: Sequence[PastedRow]) -> tuple[RefusedCell, ...]:
    """What `paste_sites` would leave out; fields are name, headcount and time_zone."""
    with db.reading() as session:
        return _plan_sites(session, customer_id, rows).refused


def paste_sites(db: Database, customer_id: int, rows: Sequence[PastedRow]) -> int:
    """Change and add sites in one step; returns how many rows were taken."""
    with db.changing("Paste sites") as session:
        fetch(session, Customer, customer_id, "customer")
        taken = _some(_plan_sites(session, customer_id, rows).taken)
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
        taken = _some(_plan_contacts(session, customer_id, rows).taken)
        query = select(Contact).where(Contact.customer_id == customer_id)
        contacts = {contact.id: contact for contact in session.scalars(query)}
        for number, values in taken:
            contact = Contact(customer_id=customer_id) if number is None else contacts[number]
            _write(session, contact, values)
        session.info["label"] = f"Paste {plural(len(taken), 'contact')}"
        return len(taken)


def _plan_sites(session: Session, customer_id: int, rows: Sequence[PastedRow]) -> _Plan:
    names = {site.id: site.name for site in _sites(session, customer_id)}
    readers: Mapping[str, Reader] = {
        "name": lambda text: tidy_name(text, "site"),
        "headcount": read_headcount,
        "time_zone": _zone_reader(),
    }
    return _alone(_plan(rows, readers, names.keys(), "site"), rows, names)


def _plan_contacts(session: Session, customer_id: int, rows: Sequence[PastedRow]) -> _Plan:
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
    plan = _plan(rows, readers, known, "contact")
    return _Plan(tuple((number, _renamed(values)) for number, values in plan.taken), plan.refused)


def _plan(rows: Sequence[PastedRow], readers: Mapping[str, Reader], known: Iterable[int], what: str) -> _Plan:
    """Read every cell; a row that is gone, or new without a name, is refused as well."""
    there = frozenset(known)
    taken: list[tuple[int | None, Values]] = []
    refused: list[RefusedCell] = []
    for line, row in enumerate(rows, 1):
        values, wrong = _read(line, row, readers)
        if row.id is None and "name" not in row.cells:
            wrong.append(RefusedCell(line, "name", "", f"A new {what} needs a name."))
        elif row.id is not None and row.id not in there:
            wrong.append(RefusedCell(line, "name", "", f"This {what} is no longer on the desk."))
        refused += wrong
        if not wrong:
            taken.append((row.id, values))
    return _Plan(tuple(taken), tuple(refused))


def _read(line: int, row: PastedRow, readers: Mapping[str, Reader]) -> tuple[Values, list[RefusedCell]]:
    values: Values = {}
    wrong: list[RefusedCell] = []
    for field, text in row.cells.items():
        try:
            if field not in readers:
                raise InputError("This column is not pasted.")
            values[field] = readers[field](" ".join(text.split()))
        except InputError as error:
            wrong.append(RefusedCell(line, field, text, str(error)))
    return values, wrong


def _alone(plan: _Plan, rows: Sequence[PastedRow], names: Mapping[int, str]) -> _Plan:
    """Refuse also what would get the name of another site, letter case aside.

    A site whose new name is refused keeps its own, which is then taken for the others; so it is looked at again.
    """
    wrong = {one.line for one in plan.refused}
    left = dict(zip([n for n, _ in enumerate(rows, 1) if n not in wrong], plan.taken, strict=True))
    refused = list(plan.refused)
    while twins := _twins(left, names):
        for line in twins:
            name = str(left.pop(line)[1]["name"])
            reason = f"This customer already has a site called “{name}”."
            refused.append(RefusedCell(line, "name", name, reason))
    return _Plan(tuple(left.values()), tuple(sorted(refused, key=lambda one: one.line)))


def _twins(lines: Mapping[int, tuple[int | None, Values]], names: Mapping[int, str]) -> list[int]:
    """The lines that give a name which another site keeps, or an earlier line gives."""
    renamed = {number for number, values in lines.values() if "name" in values}
    used = {name.casefold() for number, name in names.items() if number not in renamed}
    found: list[int] = []
    for line, (_, values) in lines.items():
        name = str(values.get("name", "")).casefold()
        if name and name in used:
            found.append(line)
        used.add(name)
    return found


def _sites(session: Session, customer_id: int) -> Iterable[Site]:
    return session.scalars(select(Site).where(Site.customer_id == customer_id))


def _write(session: Session, row: Site | Contact, values: Values) -> None:
    for field, value in values.items():
        setattr(row, field, value)
    session.add(row)


def _some(
    taken: tuple[tuple[int | None, Values], ...],
) -> tuple[tuple[int | None, Values], ...]:
    if not taken:
        raise InputError("Nothing of this can be pasted here.")
    return taken


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
