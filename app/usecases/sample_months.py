"""How the sample's months were closed: commented, issued, objected to, put right, made final, once restated.

Each step is what a manager would have done on that day, through the same use cases. What was written about the months
lies beside the spreadsheets in `resources/sample`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.calc.periods import parse_period
from app.models.database import Database
from app.paths import resource
from app.usecases import closing
from app.usecases.agreements import list_agreements
from app.usecases.commentary import write_remark
from app.usecases.outages import OutageFilter, change_outages, list_outages
from app.usecases.sample_organisation import Names
from app.usecases.targets import list_targets

# The months issued to each customer, the first and the last; packs for the other two began with the year 2026.
_ISSUED = {
    "Retail": ("2025-09", "2026-09"),
    "Online Shop": ("2026-04", "2026-09"),
    "Distribution Americas": ("2026-04", "2026-09"),
}
_BERLIN, _LONDON = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London")

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Mended:
    """An outage whose end turned out to be another, after it was reported."""

    service: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class _Objection:
    """What a customer objected to, and the answer; an accepted one mends an outage, an open one has no answer."""

    raised_by: str
    text: str
    answer: str = ""
    mended: _Mended | None = None


_OBJECTIONS = {
    ("Retail", "2026-05"): _Objection(
        "Jonas Weil",
        "On 6 May the stores could sell again ten minutes before you say so; our journals show the first sale "
        "at 10:52.",
        "The journals are right: sales went on from 10:52, ten minutes before the service desk was told.",
        _Mended(
            "Till",
            datetime(2026, 5, 6, 10, 10, tzinfo=_BERLIN),
            datetime(2026, 5, 6, 10, 52, tzinfo=_BERLIN),
        ),
    ),
    ("Retail", "2026-08"): _Objection(
        "Anna Brandt",
        "Signing in took several minutes on two mornings. That should count.",
        "Agreed is whether signing in is possible, not how long it takes. We take the wish into the renewal talks.",
    ),
    ("Distribution Americas", "2026-09"): _Objection(
        "Carla Reyes",
        "Newark counted one more morning without scanners, 23 September. Please look at it again.",
    ),
}
_RESTATED = {
    ("Retail", "2025-12"): (
        _Mended(
            "Till",
            datetime(2025, 12, 13, 15, 10, tzinfo=_BERLIN),
            datetime(2025, 12, 13, 15, 51, tzinfo=_BERLIN),
        ),
        "The line provider's report of January shows that the Köln stores were cut off on 13 December for 41 "
        "minutes, not 12 as a store had told us.",
    ),
}


def exclude_disputed(db: Database, names: Names) -> None:
    """Two outages of October that the agreements leave out; with the exclusions the customers do not agree."""
    change_outages(
        db,
        [_outage(db, names, "Workplace", datetime(2026, 10, 20, 9, 15, tzinfo=_BERLIN))],
        excluded=True,
        exclusion_reason="Caused by a move of 400 mailboxes that was not announced to us.",
        exclusion_clause="6.2",
        disputed=True,
        dispute_reason="Retail says that the move was announced to the service desk by telephone.",
    )
    change_outages(
        db,
        [_outage(db, names, "Webshop", datetime(2026, 10, 27, 20, 31, tzinfo=_LONDON))],
        excluded=True,
        exclusion_reason="A campaign brought ten times the agreed visitors without notice.",
        exclusion_clause="6.3",
        disputed=True,
        dispute_reason="The shop says that the campaign stood in the shared calendar.",
    )


def close_months(db: Database, names: Names, tell: Progress) -> None:
    """Every month up to September 2026 in its order: what was written, issued, objected to and made final."""
    for key in _keys(min(first for first, _ in _ISSUED.values()), max(last for _, last in _ISSUED.values())):
        customers = [name for name, (first, last) in _ISSUED.items() if first <= key <= last]
        tell(f"Closing {parse_period(key, 'UTC').label}")
        for customer in customers:
            _close(db, names, customer, key)


def write_commentary(db: Database, names: Names, customer: str, key: str) -> None:
    """The remarks on the month, its services ("Till") and its targets ("Till/longest_break")."""
    customer_id = names.customers[customer]
    for about, texts in _written().get(customer, {}).get(key, {}).items():
        service, _, target = about.partition("/")
        if target:
            lineage = _lineages(db, customer_id)[about]
            write_remark(db, customer_id, key, texts, lineage=lineage)
        elif service:
            write_remark(db, customer_id, key, texts, service_id=names.services[service])
        else:
            write_remark(db, customer_id, key, texts)


def _close(db: Database, names: Names, customer: str, key: str) -> None:
    """Issued on the fifth of the month after, two weeks for objections, final the day after these."""
    write_commentary(db, names, customer, key)
    issued_at = parse_period(key, "UTC").end + timedelta(days=4, hours=8)
    until = issued_at.date() + timedelta(days=14)
    closed = closing.issue_month(db, names.customers[customer], key, until, issued_at, checking=None)
    objection = _OBJECTIONS.get((customer, key))
    if objection is not None:
        closed = _object(db, names, closed, objection, issued_at)
        if not objection.answer:
            return
    final_at = _morning_after(until)
    closing.finalise_month(db, closed, final_at)
    if (customer, key) in _RESTATED:
        mended, reason = _RESTATED[customer, key]
        _mend(db, names, mended)
        closing.restate_month(db, closed, reason, final_at + timedelta(days=12), checking=None)


def _object(db: Database, names: Names, closed: int, objection: _Objection, issued_at: datetime) -> int:
    """The id of the issue that stands after the objection."""
    raised_at = issued_at + timedelta(days=3, hours=2)
    number = closing.raise_objection(db, closed, objection.raised_by, objection.text, raised_at)
    if not objection.answer:
        return closed
    answered_at = raised_at + timedelta(days=2)
    accepted = objection.mended is not None
    closing.answer_objection(db, number, accepted=accepted, answer=objection.answer, now=answered_at)
    if objection.mended is None:
        return closed
    _mend(db, names, objection.mended)
    return closing.reissue_month(db, closed, answered_at + timedelta(hours=1), checking=None)


def _mend(db: Database, names: Names, mended: _Mended) -> None:
    found = _outage(db, names, mended.service, mended.start)
    change_outages(db, [found], end=mended.end.astimezone(UTC))


def _outage(db: Database, names: Names, service: str, start: datetime) -> int:
    """The id of the one outage of the service that began at this minute."""
    since = start.astimezone(UTC)
    wanted = OutageFilter(service_id=names.services[service], since=since, until=since + timedelta(minutes=1))
    (found,) = (row.id for row in list_outages(db, wanted) if row.start == since)
    return found


def _lineages(db: Database, customer_id: int) -> Mapping[str, str]:
    """The lineage of each target by "Till/availability"; of ticket targets also by priority, "Till/resolution P2"."""
    found: dict[str, str] = {}
    for agreement in list_agreements(db, customer_id):
        for target in list_targets(db, agreement.versions[0].id):
            priority = dict(target.parameters).get("priority", "")
            found[f"{target.service}/{target.metric} {priority}".strip()] = target.lineage
    return found


def _written() -> Mapping[str, Mapping[str, Mapping[str, Mapping[str, str]]]]:
    """Customer → month → what it is about → the texts."""
    return json.loads((resource("sample") / "commentary.json").read_text(encoding="utf-8"))


def _keys(first: str, last: str) -> tuple[str, ...]:
    period = parse_period(first, "UTC")
    keys = [period.key]
    while keys[-1] < last:
        period = period.next()
        keys.append(period.key)
    return tuple(keys)


def _morning_after(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC) + timedelta(days=1)
