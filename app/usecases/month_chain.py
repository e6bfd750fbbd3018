"""What each service of a document stands on, and what of it made the downtime: shares, own figures, what was agreed.

The shares come from the ledger the service is judged by, so that they sum to its downtime. Closed months inside a
longer period say of the parts what they said when issued.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.calc.definition import Definition
from app.calc.hours import ServiceHours
from app.calc.outages import OutageColumns
from app.calc.spans import EARLIEST, Spans, to_datetime, to_microseconds
from app.calc.structure.contributions import Divided, Stretch, degraded_shares, divided
from app.models.catalogue import Component, Service
from app.models.columns import integers, raw
from app.models.measurements import Coverage, Outage
from app.reports.chain import Chain, ChainNode, ChainPart, ChainStretch
from app.reports.chain_rest import bounded
from app.reports.leaving import look_up
from app.reports.month import Month
from app.usecases.hours import load_hours
from app.usecases.judging import Judged
from app.usecases.month_outages import OutageText
from app.usecases.needs import Node
from app.usecases.open_windows import open_windows
from app.usecases.standing import Standing, Under, load_standing, of_component, of_service
from app.usecases.structures import read_groups
from app.usecases.walking import Walk

_HOUR = 3_600_000_000
_TWO_DAYS = 48 * _HOUR


def chains(
    session: Session,
    judged: Sequence[Judged],
    texts: Mapping[int, OutageText],
    closed: Iterable[Month],
    now: datetime,
) -> Mapping[int, Chain]:
    """By service id; of services that stand on something and are judged by a ledger.

    `closed` are the issued months of which longer periods are made.
    """
    main: dict[int, Judged] = {}
    for one in judged:
        if any(part.ledger is not None for _, part in one.parts):
            main.setdefault(one.promise.service_id, one)
    standing = load_standing(session)
    wanted = [one for service, one in main.items() if of_service(service) in standing.standing_on_something]
    if not wanted:
        return {}
    desk = _Desk(session, standing, tuple(closed), to_microseconds(now))
    return {one.promise.service_id: desk.chain(one, texts) for one in wanted}


@dataclass(frozen=True, slots=True)
class _Known:
    """A component or service as the desk has it."""

    key: str
    name: str
    kind: str
    keeper: str = ""
    kept_by: str = ""
    contracted: str = ""
    restore_hours: str = ""
    support_hours_id: int | None = None


class _Desk:
    """What is read once for all services of a document."""

    def __init__(self, session: Session, standing: Standing, closed: tuple[Month, ...], now: int) -> None:
        self._session, self._standing, self._closed, self._now = session, standing, closed, now
        self._groups = {group.id: group for group in read_groups(session)}
        self._known = _known(session)
        self._names = {known.key: name for name, known in self._known.items()}
        self._by_title = {known.name: name for name, known in self._known.items()}
        self._hours: dict[int, ServiceHours] = {}

    def chain(self, judged: Judged, texts: Mapping[int, OutageText]) -> Chain:
        look_up()
        under = self._standing.under(judged.promise.service_id)
        itself = of_service(under.service_id)
        ledger = _Ledger.of(judged)
        whose = {number: self._name(text) for number, text in texts.items()}
        below = {of_service(one): frozenset(self._standing.below(of_service(one))) for one in under.services}
        down, planned, degraded = ledger.felt(whose, itself)
        split = divided(ledger.down, down, planned, itself, below)
        ailing = degraded_shares(ledger.degraded, degraded, itself, below)
        own, walk = self._own(judged, under, ledger), self._walk(under)
        shares = _Shares(split, ailing)
        order = self._order(under, shares)
        parts = tuple(self._part(name, under, shares, own, texts) for name in order)
        whole = Chain(
            lineage=judged.promise.lineage,
            base=ledger.agreed.microseconds,
            down=ledger.down.microseconds,
            degraded=ledger.degraded.microseconds,
            parts=parts,
            nodes=tuple(self._node(name) for name in walk.nodes),
            edges=tuple((self._key(a), self._key(b)) for a, b in walk.edges),
            stretches=tuple(_stretches(split, order, own, under)),
        )
        return bounded(whole)

    def _name(self, text: OutageText) -> str:
        """The part's name in structures; of one that is gone what the document knew it by."""
        if text.subject_key:
            return self._names.get(text.subject_key, text.subject_key)
        return self._by_title.get(text.subject, text.subject)

    def _order(self, under: Under, shares: "_Shares") -> tuple[str, ...]:
        """The service itself, its parts by what they contributed, then by name; parts that are gone last."""
        itself = of_service(under.service_id)
        names = [*map(of_service, under.services[1:]), *map(of_component, under.components)]
        gone = [name for name in shares.names if name not in {*names, itself}]
        names.sort(key=lambda name: (-shares.of(name), self._known[name].name.casefold()))
        return (itself, *names, *gone)

    def _part(
        self,
        name: str,
        under: Under,
        shares: "_Shares",
        own: Mapping[str, "_Own"],
        texts: Mapping[int, OutageText],
    ) -> ChainPart:
        known = self._known.get(name) or _gone(name, texts)
        inside = name in own
        found = own.get(name, _Own())
        return ChainPart(
            key=known.key,
            name=known.name,
            kind=known.kind if inside else "",
            keeper=known.keeper,
            kept_by=known.kept_by,
            alone=name in under.structure.single_points and name != of_service(under.service_id),
            contracted=known.contracted,
            restore_hours=known.restore_hours,
            unplanned=shares.split.unplanned.get(name, 0),
            planned=shares.split.planned.get(name, 0),
            degraded=shares.degraded.get(name, 0),
            known=found.known,
            down=found.down,
            down_planned=found.down_planned,
            breaks=found.breaks,
            late=found.late,
            longest=found.longest,
            excused=found.excused,
        )

    def _walk(self, under: Under) -> Walk:
        return Walk(self._groups).down_from([Node("service", under.service_id)])

    def _node(self, name: str) -> ChainNode:
        kind, _, number = name.partition(":")
        if kind == "group":
            group = self._groups[int(number)]
            return ChainNode(self._key(name), "group", group.name or group.words, group.words)
        known = self._known[name]
        return ChainNode(known.key, kind, known.name, known.kind)

    def _key(self, name: str) -> str:
        """The lasting key; groups need none but their own number inside one document."""
        return name if name.startswith("group:") else self._known[name].key

    def _own(self, judged: Judged, under: Under, ledger: "_Ledger") -> Mapping[str, "_Own"]:
        """How each part did itself: as issued in closed months, as the desk says in the rest."""
        names = [*map(of_service, under.services), *map(of_component, under.components)]
        issued = self._issued(judged)
        shut = Spans.of_microseconds([first for first, _, _ in issued], [last for _, last, _ in issued])
        seen = _Seen(self._session, under, judged, ledger, self._now)
        found: dict[str, _Own] = {}
        for name in names:
            known = self._known[name]
            support = self._support(known.support_hours_id, ledger)
            found[name] = seen.of(name, ledger.agreed - shut, shut, known.restore_hours, support)
        for *_, chain in issued:
            for part in chain.parts:
                name = self._names.get(part.key, "")
                if name in found:
                    found[name] = found[name].and_issued(part)
        return found

    def _issued(self, judged: Judged) -> list[tuple[int, int, Chain]]:
        """What closed months of a longer period say of the service, with where they begin and end for it."""
        told = [
            (month.start, month.end, service.chain)
            for month in self._closed
            for service in month.services
            if service.uid == judged.promise.service_uid and service.chain is not None
        ]
        return [
            (one.start, one.end, chain)
            for one in judged.closed
            for start, end, chain in told
            # Another time zone moves a border by a day at most; a quarter begins with its first month.
            if max(abs(start - one.start), abs(end - one.end)) < _TWO_DAYS
        ]

    def _support(self, hours_id: int | None, ledger: "_Ledger") -> ServiceHours | None:
        if hours_id is None:
            return None
        if hours_id not in self._hours:
            first, last = to_datetime(ledger.start).year, to_datetime(ledger.end).year
            self._hours[hours_id] = load_hours(self._session, hours_id, first, last)
        return self._hours[hours_id]


@dataclass(frozen=True, slots=True)
class _Shares:
    split: Divided
    degraded: Mapping[str, int]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*self.split.unplanned, *self.split.planned, *self.degraded]))

    def of(self, name: str) -> int:
        return self.split.unplanned.get(name, 0) + self.split.planned.get(name, 0)


@dataclass(frozen=True, slots=True)
class _Own:
    """A part's own figures, and when it was down."""

    known: int = 0
    down: int = 0
    down_planned: int = 0
    breaks: int = 0
    late: int = 0
    longest: int = 0
    excused: int = 0
    when: Spans = field(default_factory=Spans.empty)

    def and_issued(self, part: ChainPart) -> "_Own":
        return replace(
            self,
            known=self.known + part.known,
            down=self.down + part.down,
            down_planned=self.down_planned + part.down_planned,
            breaks=self.breaks + part.breaks,
            late=self.late + part.late,
            longest=max(self.longest, part.longest),
            excused=self.excused + part.excused,
        )


@dataclass(frozen=True, slots=True)
class _Ledger:
    """The ledger a service is judged by, over all its parts, with the outages as they were felt."""

    start: int
    end: int
    agreed: Spans  # that has passed, less what was agreed to leave out
    down: Spans
    degraded: Spans
    columns: tuple[tuple[OutageColumns, Definition, int, int], ...]

    @classmethod
    def of(cls, judged: Judged) -> "_Ledger":
        agreed = down = degraded = Spans.empty()
        columns: list[tuple[OutageColumns, Definition, int, int]] = []
        for _, part in judged.parts:
            if part.ledger is None:
                continue
            classes = part.ledger.spans
            down, degraded = down | classes["down"], degraded | classes["degraded"]
            agreed = agreed | classes["down"] | classes["degraded"] | classes["up"] | classes["unknown"]
            if part.outages is not None:
                bounds = to_microseconds(part.start), to_microseconds(part.end)
                columns.append((part.outages, part.target.definition, *bounds))
        start = to_microseconds(judged.parts[0][1].start)
        return cls(start, to_microseconds(judged.parts[-1][1].end), agreed, down, degraded, tuple(columns))

    def felt(
        self, whose: Mapping[int, str], itself: str
    ) -> tuple[dict[str, Spans], dict[str, Spans], dict[str, Spans]]:
        """By part: down unplanned, down planned, degraded; announced work, number 0, is no outage."""
        found: tuple[dict[str, Spans], dict[str, Spans], dict[str, Spans]] = {}, {}, {}
        for columns, definition, first, last in self.columns:
            starts, ends = columns.times(definition)
            starts, ends = np.maximum(starts, first), np.minimum(ends, last)
            real = (starts < ends) & (columns.id > 0)
            kinds = columns.down & ~columns.planned, columns.down & columns.planned, ~columns.down
            for into, kind in zip(found, kinds, strict=True):
                rows: dict[str, list[int]] = {}
                for row in np.flatnonzero(real & kind).tolist():
                    rows.setdefault(whose.get(int(columns.id[row]), itself), []).append(row)
                for name, own in rows.items():
                    spans = Spans.of_microseconds(starts[own], ends[own])
                    into[name] = into.get(name, Spans.empty()) | spans
        return found


class _Seen:
    """The parts' own outages and when they were observed, by any source: one of record is agreed for the service."""

    def __init__(self, session: Session, under: Under, judged: Judged, ledger: _Ledger, now: int) -> None:
        self._ledger, self._now = ledger, now
        self._outages = self._read(session, under, judged.target.definition)
        self._covered = self._coverage(session, under)
        self._windows = _together(spans for _, spans in open_windows(judged))

    def of(
        self, name: str, agreed: Spans, shut: Spans, restore_hours: str, support: ServiceHours | None
    ) -> _Own:
        """Over the agreed time, less planned work in an agreed window; what began in `shut` time was counted there."""
        failed, worked = self._outages.get(name, (Spans.empty(), Spans.empty()))
        excused = (worked - failed) & self._windows & agreed
        agreed = agreed - excused
        down = (failed | worked) & agreed
        observed = self._covered.get(name, Spans.empty()) | self._covered.get("", Spans.empty())
        began = (
            (failed.starts >= self._ledger.start)
            & (failed.starts < self._ledger.end)
            & ~shut.covers(failed.starts)
        )
        lengths = _lengths(Spans(failed.starts[began], failed.ends[began]), support)
        allowed = float(restore_hours) * _HOUR if restore_hours else None
        return _Own(
            known=((observed & agreed) | down).microseconds,
            down=down.microseconds,
            down_planned=((worked - failed) & agreed).microseconds,
            breaks=len(lengths),
            late=0 if allowed is None else sum(length > allowed for length in lengths),
            longest=max(lengths, default=0),
            excused=excused.microseconds,
            when=failed | worked,
        )

    def _read(
        self, session: Session, under: Under, definition: Definition
    ) -> Mapping[str, tuple[Spans, Spans]]:
        table = Outage.__table__.c
        start, end = to_datetime(self._ledger.start), to_datetime(self._ledger.end)
        wanted = [
            or_(table.service_id.in_(under.services), table.component_id.in_(under.components)),
            table.state == "down",
            table.excluded.is_(False),
            table.start < end,
            or_(table.end.is_(None), table.end > start),
        ]
        noted = (table.detected_at, table.reported_at, table.confirmed_at)
        query = select(
            func.coalesce(table.service_id * 2, table.component_id * 2 + 1),
            table.planned,
            raw(table.start),
            func.coalesce(raw(table.end), self._now),
            *(func.coalesce(raw(column), EARLIEST) for column in noted),
        ).where(*wanted)
        rows = integers(session, query)
        columns = OutageColumns(
            rows[:, 2],
            np.maximum(rows[:, 2], rows[:, 3]),
            detected=rows[:, 4],
            reported=rows[:, 5],
            confirmed=rows[:, 6],
        )
        starts, ends = columns.times(definition)
        ends = np.minimum(ends, max(self._now, self._ledger.start))
        found: dict[str, tuple[Spans, Spans]] = {}
        for number in np.unique(rows[:, 0]).tolist():
            own = (rows[:, 0] == number) & (starts < ends)
            planned = rows[:, 1].astype(np.bool_)
            name = of_component(number // 2) if number % 2 else of_service(number // 2)
            found[name] = (
                Spans.of_microseconds(starts[own & ~planned], ends[own & ~planned]),
                Spans.of_microseconds(starts[own & planned], ends[own & planned]),
            )
        return found

    def _coverage(self, session: Session, under: Under) -> Mapping[str, Spans]:
        """By part, and under "" what covers everything."""
        table = Coverage.__table__.c
        nothing = table.service_id.is_(None) & table.component_id.is_(None)
        named = or_(table.service_id.in_(under.services), table.component_id.in_(under.components))
        query = select(table.service_id, table.component_id, raw(table.start), raw(table.end)).where(
            table.kind == "outages", or_(nothing, named)
        )
        stretches: dict[str, list[tuple[int, int]]] = {}
        for service, component, start, end in session.execute(query):
            name = of_service(service) if service else of_component(component) if component else ""
            stretches.setdefault(name, []).append((start, min(end, self._now)))
        return {
            name: Spans.of_microseconds([a for a, b in rows if a < b], [b for a, b in rows if a < b])
            for name, rows in stretches.items()
        }


def _together(spans: Iterable[Spans]) -> Spans:
    together = Spans.empty()
    for each in spans:
        together = together | each
    return together


def _lengths(breaks: Spans, support: ServiceHours | None) -> list[int]:
    """How long each took to restore, in support hours where there are any."""
    if support is None or not breaks:
        return (breaks.ends - breaks.starts).tolist()
    worked = support.between(int(breaks.starts[0]), int(breaks.ends[-1]))
    return worked.measure_between(breaks.starts, breaks.ends).tolist()


def _stretches(
    split: Divided, order: Sequence[str], own: Mapping[str, _Own], under: Under
) -> Iterable[ChainStretch]:
    """The downtime in order of time; of what no part takes down alone, also who else was down."""
    place = {name: at for at, name in enumerate(order)}
    alone = under.structure.single_points
    when = {name: its.when for name, its in own.items() if its.when}
    reasons = under.structure.reasons(when) if when else {}
    for each in split.stretches:
        beside = () if any(name in alone for name in each.parts) else _beside(each, reasons, place)
        parts = tuple(sorted(place[name] for name in each.parts))
        yield ChainStretch(each.start, each.end, parts, each.planned, beside)


def _beside(stretch: Stretch, reasons: Mapping[str, Spans], place: Mapping[str, int]) -> tuple[int, ...]:
    """Those whose outages let it fall besides the ones it is put down to."""
    others = (name for name in reasons if name not in stretch.parts and name in place)
    return tuple(sorted(place[name] for name in others if reasons[name].clip(stretch.start, stretch.end)))


def _known(session: Session) -> Mapping[str, _Known]:
    found = {
        of_service(row.id): _Known(f"service:{row.uid}", row.name, "service")
        for row in session.scalars(select(Service))
    }
    for row in session.scalars(select(Component)):
        found[of_component(row.id)] = _Known(
            f"component:{row.uid}",
            row.name,
            row.kind,
            row.owner,
            row.kept_by,
            row.contracted_availability or "",
            row.contracted_restore_hours or "",
            row.support_hours_id,
        )
    return found


def _gone(name: str, texts: Mapping[int, OutageText]) -> _Known:
    """A part of closed time that is no longer on the desk, as documents called it."""
    title = next((text.subject for text in texts.values() if text.subject_key == name), name)
    return _Known(name, title, "")
