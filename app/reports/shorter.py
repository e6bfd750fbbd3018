"""What everybody reads is at most eight pages: where the whole would be longer, sections say the most urgent here
and stand in full among the annexes. What is measured is the laid out page, not a guess from counts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.calc import words
from app.reports import letters
from app.reports.content import (
    Block,
    Cell,
    Chart,
    Content,
    Facts,
    Heading,
    Mark,
    Paragraph,
    Said,
    Section,
    Slam,
    SlamGroup,
    Table,
    Trend,
)

MOST_PAGES = 8
"""Of what everybody reads, the cover among them."""

_FIRST_SHORTENED = ("tickets by priority", "levels", "trends", "slam", "breaches", "summary", "restated")
_CERTAINLY_SHORTENED = 3  # tickets and levels, which take most room, and the trends, which take most time
_MOST_TARGETS = (
    80  # two lines each among the levels and one in the SLAM chart are six pages; cover and summary two
)
_CELL, _TEXT = 100, 600  # letters left of a cell and of a paragraph
_ROWS, _ROWS_WITH_NOTES, _SLAM_ROWS, _TRENDS, _BARS, _PARAGRAPHS = 5, 3, 10, 3, 6, 4
COVER_LINES = 3


def versions(content: Content) -> Iterator[Content]:
    """The document whole, then with one section more in brief each time; annexes have their letters."""
    present = [key for key in _FIRST_SHORTENED if any(s.key == key for s in content.sections)]
    for many in range(_CERTAINLY_SHORTENED if _is_certainly_long(content) else 0, len(present) + 1):
        yield _named(content, frozenset(present[:many]))
    last = _named(content, frozenset(present))
    yield replace(last, facts=_short_facts(content.facts, COVER_LINES), customer=_cut(content.customer, 70))


def _is_certainly_long(content: Content) -> bool:
    """Whether the targets alone take more pages than are read: laying these out would only cost time."""
    return sum(count for _, count in content.tally.counts) > _MOST_TARGETS


def _named(content: Content, brief: frozenset[str]) -> Content:
    """Sections in brief or whole, each annex with its letter: "Annex A: Outages"."""
    named: list[Section] = []
    letter = iter("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    for section in content.sections:
        if section.annex and (not section.whole_of or section.whole_of in brief):
            named.append(replace(section, title=f"Annex {next(letter)}: {section.title}"))
        elif not section.annex:
            named.append(replace(section, blocks=section.brief) if section.key in brief else section)
    return replace(content, sections=tuple(named))


def shortened(section: Section) -> Section:
    """The section with what it says where there is no room for the whole."""
    if not section.brief:
        blocks = tuple(_short_blocks(section.blocks))
        section = replace(section, brief=(*blocks, pointer(section)) if blocks != section.blocks else blocks)
    return section


def in_full(section: Section) -> Section:
    """The same section among the annexes; left out where it was not shortened."""
    return Section(
        f"whole {section.key}", f"{section.title}, in full", section.blocks, True, whole_of=section.key
    )


def pointer(section: Section) -> Paragraph:
    """Where the rest is."""
    return Paragraph(f"Everything of this section stands in the annex “{section.title}, in full”.", "muted")


def _short_blocks(blocks: Sequence[Block]) -> Iterator[Block]:
    """The first blocks of each kind; lists of paragraphs and trends end with how many more there are."""
    paragraphs = trends = 0
    for block in blocks:
        match block:
            case Paragraph():
                paragraphs += 1
                if paragraphs <= _PARAGRAPHS:
                    yield replace(block, text=_cut(block.text, _TEXT))
            case Trend():
                trends += 1
                if trends <= _TRENDS:
                    yield block
            case Heading():
                paragraphs = 0
                yield replace(block, text=_cut(block.text, _CELL))
            case Table():
                yield from _short_table(block)
            case Slam():
                yield _short_slam(block)
            case Chart():
                yield _short_chart(block)
            case Facts():
                yield _short_facts(block, _PARAGRAPHS)
            case _:
                yield block


def _short_table(table: Table) -> Iterator[Block]:
    most = _ROWS_WITH_NOTES if table.notes else _ROWS
    more = len(table.rows) - most
    rows = tuple(tuple(_short_cell(cell) for cell in row) for row in table.rows[:most])
    notes = tuple(_short_note(note) for note in table.notes[:most])
    yield replace(table, rows=rows, notes=notes)
    if more > 0:
        yield Paragraph(f"And {words.plural(more, 'more row')}.", "muted")


def _short_cell(cell: Cell) -> Cell:
    match cell:
        case Mark():
            return cell
        case Said():
            return Said(_cut(cell.text, _CELL), _cut(cell.below, _CELL))
        case str():
            return _cut(cell, _CELL)


def _short_note(note: Said | Facts) -> Said | Facts:
    if isinstance(note, Facts):
        return Facts(tuple((name, _cut(text, _CELL)) for name, text in note.pairs))
    return Said(_cut(note.text, _CELL), _cut(note.below, _CELL))


def _short_slam(chart: Slam) -> Slam:
    """The rows whose last cell is not met, the first ones only."""
    groups: list[SlamGroup] = []
    left = _SLAM_ROWS
    for group in chart.groups:
        rows = tuple(row for row in group.rows if row.cells[-1] and row.cells[-1].verdict != "met")[:left]
        left -= len(rows)
        if rows:
            brief = tuple(replace(row, label=_cut(row.label, 40)) for row in rows)
            groups.append(SlamGroup(_cut(group.service, _CELL), brief))
    shown, every = _SLAM_ROWS - left, sum(len(group.rows) for group in chart.groups)
    said = f"{chart.sentence} Of {words.plural(every, 'target')}, {shown} not met in it stand here."
    return replace(chart, groups=tuple(groups), sentence=said)


def _short_chart(chart: Chart) -> Chart:
    """The bars over their limit, the first ones only; the sentence counts all."""
    pairs = list(zip(chart.series.values, chart.limits, strict=True))
    over = [at for at, (value, limit) in enumerate(pairs) if value and limit is not None and value > limit]
    keep = over[:_BARS]
    series = replace(
        chart.series,
        values=tuple(chart.series.values[at] for at in keep),
        shown=tuple(chart.series.shown[at] for at in keep),
    )
    labels, limits = tuple(chart.labels[at] for at in keep), tuple(chart.limits[at] for at in keep)
    return replace(chart, labels=labels, series=series, limits=limits)


def _short_facts(facts: Facts, most: int) -> Facts:
    """Each value's first lines, and how many more there are."""
    return Facts(tuple((name, _first_lines(value, most)) for name, value in facts.pairs))


def _first_lines(value: str, most: int) -> str:
    lines = [_cut(line, _CELL) for line in value.split("\n")]
    more = len(lines) - most
    return "\n".join([*lines[:most], *([f"and {more} more"] if more > 0 else [])])


def _cut(text: str, most: int) -> str:
    """The beginning of a text, at most so many letters and at most a few lines."""
    whole = letters.clean(text)
    lines = whole.split("\n")
    if len(whole) <= most and len(lines) <= 4:
        return text
    brief = "\n".join(lines[:4])[: most - 1].rstrip()
    return f"{brief}…"
