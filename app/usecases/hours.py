"""Named hours: when a level is owed and when somebody works, with public holidays and own dates."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from itertools import count

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from app.calc.hours import ServiceHours
from app.calc.periods import spelled_day
from app.errors import InputError, Refused
from app.models.agreements import AgreementVersion, Hours, SpecialDay, Target
from app.models.database import Database
from app.usecases.editing import LONGEST_NAME, assign, check_time_zone, fetch, refuse_twin, tidy_name
from app.usecases.public_holidays import less_holidays, public_holidays

Week = Mapping[int, tuple[tuple[time, time], ...]]
ROUND_THE_CLOCK: Week = {day: ((time(0), time(0)),) for day in range(7)}
SPECIAL_DAY_KINDS = ("holiday", "shift", "break", "workday")

_HOURS_FIELDS = frozenset({"name", "time_zone", "week", "country", "subdivision"})


@dataclass(frozen=True, slots=True)
class SpecialDayRow:
    """A local date on which the weekly pattern does not hold; `kind` is one of SPECIAL_DAY_KINDS."""

    id: int
    day: date
    kind: str
    times: tuple[tuple[time, time], ...]
    name: str


@dataclass(frozen=True, slots=True)
class HoursRow:
    id: int
    name: str
    time_zone: str
    week: Week
    country: str | None
    subdivision: str | None
    special_days: tuple[SpecialDayRow, ...]
    words: str
    signed: bool  # a signed agreement rests on them: only their name may change


def list_hours(db: Database) -> tuple[HoursRow, ...]:
    """All hours by name."""
    with db.reading() as session:
        days: dict[int, list[SpecialDayRow]] = {}
        for day in session.scalars(select(SpecialDay).order_by(SpecialDay.day)):
            days.setdefault(day.hours_id, []).append(_special_day(day))
        signed = _signed_hours(session)
        return tuple(
            _hours_row(hours, tuple(days.get(hours.id, ())), signed=hours.id in signed)
            for hours in session.scalars(select(Hours).order_by(func.lower(Hours.name)))
        )


def add_hours(
    db: Database,
    name: str,
    *,
    time_zone: str,
    week: Week,
    country: str | None = None,
    subdivision: str | None = None,
) -> int:
    """New hours; `week` maps 0 (Monday) … 6 to (start, end) times, an end of time(0) is the end of the day."""
    name = tidy_name(name, "set of hours")
    with db.changing(f"Add hours {name}") as session:
        refuse_twin(session, Hours.name, name, "set of hours")
        check_country(country, subdivision)
        hours = Hours(
            name=name,
            time_zone=check_time_zone(time_zone),
            week=_week_text(week),
            country=country or None,
            subdivision=subdivision or None,
        )
        session.add(hours)
        session.flush()
        return hours.id


def copy_hours(db: Database, hours_id: int) -> int:
    """The same hours under a free name ("… copy", "… copy 2"), with their own dates; returns the new id.

    The way to change hours a signed agreement rests on: its next version uses the copy.
    """
    with db.changing("Copy hours") as session:
        hours = fetch(session, Hours, hours_id, "set of hours")
        copy = Hours(
            name=_free_name(session, f"{hours.name[: LONGEST_NAME - 10]} copy"),
            time_zone=hours.time_zone,
            week=hours.week,
            country=hours.country,
            subdivision=hours.subdivision,
        )
        session.add(copy)
        session.flush()
        session.add_all(
            SpecialDay(hours_id=copy.id, day=day.day, kind=day.kind, times=day.times, name=day.name)
            for day in session.scalars(select(SpecialDay).where(SpecialDay.hours_id == hours_id))
        )
        session.info["label"] = f"Copy hours {hours.name}"
        return copy.id


def change_hours(db: Database, hours_id: int, **changes: object) -> None:
    """Change name, time_zone, week, country or subdivision; only the name once a signed version rests on them."""
    with db.changing("Change hours") as session:
        hours = fetch(session, Hours, hours_id, "set of hours")
        if changes.keys() - {"name"}:
            _refuse_signed(session, hours)
        if "name" in changes:
            changes["name"] = tidy_name(str(changes["name"]), "set of hours")
            refuse_twin(session, Hours.name, str(changes["name"]), "set of hours", but=hours_id)
        if "time_zone" in changes:
            check_time_zone(str(changes["time_zone"]))
        if isinstance(changes.get("week"), Mapping):
            changes["week"] = _week_text(changes["week"])  # pyright: ignore[reportArgumentType]
        for field in ("country", "subdivision"):
            if field in changes:
                changes[field] = changes[field] or None
        assign(hours, changes, _HOURS_FIELDS)
        check_country(hours.country, hours.subdivision)
        session.info["label"] = f"Change hours {hours.name}"


def remove_hours(db: Database, hours_id: int) -> None:
    """Remove hours no target uses."""
    with db.changing("Remove hours") as session:
        hours = fetch(session, Hours, hours_id, "set of hours")
        used = or_(Target.hours_id == hours_id, Target.support_hours_id == hours_id)
        if session.scalar(select(exists().where(used))):
            raise Refused(f"Targets use the hours “{hours.name}”. Give those targets other hours first.")
        session.info["label"] = f"Remove hours {hours.name}"
        session.delete(hours)


def add_special_day(
    db: Database,
    hours_id: int,
    day: date,
    kind: str,
    *,
    times: Iterable[tuple[time, time]] = (),
    name: str = "",
) -> int:
    """A date of its own: holiday, shift (other hours that day), break (cut out) or workday (no holiday here).

    Refused once a signed version rests on the hours: what was signed is the week, the public holidays of the
    country by their year, and the own dates it had that day. A further date is agreed with the next version.
    """
    if kind not in SPECIAL_DAY_KINDS:
        raise InputError(f"“{kind}” is none of {', '.join(SPECIAL_DAY_KINDS)}.")
    pairs = tuple(times)
    if (kind in {"shift", "break"}) != bool(pairs):
        raise InputError("Other hours and breaks need their times; holidays and workdays have none.")
    with db.changing(f"Add {spelled_day(day)} to hours") as session:
        hours = fetch(session, Hours, hours_id, "set of hours")
        _refuse_signed(session, hours)
        special = SpecialDay(
            hours_id=hours_id, day=day.isoformat(), kind=kind, times=_times_text(pairs), name=name
        )
        session.add(special)
        session.info["label"] = f"Add {spelled_day(day)} to {hours.name}"
        session.flush()
        return special.id


def remove_special_day(db: Database, special_day_id: int) -> None:
    """Remove a date of its own, as long as no signed version rests on the hours."""
    with db.changing("Remove a date from hours") as session:
        special = fetch(session, SpecialDay, special_day_id, "date")
        _refuse_signed(session, fetch(session, Hours, special.hours_id, "set of hours"))
        session.info["label"] = f"Remove {spelled_day(date.fromisoformat(special.day))} from hours"
        session.delete(special)


def holiday_countries() -> Mapping[str, tuple[str, ...]]:
    """The countries whose public holidays are known, each with its subdivisions."""
    # holidays takes 0.1 s to import; only the hours editor and the levels need it.
    import holidays

    return {
        country: tuple(parts)
        for country, parts in holidays.list_supported_countries(include_aliases=False).items()
    }


def hours_words(session: Session, hours_id: int) -> str:
    """The hours in words: "Mon–Fri 08:00–18:00 (Europe/Berlin), less public holidays of Germany"."""
    hours = fetch(session, Hours, hours_id, "set of hours")
    return f"{weekly_pattern(hours).words()}{less_holidays(hours.country, hours.subdivision)}"


def week_words(text: str) -> str:
    """A stored week in words, without its time zone."""
    week = {day: list(times) for day, times in _week(text).items()}
    return ServiceHours(time_zone="UTC", week=week).words().partition(" (")[0]


def load_hours(session: Session, hours_id: int, first_year: int, last_year: int) -> ServiceHours:
    """The hours with public holidays of these years (and one on either side) and every own date.

    Hours entered for a public holiday are worked; an own holiday is free whatever else its date says.
    """
    hours = fetch(session, Hours, hours_id, "set of hours")
    days = [
        _special_day(d) for d in session.scalars(select(SpecialDay).where(SpecialDay.hours_id == hours_id))
    ]
    years = range(first_year - 1, last_year + 2)
    public = {d for year in years for d in public_holidays(hours.country, hours.subdivision, year)}
    own = {d.day for d in days if d.kind == "holiday"}
    worked = {d.day for d in days if d.kind in {"workday", "shift"}}
    return ServiceHours(
        time_zone=hours.time_zone,
        week={day: list(times) for day, times in _week(hours.week).items()},
        holidays=sorted((public - worked) | own),
        breaks=_times_by_day(days, "break"),
        shifts=_times_by_day(days, "shift"),
    )


def _times_by_day(days: Iterable[SpecialDayRow], kind: str) -> Mapping[date, list[tuple[time, time]]]:
    """The times of all own dates of a kind; a date may stand there several times."""
    times: dict[date, list[tuple[time, time]]] = {}
    for row in days:
        if row.kind == kind:
            times.setdefault(row.day, []).extend(row.times)
    return times


def _free_name(session: Session, name: str) -> str:
    """The name, or with the first number that makes it one of its own."""
    taken = {known.lower() for known in session.scalars(select(Hours.name))}
    names = (name if number == 1 else f"{name} {number}" for number in count(1))
    return next(each for each in names if each.lower() not in taken)


def check_country(country: str | None, subdivision: str | None) -> None:
    """Refuse a country or a part of one whose public holidays are not known; none at all is fine."""
    if not country:
        return
    known = holiday_countries()
    if country not in known:
        raise InputError(f"Public holidays of “{country}” are not known. Leave it empty and enter own dates.")
    if subdivision and subdivision not in known[country]:
        raise InputError(f"“{subdivision}” is no part of {country} with holidays of its own.")


def _refuse_signed(session: Session, hours: Hours) -> None:
    if hours.id in _signed_hours(session):
        raise Refused(
            f"A signed agreement rests on the hours “{hours.name}”. "
            "Copy them and use the copy in the agreement's next version."
        )


def _signed_hours(session: Session) -> frozenset[int]:
    """The hours that a target of a signed version uses, as service hours or as support hours."""
    query = (
        select(Target.hours_id, Target.support_hours_id)
        .join(AgreementVersion, AgreementVersion.id == Target.version_id)
        .where(AgreementVersion.signed_on.is_not(None))
        .distinct()
    )
    return frozenset(number for pair in session.execute(query) for number in pair if number is not None)


def _hours_row(hours: Hours, special_days: tuple[SpecialDayRow, ...], *, signed: bool) -> HoursRow:
    return HoursRow(
        hours.id,
        hours.name,
        hours.time_zone,
        _week(hours.week),
        hours.country,
        hours.subdivision,
        special_days,
        weekly_pattern(hours).words(),
        signed,
    )


def weekly_pattern(hours: Hours) -> ServiceHours:
    """The week alone, without holidays and own dates."""
    week = {day: list(times) for day, times in _week(hours.week).items()}
    return ServiceHours(time_zone=hours.time_zone, week=week)


def _special_day(day: SpecialDay) -> SpecialDayRow:
    return SpecialDayRow(
        day.id, date.fromisoformat(day.day), day.kind, _times(json.loads(day.times)), day.name
    )


def _week_text(week: Week) -> str:
    if not any(week.values()):
        raise InputError("These hours are empty. Give at least one day its times.")
    return json.dumps(
        {str(day): json.loads(_times_text(times)) for day, times in sorted(week.items()) if times}
    )


def _times_text(times: Iterable[tuple[time, time]]) -> str:
    return json.dumps([[a.isoformat("minutes"), b.isoformat("minutes")] for a, b in times])


def _week(text: str) -> Week:
    return {int(day): _times(times) for day, times in json.loads(text).items()}


def _times(pairs: Iterable[Iterable[str]]) -> tuple[tuple[time, time], ...]:
    return tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in pairs)
