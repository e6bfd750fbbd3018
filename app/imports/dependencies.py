"""Who needs what, read from a block of cells or an indented list: names only, nothing of the desk is known here.

An edge list has two columns at least, who and what it needs; a head row is recognised by its words. An indented
list has one name a line, each needing those that stand deeper below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import InputError

MOST_LINES = 20_000
_HEADS = frozenset(
    {
        "service",
        "component",
        "parent",
        "from",
        "source",
        "who",
        "depends on",
        "needs",
        "child",
        "to",
        "target",
    }
    | {"dienst", "komponente", "von", "nach", "braucht", "hängt ab von", "name", "group", "groups"}
)
_INDENT = re.compile(r"^[\s>•·*–-]*")
_TAB_WIDTH = 4


@dataclass(frozen=True, slots=True)
class Edge:
    """A line of the list: who needs what, and the group of what it needs it belongs to, if one is named."""

    line: int
    who: str
    needs: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that says nothing, with the reason."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What was read: the edges, each once, and the lines left out."""

    edges: tuple[Edge, ...]
    skipped: tuple[Skipped, ...]


def read_dependencies(text: str) -> Dependencies:
    """From text as it is pasted; raises InputError when there is nothing in it or far too much."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not any(line.strip() for line in lines):
        raise InputError("There is nothing to read. Copy two columns, who and what it needs, and paste them.")
    if len(lines) > MOST_LINES:
        raise InputError(f"This list has {len(lines):,} lines; {MOST_LINES:,} can be read at once.")
    separator = next((sign for sign in ("\t", ";") if any(sign in line.strip() for line in lines)), None)
    return _indented(lines) if separator is None else _listed(lines, separator)


def _listed(lines: Sequence[str], separator: str) -> Dependencies:
    edges: dict[tuple[str, str], Edge] = {}
    skipped: list[Skipped] = []
    for number, line in enumerate(lines, 1):
        cells = [_tidy(cell) for cell in line.split(separator)]
        who, needs, group = (*cells, "", "", "")[:3]
        if not any(cells) or (not edges and {who.casefold(), needs.casefold()} <= _HEADS):
            continue
        if not who or not needs:
            skipped.append(Skipped(number, line.strip(), "one of the two names is missing"))
        elif who.casefold() == needs.casefold():
            skipped.append(Skipped(number, line.strip(), "nothing needs itself"))
        else:
            edges.setdefault((who.casefold(), needs.casefold()), Edge(number, who, needs, group))
    return Dependencies(tuple(edges.values()), tuple(skipped))


def _indented(lines: Sequence[str]) -> Dependencies:
    edges: dict[tuple[str, str], Edge] = {}
    skipped: list[Skipped] = []
    above: list[tuple[int, str]] = []  # depth and name of what the next line may stand under
    for number, line in enumerate(lines, 1):
        indent = _INDENT.match(line)
        depth = len((indent.group() if indent else "").expandtabs(_TAB_WIDTH))
        name = _tidy(line[indent.end() :] if indent else line)
        if not name:
            continue
        while above and above[-1][0] >= depth:
            above.pop()
        if above and above[-1][1].casefold() == name.casefold():
            skipped.append(Skipped(number, line.strip(), "nothing needs itself"))
            continue
        if above:
            who = above[-1][1]
            edges.setdefault((who.casefold(), name.casefold()), Edge(number, who, name))
        above.append((depth, name))
    if not edges:
        raise InputError(
            "These are only names. Indent what each needs, or copy two columns: who, and what it needs."
        )
    return Dependencies(tuple(edges.values()), tuple(skipped))


def _tidy(text: str) -> str:
    return " ".join(text.replace("\x00", "").strip().strip('"').split())
