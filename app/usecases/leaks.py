"""The leak check: what a customer's files must not say, looked for in the files as they were really written.

It knows nothing of how editions are cut; it takes the names and texts of the whole desk and the files alone.
What is found stops a customer's file, unless a person accepted the word for this customer with a reason.
"""

import getpass
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.periods import spelled_day
from app.errors import InputError, Refused
from app.imports.dependency_words import group_of
from app.models.agreements import Agreement, AgreementVersion
from app.models.catalogue import Component, NeedGroup, Service
from app.models.database import Database
from app.models.lock import user_name
from app.models.measurements import Alias, ImportBatch, PlannedWork
from app.models.organisation import Contact, Customer, Setting, Site
from app.models.reporting import ClosedMonth, Commentary
from app.reports.leaks import Excused, Forbidden, Leak, Released, leaks_in, phrases
from app.reports.leaving import look_up
from app.reports.month import Month, ServiceMonth
from app.reports.own_words import own_words
from app.reports.passages import Passage
from app.usecases.editing import fetch

ACCEPTED = "accepted word "  # begins the key of a setting; the customer's uid and the word's key follow
_COMPONENTS = {"team": "the name of an internal team", "supplier": "the name of a supplier"}


@dataclass(frozen=True, slots=True)
class AcceptedRow:
    """A word that may be in this customer's files, and why."""

    key: str
    word: str
    what: str
    reason: str
    on: str  # ISO date
    by: str = ""  # "" where it was accepted before that was kept

    @property
    def sentence(self) -> str:
        who = f" by {self.by}" if self.by else ""
        day = spelled_day(date.fromisoformat(self.on))
        return f"“{self.word}” is {self.what}; accepted{who} on {day}: {self.reason}"


@dataclass(frozen=True, slots=True)
class LeakCheck:
    """What was found, what was found and accepted before, and what the customer may read anyway."""

    leaks: tuple[Leak, ...]
    accepted: tuple[AcceptedRow, ...] = ()
    excused: tuple[Excused, ...] = ()
    pages: int = 0
    passed: tuple[Leak, ...] = ()  # what would be a leak, had it not been accepted
    of: str = ""  # a hash of all that was searched and searched for

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(leak.sentence for leak in self.leaks)


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for in the files of one document, and what may be read there all the same."""

    forbidden: tuple[Forbidden, ...]
    released: tuple[Released, ...]
    recipients: tuple[str, ...]

    @property
    def said(self) -> str:
        """All of it as one text, the same for the same search."""
        return repr((self.forbidden, self.released, self.recipients))


class Leaking(Refused):
    """Something for a customer was not done (`refused` says what), because it says what the customer must not read."""

    def __init__(self, refused: str, check: LeakCheck) -> None:
        advice = "Change the text, or accept the word with a reason on the Packs page."
        super().__init__("\n".join([refused, *check.sentences, advice]))
        self.check = check


def let_through(check: LeakCheck, refused: str) -> LeakCheck:
    """The one rule for all that goes out: a finding nobody accepted stops it. Raises Leaking."""
    if check.leaks:
        raise Leaking(refused, check)
    return check


def search_for(db: Database, customer_id: int, month: Month) -> Search:
    """What must not be in the files of this document, and what excuses it."""
    with db.reading() as session:
        customer = fetch(session, Customer, customer_id, "customer")
        return Search(
            tuple(_forbidden(session, customer, month, _of_this_computer(db))),
            _released(session, customer_id, month),
            tuple(person.email for person in month.distribution),
        )


def check_files(
    db: Database, customer_id: int, search: Search, files: Sequence[Path], named: Sequence[str] = ()
) -> LeakCheck:
    """Search written files (PDF, workbook, e-mail draft) of this customer; `named` are the names they will have."""
    passages, oddities = _read(files)
    passages += [Passage("The file’s name", (name,)) for name in named]
    leaks, excused = leaks_in(passages, search.forbidden, search.released, search.recipients)
    leaks = (*(Leak("", words, (place,)) for place, words in oddities), *leaks)
    pages = max((passage.page for passage in passages), default=0)
    return settled(db, customer_id, LeakCheck(leaks, excused=excused, pages=pages))


def settled(db: Database, customer_id: int, check: LeakCheck) -> LeakCheck:
    """The same findings, divided by what is accepted for this customer now."""
    known = {row.key: row for row in list_accepted(db, customer_id)}
    every = (*check.leaks, *check.passed)
    return replace(
        check,
        leaks=tuple(leak for leak in every if leak.key not in known),
        passed=tuple(leak for leak in every if leak.key in known),
        accepted=tuple(known[leak.key] for leak in every if leak.key in known),
    )


def list_accepted(db: Database, customer_id: int) -> tuple[AcceptedRow, ...]:
    """The words accepted for this customer."""
    with db.reading() as session:
        return _accepted(session, fetch(session, Customer, customer_id, "customer").uid)


def accept_leak(db: Database, customer_id: int, leak: Leak, reason: str, now: datetime | None = None) -> None:
    """Let a word through in this customer's files from now on."""
    if not leak.word:
        raise InputError("A file with such a thing in it cannot be handed over; it is not a matter of words.")
    if not reason.strip():
        raise InputError(f"Say why {leak.word} may be read there; the reason is kept.")
    on = (now or datetime.now(UTC)).date().isoformat()
    row = {"word": leak.word, "what": leak.what, "reason": reason.strip(), "on": on, "by": user_name()}
    with db.changing("Accept word") as session:
        customer = fetch(session, Customer, customer_id, "customer")
        session.info["label"] = f"Accept “{leak.word}” in the files for {customer.name}"
        key = f"{ACCEPTED}{customer.uid} {leak.key}"
        setting = session.get(Setting, key) or Setting(key=key)
        setting.value = json.dumps(row, ensure_ascii=False)
        session.add(setting)


def withdraw_acceptance(db: Database, customer_id: int, key: str) -> None:
    """Let the word be found again."""
    with db.changing("Withdraw accepted word") as session:
        customer = fetch(session, Customer, customer_id, "customer")
        setting = session.get(Setting, f"{ACCEPTED}{customer.uid} {key}")
        if setting is not None:
            session.info["label"] = f"Withdraw an accepted word in the files for {customer.name}"
            session.delete(setting)


def accepted_words(stored: str) -> str:
    """A stored acceptance as people read it; "" for any other setting."""
    try:
        said = cast("Mapping[str, str]", json.loads(stored))
        return f"“{said['word']}”, {said['what']}: {said['reason']}"
    except (ValueError, KeyError, TypeError):
        return ""


def _accepted(session: Session, uid: str) -> tuple[AcceptedRow, ...]:
    begins = f"{ACCEPTED}{uid} "
    query = select(Setting).where(Setting.key.startswith(begins, autoescape=True)).order_by(Setting.key)
    found: list[AcceptedRow] = []
    for setting in session.scalars(query):
        said = cast("Mapping[str, str]", json.loads(setting.value))
        found.append(
            AcceptedRow(
                setting.key[len(begins) :],
                said["word"],
                said["what"],
                said["reason"],
                said["on"],
                said.get("by", ""),
            )
        )
    return tuple(found)


def _read(files: Sequence[Path]) -> tuple[list[Passage], list[tuple[str, str]]]:
    """Everything the files say, and what is in them that is no matter of words."""
    # Only a check needs the readers.
    from app.reports.reading_letter import letter_passages
    from app.reports.reading_pdf import pdf_passages
    from app.reports.reading_workbook import workbook_passages

    passages: list[Passage] = []
    oddities: list[tuple[str, str]] = []
    readers = {".pdf": pdf_passages, ".xlsx": workbook_passages, ".eml": letter_passages}
    names = {".pdf": "PDF", ".xlsx": "Excel", ".eml": "E-mail"}
    for path in files:
        found, odd = readers[path.suffix](path)
        passages += found
        oddities += [(names[path.suffix], f"it has {words}") for words in odd]
    return passages, oddities


def _of_this_computer(db: Database) -> Iterator[Forbidden]:
    path = Path(db.path)
    yield Forbidden(path.name, "the name of the desk’s file")
    yield Forbidden(path.stem, "the name of the desk’s file")
    try:
        yield Forbidden(getpass.getuser(), "the name of this computer’s user")
    except (OSError, KeyError):  # no such name: a bare system
        return


def _forbidden(
    session: Session, customer: Customer, month: Month, more: Iterable[Forbidden]
) -> Iterator[Forbidden]:
    yield from more
    yield from _other_customers(session, customer.id)
    yield from _inside(session)
    yield from _internal_texts(session)
    yield from _of_the_document(month)


def _other_customers(session: Session, customer_id: int) -> Iterator[Forbidden]:
    for name in session.scalars(select(Customer.name).where(Customer.id != customer_id)):
        yield Forbidden(name, "the name of another customer", strict=True)
    for name in session.scalars(select(Site.name).where(Site.customer_id != customer_id)):
        yield Forbidden(name, "a site of another customer", strict=True)
    query = select(Contact.name, Contact.email).where(Contact.customer_id != customer_id)
    for name, email in session.execute(query):
        yield Forbidden(name, "a person at another customer", strict=True)
        yield Forbidden(email, "the address of a person at another customer", strict=True)


def _inside(session: Session) -> Iterator[Forbidden]:
    """Teams, suppliers, components with their groups, and files."""
    for owner in session.scalars(select(Service.owner).distinct()):
        yield Forbidden(owner, "the owner of a service")
    for name, kind, owner in session.execute(select(Component.name, Component.kind, Component.owner)):
        yield Forbidden(name, _COMPONENTS.get(kind, "the name of a component"))
        yield Forbidden(owner, "the owner of a component")
    for name in session.scalars(select(NeedGroup.name).distinct()):
        yield from _group_named(name)
    query = select(Agreement.kind, Agreement.counterparty, Agreement.title).where(Agreement.kind != "sla")
    for kind, party, title in session.execute(query):
        yield Forbidden(party, "the name of a supplier" if kind == "uc" else "the name of an internal team")
        yield Forbidden(title, "an agreement with a supplier or team")
    for name in session.scalars(select(ImportBatch.file_name).distinct()):
        yield Forbidden(name, "the name of an imported file")
        yield Forbidden(Path(name).stem, "the name of an imported file")
    for text in session.scalars(select(Alias.text).where(Alias.subject_kind == "component")):
        yield Forbidden(text, "what a source calls a component")


def _internal_texts(session: Session) -> Iterator[Forbidden]:
    for query, what in (
        (select(Customer.internal_note), "an internal note on a customer"),
        (select(PlannedWork.internal_text), "an internal text on planned work"),
        (select(PlannedWork.title), "the title of planned work"),
        (select(AgreementVersion.note), "a note on an agreement"),
        (select(Commentary.internal_text), "internal commentary"),
        (select(ClosedMonth.uncommented_reason), "an internal reason"),
    ):
        for text in session.scalars(query.distinct()):
            yield from phrases(text or "", what)


def _of_the_document(month: Month) -> Iterator[Forbidden]:
    """What the document itself says internally; of a closed month as it was then."""
    yield Forbidden(month.desk, "the name of the desk’s file")
    yield Forbidden(Path(month.desk).stem, "the name of the desk’s file")
    yield from phrases(month.summary_internal, "internal commentary")
    yield from phrases(month.uncommented_reason, "an internal reason")
    for source in month.sources:
        yield Forbidden(source.file_name, "the name of an imported file")
        yield Forbidden(source.sha256, "the whole hash of an imported file")
    for service in month.services:
        look_up()
        yield from phrases(service.commentary_internal, "internal commentary")
        for outage in service.outages:
            if outage.subject != service.name:
                yield Forbidden(outage.subject, "the name of a component")
            yield Forbidden(outage.subject_key, "the key of a component")
            yield Forbidden(outage.source, "the place in an imported file")
            yield from phrases(outage.cause, "the cause of an outage")
            yield from phrases(outage.internal_text, "the internal text of an outage")
        yield from _of_the_chain(service)
        for target in service.targets:
            yield from phrases(target.commentary_internal, "internal commentary")
            yield from phrases(target.note_internal, "an internal note on a target")
            for ticket in target.tickets:
                yield Forbidden(ticket.source, "the place in an imported file")


def _of_the_chain(service: ServiceMonth) -> Iterator[Forbidden]:
    """What the service stands on, and who keeps it, as it was when the document was made."""
    for part in service.chain.parts if service.chain else ():
        if not part.is_service:
            yield Forbidden(part.name, _COMPONENTS.get(part.kind, "the name of a component"))
        yield Forbidden(part.keeper, "the name of an internal team or supplier")
    for node in service.chain.nodes if service.chain else ():
        if node.kind == "group" and node.title != node.what:
            yield from _group_named(node.title)


def _group_named(name: str) -> Iterator[Forbidden]:
    """A group's own name; one that only says how many are needed, "2 of 3" or "any", says nothing of anybody."""
    if group_of(name.strip()).name:
        yield Forbidden(name, "the name of a group of components")


def _released(session: Session, customer_id: int, month: Month) -> tuple[Released, ...]:
    """What this customer is told on purpose: named here one by one, whatever an edition lets through."""
    own = [
        Released(month.customer, "the customer’s own name"),
        Released(month.organisation, "the name of your organisation"),
        *(Released(text, "the pack’s own words") for text in own_words()),
        *(Released(name, "the name of a site") for name in _names(session, Site, customer_id)),
        *(Released(name, "the name of a contact") for name in _names(session, Contact, customer_id)),
        *(Released(f"{person.name} {person.role}", "the distribution list") for person in month.distribution),
    ]
    return (*own, *_agreed_words(month), *_words_on_amounts(month), *_written_words(month))


def _names(session: Session, kind: type[Site] | type[Contact], customer_id: int) -> Iterable[str]:
    return session.scalars(select(kind.name).where(kind.customer_id == customer_id))


def _agreed_words(month: Month) -> Iterator[Released]:
    for title in (*month.agreements, *month.unsigned):
        yield Released(title, "the title of an agreement")
    for source in month.sources:
        yield Released(source.source, "the name of a source")
        yield Released(source.kind, "the pack’s own words")
        yield Released(source.covers, "what a source covers")
    for hours in month.hours:
        yield Released(hours.words, "the agreed hours")
        for day in hours.dates:
            yield Released(day.what, "an agreed date")
    for window in month.windows:
        yield Released(f"{window.name} {window.words}", "a maintenance window")
    for service in month.services:
        yield Released(service.name, f"the name of the service {service.name}")
        yield Released(service.description, f"the description of the service {service.name}")
        yield Released(service.hours, "the agreed hours")
        for outage in service.outages:
            for site in outage.sites:
                yield Released(site, "the name of a site")
        for target in service.targets:
            for text in (target.sentence, target.short, target.definition, target.version, target.priority):
                yield Released(text, f"the agreed wording of {service.name}")
            yield Released(target.note, f"the remark on a target of {service.name}")
            for ticket in target.tickets:
                yield Released(f"{ticket.number} {ticket.priority}", "the number of a ticket")
            for piece in target.ledger:
                if piece.kind == "excluded":
                    yield Released(piece.reason, "the reason of an exclusion")


def _words_on_amounts(month: Month) -> Iterator[Released]:
    """Of volumes and tickets by priority; their services may have no target."""
    for line in month.volumes:
        yield Released(line.service, f"the name of the service {line.service}")
        yield Released(f"{line.name} {line.unit}", "an assumed volume")
    for service in month.tickets.services if month.tickets else ():
        yield Released(service.service, f"the name of the service {service.service}")
        for row in (*service.counts, *service.counts_before, *service.in_time, *service.in_time_before):
            yield Released(row.priority, "the priority of tickets")
        for longer in service.longer:
            yield Released(longer.name, f"the agreed wording of {service.service}")
            yield Released(f"{longer.over} {longer.told_with}", "the pack’s own words")
        for text in (service.note, service.missing, service.note_before, service.missing_before):
            yield Released(text, "the pack’s own words")


def _written_words(month: Month) -> Iterator[Released]:
    """What people wrote for the customer."""
    yield Released(month.summary, "the summary of the period", free=True)
    for change in month.changes:
        for text in (change.what, change.before, change.after, change.reason):
            yield Released(text, "what was restated", free=True)
    for service in month.services:
        yield Released(service.commentary, f"the words on {service.name}", free=True)
        for target in service.targets:
            words = target.in_words
            for text in (target.commentary, words.happened, words.meant, words.done, words.prevents):
                yield Released(text, f"the words on {service.name}, {target.short}", free=True)
        for outage in service.outages:
            where = f"the customer’s text of an outage of {service.name}"
            yield Released(outage.customer_text, where, free=True, outage=outage.id)
            if outage.exclusion:
                yield Released(outage.exclusion, "the reason of an exclusion", free=True, outage=outage.id)
