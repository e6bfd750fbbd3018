"""What a document says, before any file format: sections of blocks, in words and shown figures.

PDF, workbook and preview draw from these values; nothing here knows a page, a font or an edition's rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Edition = Literal["internal", "customer"]
Tone = Literal["plain", "lead", "muted", "strong"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A verdict with its sign and word."""

    verdict: str


@dataclass(frozen=True, slots=True)
class Said:
    """A text with a quieter one below it."""

    text: str
    below: str = ""


Cell = str | Mark | Said


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`keep` holds it on one page with what follows."""

    text: str
    tone: Tone = "plain"
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """Names what follows inside a section; `page` begins a new one."""

    text: str
    page: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, one pair a line."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many targets have each verdict, in the order to show."""

    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """`share` of the width against the other columns; figures stand on the right."""

    title: str
    share: float
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`empty` says why there is nothing when there are no rows; a note runs below its row to the right edge, from
    the column `notes_from` on."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str
    notes: tuple[Said | Facts, ...] = ()  # one for each row, or none at all
    notes_from: int = 1


@dataclass(frozen=True, slots=True)
class SlamCell:
    """A verdict of one period; `restated` puts a mark in the corner."""

    verdict: str
    restated: bool = False


@dataclass(frozen=True, slots=True)
class SlamRow:
    """One target over the periods; None where it was not yet promised."""

    label: str
    cells: tuple[SlamCell | None, ...]
    achieved: str


@dataclass(frozen=True, slots=True)
class SlamGroup:
    service: str
    rows: tuple[SlamRow, ...]


@dataclass(frozen=True, slots=True)
class Slam:
    """Every target against every period; `periods` are two lines each, "Oct" and "2026"."""

    periods: tuple[tuple[str, str], ...]
    groups: tuple[SlamGroup, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A class of the ledger on one day, from and to as shares of that day."""

    kind: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Day:
    label: str
    bars: tuple[Bar, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class LedgerTimeline:
    """The ledger of one target, a row a day from midnight to midnight; `totals` say each class in words."""

    title: str
    days: tuple[Day, ...]
    totals: Mapping[str, str]
    sentence: str


@dataclass(frozen=True, slots=True)
class Series:
    """One line or set of bars; None leaves a gap."""

    name: str
    values: tuple[float | None, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one series over labelled positions, against agreed values; `sentence` says what it shows."""

    title: str
    labels: tuple[str, ...]
    series: Series
    limits: tuple[float | None, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One period of a trend: the level against what was agreed, and an amount against its limit.

    `part` is the share of the amount that was too late; None of anything leaves a gap.
    """

    heading: tuple[str, str]
    verdict: str = ""
    level: float | None = None
    level_shown: str = ""
    agreed: float | None = None
    amount: float | None = None
    amount_shown: str = ""
    limit: float | None = None
    part: float | None = None
    restated: bool = False


@dataclass(frozen=True, slots=True)
class TrendRow:
    """Counts below a trend, one for each period."""

    name: str
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """A target over the periods; `agreed` is what holds in the last, in words; without an `amount_name` no bars."""

    title: str
    level_name: str
    agreed: str
    points: tuple[TrendPoint, ...]
    sentence: str
    amount_name: str = ""
    rows: tuple[TrendRow, ...] = ()


@dataclass(frozen=True, slots=True)
class PictureBox:
    """A box of a picture; `matters` says how much, where not all of them find room."""

    key: str
    kind: str  # service | component | group
    title: str
    below: str = ""
    tone: str = ""  # a verdict whose colours it has; "" for none
    dashed: bool = False
    matters: int = 0


@dataclass(frozen=True, slots=True)
class StructurePicture:
    """What stands on what: the first box on top; an edge goes from who needs something to what is needed.

    `legend` explains the signs; `kept` says which boxes are drawn where there is no room for all.
    """

    boxes: tuple[PictureBox, ...]
    edges: tuple[tuple[str, str], ...]
    legend: str
    kept: str


Block = Paragraph | Heading | Facts | Tally | Table | Slam | LedgerTimeline | Chart | Trend | StructurePicture


@dataclass(frozen=True, slots=True)
class Section:
    """`key` names it for programs; `annex` marks evidence, which stands after what a reader must see.

    `page` begins a new one. `brief` is what stands in its place where the whole would make the document too long to be
    read; the annex that is the `whole_of` it is left out where it does not.
    """

    key: str
    title: str
    blocks: tuple[Block, ...]
    annex: bool = False
    brief: tuple[Block, ...] = ()
    whole_of: str = ""
    page: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """The whole document; `facts` stand on the cover, `versions` and `fingerprint` at every page's foot."""

    title: str
    organisation: str
    customer: str
    period: str
    edition: Edition
    state: str
    facts: Facts
    tally: Tally
    sections: tuple[Section, ...]
    versions: str
    fingerprint: str
    made_at: int
    language: str = "en-GB"
