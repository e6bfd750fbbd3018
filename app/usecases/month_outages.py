"""The outages of a service in a period as the month document lists them: what counted, what did not, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.evidence import Part
from app.calc.ledger import LedgerClass
from app.calc.metrics import METRICS
from app.calc.spans import LATEST, Instants, Spans
from app.calc.words import duration
from app.models.base import to_microseconds
from app.models.catalogue import Component, Service
from app.models.measurements import Outage, OutageSite
from app.models.organisation import Site
from app.reports.leaving import look_up
from app.reports.month import Month, OutageLine
from app.usecases.judging import Judged
from app.usecases.open_windows import open_windows
from app.usecases.provenance import Origins

_CHUNK = 500
_SHOWN_CLASSES: tuple[LedgerClass, ...] = ("outside", "excluded", "down", "degraded", "future")
_WHY: Mapping[LedgerClass, str] = {
    "outside": "outside service hours",
    "excluded": "agreed exclusion",
    "future": "still to come",
}


@dataclass(frozen=True, slots=True)
class DayOff:
    """A holiday or own date, and the service hours of the week it takes away."""

    what: str
    lost: Spans


@dataclass(frozen=True, slots=True)
class OutageText:
    """What is stored about an outage besides its times."""

    subject: str
    state: str
    planned: bool
    cause: str
    internal_text: str
    customer_text: str
    sites: tuple[str, ...]
    excluded: bool
    disputed: bool
    exclusion: str  # why it is excluded, with its clause
    source: str
    start: int
    end: int | None
    subject_key: str = ""  # "component:<uid>"; empty where an older document did not keep it


def load_outage_texts(session: Session, outage_ids: Sequence[int]) -> Mapping[int, OutageText]:
    """The texts of these outages by their id."""
    origins = Origins(session)
    texts: dict[int, OutageText] = {}
    for first in range(0, len(outage_ids), _CHUNK):
        look_up()
        some = outage_ids[first : first + _CHUNK]
        sites = _sites(session, some)
        query = (
            select(Outage, Service, Component)
            .outerjoin(Service, Service.id == Outage.service_id)
            .outerjoin(Component, Component.id == Outage.component_id)
            .where(Outage.id.in_(some))
        )
        for outage, service, component in session.execute(query):
            texts[outage.id] = _text(outage, service or component, sites.get(outage.id, ()), origins)
    return texts


def frozen_outage_texts(closed: Iterable[Month]) -> Mapping[int, OutageText]:
    """The texts of the outages in closed periods, as they were issued; of two the later period's."""
    return {
        line.id: OutageText(
            subject=line.subject,
            state=line.state,
            planned=line.planned,
            cause=line.cause,
            internal_text=line.internal_text,
            customer_text=line.customer_text,
            sites=line.sites,
            excluded=bool(line.exclusion),
            disputed=line.disputed,
            exclusion=line.exclusion,
            source=line.source,
            start=line.start,
            end=line.end,
            subject_key=line.subject_key,
        )
        for month in closed
        for service in month.services
        for line in service.outages
    }


def touching_ids(judged: Sequence[Judged]) -> list[int]:
    """The outages that touch the periods of these judged promises."""
    found = {int(each) for one in judged for each in _within(one)}
    return sorted(found)


def outage_lines(
    judged: Sequence[Judged], texts: Mapping[int, OutageText], days_off: Mapping[str, Sequence[DayOff]]
) -> tuple[OutageLine, ...]:
    """The outages of one service, judged by its first promise that has a ledger (its availability, as a rule).

    `days_off` by lineage say why time is outside service hours.
    """
    measured = [one for one in judged if "ledger" in METRICS[one.target.metric].needs]
    if not measured:
        return ()
    main = measured[0]
    ids = _within(main)
    inside, lengths = _inside(main, ids), _lengths(main, ids)
    off = days_off.get(main.promise.lineage, ())
    planned = any(texts[int(o)].planned for o in ids if int(o) in texts)
    windows = _all_windows(main) if planned else Spans.empty()
    lines = (
        _line(
            main,
            texts[int(o)],
            int(o),
            _row(inside, n),
            off,
            windows,
            felt=_is_felt(texts[int(o)], lengths[n]),
        )
        for n, o in enumerate(ids)
        if int(o) in texts
    )
    return tuple(sorted(lines, key=lambda line: (line.start, line.id)))


def _row(columns: Mapping[LedgerClass, Instants], place: int) -> dict[LedgerClass, int]:
    return {kind: int(column[place]) for kind, column in columns.items()}


def _within(judged: Judged) -> Instants:
    """Ids of the outages that touch the period, each by the version in force then."""
    return np.unique(np.concatenate([_touching(part) for _, part in judged.parts]))


def _touching(part: Part) -> Instants:
    outages = part.outages
    if outages is None:
        return np.empty(0, dtype=np.int64)
    starts, ends = outages.times(part.target.definition)
    starts, ends = np.minimum(starts, outages.start), np.maximum(ends, outages.end)
    touching = (starts < to_microseconds(part.end)) & (ends > to_microseconds(part.start))
    touching &= outages.id > 0  # 0: announced work
    return outages.id[touching]


def _inside(judged: Judged, ids: Instants) -> Mapping[LedgerClass, Instants]:
    """Microseconds of each outage in each class of the ledger, over all parts."""
    total: Mapping[LedgerClass, Instants] = {
        kind: np.zeros(len(ids), dtype=np.int64) for kind in _SHOWN_CLASSES
    }
    for _, part in judged.parts:
        if part.ledger is None or part.outages is None:
            continue
        rows = np.flatnonzero(np.isin(part.outages.id, ids))  # two of an outage corrected amid closed time
        own = part.outages.take(rows)
        places = np.searchsorted(ids, own.id)
        for kind in _SHOWN_CLASSES:
            np.add.at(total[kind], places, part.ledger.inside(own, kind))
    return total


def _is_felt(text: OutageText, length: int) -> bool:
    """Whether anything of it is left, unless it had no length of its own."""
    return bool(length) or text.end == text.start


def _lengths(judged: Judged, ids: Instants) -> Instants:
    """How long each outage was felt, within service hours or not; what another part stood in for has no length."""
    total = np.zeros(len(ids), dtype=np.int64)
    for _, part in judged.parts:
        if part.outages is not None:
            rows = np.flatnonzero(np.isin(part.outages.id, ids))
            own = part.outages.take(rows)
            np.maximum.at(total, np.searchsorted(ids, own.id), (own.end - own.start).clip(0))
    return total


def _line(
    judged: Judged,
    text: OutageText,
    outage_id: int,
    inside: Mapping[LedgerClass, int],
    days_off: Sequence[DayOff],
    windows: Spans,
    *,
    felt: bool,
) -> OutageLine:
    counts = (
        inside["down"] if judged.target.definition.degraded == "up" else inside["down"] + inside["degraded"]
    )
    own = counts if text.state == "down" or judged.target.definition.degraded != "up" else 0
    unagreed = _unagreed(judged, text, outage_id, own, windows)
    return OutageLine(
        id=outage_id,
        service=judged.promise.service,
        subject=text.subject,
        start=text.start,
        end=text.end,
        state=text.state,
        planned=text.planned,
        counted=own,
        excluded=inside["excluded"],
        why=_why(judged, text, own, inside, days_off, unagreed, felt=felt),
        cause=text.cause,
        internal_text=text.internal_text,
        customer_text=text.customer_text,
        sites=text.sites,
        disputed=text.disputed,
        exclusion=text.exclusion if text.excluded else "",
        source=text.source,
        felt=felt,
        subject_key=text.subject_key,
    )


def _why(
    judged: Judged,
    text: OutageText,
    counted: int,
    inside: Mapping[LedgerClass, int],
    days_off: Sequence[DayOff],
    unagreed: str,
    *,
    felt: bool,
) -> str:
    """ "counted", or what of it was not and for which reason; `unagreed` says why planned work counted."""
    reasons: list[str] = []
    for kind, words in _WHY.items():
        if inside[kind]:
            own = text.exclusion if kind == "excluded" else ""
            because = _off(text, inside[kind], days_off) if kind == "outside" else ""
            reasons.append(f"{duration(inside[kind])}{f': {own}' if own else f' {words}'}{because}")
    if text.state == "degraded" and judged.target.definition.degraded == "up" and inside["degraded"]:
        reasons.append(f"{duration(inside['degraded'])} degraded, which counts as up")
    if not felt:
        return "not felt: other parts stood in"
    if not reasons:
        return f"counted{unagreed}" if counted else "does not count under the definition"
    if not counted:
        return "; ".join(reasons)
    return f"{duration(counted)} counted{unagreed}; {'; '.join(reasons)}"


def _all_windows(judged: Judged) -> Spans:
    """Whenever any agreed window was open."""
    found = Spans.empty()
    for _, spans in open_windows(judged):
        found = found | spans
    return found


def _unagreed(judged: Judged, text: OutageText, outage_id: int, counted: int, windows: Spans) -> str:
    """ ": planned, but in no agreed window"; empty where its counted time lay in windows or was not planned.

    Where the definition leaves windows out of nothing, a window would not have helped.
    """
    if not (counted and text.planned) or text.excluded or not judged.target.definition.honours_exclusions:
        return ""
    within = _counted_within(judged, outage_id, windows)
    if within >= counted:
        return ""
    return f": planned, but {f'{duration(counted - within)} of it ' if within else ''}in no agreed window"


def _counted_within(judged: Judged, outage_id: int, windows: Spans) -> int:
    """Microseconds of one outage that counted though a window was open, as another failed meanwhile."""
    kinds: tuple[LedgerClass, ...] = (
        ("down",) if judged.target.definition.degraded == "up" else ("down", "degraded")
    )
    total = 0
    for _, part in judged.parts if windows else ():
        if part.ledger is None or part.outages is None:
            continue
        own = part.outages.take(np.flatnonzero(part.outages.id == outage_id))
        starts, ends = own.times(part.target.definition)
        real = starts < ends
        felt = Spans.of_microseconds(starts[real], ends[real]) & windows
        total += sum((felt & part.ledger.spans[kind]).microseconds for kind in kinds)
    return total


def _off(text: OutageText, outside: int, days_off: Sequence[DayOff]) -> str:
    """ " (Ascension Day)", or " (partly Ascension Day)" where the week has no hours for some of the time either."""
    during = [(each.what, each.lost.clip(text.start, text.end or LATEST).microseconds) for each in days_off]
    names = dict.fromkeys(what for what, lost in during if lost)
    if not names:
        return ""
    partly = "partly " if sum(lost for _, lost in during) < outside else ""
    return f" ({partly}{', '.join(names)})"


def _text(
    outage: Outage, subject: Service | Component | None, sites: tuple[str, ...], origins: Origins
) -> OutageText:
    kind = "service" if isinstance(subject, Service) else "component"
    clause = f" ({outage.exclusion_clause})" if outage.exclusion_clause else ""
    return OutageText(
        subject=subject.name if subject else "",
        state=outage.state,
        planned=outage.planned,
        cause=outage.cause or "",
        internal_text=outage.internal_text or "",
        customer_text=outage.customer_text or "",
        sites=sites,
        excluded=outage.excluded,
        disputed=outage.disputed,
        exclusion=f"{outage.exclusion_reason}{clause}" if outage.excluded else "",
        source=str(origins.of(outage.sheet_id, outage.source_row, outage.end_row)),
        start=to_microseconds(outage.start),
        end=None if outage.end is None else to_microseconds(outage.end),
        subject_key=f"{kind}:{subject.uid}" if subject else "",
    )


def _sites(session: Session, outage_ids: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
    query = (
        select(OutageSite.outage_id, Site.name)
        .join(Site, Site.id == OutageSite.site_id)
        .where(OutageSite.outage_id.in_(outage_ids))
        .order_by(Site.name)
    )
    found: dict[int, tuple[str, ...]] = {}
    for outage_id, name in session.execute(query):
        found[outage_id] = (*found.get(outage_id, ()), name)
    return found
