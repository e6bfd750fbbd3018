"""The document of one customer's period: everything a pack says, frozen as one canonical JSON.

`usecases.closing` builds it from the live desk; packs render from it alone, so a closed month gives the same
content again whatever happens to the desk. Durations are integer microseconds; exact shares are "n/d" texts.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Union, cast, get_args, get_origin, get_type_hints

from app.reports.chain import Chain
from app.reports.frozen import LATER, FrozenPromise
from app.reports.leaving import look_up
from app.reports.tickets import TicketsByPriority

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Person:
    """Who a document is about or goes to; `kind` "customer", "contact"."""

    name: str
    role: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One class of the ledger from `start` to `end` (microseconds UTC), with why and by which outages."""

    kind: str  # outside | excluded | down | degraded | unknown | up | future
    start: int
    end: int
    reason: str = ""
    outages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OutageLine:
    """An outage as it touched the period; `counted` and `excluded` are µs under the main definition."""

    id: int
    service: str
    subject: str  # the service's or component's own name (internal)
    start: int
    end: int | None
    state: str
    planned: bool
    counted: int
    excluded: int
    why: str  # "counted", or why it was not, in words
    cause: str = ""
    internal_text: str = ""
    customer_text: str = ""
    sites: tuple[str, ...] = ()
    disputed: bool = False
    exclusion: str = ""  # why it is excluded, with its clause; empty where it is not
    source: str = ""  # "outages-oct.xlsx, Sheet1, row 41" (internal)
    felt: bool = field(default=True, metadata=LATER)  # False: other parts stood in for the one that was down
    subject_key: str = field(default="", metadata=LATER)  # "component:<uid>" (internal)


@dataclass(frozen=True, slots=True)
class TicketLine:
    """A ticket decided in the period against one target."""

    number: str
    priority: str
    opened: int
    due: int | None
    resolved: int | None
    met: bool
    elapsed: int  # microseconds on the clock
    note: str = ""  # "met only through a pause", "priority lowered", "still open"
    source: str = ""
    unseen: bool = field(default=False, metadata=LATER)  # no source looked when it was due: met is not known

    @property
    def result(self) -> str:
        """ "in time", "missed", or "undecided" while it is not known which."""
        return "undecided" if self.unseen else "in time" if self.met else "missed"


@dataclass(frozen=True, slots=True)
class PastFigures:
    """What a verdict of an earlier period stood on, exact; `breaks` and `longest` only of what a ledger judges.

    `agreed` is the value the level was held against; `longest` is the downtime of the longest break.
    """

    achieved: str | None  # "n/d" in the target's unit
    agreed: str
    base: int
    used: int
    allowed: int
    breaks: int | None = None
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class PastLevel:
    """The same promise in an earlier period."""

    period: str
    label: str
    verdict: str
    achieved: str  # as shown, "" without data
    restated: bool = False
    figures: PastFigures | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class Part:
    """The share of a period judged under one agreement version."""

    version: str  # "SLA Retail, version 3"
    start: int
    end: int
    value: str
    base: int
    used: int
    allowed: int


@dataclass(frozen=True, slots=True)
class InWords:
    """What the customer reads about a breach or a near miss, in four parts; empty where nothing was written."""

    happened: str = ""
    meant: str = ""
    done: str = ""
    prevents: str = ""


@dataclass(frozen=True, slots=True)
class TargetMonth:
    """One target in one period: the sentence, the verdict, and the figures both stand on."""

    lineage: str
    metric: str
    sentence: str  # "Available at least 99.5 % of service hours"
    definition: str  # in words
    comparison: str
    value: str  # exact decimal in `unit`
    unit: str  # % | h | min | breaks | ms …
    verdict: str  # met | nearly missed | missed | not proven | no data
    achieved: str | None  # exact "n/d" in `unit`; None without data
    lowest: str | None  # the two extremes when something is unknown, else None
    highest: str | None
    counts_time: bool  # base, used, allowed are microseconds; otherwise counts (tickets, breaks, samples)
    base: int
    used: int
    allowed: int
    source: str = ""
    version: str = ""
    verdict_without_disputed: str = ""  # empty when nothing is disputed
    best_possible: str | None = None  # of a period in progress
    parts: tuple[Part, ...] = ()
    history: tuple[PastLevel, ...] = ()  # oldest first, the period itself last
    classes: Mapping[str, int] = field(default_factory=dict[str, int])  # ledger class → microseconds
    ledger: tuple[Piece, ...] = ()
    tickets: tuple[TicketLine, ...] = ()
    commentary_internal: str = ""
    commentary: str = ""  # of documents from before the words had parts
    limit: str | None = (
        None  # exact "n/d" in `unit`, where versions with different values are judged together
    )
    priority: str = ""  # of a ticket target the priorities it is about, "P2, P3"; empty for all
    note: str = ""  # "below the minimum volume of 20 tickets"
    note_internal: str = ""  # what other sources say, by their names
    short: str = ""  # "Availability 99.5 %", for charts; the sentence where it is empty
    margin: str = ""  # exact decimal in `unit`: how near a miss is "nearly missed"; empty without one
    # Ledger class in the base → share of it that is downtime, exact ("0", "1", "0.5"); a class not named is
    # outside the base. Empty: up, degraded and down are the base, and down is downtime.
    counting: Mapping[str, str] = field(default_factory=dict[str, str])
    in_words: InWords = field(default=InWords(), metadata=LATER)
    breaks: int | None = field(default=None, metadata=LATER)  # of what a ledger judges
    longest: int | None = field(default=None, metadata=LATER)  # downtime of the longest break, microseconds


@dataclass(frozen=True, slots=True)
class ServiceMonth:
    """One service of the customer in the period."""

    uid: str
    name: str
    description: str
    hours: str  # service hours in words
    targets: tuple[TargetMonth, ...]
    outages: tuple[OutageLine, ...]
    reliability: Mapping[str, str] = field(
        default_factory=dict[str, str]
    )  # "Breaks" → "2", "MTRS" → "3 h 12 min"
    commentary_internal: str = ""
    commentary: str = ""
    chain: Chain | None = field(
        default=None, metadata=LATER
    )  # internal; None where it stands on nothing known


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A file the period's figures came from (internal: the name; customer: the source and hash)."""

    source: str
    file_name: str
    sha256: str
    imported_at: int
    kind: str
    rows: int
    covers: str  # "1–31 October, all services"; "not said"


@dataclass(frozen=True, slots=True)
class DateLine:
    """A date on which hours differ from their week: why, and how many microseconds less (negative: more)."""

    day: str
    what: str
    less: int


@dataclass(frozen=True, slots=True)
class HoursLine:
    """Hours in words, the services they hold for, and the dates of the period that differ from their week."""

    words: str
    services: tuple[str, ...] = ()
    dates: tuple[DateLine, ...] = ()


@dataclass(frozen=True, slots=True)
class WindowLine:
    """A maintenance window in words and when it opened in the period, with microseconds of it in service hours.

    `used` is the time of it with announced work, `with_outage` the service hours of it with any outage, which
    the list of outages leaves out; None in documents from before it was told.
    """

    name: str
    words: str
    services: tuple[str, ...]
    starts: tuple[int, ...]
    reserved: int
    used: int
    with_outage: int | None = None


@dataclass(frozen=True, slots=True)
class PastVolume:
    """A volume in an earlier period, exact "n/d"; None where it was not assumed, or is not known."""

    period: str
    label: str
    assumed: str | None = None
    actual: str | None = None


@dataclass(frozen=True, slots=True)
class VolumeLine:
    """A volume against what the agreement assumes for the period, both exact "n/d"; no verdict."""

    key: str  # the same volume in every period
    service: str
    name: str  # "Users", "Incidents P2", or the reported figure's name
    unit: str
    over_months: str  # sum | mean: what several months make
    assumed: str
    actual: str | None  # None: not known
    days: int  # for which it is assumed
    note: str = ""
    history: tuple[PastVolume, ...] = ()  # oldest first, without the period itself
    partly: bool = field(default=False, metadata=LATER)  # not all of it is known, so that it may be more


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that differs from the issue before."""

    what: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """What the customer objected to an issue, and the answer."""

    number: int  # of the issue
    raised_at: int
    raised_by: str
    text: str
    accepted: bool
    answer: str


@dataclass(frozen=True, slots=True)
class Month:
    """The whole document."""

    organisation: str
    desk: str
    customer: str
    customer_uid: str
    period: str  # "2026-10"
    label: str  # "October 2026"
    start: int
    end: int
    time_zone: str
    made_at: int
    state: str  # draft | issued | final
    number: int  # 0 for a draft
    agreements: tuple[str, ...]  # "SLA Retail, version 3, from 1 January 2026"
    services: tuple[ServiceMonth, ...]
    sources: tuple[SourceLine, ...] = ()
    changes: tuple[Change, ...] = ()
    summary_internal: str = ""
    summary: str = ""
    distribution: tuple[Person, ...] = ()
    hours: tuple[HoursLine, ...] = ()
    windows: tuple[WindowLine, ...] = ()
    sites: int = 0  # how many the customer has
    unsigned: tuple[str, ...] = ()  # the agreements in force that nobody has signed yet
    caution: str = ""  # what a reader must know of how it was judged, a sentence
    frozen: tuple[FrozenPromise, ...] = ()  # of an issue: what longer periods take from this one
    schema: int = SCHEMA
    volumes: tuple[VolumeLine, ...] = field(default=(), metadata=LATER)
    uncommented_reason: str = field(default="", metadata=LATER)  # why breaches had no words at the issue
    tickets: TicketsByPriority | None = field(default=None, metadata=LATER)  # None: not kept by this document
    objections: tuple[ObjectionLine, ...] = field(
        default=(), metadata=LATER
    )  # answered, to this issue or one before


def to_json(month: Month) -> str:
    """Canonical JSON: sorted keys, no spaces, no NaN, non-ASCII kept."""
    return json.dumps(
        month, default=_fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def from_json(text: str) -> Month:
    """The document of `to_json`; raises ValueError when it is of a newer schema."""
    data = cast("dict[str, object]", json.loads(text))
    if data.get("schema") != SCHEMA:
        raise ValueError(f"document schema {data.get('schema')} is not {SCHEMA}")
    return cast("Month", _read_month()(data))


@cache
def _read_month() -> "_Reader":
    return _record_reader(Month)


def digest(text: str) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _fields(value: object) -> Mapping[str, object]:
    """A dataclass as a mapping, one level; the encoder asks again for what is inside. Ten times asdict's speed."""
    look_up()
    names, later = _names(type(value))
    found = {name: getattr(value, name) for name in names}
    for name, default in later:
        if (given := getattr(value, name)) != default:
            found[name] = given
    return found


@cache
def _names(kind: type) -> tuple[tuple[str, ...], tuple[tuple[str, object], ...]]:
    """The fields of a dataclass: those always written, and the later ones with what they say when left out."""
    if not is_dataclass(kind):
        raise TypeError(f"{kind} has no place in a document")
    later = [each for each in fields(kind) if each.metadata.get("later")]
    assert all(each.default is not MISSING for each in later)
    names = tuple(each.name for each in fields(kind) if each not in later)
    return names, tuple((each.name, each.default) for each in later)


_Reader = Callable[[object], object]


@cache
def _reader(kind: object) -> _Reader | None:
    """What turns a value from JSON into the annotated type `kind`; None where it stays as it is.

    Worked out once a type: looking at the annotations for every value made reading ten times as slow.
    """
    if get_origin(kind) in (Union, UnionType):
        inner = _reader(next(k for k in get_args(kind) if k is not type(None)))
        return inner and _optional(inner)
    if get_origin(kind) is tuple:
        return _tuple_reader(_reader(get_args(kind)[0]))
    if isinstance(kind, type) and is_dataclass(kind):
        return _record_reader(kind)
    return None


def _optional(inner: _Reader) -> _Reader:
    return lambda value: None if value is None else inner(value)


def _tuple_reader(each: _Reader | None) -> _Reader:
    if each is None:
        return lambda value: tuple(cast("list[object]", value))
    return lambda value: tuple(map(each, cast("list[object]", value)))


def _record_reader(kind: type) -> _Reader:
    """Only the fields the document has: an older one leaves the newer fields to their defaults."""
    readers = {name: _reader(annotation) for name, annotation in get_type_hints(kind).items()}

    def read(value: object) -> object:
        given = cast("Mapping[str, object]", value)
        return kind(
            **{
                name: given[name] if reader is None else reader(given[name])
                for name, reader in readers.items()
                if name in given
            }
        )

    return read
