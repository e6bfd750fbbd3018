"""What was taken out of agreed time in a period: dates of the hours and maintenance windows, as they fell.

With these a customer can work out the base again. Of closed time it is told as it was frozen.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.hours import ServiceHours
from app.calc.metrics import METRICS
from app.calc.recurrence import recurrence_words
from app.calc.spans import Spans, to_microseconds
from app.calc.words import plural
from app.models.agreements import Hours, SpecialDay
from app.reports.month import DateLine, HoursLine, Month, WindowLine
from app.usecases.cases import Case
from app.usecases.judging import Judged
from app.usecases.measured import Measured
from app.usecases.month_outages import DayOff
from app.usecases.promises import PromisedVersion, Window
from app.usecases.public_holidays import public_holidays

_DAY = timedelta(days=1)
_KINDS: Mapping[str, str] = {
    "holiday": "no service hours",
    "shift": "hours of its own",
    "break": "a break",
    "workday": "worked",
}


def hours_told(session: Session, judged: Sequence[Judged], closed: Sequence[Month]) -> tuple[HoursLine, ...]:
    """Each set of hours in force, the services it holds for, and the dates that differ from its week."""
    lines = [line for month in closed for line in month.hours]
    for one in judged:
        for version, part in one.parts:
            stretches = _open(part.start, part.end, closed)
            if not stretches:
                continue
            hours = version.clock_hours or part.hours
            names = _names(session, version.clock_id, part.start.year, part.end.year)
            dates = [line for start, end in stretches for line in _dates(hours, names, start, end)]
            lines.append(HoursLine(version.clock_words, (one.promise.service,), tuple(dates)))
    return _joined_hours(lines)


def _joined_hours(lines: Iterable[HoursLine]) -> tuple[HoursLine, ...]:
    found: dict[str, HoursLine] = {}
    for line in lines:
        known = found.get(line.words, HoursLine(line.words))
        found[line.words] = replace(
            known,
            services=tuple(dict.fromkeys([*known.services, *line.services])),
            dates=tuple(sorted({*known.dates, *line.dates}, key=lambda each: each.day)),
        )
    return tuple(found.values())


def _open(start: datetime, end: datetime, closed: Sequence[Month]) -> list[tuple[int, int]]:
    """The stretches of [start, end) that are not closed."""
    shut = Spans.of_microseconds([month.start for month in closed], [month.end for month in closed])
    left = Spans.of([(start, end)]) - shut
    return list(zip(left.starts.tolist(), left.ends.tolist(), strict=True))


def _names(session: Session, hours_id: int, first_year: int, last_year: int) -> Mapping[date, str]:
    """Why a date differs from the week: the holiday's name, or what was written for a date of its own."""
    hours = session.get(Hours, hours_id)
    if hours is None:
        return {}
    names: dict[date, str] = {}
    for year in range(first_year, last_year + 1):
        names |= public_holidays(hours.country, hours.subdivision, year)
    for own in session.scalars(select(SpecialDay).where(SpecialDay.hours_id == hours_id)):
        names[date.fromisoformat(own.day)] = own.name or _KINDS.get(own.kind, own.kind)
    return names


def _dates(hours: ServiceHours, names: Mapping[date, str], start: int, end: int) -> Iterator[DateLine]:
    """The dates of [start, end) on which the hours are not those of the week; others change nothing."""
    for day, what, usual, owed in _days_of_their_own(hours, names, start, end):
        if usual.microseconds != owed.microseconds:
            yield DateLine(day.isoformat(), what, usual.microseconds - owed.microseconds)


def _days_of_their_own(
    hours: ServiceHours, names: Mapping[date, str], start: int, end: int
) -> Iterator[tuple[date, str, Spans, Spans]]:
    """Each holiday and own date in [start, end): its name, the hours its week would have, and its own."""
    week = ServiceHours(hours.time_zone, hours.week)
    nights = {day + _DAY: day for day in hours.shifts}  # hours of a date may last into the next
    for day in sorted({*hours.holidays, *hours.breaks, *hours.shifts, *nights}):
        first, last = max(_midnight(day, hours), start), min(_midnight(day + _DAY, hours), end)
        if first < last:
            what = names.get(day) or names.get(nights.get(day, day), "no service hours")
            yield day, what, week.between(first, last), hours.between(first, last)


def days_off(
    session: Session, judged: Sequence[Judged], closed: Sequence[Month]
) -> Mapping[str, tuple[DayOff, ...]]:
    """By lineage the service hours of the week that holidays and own dates take away, outside `closed` time."""
    return {one.promise.lineage: tuple(_days_off(session, one, closed)) for one in judged}


def _days_off(session: Session, judged: Judged, closed: Sequence[Month]) -> Iterator[DayOff]:
    for version, part in judged.parts:
        stretches = _open(part.start, part.end, closed)
        if not stretches:
            continue
        names = _names(session, version.hours_id, part.start.year, part.end.year)
        for start, end in stretches:
            for _, what, usual, owed in _days_of_their_own(part.hours, names, start, end):
                if lost := usual - owed:
                    yield DayOff(what, lost)


def _midnight(day: date, hours: ServiceHours) -> int:
    return to_microseconds(datetime.combine(day, time(), ZoneInfo(hours.time_zone)))


def windows_told(case: Case, judged: Sequence[Judged], closed: Sequence[Month]) -> tuple[WindowLine, ...]:
    """Each maintenance window in force: when it fell, how much of it was in service hours, how much was used."""
    lines = {
        (one.promise.service_id, window.reason, _window_words(window), part.start): _window(
            window,
            one,
            version,
            case.measured[one.promise.service_id, version.source],
            closed,
            part.start,
            part.end,
        )
        for one in reversed(judged)
        if "ledger" in METRICS[one.target.metric].needs
        for version, part in one.parts
        if _open(part.start, part.end, closed)
        for window in version.windows
        if window.recurrence or window.spans(part.start, part.end)
    }
    return _joined_windows([*(line for month in closed for line in month.windows), *reversed(lines.values())])


def _window(
    window: Window,
    judged: Judged,
    version: PromisedVersion,
    measured: Measured,
    closed: Sequence[Month],
    start: datetime,
    end: datetime,
) -> WindowLine:
    stretches = Spans.of_microseconds(*_columns(_open(start, end, closed)))
    spans = window.spans(start, end) & stretches
    outages = measured.outages.felt_by_the_service().columns
    columns = outages.take(outages.planned)
    used = spans & (measured.work | Spans.of_microseconds(columns.start, columns.end))
    reserved = spans & version.hours.between(to_microseconds(start), to_microseconds(end))
    return WindowLine(
        name=window.reason,
        words=_window_words(window),
        services=(judged.promise.service,),
        starts=tuple(spans.starts.tolist()),
        reserved=reserved.microseconds,
        used=used.microseconds,
        with_outage=(reserved & Spans.of_microseconds(outages.start, outages.end)).microseconds,
    )


def _columns(pairs: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [first for first, _ in pairs], [last for _, last in pairs]


def _joined_windows(lines: Iterable[WindowLine]) -> tuple[WindowLine, ...]:
    """Lines of one service and window follow one another in time; services with the same figures share a line."""
    by_service: dict[tuple[tuple[str, ...], str, str], WindowLine] = {}
    for line in lines:
        for service in line.services:
            key = (service,), line.name, line.words
            known = by_service.get(key, _unused(line, service))
            by_service[key] = replace(
                known,
                starts=tuple(sorted({*known.starts, *line.starts})),
                reserved=known.reserved + line.reserved,
                used=known.used + line.used,
                with_outage=_known_sum(known.with_outage, line.with_outage),
            )
    shared: dict[WindowLine, tuple[str, ...]] = {}
    for line in by_service.values():
        alike = replace(line, services=())
        shared[alike] = (*shared.get(alike, ()), *line.services)
    return tuple(replace(line, services=services) for line, services in shared.items())


def _unused(line: WindowLine, service: str) -> WindowLine:
    return replace(line, services=(service,), starts=(), reserved=0, used=0, with_outage=0)


def _known_sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _window_words(window: Window) -> str:
    """ "every Sunday 02:00–06:00 (Europe/Berlin)"."""
    until = window.starts_at + window.duration
    later = (until.date() - window.starts_at.date()).days
    when = recurrence_words(window.recurrence, window.starts_at)
    days = "" if window.duration < timedelta(days=1) else f", {plural(later, 'day')} later"
    if not window.recurrence:
        when = f"once, {window.starts_at.day} {window.starts_at:%B %Y}"
    return f"{when} {window.starts_at:%H:%M}–{until:%H:%M}{days} ({window.time_zone})"
