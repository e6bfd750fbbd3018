"""A customer's case: everything needed to judge its promises over some periods, loaded in one go and then closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.calc.metrics import METRICS
from app.calc.metrics.metric import Need
from app.calc.periods import Period, parse_period
from app.models.database import Database
from app.models.organisation import Customer, Site
from app.reports.frozen import FrozenPromise
from app.reports.month import Month
from app.usecases.closed_documents import Wanted, latest_documents
from app.usecases.closed_promises import closed_promises
from app.usecases.editing import fetch
from app.usecases.freezing import frozen_promise
from app.usecases.judging import Judged, judge, own_period
from app.usecases.live_parts import SiteShare
from app.usecases.measured import Measured, load_measured
from app.usecases.promise_order import in_order
from app.usecases.promises import Promise, load_promises
from app.usecases.standing import load_standing

_BEFORE = timedelta(days=366)  # history for forecasts, and breaks that began earlier


@dataclass(frozen=True, slots=True)
class Case:
    """`measured` by service and source of record; `closed` the latest issues by the key of their period.

    Of the closed periods those are read that some promise may need here.
    """

    customer_id: int
    customer: str
    customer_uid: str
    time_zone: str
    sites: tuple[SiteShare, ...]
    promises: tuple[Promise, ...]
    measured: Mapping[tuple[int, str | None], Measured]
    closed: Mapping[str, Month]

    def periods(self, key: str, count: int) -> tuple[Period, ...]:
        """`count` periods of the customer up to and with `key`, the oldest first."""
        return periods_until(parse_period(key, self.time_zone), count)

    def judged(self, promise: Promise, keys: Sequence[str], now: datetime) -> Mapping[str, Judged | None]:
        """The promise for each key looked at; None where it was not in force or is judged in another period."""
        own = {key: period for key in keys if (period := own_period(promise, key)) is not None}
        levels = self._judge(promise, tuple(own.values()), now)
        return dict(zip(own, levels, strict=True))

    def frozen(
        self, key: str, now: datetime, known: Mapping[str, Judged | None]
    ) -> tuple[FrozenPromise, ...]:
        """What an issue of this period freezes of each promise in force, for longer periods.

        `known` are promises judged already, by their lineage, maybe over longer periods of their own.
        """
        found: list[FrozenPromise] = []
        for promise in self.promises:
            period, judged = parse_period(key, promise.latest.time_zone), known.get(promise.lineage)
            if judged is None or judged.period != period:
                judged = self._judge(promise, (period,), now)[0]
            if judged is not None:
                found.append(frozen_promise(judged, self.sites))
        return tuple(found)

    def _judge(
        self, promise: Promise, periods: tuple[Period, ...], now: datetime
    ) -> tuple[Judged | None, ...]:
        versions = () if promise.closed_only else promise.versions
        measured = {each.source: self.measured[promise.service_id, each.source] for each in versions}
        return judge(promise, measured, periods, self.sites, now, frozen_by_key(self.closed, promise.lineage))


def load_case(db: Database, customer_id: int, key: str, count: int = 1) -> Case:
    """The case for `count` periods up to and with `key`."""
    with db.reading() as session:
        customer = fetch(session, Customer, customer_id, "customer")
        periods = periods_until(parse_period(key, customer.time_zone), count)
        start = periods[0].start - _BEFORE
        end = periods[-1].end + timedelta(days=2)  # the periods of agreements in other time zones
        promises = load_promises(session, customer_id, start.year, end.year)
        closed = latest_documents(session, customer_id, _needed(periods, promises))
        gone = closed_promises(session, closed, promises)
        if gone:  # which may be agreed for longer periods than all others
            closed = latest_documents(session, customer_id, _needed(periods, (*promises, *gone)))
        return Case(
            customer_id=customer_id,
            customer=customer.name,
            customer_uid=customer.uid,
            time_zone=customer.time_zone,
            sites=_sites(session, customer_id),
            promises=in_order((*promises, *gone)),
            measured=_measured(session, customer_id, promises, periods, start, end),
            closed=closed,
        )


def issued_month(db: Database, customer_id: int, key: str) -> Month | None:
    """The latest issue of one period; None where it was never closed."""
    with db.reading() as session:
        fetch(session, Customer, customer_id, "customer")
        return latest_documents(session, customer_id, key.__eq__).get(key)


def periods_until(last: Period, count: int) -> tuple[Period, ...]:
    """`count` consecutive periods ending with `last`, the oldest first."""
    periods = [last]
    while len(periods) < count:
        periods.append(periods[-1].previous())
    return tuple(reversed(periods))


def frozen_by_key(closed: Mapping[str, Month], lineage: str) -> Mapping[str, FrozenPromise]:
    """What the closed periods froze of one promise, by their key."""
    return {
        key: promise
        for key, month in closed.items()
        for promise in month.frozen
        if promise.lineage == lineage
    }


def _needed(periods: Sequence[Period], promises: Sequence[Promise]) -> Wanted:
    """The keys of closed periods that lie in these ones or in the promises' own; for tickets all.

    A ticket counts once, so that it matters for each period which tickets were counted in any other.
    """
    if any("tickets" in METRICS[promise.latest.target.metric].needs for promise in promises):
        return lambda key: True
    own = [own_period(promise, period.key) for promise in promises for period in periods]
    spans = [*periods, *(period for period in own if period is not None)]
    first, last = min(period.first_day for period in spans), max(period.last_day for period in spans)

    def lies_inside(key: str) -> bool:
        period = parse_period(key, periods[0].time_zone)
        return period.first_day <= last and period.last_day >= first

    return lies_inside


def _sites(session: Session, customer_id: int) -> tuple[SiteShare, ...]:
    query = select(Site).where(Site.customer_id == customer_id).order_by(func.lower(Site.name))
    return tuple(SiteShare(site.id, site.name, site.headcount, site.uid) for site in session.scalars(query))


def _measured(
    session: Session,
    customer_id: int,
    promises: Sequence[Promise],
    periods: Sequence[Period],
    start: datetime,
    end: datetime,
) -> Mapping[tuple[int, str | None], Measured]:
    versions = [(promise, version) for promise in promises for version in promise.versions]
    noted = any(
        (version.target.definition.starts, version.target.definition.ends) != ("occurred", "restored")
        for _, version in versions
    )
    needs: dict[tuple[int, str | None], set[Need]] = {}
    for promise, version in versions:
        wanted = needs.setdefault((promise.service_id, version.source), set())
        wanted |= METRICS[version.target.metric].needs
    standing = load_standing(session)
    return {
        (service_id, source): load_measured(
            *(session, standing.under(service_id), customer_id, source, start, end),
            noted=noted,
            needs=wanted,
            decided_from=_decided_from(promises, service_id, periods),
        )
        for (service_id, source), wanted in needs.items()
    }


def _decided_from(promises: Sequence[Promise], service_id: int, periods: Sequence[Period]) -> datetime:
    """Where the earliest period begins that is looked at, or that a ticket target of the service is judged over."""
    own = (
        own_period(promise, period.key)
        for promise in promises
        if promise.service_id == service_id
        and any("tickets" in METRICS[version.target.metric].needs for version in promise.versions)
        for period in periods
    )
    return min((periods[0].start, *(each.start for each in own if each is not None)))
