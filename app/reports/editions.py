"""What each edition may say, decided in one place: a document is released once, everything renders from that.

The customer's edition keeps the customer's own words, figures and clauses. What a service stands on, names of
import files, when and how many rows they brought, causes, internal texts, addresses and the desk's file name do not
get past here.
"""

from dataclasses import replace

from app.reports.content import Edition
from app.reports.leaving import look_up
from app.reports.month import (
    Month,
    OutageLine,
    Person,
    Piece,
    ServiceMonth,
    SourceLine,
    TargetMonth,
    TicketLine,
)

# Why time was agreed to be left out is the customer's business; why something failed is released as a text.
_HASH_DIGITS = 12
_REASONS_RELEASED = frozenset({"excluded"})


def released(month: Month, edition: Edition) -> Month:
    """`month` with everything emptied that `edition` must not show."""
    if edition == "internal":
        return month
    return replace(
        month,
        desk="",
        summary_internal="",
        uncommented_reason="",
        services=tuple(_service(each) for each in month.services),
        sources=tuple(_source(each) for each in month.sources),
        distribution=tuple(_person(each) for each in month.distribution),
        frozen=(),
    )


def _service(service: ServiceMonth) -> ServiceMonth:
    look_up()
    return replace(
        service,
        commentary_internal="",
        chain=None,
        targets=tuple(_target(each) for each in service.targets),
        # What other parts stood in for was no outage of the service; it stays within.
        outages=tuple(_outage(each, service.name) for each in service.outages if each.felt),
    )


def _target(target: TargetMonth) -> TargetMonth:
    return replace(
        target,
        commentary_internal="",
        note_internal="",
        ledger=tuple(_piece(each) for each in target.ledger),
        tickets=tuple(_ticket(each) for each in target.tickets),
    )


def _piece(piece: Piece) -> Piece:
    return piece if piece.kind in _REASONS_RELEASED else replace(piece, reason="")


def _outage(outage: OutageLine, service: str) -> OutageLine:
    return replace(outage, subject=service, subject_key="", cause="", internal_text="", source="")


def _ticket(ticket: TicketLine) -> TicketLine:
    return replace(ticket, source="")


def _source(source: SourceLine) -> SourceLine:
    """The source and the beginning of the hash, by which provider and customer can tell one file from another."""
    return replace(source, file_name="", rows=0, imported_at=0, sha256=source.sha256[:_HASH_DIGITS])


def _person(person: Person) -> Person:
    return replace(person, email="")
