"""Cells pasted from Excel into rows of a list, whatever the list: read one by one, refused line by line.

A line that has one cell that cannot be taken is left out whole and comes back with the reason; nothing here writes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.errors import InputError

Reader = Callable[[str], object]
Values = dict[str, object]
Taken = tuple[tuple[int | None, Values], ...]


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
class Plan:
    """The lines that can be taken, each with its row and its values by field; and the cells that cannot."""

    taken: Taken
    refused: tuple[RefusedCell, ...]


def planned(
    rows: Sequence[PastedRow],
    readers: Mapping[str, Reader],
    known: Iterable[int],
    what: str,
    *,
    new: str = "",
) -> Plan:
    """Read every cell; a row that is gone, or new without a name, is refused as well.

    `new` says why no new rows can be pasted here; "" where they can.
    """
    there = frozenset(known)
    taken: list[tuple[int | None, Values]] = []
    refused: list[RefusedCell] = []
    for line, row in enumerate(rows, 1):
        values, wrong = _read(line, row, readers)
        if why := _why_not(row, there, what, new):
            field = "name" if "name" in readers else next(iter(row.cells), "")
            wrong.append(RefusedCell(line, field, "", why))
        refused += wrong
        if not wrong:
            taken.append((row.id, values))
    return Plan(tuple(taken), tuple(refused))


def alone(plan: Plan, rows: Sequence[PastedRow], names: Mapping[int, str], twin: str) -> Plan:
    """Refuse also what would get the name of another row, letter case aside; `twin` says so of a {name}.

    A row whose new name is refused keeps its own, which is then taken for the others; so it is looked at again.
    """
    wrong = {one.line for one in plan.refused}
    left = dict(zip([n for n, _ in enumerate(rows, 1) if n not in wrong], plan.taken, strict=True))
    refused = list(plan.refused)
    while twins := _twins(left, names):
        for line in twins:
            name = str(left.pop(line)[1]["name"])
            refused.append(RefusedCell(line, "name", name, twin.format(name=name)))
    return Plan(tuple(left.values()), tuple(sorted(refused, key=lambda one: one.line)))


def some(taken: Taken) -> Taken:
    """The lines to write; InputError when there are none."""
    if not taken:
        raise InputError("Nothing of this can be pasted here.")
    return taken


def one_line(reader: Reader) -> Reader:
    """The reader of a cell whose line breaks and doubled spaces mean nothing."""
    return lambda text: reader(" ".join(text.split()))


def _read(line: int, row: PastedRow, readers: Mapping[str, Reader]) -> tuple[Values, list[RefusedCell]]:
    values: Values = {}
    wrong: list[RefusedCell] = []
    for field, text in row.cells.items():
        try:
            if field not in readers:
                raise InputError("This column is not pasted.")
            values[field] = readers[field](text.strip())
        except InputError as error:
            wrong.append(RefusedCell(line, field, text, str(error)))
    return values, wrong


def _why_not(row: PastedRow, there: frozenset[int], what: str, new: str) -> str:
    if row.id is None:
        return new or ("" if "name" in row.cells else f"A new {what} needs a name.")
    return "" if row.id in there else f"This {what} is no longer on the desk."


def _twins(lines: Mapping[int, tuple[int | None, Values]], names: Mapping[int, str]) -> list[int]:
    """The lines that give a name which another row keeps, or an earlier line gives."""
    renamed = {number for number, values in lines.values() if "name" in values}
    used = {name.casefold() for number, name in names.items() if number not in renamed}
    found: list[int] = []
    for line, (_, values) in lines.items():
        name = str(values.get("name", "")).casefold()
        if name and name in used:
            found.append(line)
        used.add(name)
    return found
