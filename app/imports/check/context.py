"""What the checks of all kinds share: reading fields of a chunk, noting problems, matching subjects."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from app.imports.checked import NONE, Rejection
from app.imports.columns import EMPTY, NUMBER, TEXT, Chunk, Column, Flags, Ints, letter
from app.imports.hashing import Hashes, hash_text
from app.imports.proposal import Answers, SheetProposal
from app.imports.subjects import subject_texts
from app.imports.synonyms import header_of
from app.imports.values.durations import times_of_day
from app.imports.values.instants import SKIPPED, UNREADABLE, Instants, instants_of, instants_of_two
from app.imports.values.templates import Order
from app.imports.values.texts import codes_of, fold, texts_of, tidy

IGNORED = "ignored"
_TOTAL_WORDS = (
    "average, durchschnitt, ergebnis, gemiddelde, gesamt, gesamtsumme, grand total, insgesamt, mean, "
    "media, mittelwert, moyenne, promedio, somme, sous total, subtotal, sum, sum total, suma, summe, "
    "totaal, total, total general, total geral, totale, totale generale, totali, totals, zwischensumme"
)
_TOTALS = frozenset(_TOTAL_WORDS.split(", "))

Resolve = Callable[[str], str]  # text → "" when it has a subject, IGNORED, or why it has none


@dataclass(slots=True)
class SubjectTable:
    """The subject texts of a file in order of appearance, each with its fingerprint and what became of it."""

    resolve: Resolve
    codes: dict[str, int] = field(default_factory=dict[str, int])
    refused: list[str] = field(default_factory=list[str])
    hashes: list[int] = field(default_factory=list[int])
    kinds: dict[str, str] = field(default_factory=dict[str, str])  # what a created one would be

    def numbers(self, texts: Sequence[str], new_kind: str) -> Ints:
        """Each text's number."""
        codes = np.array(codes_of(texts, self.codes), np.int64)
        for text in list(self.codes)[len(self.hashes) :]:
            self.kinds[text] = new_kind
            self.refused.append(self.resolve(text))
            self.hashes.append(hash_text(fold(text)))
        return codes

    def hashed(self, numbers: Ints) -> Hashes:
        """The fingerprints of subjects by number."""
        return np.array([*self.hashes, 0], np.uint64)[numbers]

    def unmatched(self) -> tuple[str, ...]:
        """The texts that have no subject."""
        return tuple(
            text for text, why in zip(self.codes, self.refused, strict=True) if why and why != IGNORED
        )


class Problems:
    """The first problem of each row of a chunk."""

    def __init__(self, size: int) -> None:
        self.code = np.zeros(size, np.uint16)
        self._entries: list[tuple[str, str]] = [("", "")]

    def add(self, where: Flags, field: str, reason: str) -> None:
        """Note a reason for these rows; `{value}` in it is the cell as shown."""
        if where.any():
            self._entries.append((field, reason))
            self.code[where & (self.code == 0)] = len(self._entries) - 1

    def entry(self, row: int) -> tuple[str, str]:
        """Field and reason of a row."""
        return self._entries[int(self.code[row])]

    @property
    def good(self) -> Flags:
        return self.code == 0


@dataclass(slots=True)
class SheetCheck:
    """One sheet being checked; what the checks learn on the way is gathered in the lists."""

    proposal: SheetProposal
    answers: Answers
    subjects: SubjectTable
    default_subject: str
    uncalculated: bool = False
    percent_columns: frozenset[int] = frozenset()
    percent_rows: frozenset[int] = frozenset()
    first: int | None = None
    last: int | None = None
    notes: dict[str, int] = field(default_factory=dict[str, int])

    def note(self, text: str, count: int) -> None:
        """Count something worth saying; in the text `{n}` is how often and `{row|rows}` what is counted."""
        if count:
            self.notes[text] = self.notes.get(text, 0) + count

    def seen(self, start: Ints, end: Ints) -> None:
        """Widen the range of instants the sheet speaks of."""
        if len(start):
            low, high = int(start.min()), int(end.max())
            self.first = low if self.first is None else min(self.first, low)
            self.last = high if self.last is None else max(self.last, high)


class ChunkCheck:
    """One chunk being checked: its fields by name, and its problems."""

    def __init__(self, sheet: SheetCheck, chunk: Chunk, columns: Mapping[str, int] | None = None) -> None:
        self.sheet, self.chunk = sheet, chunk
        self.columns = sheet.proposal.columns if columns is None else columns
        self.problems = Problems(chunk.size)
        self._texts: dict[str, Sequence[str]] = {}

    def has(self, name: str) -> bool:
        return name in self.columns

    def column(self, name: str) -> Column:
        return self.chunk.column(self.columns.get(name, -1))

    def header(self, name: str) -> str:
        index = self.columns.get(name, -1)
        headers = self.sheet.proposal.headers
        return headers[index] if 0 <= index < len(headers) else ""

    def texts(self, name: str) -> Sequence[str]:
        """A field as tidy texts."""
        if name not in self._texts:
            self._texts[name] = texts_of(self.column(name))
        return self._texts[name]

    def instants(self, name: str, what: str) -> Instants:
        """A field as instants, its day and time in one column or two; unreadable and skipped ones become problems."""
        zone = header_of(self.header(name)).zone or self.sheet.answers.time_zone
        if self.has(f"{name}_time"):
            times = times_of_day(self.column(f"{name}_time"))
            read = instants_of_two(self.column(name), times, self.order(name), zone)
        else:
            read = instants_of(self.column(name), self.order(name), zone)
        self.note_problems(read, name, what, zone)
        return read

    def order(self, name: str) -> Order:
        """How the days of a field are written."""
        return self.sheet.proposal.orders.get(name) or self.sheet.answers.date_order or "dmy"

    def note_problems(self, read: Instants, name: str, what: str, zone: str) -> None:
        """Rows whose instant cannot be read or never happened."""
        self.problems.add(read.problem == UNREADABLE, name, f"“{{value}}” is no date and time ({what}).")
        skipped = f"{{value}} never happened in {zone}: the clocks were set forward past it ({what})."
        self.problems.add(read.problem == SKIPPED, name, skipped)
        times = "{n} {time falls|times fall}"
        twice = f"{times} into an hour that {zone} has twice; the first of the two was taken."
        self.sheet.note(twice, int((read.repeated & read.known).sum()))

    def subject_numbers(self, *, required: bool) -> Ints:
        """A field of subjects as numbers, -1 for none; unknown ones become problems."""
        subjects, new_kind = self.sheet.subjects, self.sheet.proposal.new_subject
        if not self.has("subject"):
            if not required and not self.sheet.answers.subjects.get(""):
                return np.full(self.chunk.size, -1, np.int64)
            numbers = np.full(self.chunk.size, subjects.numbers([self.sheet.default_subject], new_kind)[0])
        else:
            texts = subject_texts(self.chunk, self.columns)
            numbers = subjects.numbers(texts, new_kind)
            if "" in subjects.codes:
                numbers[numbers == subjects.codes[""]] = -1
        if required:
            self.problems.add(numbers < 0, "subject", "No service or component is named.")
        named: list[int] = np.unique(numbers[numbers >= 0]).tolist()
        for number in named:
            if subjects.refused[number]:
                self.problems.add(numbers == number, "subject", subjects.refused[number])
        return numbers

    def rows_to_check(self, essential: Flags) -> Flags:
        """Rows that are not blank; blank ones lose their problems. `essential` rows are surely not blank."""
        blank = blank_rows(self.chunk, ~essential)
        self.problems.code[blank] = 0
        return ~blank

    def kept_texts(self, name: str, good: Flags) -> Sequence[str]:
        """A field of the good rows as tidy texts."""
        texts = self.texts(name)
        return texts if good.all() else [texts[place] for place in np.flatnonzero(good).tolist()]

    def rejections(self, stop: Callable[[], None]) -> Iterator[Rejection]:
        """Every row with a problem. Blank rows are none."""
        for count, row in enumerate(np.flatnonzero(~self.problems.good).tolist()):
            if count % 2000 == 0:
                stop()
            field, reason = self.problems.entry(row)
            shown = self.chunk.shown(row)
            index = self.place(field)
            number = int(self.chunk.rows[row])
            cell = f"{letter(index)}{number}" if index >= 0 else f"row {number}"
            value = shown[index] if 0 <= index < len(shown) else ""
            why = self._special(shown) or (reason if value or "{value}" in reason else self._nothing(reason))
            text = why.replace("{value}", value if len(value) < 80 else value[:79] + "…")
            yield Rejection(self.sheet.proposal.sheet, number, cell, text, _cut(shown))

    def place(self, field: str) -> int:
        """The column of the cell that a problem of this field points at; -1 for none."""
        return self.columns.get(field, -1)

    def _nothing(self, reason: str) -> str:
        if self.sheet.uncalculated:
            return f"{reason} A formula here was never calculated: open and save the file in Excel first."
        return reason

    def _special(self, shown: Sequence[str]) -> str:
        filled = [tidy(cell) for cell in shown if tidy(cell)]
        if filled and is_total(filled[0]):
            return "This row is a total, not an entry."
        headers = [header for header in self.sheet.proposal.headers if header]
        if filled and filled == headers:
            return "The headings are repeated here."
        return ""


def is_total(text: str) -> bool:
    """The word that a row of totals begins with."""
    return fold(text).rstrip(":") in _TOTALS


def blank_rows(chunk: Chunk, doubtful: Flags) -> Flags:
    """Which of the doubtful rows have nothing in any cell."""
    blank = doubtful.copy()
    for column in chunk.columns:
        if not blank.any():
            break
        blank &= ~_filled(column, blank)
    return blank


def _filled(column: Column, among: Flags) -> Flags:
    filled = np.zeros(column.size, bool)
    if column.tag == EMPTY:
        return filled
    if column.tag is None or column.tag == TEXT:
        texts = column.texts or ()
        for place in np.flatnonzero(among).tolist():
            filled[place] = bool(texts[place].strip())
        if column.tags is not None:
            filled |= column.tags > TEXT
        return filled
    return ~np.isnan(column.numbers) if column.tag == NUMBER and column.numbers is not None else ~filled


def or_none(read: Instants) -> Ints:
    """Instants with NONE where there is none."""
    return np.where(read.known, read.values, NONE)


def _cut(shown: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell if len(cell) <= 1000 else cell[:999] + "…" for cell in shown[:200])
