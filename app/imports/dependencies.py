"""Who needs what, read from a block of cells or an indented list: names only, nothing of the desk is known here.

An edge list has two columns at least, who and what it needs; a head row is recognised by its words. An indented
list has one name a line, each needing those that stand deeper below it; in a spreadsheet it may be indented by
columns. A line such as "Web servers (2 of 3)" in it is a group of those below.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from app.errors import InputError
from app.imports.dependency_words import KINDS, GroupWords, fields_of, group_of
from app.imports.files import SourceFile, Stop
from app.imports.pasted import copied_rows
from app.imports.reading import chunks

MOST_LINES = 20_000
_INDENT = re.compile(r"^[\s>•·*–-]*")
_TAB_WIDTH = 4
_ONLY_NAMES = "These are only names. Indent what each needs, or copy two columns: who, and what it needs."
_EMPTY = "There is nothing to read. Copy two columns, who and what it needs, and paste them."
_PLACES: Mapping[str, int] = {"who": 0, "needs": 1, "group": 2, "kind": 3}
Numbered = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Edge:
    """A line of the list: who needs what. Lines of one `bundle` are one group, called `group` if it has a name.

    `rule` is "" where none is said; `needed` is a count, or percent of the capacity, and `share` what this one
    gives of it; `kind` is that of what is needed.
    """

    line: int
    who: str
    needs: str
    group: str = ""
    bundle: str = ""
    rule: str = ""
    needed: Decimal | None = None
    share: Decimal | None = None
    kind: str = ""


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


def read_dependencies(text: str, under: str = "") -> Dependencies:
    """From text as it is pasted; raises InputError when there is nothing in it or far too much.

    Of a list of mere names everything is needed by `under`, where that is given.
    """
    text = text.replace("\x00", "")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if any("\t" in line.strip() for line in lines):
        return read_rows(enumerate(copied_rows(text), 1), under)
    if any(";" in line for line in lines):
        return read_rows(enumerate(map(_cells, lines), 1), under)
    return _indented(_lines(enumerate(lines, 1)), under)


def read_rows(rows: Iterable[Numbered], under: str = "") -> Dependencies:
    """From the rows of a spreadsheet with their numbers; raises InputError as `read_dependencies` does."""
    filled = _checked([(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)])
    if all(sum(bool(cell.strip()) for cell in cells) == 1 for _, cells in filled):
        return _indented(_by_column(filled), under)
    return _listed(filled)


def read_sheet(
    source: SourceFile, sheet: int, under: str = "", cancelled: Stop | None = None
) -> Dependencies:
    """From one sheet of a file that was read."""
    rows: list[Numbered] = []
    for chunk in chunks(source, sheet, 0, cancelled):
        rows += [(int(chunk.rows[at]), chunk.shown(at)) for at in range(chunk.size)]
        if len(rows) > MOST_LINES * 2:
            _checked(rows)
    return read_rows(rows, under)


def _cells(line: str) -> list[str]:
    """Of one line: a stray quotation mark takes no other lines, and one that nothing closes is a letter."""
    try:
        return next(csv.reader([line], delimiter=";", strict=True), list[str]())
    except csv.Error:
        return line.split(";")


def _checked(filled: Sequence[Numbered]) -> Sequence[Numbered]:
    if not filled:
        raise InputError(_EMPTY)
    if len(filled) > MOST_LINES:
        raise InputError(f"This list has {len(filled):,} lines; {MOST_LINES:,} can be read at once.")
    return filled


def _listed(rows: Sequence[Numbered]) -> Dependencies:
    places = fields_of([_tidy(cell) for cell in rows[0][1]])
    reader = _Reader()
    for number, cells in rows[1:] if places else rows:
        of = _Cells([_tidy(cell) for cell in cells], places or _PLACES)
        reader.add(number, of)
    return reader.dependencies()


class _Cells:
    """One row by what its columns hold."""

    def __init__(self, cells: Sequence[str], places: Mapping[str, int]) -> None:
        self._cells, self._places = cells, places
        self.text = " · ".join(cell for cell in cells if cell)

    def get(self, field: str) -> str:
        place = self._places.get(field, -1)
        return self._cells[place] if 0 <= place < len(self._cells) else ""


class _Reader:
    """Collects the lines of an edge list, each pair once."""

    def __init__(self) -> None:
        self._edges: dict[tuple[str, str], Edge] = {}
        self._skipped: list[Skipped] = []
        self._members: dict[tuple[str, str], int] = {}

    def add(self, number: int, of: _Cells) -> None:
        who, needs = of.get("who"), of.get("needs")
        if not who or not needs:
            self._skip(number, of.text, "one of the two names is missing")
        elif who.casefold() == needs.casefold():
            self._skip(number, of.text, "nothing needs itself")
        elif (pair := (who.casefold(), needs.casefold())) in self._edges:
            self._skip(number, of.text, f"line {self._edges[pair].line} says the same")
        else:
            self._edges[pair] = self._edge(number, who, needs, of)

    def dependencies(self) -> Dependencies:
        return Dependencies(tuple(self._edges.values()), tuple(self._skipped))

    def _edge(self, number: int, who: str, needs: str, of: _Cells) -> Edge:
        group, said = group_of(of.get("group")), group_of(of.get("rule"))
        if said.rule and not said.name:
            group = replace(said, name=group.name)
        share, kind = _decimal(of.get("share")), KINDS.get(of.get("kind").casefold(), "")
        bundle = self._bundle(who, group)
        return Edge(number, who, needs, group.name, bundle, group.rule, group.needed, share, kind)

    def _bundle(self, who: str, group: GroupWords) -> str:
        """Groups of one owner are told apart by their names; unnamed ones of three end after three lines."""
        if group.name:
            return group.name.casefold()
        if not group.rule:
            return ""
        words = f"{group.rule} {group.needed} {group.of}"
        before = self._members.get((who.casefold(), words), 0)
        self._members[who.casefold(), words] = before + 1
        return f"{words} {before // group.of if group.of else 0}"

    def _skip(self, number: int, text: str, reason: str) -> None:
        self._skipped.append(Skipped(number, text, reason))


@dataclass(slots=True)
class _Above:
    """A line that others may stand under: a name, or a group of whoever stands above it."""

    depth: int
    line: int
    who: str
    group: GroupWords | None = None
    text: str = ""
    used: bool = False


def _indented(lines: Sequence[tuple[int, int, str]], under: str) -> Dependencies:
    """`lines` are number, depth and name; only where none stands deeper are they mere names."""
    reader = _Indented(under if len({depth for _, depth, _ in lines}) == 1 else "")
    for number, depth, name in lines:
        reader.add(number, depth, name)
    found = reader.dependencies()
    if not found.edges:
        raise InputError(_ONLY_NAMES if lines else _EMPTY)
    return found


class _Indented:
    """Keeps the lines above the one that is read, by their depth."""

    def __init__(self, under: str) -> None:
        self._edges: dict[tuple[str, str], Edge] = {}
        self._skipped: list[Skipped] = []
        self._above: list[_Above] = [_Above(-1, 0, under)] if under else []

    def add(self, number: int, depth: int, name: str) -> None:
        while self._above and self._above[-1].depth >= depth:
            self._leave(self._above.pop())
        above = self._above[-1] if self._above else None
        group = group_of(name)
        if above is not None and above.group is None and group.rule:
            self._above.append(_Above(depth, number, above.who, group, name))
        elif above is None or self._join(number, above, name):
            self._above.append(_Above(depth, number, name))

    def dependencies(self) -> Dependencies:
        while self._above:
            self._leave(self._above.pop())
        return Dependencies(
            tuple(self._edges.values()), tuple(sorted(self._skipped, key=lambda one: one.line))
        )

    def _join(self, number: int, above: _Above, name: str) -> bool:
        """Have the one above need this one; False where that is itself."""
        if above.who.casefold() == name.casefold():
            self._skipped.append(Skipped(number, name, "nothing needs itself"))
            return False
        above.used = True
        group = above.group or GroupWords("")
        bundle = f"line {above.line}" if above.group else ""
        edge = Edge(number, above.who, name, group.name, bundle, group.rule, group.needed)
        self._edges.setdefault((above.who.casefold(), name.casefold()), edge)
        return True

    def _leave(self, above: _Above) -> None:
        if above.group is None or above.used:
            return
        if above.group.may_be_a_name:
            self._join(above.line, _Above(0, 0, above.who), above.text)
        else:
            self._skipped.append(Skipped(above.line, _words(above.group), "nothing stands in this group"))


def _words(group: GroupWords) -> str:
    return group.name or f"{group.needed or group.rule}"


def _lines(lines: Iterable[tuple[int, str]]) -> Sequence[tuple[int, int, str]]:
    """Number, depth and name of every line that says something."""
    found: list[tuple[int, int, str]] = []
    for number, line in lines:
        indent = _INDENT.match(line)
        lead = indent.group() if indent else ""
        if name := _tidy(line[len(lead) :]):
            found.append((number, len(lead.expandtabs(_TAB_WIDTH)), name))
    _checked([(number, (name,)) for number, _, name in found])
    return found


def _by_column(rows: Sequence[Numbered]) -> Sequence[tuple[int, int, str]]:
    """Rows with one cell each: deeper the further right it stands, and the further it is indented."""
    lines: list[tuple[int, str]] = []
    for number, cells in rows:
        place, cell = next((place, cell) for place, cell in enumerate(cells) if cell.strip())
        lines.append((number, "\t" * place + cell))
    return _lines(lines)


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number <= 1_000_000 else None


def _tidy(text: str) -> str:
    return " ".join(text.replace("\x00", "").strip().strip('"').split())
