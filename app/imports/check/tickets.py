"""Checking ticket lists: one row, one ticket with its times."""

import numpy as np

from app.imports.check.context import ChunkCheck
from app.imports.check.keys import content_of
from app.imports.checked import Coded, Rows, Values
from app.imports.columns import Flags
from app.imports.hashing import hash_text, hash_texts
from app.imports.values.texts import fold

TIMES = {"responded": "responded", "resolved": "resolved", "closed": "closed"}
_TEXTS = ("priority", "summary", "status", "customer", "site")
KINDS = ("incident", "request")
_REQUESTS = frozenset(
    fold(word)
    for word in "request|service request|serviceanfrage|anfrage|auftrag|demande|demande de service|solicitud|petición|"
    "requerimiento|aanvraag|serviceverzoek|verzoek|pedido|requisição|solicitação|richiesta|req|ritm|change request|"
    "service_request|bestellung|order|inquiry|question".split("|")
)
TICKET = np.uint64(hash_text("ticket"))


def check_tickets(check: ChunkCheck) -> tuple[Rows, int]:
    """The good rows of a chunk, and how many rows were not blank."""
    opened = check.instants("opened", "opened")
    numbers = check.texts("number")
    named = np.fromiter(map(bool, numbers), bool, len(numbers))
    check.problems.add(~named, "number", "The ticket has no number.")
    check.problems.add(
        ~opened.known & (opened.problem == 0), "opened", "It is not said when the ticket was opened."
    )
    times: dict[str, Values] = {"opened": opened.values}
    for name, what in TIMES.items():
        if check.has(name):
            read = check.instants(name, what)
            early = read.known & opened.known & (read.values < opened.values)
            check.problems.add(early, name, f"It was {what} ({{value}}) before it was opened.")
            times[name] = np.where(read.known, read.values, -(2**63))
    subjects = check.subject_numbers(required=False)
    filled = check.rows_to_check(opened.known & named)
    good = check.problems.good & filled
    columns = {name: values[good] for name, values in times.items() if isinstance(values, np.ndarray)}
    check.sheet.seen(columns["opened"], columns["opened"])
    return _rows(check, good, subjects[good], dict(columns)), int(filled.sum())


def _rows(
    check: ChunkCheck,
    good: Flags,
    subject: "np.ndarray[tuple[int], np.dtype[np.int64]]",
    columns: dict[str, Values],
) -> Rows:
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
