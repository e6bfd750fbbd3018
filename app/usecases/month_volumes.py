"""Volumes of a period against what the agreements assume: users, tickets opened, reported figures.

Closed months inside a quarter or year say what they said when issued; the rest is counted on the desk as it stands.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.calc.figures import Figure, figures_for, mean_by_days
from app.calc.periods import Period, parse_period, spelled_day
from app.calc.spans import Spans
from app.calc.volumes import Term, days_of, mean, overlap, spread
from app.calc.zones import start_of_day
from app.models.agreements import Agreement, AgreementVersion, AssumedVolume
from app.models.catalogue import Service
from app.models.measurements import Coverage, PeriodFigure, Ticket
from app.models.organisation import Site
from app.reports.month import Month, PastVolume, VolumeLine
from app.usecases.cases import Case
from app.usecases.closed_periods import closed_inside, months_left
from app.usecases.ticket_sources import CountedSource, counted_sources
from app.usecases.volumes import volume_name

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Assumed:
    """One volume through the versions that assume it, of one agreement or of several together.

    `apart` are the uid and title of the one agreement it is of, where others assume the same at the same time and
    what they assume cannot be added up.
    """

    row: AssumedVolume  # as last agreed; read only within its session
    service: str
    service_uid: str
    terms: tuple[Term, ...]
    apart: tuple[str, str] = ("", "")

    @property
    def key(self) -> str:
        row = self.row
        parts = (row.counts, row.ticket_kind, row.priority, row.figure)
        return "|".join(
            (self.service_uid, *(part.casefold() for part in parts), *filter(None, self.apart[:1]))
        )

    @property
    def name(self) -> str:
        _, title = self.apart
        return f"{volume_name(self.row)} ({title})" if title else volume_name(self.row)


def volume_lines(
    session: Session, case: Case, periods: Sequence[Period], now: datetime
) -> tuple[VolumeLine, ...]:
    """Each volume assumed in the last of the periods, with what the others say of it."""
    assumed, closed = _load(session, case.customer_id), case.closed
    if not any(month.volumes for month in closed.values()) and not assumed:
        return ()
    *before, period = periods
    counted = {one.row.service_id for one in assumed if one.row.counts == "tickets"}
    sources = {service_id: counted_sources(case.promises, service_id) for service_id in counted}
    counter = _Counter(session, case.customer_id, period.time_zone, now, assumed, sources)
    earlier = [(each, _told(counter, each, closed, past=True)) for each in before]
    return tuple(
        replace(line, history=tuple(_past(each, lines.get(key)) for each, lines in earlier))
        for key, line in _told(counter, period, {k: m for k, m in closed.items() if k != period.key}).items()
    )


def _told(
    counter: "_Counter", period: Period, closed: Mapping[str, Month], *, past: bool = False
) -> Mapping[str, VolumeLine]:
    """The volumes of one period by their key."""
    if period.key in closed:
        return {line.key: line for line in closed[period.key].volumes}
    documents = closed_inside(closed, period)
    if not documents:
        return counter.lines(period.first_day, period.last_day, past=past)
    pieces: list[tuple[Mapping[str, VolumeLine], int]] = [
        (
            {line.key: line for line in document.volumes},
            len(parse_period(document.period, period.time_zone).months()),
        )
        for document in documents
    ]
    for month in months_left(closed, period):
        pieces.append((counter.lines(month.first_day, month.last_day, past=past), 1))
    keys = dict.fromkeys(key for lines, _ in pieces for key in lines)
    return {
        key: _together([(lines[key], months) for lines, months in pieces if key in lines]) for key in keys
    }


def _together(rows: Sequence[tuple[VolumeLine, int]]) -> VolumeLine:
    """Successive pieces, each with its number of months, as one; unknown months are said.

    Amounts are added up, what is a stock or a mean is weighed by days.
    """
    lines = [line for line, _ in rows]
    known = [line for line in lines if line.actual is not None]
    notes = list(dict.fromkeys(line.note for line in lines if line.note))
    if 0 < len(known) < len(lines):
        told = sum(months for line, months in rows if line.actual is not None)
        notes.append(f"known for {told} of {sum(months for _, months in rows)} months")
    counted = known or lines
    days = sum(line.days for line in counted)

    def joined(values: Sequence[str]) -> str:
        weighed = [Fraction(value) for value in values]
        if lines[-1].over_months == "sum":
            return str(sum(weighed, Fraction()))
        return str(sum((v * line.days for v, line in zip(weighed, counted, strict=True)), Fraction()) / days)

    return replace(
        lines[-1],
        assumed=joined([line.assumed for line in counted]),
        actual=joined([line.actual for line in known if line.actual is not None]) if known else None,
        days=days,
        note="; ".join(notes),
        history=(),
        partly=any(line.partly for line in known),
    )


def _past(period: Period, line: VolumeLine | None) -> PastVolume:
    if line is None:
        return PastVolume(period.key, period.label)
    return PastVolume(period.key, period.label, line.assumed, line.actual)


def _load(session: Session, customer_id: int) -> tuple[_Assumed, ...]:
    """What is assumed, agreement by agreement put together: amounts of the same add up, all else stands apart."""
    query = (
        select(AssumedVolume, AgreementVersion, Service, Agreement)
        .join(AgreementVersion, AgreementVersion.id == AssumedVolume.version_id)
        .join(Agreement, Agreement.id == AgreementVersion.agreement_id)
        .join(Service, Service.id == AssumedVolume.service_id)
        .where(Agreement.customer_id == customer_id, Agreement.kind == "sla")
        .order_by(func.lower(Service.name), AgreementVersion.valid_from, AssumedVolume.id)
    )
    found: dict[str, dict[tuple[str, str], _Assumed]] = {}
    for row, version, service, agreement in session.execute(query):
        until = version.valid_until or "2999-12-31"
        term = Term(
            Fraction(Decimal(row.value)), date.fromisoformat(version.valid_from), date.fromisoformat(until)
        )
        one = _Assumed(row, service.name, service.uid, (term,))
        own = found.setdefault(one.key, {})
        known = own.get((agreement.uid, agreement.title))
        terms = (*known.terms, term) if known else (term,)
        own[agreement.uid, agreement.title] = replace(one, terms=terms)
    return tuple(one for own in found.values() for one in _of_agreements(own))


def _of_agreements(own: Mapping[tuple[str, str], _Assumed]) -> Iterator[_Assumed]:
    """The same volume of several agreements: together where these follow one another or it is an amount."""
    rows = sorted(own.values(), key=lambda each: each.terms[-1].first_day)
    at_once = any(overlap(one.terms, other.terms) for one, other in combinations(rows, 2))
    if at_once and any(each.row.over_months != "sum" for each in rows):
        yield from (replace(each, apart=agreement) for agreement, each in own.items())
        return
    yield replace(rows[-1], terms=tuple(term for each in rows for term in each.terms))


@dataclass(frozen=True, slots=True)
class _Counter:
    """Counts on the desk as it stands now."""

    session: Session
    customer_id: int
    time_zone: str
    now: datetime
    assumed: tuple[_Assumed, ...]
    sources: Mapping[int, tuple[CountedSource, ...]]  # by service

    def lines(self, first: date, last: date, *, past: bool) -> Mapping[str, VolumeLine]:
        """The volumes of these days as far as they have passed; headcounts of the past are not known."""
        last = min(last, self.now.astimezone(ZoneInfo(self.time_zone)).date() - _DAY)
        return {
            one.key: self._line(one, terms, first, last, past)
            for one in self.assumed
            if (terms := tuple(_clipped(one.terms, first, last)))
        }

    def _line(
        self, one: _Assumed, terms: tuple[Term, ...], first: date, last: date, past: bool
    ) -> VolumeLine:
        start, end = min(term.first_day for term in terms), max(term.last_day for term in terms)
        actual, note = self._actual(one, start, end, past)
        part = (
            f"assumed from {spelled_day(start)} to {spelled_day(end)}"
            if (start, end) != (first, last)
            else ""
        )
        days = days_of(terms)
        at_once = sum(term.days for term in terms) > days
        together = "assumed by several agreements, added up" if at_once else ""
        return VolumeLine(
            key=one.key,
            service=one.service,
            name=one.name,
            unit=one.row.unit,
            over_months=one.row.over_months,
            assumed=str(spread(terms) if one.row.over_months == "sum" else mean(terms)),
            actual=None if actual is None else str(actual),
            days=days,
            note="; ".join(filter(None, (part, together, note))),
            partly=actual is not None
            and one.row.over_months == "sum"
            and one.row.counts != "users"
            and bool(note),
        )

    def _actual(self, one: _Assumed, first: date, last: date, past: bool) -> tuple[Fraction | None, str]:
        if one.row.counts == "users":
            return (None, "") if past else self._users()
        if one.row.counts == "tickets":
            return self._tickets(one.row, first, last)
        return self._figure(one.row, first, last)

    def _users(self) -> tuple[Fraction | None, str]:
        query = select(func.count(), func.sum(Site.headcount)).where(Site.customer_id == self.customer_id)
        sites, users = self.session.execute(query).one()
        return (Fraction(users), "users of all sites") if sites else (None, "no sites are recorded")

    def _tickets(self, row: AssumedVolume, first: date, last: date) -> tuple[Fraction | None, str]:
        start, end = start_of_day(first, self.time_zone), start_of_day(last + _DAY, self.time_zone)
        sources = self.sources[row.service_id]
        query = (
            select(func.count())
            .where(Ticket.service_id == row.service_id, Ticket.opened >= start, Ticket.opened < end)
            .where(or_(Ticket.customer_id.is_(None), Ticket.customer_id == self.customer_id))
            .where(or_(*(_of_source(each) for each in sources)))
        )
        if row.ticket_kind:
            query = query.where(Ticket.kind == row.ticket_kind)
        if row.priority:
            query = query.where(func.lower(Ticket.priority) == row.priority.lower())
        count, covered = self.session.scalar(query) or 0, self._covered(row.service_id, sources, start, end)
        if not covered and not count:
            return None, "no source of tickets covers these days"
        return Fraction(count), "" if covered == Spans.of(
            [(start, end)]
        ) else "tickets cover only part of the days"

    def _covered(
        self, service_id: int, sources: Sequence[CountedSource], start: datetime, end: datetime
    ) -> Spans:
        """When the source that counts observes the service's tickets."""
        query = (
            select(Coverage.source, Coverage.start, Coverage.end)
            .where(Coverage.kind == "tickets", Coverage.start < end, Coverage.end > start)
            .where(or_(Coverage.service_id.is_(None), Coverage.service_id == service_id))
            .where(Coverage.component_id.is_(None))
        )
        rows = self.session.execute(query).all()
        found = Spans.empty()
        for each in sources:
            own = Spans.of([(row.start, row.end) for row in rows if each.source in (None, row.source)])
            found = found | (own & each.opened)
        return found & Spans.of([(start, end)])

    def _figure(self, row: AssumedVolume, first: date, last: date) -> tuple[Fraction | None, str]:
        query = (
            select(PeriodFigure)
            .where(PeriodFigure.service_id == row.service_id)
            .where(PeriodFigure.last_day >= first.isoformat(), PeriodFigure.first_day <= last.isoformat())
            .order_by(PeriodFigure.id)
        )
        figures = figures_for(
            (
                Figure(
                    date.fromisoformat(each.first_day), date.fromisoformat(each.last_day), Decimal(each.value)
                )
                for each in self.session.scalars(query)
                if each.metric.casefold() == row.figure.casefold()
            ),
            first,
            last,
        )
        if not figures:
            return None, "no figure was reported"
        days, all_days = sum(figure.days for figure in figures), (last - first).days + 1
        note = "" if days == all_days else f"reported for {days} of {all_days} days"
        if row.over_months == "mean":
            return mean_by_days(figures), note
        return sum((Fraction(figure.value) for figure in figures), Fraction()), note


def _of_source(counted: CountedSource) -> ColumnElement[bool]:
    """Whether a ticket is of the source that counts when it was opened."""
    pairs = counted.opened.pairs()
    then = or_(*(and_(Ticket.opened >= start, Ticket.opened < end) for start, end in pairs))
    return then if counted.source is None else and_(then, Ticket.source == counted.source)


def _clipped(terms: Sequence[Term], first: date, last: date) -> Iterator[Term]:
    for term in terms:
        start, end = max(term.first_day, first), min(term.last_day, last)
        if start <= end:
            yield Term(term.value, start, end)
