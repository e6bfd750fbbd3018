"""The chain pages of an internal pack: what each service stands on, and what of it made the downtime."""

from collections.abc import Iterator
from fractions import Fraction

from app.calc import words
from app.reports import chain_words, shown
from app.reports.chain import Chain, ChainPart, ChainStretch
from app.reports.content import (
    Block,
    Cell,
    Column,
    Heading,
    Mark,
    Paragraph,
    PictureBox,
    Said,
    Section,
    StructurePicture,
    Table,
)
from app.reports.leaving import look_up
from app.reports.month import Month, ServiceMonth

TITLE = "What the services stand on"
_ALL_PARTS = 40  # where there are more, those that were up throughout are only counted
_STRETCHES = 20
_LEGEND = (
    "◆ takes the service down alone; dashed: best effort; red: made downtime of the service; amber: was down "
    "itself while others stood in, or outside the time that counts."
)
_KEPT = "drawn are the parts that made downtime, were down themselves or take the service down alone."
_PARTS = (
    Column("Part", 24),
    Column("Unplanned", 9, figures=True),
    Column("Planned", 9, figures=True),
    Column("Share", 8, figures=True),
    Column("Its own level", 16),
    Column("Agreed behind it", 30),
    Column("State", 14),
)
_DEGRADED = Column("Degraded", 9, figures=True)


def chains(month: Month) -> tuple[Section, ...]:
    """A page for each service that stands on something; nothing where no document keeps any of it."""
    told = [service for service in month.services if service.chain is not None]
    if not told:
        return ()
    blocks: list[Block] = [Paragraph(_intro(month), "muted", keep=True)]
    for at, service in enumerate(told):
        look_up()
        assert service.chain is not None
        blocks += _page(service, service.chain, month.time_zone, first=at == 0)
    return (Section("chain", TITLE, tuple(blocks), annex=True, page=True),)


def _intro(month: Month) -> str:
    """How to read the pages; of what only tickets are told nothing is divided."""
    text = (
        "Internal. Downtime is divided evenly among the parts whose outages made it, unplanned and planned apart. "
        "A part's own level is over the same agreed time as the service's, less its planned work in an agreed window; "
        "planned work outside one counts as downtime."
    )
    judged = [each for each in month.services if any(target.ledger for target in each.targets)]
    bare = [shown.brief(service.name) for service in judged if service.chain is None]
    return f"{text} Nothing is known of what these stand on: {shown.listed(bare)}." if bare else text


def _page(service: ServiceMonth, chain: Chain, time_zone: str, *, first: bool) -> Iterator[Block]:
    target = chain_words.target_of(service, chain)
    yield Heading(shown.brief(service.name), page=not first)
    if target is not None:
        yield Paragraph(chain_words.result(chain, target), "lead", keep=True)
        for text in chain_words.why(chain, target):
            yield Paragraph(text)
    yield Paragraph(chain_words.single_points(chain), keep=True)
    if text := chain_words.without_agreement(chain):
        yield Paragraph(text, keep=True)
    yield picture(chain)
    yield Heading(f"{shown.brief(service.name)}: what each part contributed, in minutes")
    yield parts_table(chain)
    if quiet := len(chain.parts[1:]) - sum(part is not chain.parts[0] for part in listed(chain)):
        yield Paragraph(f"{words.plural(quiet, 'further part')} had no part in it and no outage.", "muted")
    if chain.stretches:
        yield Heading(f"{shown.brief(service.name)}: how the downtime came about")
        yield from _came_about(chain, time_zone)


def picture(chain: Chain) -> StructurePicture:
    """The structure with what each part contributed."""
    parts = {part.key: part for part in chain.parts}
    boxes = tuple(
        PictureBox(
            node.key,
            node.kind,
            _title(node.title, parts.get(node.key)),
            _below(parts.get(node.key)),
            _tone(parts.get(node.key)),
            dashed=node.key in parts and parts[node.key].kept_by == "best_effort",
            matters=_matters(parts.get(node.key)),
        )
        for node in chain.nodes
    )
    return StructurePicture(boxes, chain.edges, _LEGEND, _KEPT)


def _title(title: str, part: ChainPart | None) -> str:
    return f"◆ {title}" if part and part.alone else title


def _below(part: ChainPart | None) -> str:
    if part is None:
        return ""
    if part.share:
        return shown.minutes(part.share)
    if part.down:
        return f"({shown.minutes(part.down)})"
    return chain_words.kept_by(part)


def _tone(part: ChainPart | None) -> str:
    if part is None or not (part.share or part.down):
        return ""
    return "missed" if part.share else "nearly missed"


def _matters(part: ChainPart | None) -> int:
    """What made downtime before what was down before what could have."""
    if part is None:
        return 0
    return 4 * part.share + 2 * min(part.down, 1) + part.alone + (2 if part.down else 0)


def listed(chain: Chain) -> tuple[ChainPart, ...]:
    """The parts a table names: all of a few, of many those that had anything to do with it or with an agreement."""
    itself, *parts = chain.parts
    if len(parts) > _ALL_PARTS:
        parts = [
            part for part in parts if part.share or part.degraded or part.down or part.breaks or part.excused
        ]
    return (*((itself,) if itself.share or itself.degraded else ()), *parts)


def parts_table(chain: Chain) -> Table:
    """Each part's share, how it did itself, and what was agreed behind it; the last row sums."""
    degraded = bool(chain.degraded)
    columns = (*_PARTS[:3], *((_DEGRADED,) if degraded else ()), *_PARTS[3:])
    rows = [_row(part, chain, degraded) for part in listed(chain)]
    return Table(columns, (*rows, _sum(chain, degraded)), "Nothing is known of what it stands on.")


def _row(part: ChainPart, chain: Chain, degraded: bool) -> tuple[Cell, ...]:
    itself = part is chain.parts[0]
    verdict = chain_words.attainment(part, chain.base)
    what = "on the service itself" if itself else part.kind or "no longer under the service"
    return (
        Said(shown.brief(part.name), " · ".join(filter(None, (what, chain_words.kept_by(part))))),
        _minutes(part.unplanned),
        _minutes(part.planned),
        *((_minutes(part.degraded),) if degraded else ()),
        _share(part.share, chain.down),
        Said("") if itself or not part.kind else _own(part, chain),
        "" if itself else Said(chain_words.agreed_words(part), chain_words.restored_words(part)),
        Mark(verdict) if verdict else "",
    )


def _sum(chain: Chain, degraded: bool) -> tuple[Cell, ...]:
    parts = chain.parts
    return (
        "Together",
        _minutes(sum(part.unplanned for part in parts)),
        _minutes(sum(part.planned for part in parts)),
        *((_minutes(sum(part.degraded for part in parts)),) if degraded else ()),
        _share(chain.down, chain.down),
        Said(""),
        "",
        "",
    )


def _own(part: ChainPart, chain: Chain) -> Said:
    level = chain_words.own_level(part)
    if level is None:
        return Said("not observed")
    unknown = chain_words.not_observed(part, chain.base)
    seen = f"{shown.minutes(unknown)} not observed" if unknown else ""
    said = (f"{shown.minutes(part.down)} down", chain_words.planned_words(part), seen)
    return Said(words.percent(level, 2 if part.down else 0), ", ".join(filter(None, said)))


def _minutes(microseconds: int) -> str:
    return shown.minutes(microseconds).removesuffix(" min") if microseconds else "–"


def _share(amount: int, whole: int) -> str:
    return words.percent(100 * Fraction(amount, whole), 0) if amount and whole else "–"


def _came_about(chain: Chain, time_zone: str) -> Iterator[Block]:
    """The downtime stretch by stretch, of many the longest."""
    longest = sorted(chain.stretches, key=lambda each: each.start - each.end)[:_STRETCHES]
    kept = set(map(id, longest))
    columns = (
        Column("From – until", 20),
        Column("Minutes", 9, figures=True),
        Column("", 10),
        Column("Which parts", 53),
    )
    rows = [_stretch(chain, each, time_zone) for each in chain.stretches if id(each) in kept]
    others = [each for each in chain.stretches if id(each) not in kept]
    number = len(others) + (chain.rest.number if chain.rest else 0)
    if number:
        length = chain.down - sum(each.end - each.start for each in longest)
        where = (
            f"the workbook lists the longest {len(chain.stretches):,}"
            if chain.rest
            else "the workbook lists them"
        )
        rows.append((shorter(number), _minutes(length), "", where))
    yield Table(columns, (*rows, ("Together", _minutes(chain.down), "", "")), "")


def _stretch(chain: Chain, stretch: ChainStretch, time_zone: str) -> tuple[Cell, ...]:
    return (
        shown.from_until(stretch.start, stretch.end, time_zone),
        _minutes(stretch.end - stretch.start),
        "planned" if stretch.planned else "",
        which(chain, stretch),
    )


def shorter(number: int) -> str:
    """A row that stands for many."""
    return f"and {words.plural(number, 'shorter one')}"


def which(chain: Chain, stretch: ChainStretch) -> str:
    """The parts behind a stretch: one, several, or several that only together took the service down."""
    together = chain_words.fell_together(chain, stretch)
    named = [chain.parts[at] for at in stretch.parts]
    names = [shown.brief(part.name) for part in named]
    if together:
        return f"{shown.listed([shown.brief(name) for name in together])}, at the same time"
    if named == [chain.parts[0]]:
        return "recorded on the service itself"
    return shown.listed(names)
