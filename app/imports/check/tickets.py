"""Checking ticket lists: one row, one ticket with its times."""

import numpy as np

from app.imports.check.context import ChunkCheck, or_none
from app.imports.check.keys import content_of
from app.imports.checked import NONE, Coded, Rows, Values
from app.imports.columns import Flags, Ints
from app.imports.hashing import hash_text, hash_texts
from app.imports.values.texts import fold

TIMES = ("responded", "resolved", "closed")
_TEXTS = ("priority", "summary", "status", "customer", "site")
KINDS = ("incident", "request")
_REQUEST_WORDS = (
    "aanvraag, anfrage, auftrag, bestellung, change request, demande, demande de service, inquiry, "
    "order, pedido, peticion, question, req, requerimiento, request, requisicao, richiesta, ritm, "
    "service request, service_request, serviceanfrage, serviceverzoek, solicitacao, solicitud, verzoek"
)
_REQUESTS = frozenset(_REQUEST_WORDS.split(", "))
TICKET = np.uint64(hash_text("ticket"))


def check_tickets(check: ChunkCheck) -> tuple[Rows, int]:
    """The good rows of a chunk, and how many rows were not blank."""
    opened = check.instants("opened", "opened")
    numbers = check.texts("number")
    named = np.fromiter(map(bool, numbers), bool, len(numbers))
    check.problems.add(~named, "number", "The ticket has no number.")
    untold = ~opened.known & (opened.problem == 0)
    check.problems.add(untold, "opened", "It is not said when the ticket was opened.")
    times = {"opened": opened.values}
    for name in TIMES:
        if check.has(name):
            read = check.instants(name, name)
            early = read.known & opened.known & (read.values < opened.values)
            check.problems.add(early, name, f"It was {name} ({{value}}) before it was opened.")
            times[name] = or_none(read)
    _resolve_closed(check, times)
    subjects = check.subject_numbers(required=False)
    filled = check.rows_to_check(opened.known & named)
    good = check.problems.good & filled
    unserved(check, int((subjects[good] < 0).sum()))
    check.sheet.seen(opened.values[good], opened.values[good])
    return _rows(check, good, subjects[good], {name: values[good] for name, values in times.items()}), int(
        filled.sum()
    )


def unserved(check: ChunkCheck, count: int) -> None:
    """Say how many tickets name no service: targets are about services, so none counts them."""
    check.sheet.note(
        "{n} {ticket names|tickets name} no service: {it is|they are} listed, but no target counts {it|them}.",
        count,
    )


def _resolve_closed(check: ChunkCheck, times: dict[str, Ints]) -> None:
    """Closed without having been resolved: that is when a ticket was resolved, as in an event log."""
    if "closed" not in times:
        return
    resolved = times.get("resolved", np.full(check.chunk.size, NONE, np.int64))
    only_closed = (resolved == NONE) & (times["closed"] != NONE)
    times["resolved"] = np.where(only_closed, times["closed"], resolved)
    check.sheet.note(
        "{n} {ticket says|tickets say} no time of resolution: {it counts|they count} as resolved when closed.",
        int(only_closed.sum()),
    )


def _rows(check: ChunkCheck, good: Flags, subject: Ints, times: dict[str, Ints]) -> Rows:
    columns: dict[str, Values] = dict(times)
    columns["number"] = numbers = check.kept_texts("number", good)
    for name in _TEXTS:
        if check.has(name):
            columns[name] = check.kept_texts(name, good)
    if check.has("kind"):
        said = check.kept_texts("kind", good)
        requests = {text: fold(text) in _REQUESTS for text in dict.fromkeys(said)}
        columns["kind"] = Coded(np.fromiter(map(requests.__getitem__, said), np.uint8, len(said)), KINDS)
    identity = hash_texts(numbers) + TICKET
    content = content_of(check.sheet.subjects.hashed(subject), columns)
    return Rows(
        check.sheet.proposal.sheet, check.chunk.rows[good], identity, content, subject, columns, "tickets"
    )
