"""What a sheet is: where its header stands, what kind it is, and which column tells what.

Exact synonyms first. What they leave open is suggested only when one candidate is clearly best (rapidfuzz at least
90, ten ahead of the next field), because similarity alone takes "Down time mins" for an end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.imports.across import Periods, figure_named, period_columns
from app.imports.bare_rows import NO_HEADINGS, begins_with_data, guessed_columns
from app.imports.bare_states import CODES, ONE, ZERO
from app.imports.columns import Column
from app.imports.doubts import doubts, give_way, tell_times
from app.imports.files import SourceSheet
from app.imports.kinds import KINDS, Field, Kind
from app.imports.kinds.figures_across import KIND as ACROSS
from app.imports.kinds.figures_across import PERIODS
from app.imports.proposal import Certainty, SheetProposal
from app.imports.synonyms import DAY_WORDS, KNOWN_WORDS, SYNONYMS, Header, header_of, is_component
from app.imports.values.durations import duration_of, time_of_day
from app.imports.values.instants import looks_like_instants
from app.imports.values.numbers import number_of
from app.imports.values.periods import period_of
from app.imports.values.texts import fold, tidy
from app.imports.values.words import STILL_OPEN, state_code, truth

HIDDEN = "The sheet is hidden; show it in Excel, save the file and import it again."
_HEADER_ROWS = 40
_MOST_HEADERS = 400
_SURE, _AHEAD = 90, 10


@dataclass(frozen=True, slots=True)
class Match:
    """Fields of one kind matched to columns, and how well."""

    kind: Kind
    columns: Mapping[str, int]
    certainty: Mapping[str, Certainty]
    score: float
    periods: Periods

    @property
    def complete(self) -> bool:
        """Nothing the kind cannot do without is missing."""
        filled = frozenset({*self.columns, *((PERIODS,) if self.periods else ())})
        return not self.kind.missing(filled)


def recognise(number: int, sheet: SourceSheet) -> SheetProposal:
    """The best reading of a sheet; one that cannot be read says why."""
    if not sheet.preview:
        return SheetProposal(number, sheet.name, use=False, why_not="The sheet is empty.")
    header_row, match = _best_header(sheet)
    headers = tuple(tidy(cell) for cell in sheet.preview[header_row - 1])
    if match is None and begins_with_data(sheet):
        bare = ("",) * sheet.columns
        return SheetProposal(number, sheet.name, False, "", 0, bare, why_not=NO_HEADINGS)
    if match is None:
        why = "No row has headings known here, such as Service, Start, End; say which column holds what."
        return SheetProposal(number, sheet.name, False, "", header_row, headers, why_not=why)
    return proposal_of(number, sheet, header_row, headers, match, use=not sheet.hidden)


def proposal_of(
    number: int, sheet: SourceSheet, header_row: int, headers: tuple[str, ...], match: Match, *, use: bool
) -> SheetProposal:
    """A match as the proposal for its sheet."""
    subject = match.columns.get("subject")
    component = subject is not None and is_component(headers[subject])
    return SheetProposal(
        number,
        sheet.name,
        use,
        match.kind.name,
        header_row,
        headers,
        match.columns,
        match.certainty,
        why_not="" if use else HIDDEN,
        new_subject="component" if component else "service",
        periods=match.periods,
        figure=figure_named(sheet, header_row) if match.periods else "",
    )


def match_sheet(kind: Kind, sheet: SourceSheet, header_row: int) -> Match:
    """A kind's fields matched to the headings in this row (1-based) of a sheet; 0 where it has none."""
    if not header_row:
        columns = guessed_columns(kind, _first_block(sheet.preview))
        return Match(kind, columns, dict.fromkeys(columns, "suggested"), 0, {})
    headers, body = sheet.preview[header_row - 1][:_MOST_HEADERS], _first_block(sheet.preview[header_row:])
    if kind is not ACROSS:
        return match_kind(kind, headers, body)
    periods = period_columns(headers, sheet.preview[header_row - 2] if header_row > 1 else (), body)
    others = ["" if index in periods.values() else text for index, text in enumerate(headers)]
    match = match_kind(kind, others, body)
    if "subject" not in match.columns and periods:
        match = _with_first_names(match, body, min(periods.values()))
    return replace(match, periods=periods, score=match.score + min(len(periods), 12))


def _first_block(rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """The rows down to the first blank one below them; what follows may be another table."""
    filled = [number for number, row in enumerate(rows) if any(cell.strip() for cell in row)]
    gaps = (before + 1 for before, after in pairwise(filled) if after > before + 1)
    return rows[: next(gaps, len(rows))]


def _with_first_names(match: Match, body: Sequence[Sequence[str]], before: int) -> Match:
    """Left of the months the first column of words names what the figures are about, unless it is taken."""
    for index in range(before):
        cells = [cell for cell in map(tidy, _cells(body, index)) if cell]
        words = [cell for cell in cells if number_of(cell, ".") is None]
        if index not in match.columns.values() and len(words) * 2 > len(cells):
            columns = {**match.columns, "subject": index}
            return replace(match, columns=columns, certainty={**match.certainty, "subject": "suggested"})
    return match


def match_kind(kind: Kind, headers: Sequence[str], body: Sequence[Sequence[str]]) -> Match:
    """Give each field of a kind its column, by its heading and by what stands below."""
    found = [header_of(text) for text in headers]
    columns = _exact(kind, found, body)
    _settle_days(kind, columns, found, body)
    give_way(columns, kind.name)
    certainty: dict[str, Certainty] = dict.fromkeys(columns, "exact")
    for name, index in _suggestions(kind, found, body, columns).items():
        columns[name], certainty[name] = index, "suggested"
    score = _score(kind, columns, certainty, body) + doubts(kind.name, columns, found, body)
    return Match(kind, columns, certainty, score, {})


def _exact(kind: Kind, headers: Sequence[Header], body: Sequence[Sequence[str]]) -> dict[str, int]:
    """Fields whose heading is known word for word, the best known words first."""
    wanted: list[tuple[int, int, int]] = []
    for place, field in enumerate(kind.fields):
        known = SYNONYMS.get(field.synonyms, {})
        for index, header in enumerate(headers):
            rank = known.get(header.words, known.get(header.bare))
            if rank is not None and _fits(field, _cells(body, index), header):
                wanted.append((rank, place, index))
    columns: dict[str, int] = {}
    for _, place, index in sorted(wanted):
        name = kind.fields[place].name
        if name not in columns and index not in columns.values():
            columns[name] = index
    return columns


def _settle_days(
    kind: Kind, columns: dict[str, int], headers: Sequence[Header], body: Sequence[Sequence[str]]
) -> None:
    """A time of day needs its day: in a column of its own or, for the first of them, in one called "Date"."""
    timed = [field.name for field in kind.fields if f"{field.name}_time" in columns]
    for name in timed[:1]:
        for index, header in enumerate(headers):
            free = index not in columns.values() and name not in columns
            if free and header.words in DAY_WORDS and _fits(kind.field(name), _cells(body, index), header):
                columns[name] = index
    days = any(name in columns for name in timed)
    for name in timed:
        alone = name not in columns and not (days and name == "end")
        if alone or (name in columns and tell_times(_cells(body, columns[name]))):
            del columns[f"{name}_time"]


def _best_header(sheet: SourceSheet) -> tuple[int, Match | None]:
    """The row and kind that explain the sheet best."""
    best: Match | None = None
    best_row = _fullest(sheet)
    for row in range(1, min(len(sheet.preview), _HEADER_ROWS) + 1):
        for kind in _possible(sheet, row):
            match = match_sheet(kind, sheet, row)
            possible = match.complete and match.score > 0
            if possible and _certain(match) and (best is None or match.score > best.score):
                best, best_row = match, row
    return best_row, best


def _certain(match: Match) -> bool:
    """One heading that may be a period makes no table of months, unless another one names the services."""
    return match.kind is not ACROSS or len(match.periods) > 1 or match.certainty.get("subject") == "exact"


def _possible(sheet: SourceSheet, row: int) -> Sequence[Kind]:
    """Kinds worth trying: all where two headings are known, else only what lives by its months."""
    headers = sheet.preview[row - 1][:_MOST_HEADERS]
    if sum(1 for cell in headers if header_of(cell).words in KNOWN_WORDS) >= 2:
        return tuple(KINDS.values())
    return (ACROSS,)


def _fullest(sheet: SourceSheet) -> int:
    counts = [sum(1 for cell in row if cell.strip()) for row in sheet.preview[:_HEADER_ROWS]]
    return counts.index(max(counts)) + 1


def _score(
    kind: Kind, columns: Mapping[str, int], certainty: Mapping[str, Certainty], body: Sequence[Sequence[str]]
) -> float:
    score = sum(1.0 if certainty[name] == "exact" else 0.4 for name in columns) + 3 * len(kind.needs)
    score += kind.weight / 10
    if kind.name in {"tickets", "ticket_events"}:
        numbers = [cell for cell in _cells(body, columns.get("number", -1)) if cell]
        repeated = len(numbers) > len(set(numbers)) * 1.2
        score -= 0 if repeated == (kind.name == "ticket_events") else 6
    return score


def _fits(field: Field, cells: Sequence[str], header: Header) -> bool:
    """What stands below the heading is of the field's type (mostly); nothing below is no objection."""
    cells = [
        cell for cell in map(tidy, cells) if cell and not (field.name == "end" and fold(cell) in STILL_OPEN)
    ]
    if not cells:
        return True
    if field.type in {"instant", "day"}:
        return looks_like_instants(Column.of_texts(cells)) or _numbers_of_days(cells)
    if field.type == "time":
        return header.unit is None and all(time_of_day(cell) is not None for cell in cells)
    share = sum(1 for cell in cells if _is(field, cell, header)) / len(cells)
    return share >= 0.5


def _is(field: Field, cell: str, header: Header) -> bool:
    if field.type == "state":
        return state_code(cell) is not None or fold(cell) in ONE | ZERO | CODES | {"99"}
    if field.type == "truth":
        return truth(cell) is not None
    if field.type == "number":
        return number_of(cell, ".") is not None or number_of(cell, ",") is not None
    if field.type == "percent":
        bare = cell.rstrip(" %")
        return number_of(bare, ".") is not None or number_of(bare, ",") is not None
    if field.type == "duration":
        return duration_of(cell, header.unit or "min", ".") is not None or number_of(cell, ",") is not None
    if field.type == "period":
        return period_of(cell) is not None
    return True


def _numbers_of_days(cells: Sequence[str]) -> bool:
    values = [number_of(cell, ".") for cell in cells]
    return all(value is not None and (18_000 <= value <= 110_000 or 5e8 <= value < 7e12) for value in values)


def _cells(body: Sequence[Sequence[str]], index: int) -> list[str]:
    return [row[index] if 0 <= index < len(row) else "" for row in body]


def _suggestions(
    kind: Kind, headers: Sequence[Header], body: Sequence[Sequence[str]], taken: Mapping[str, int]
) -> dict[str, int]:
    """Fields no exact heading was found for, where one column is close and no other field is as close."""
    # rapidfuzz costs some milliseconds to import and most files never come here.
    from rapidfuzz import fuzz

    open_fields = [field for field in kind.fields if field.name not in taken]
    found: dict[str, int] = {}
    for index, header in enumerate(headers):
        if index in taken.values() or len(header.words) < 4:
            continue
        ranked = sorted(
            (
                (max(fuzz.ratio(header.words, word) for word in SYNONYMS[field.synonyms]), field.name)
                for field in kind.fields
                if field.type not in {"across", "time"}
            ),
            reverse=True,
        )
        (best, name), (second, _) = ranked[0], ranked[1]
        field = next((field for field in open_fields if field.name == name), None)
        sure = best >= _SURE and best - second >= _AHEAD
        if sure and field and name not in found and _fits(field, _cells(body, index), header):
            found[name] = index
    return found
