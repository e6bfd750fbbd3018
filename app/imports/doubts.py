"""What speaks against a reading whose headings fit: tables that mean something else must not be guessed.

A list of comments has numbers and times too, and a monitor's report names the stretches in which all was well.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from app.imports.synonyms import Header
from app.imports.values.steps import step_of
from app.imports.values.texts import tidy
from app.imports.values.words import held_up

Cells = Sequence[Sequence[str]]
Columns = Mapping[str, int]

IMPOSSIBLE = -100.0
_UNLIKELY = -6.0
_SPEAKS_OF_CLOCKS = frozenset({"responded", "resolved", "closed", "priority", "status"})
_MIDNIGHT = re.compile(r"\b0?0:00(?::00)?(?:\.0+)?\b")
_PLAIN_TIMES = frozenset({"time", "zeit", "heure", "hora", "tijd", "ora"})
_PLAIN_VALUES = frozenset({"value", "to", "from"})
_OTHER_TABLES = frozenset(
    {"sla", "breached", "has breached", "breach", "definition", "metric", "task", "calculation complete"}
)


def doubts(kind: str, columns: Columns, headers: Sequence[Header], body: Cells) -> float:
    """What to take off the score of a reading; `IMPOSSIBLE` where it must not be taken at all."""
    doubt = _DOUBTS.get(kind)
    return doubt(columns, headers, body) if doubt else 0.0


def _outages(columns: Columns, headers: Sequence[Header], body: Cells) -> float:
    """Stretches that were up are no outages; times of a named clock or of nothing in particular are none either."""
    if _says_up(columns, body):
        return IMPOSSIBLE
    if "start" in columns and headers[columns["start"]].words in _PLAIN_TIMES and "end" not in columns:
        return IMPOSSIBLE
    named = {header.words for header in headers} & _OTHER_TABLES
    return IMPOSSIBLE if named and "subject" not in columns else 0.0


def _states(columns: Columns, headers: Sequence[Header], body: Cells) -> float:
    """Without a stretch that was up, rows with an end are outages."""
    return _UNLIKELY if "end" in columns and not _says_up(columns, body) else 0.0


def _tickets(columns: Columns, headers: Sequence[Header], body: Cells) -> float:
    """Comments, people and attachments have a number and a time; a ticket has a status, a priority or an end.

    Clocks of agreements and measured stretches of a status have both, but no status or priority of their own.
    """
    named = {header.words for header in headers} & _OTHER_TABLES
    wanted = {"status", "priority"} if named else _SPEAKS_OF_CLOCKS
    return 0.0 if wanted & columns.keys() else IMPOSSIBLE


def _ticket_events(columns: Columns, headers: Sequence[Header], body: Cells) -> float:
    """A log says at least once what its clocks do; a bare "value" or "to" does so only beside the name of the
    field that changed, or its value before.
    """
    index = columns.get("event", -1)
    if index >= 0 and all(step_of(tidy(row[index])) is None for row in body if index < len(row)):
        return IMPOSSIBLE
    plain = "event" in columns and headers[columns["event"]].words in _PLAIN_VALUES
    return IMPOSSIBLE if plain and not {"changed", "before"} & columns.keys() else 0.0


def _says_up(columns: Columns, body: Cells) -> bool:
    index = columns.get("state", -1)
    return any(held_up(tidy(row[index])) for row in body if 0 <= index < len(row))


_DOUBTS: Mapping[str, Callable[[Columns, Sequence[Header], Cells], float]] = {
    "outages": _outages,
    "states": _states,
    "tickets": _tickets,
    "ticket_events": _ticket_events,
}


def give_way(columns: dict[str, int], kind: str) -> None:
    """A column that fits two fields goes to the one the rows cannot do without."""
    fields = [("host", "subject")] + ([("opened", "at")] if kind == "ticket_events" else [])
    for field, needed in fields:
        for part in ("", "_time"):
            if (
                f"{field}{part}" in columns
                and f"{needed}{part}" not in columns
                and (not part or needed in columns)
            ):
                columns[f"{needed}{part}"] = columns.pop(f"{field}{part}")


def tell_times(cells: Sequence[str]) -> bool:
    """Days that come with their times already: another column is no time of day of theirs."""
    filled = [cell for cell in map(tidy, cells) if cell]
    return bool(filled) and all(":" in cell for cell in filled) and not all(map(_MIDNIGHT.search, filled))
