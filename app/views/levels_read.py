"""What the Levels page reads, off the window's thread: customers, chart, one level, the row of an outage."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.calc.periods import Kind, Period, parse_period, period_of, spelled_day
from app.calc.targets import kept_of
from app.calc.words import plural
from app.usecases.closing import ClosedRow, list_closed_months, pending_changes
from app.usecases.commentary import remarks
from app.usecases.customers import CustomerRow, list_customers
from app.usecases.levels import SlamChart, level_detail, slam_chart
from app.usecases.outages import OutageFilter, OutageRow, list_outages
from app.views.desk import Desk
from app.views.widgets.level_view import LevelOnScreen
from app.views.widgets.period_header import Head
from app.views.widgets.slam_chart import ChartRow

COUNTS: dict[Kind, int] = {"week": 12, "month": 12, "quarter": 8, "year": 5, "days": 12}


@dataclass(frozen=True, slots=True)
class Overview:
    """The chart of one customer up to one period; without a customer there is nothing to show."""

    customers: tuple[CustomerRow, ...]
    customer: CustomerRow | None = None
    period: Period | None = None
    heads: tuple[Head, ...] = ()
    rows: tuple[ChartRow, ...] = ()


def read_overview(desk: Desk, customer_id: int, period: Period | None) -> Overview:
    """The chosen customer (else the first) and its chart; without a period the last one that has data."""
    customers = list_customers(desk.db)
    chosen = next((c for c in customers if c.id == customer_id), customers[0] if customers else None)
    if chosen is None:
        return Overview(customers)
    zone = chosen.time_zone
    period = parse_period(period.key, zone) if period else last_period(desk, zone)
    chart = slam_chart(desk.db, chosen.id, period.key, COUNTS[period.kind], datetime.now(UTC))
    return Overview(customers, chosen, period, chart_heads(chart), chart_rows(chart))


def read_level(desk: Desk, customer_id: int, lineage: str, key: str) -> LevelOnScreen:
    """One target in one period with everything behind it."""
    detail = level_detail(desk.db, customer_id, lineage, key, datetime.now(UTC))
    month = detail.month
    words = tuple(text for text in (month.caution, detail.budget_words, detail.forecast_words) if text)
    issue = latest_issue(desk, customer_id, key) if month.state != "draft" else None
    return LevelOnScreen(
        detail.service,
        detail.target,
        month.start,
        month.end,
        month.time_zone,
        words,
        open=issue is None,
        written=remarks(desk.db, customer_id, key).on_target(lineage),
        writable=not desk.read_only,
        issued=issued_words(issue, month.time_zone) if issue else "",
        closed_id=issue.id if issue else 0,
        period=month.label,
    )


def latest_issue(desk: Desk, customer_id: int, key: str) -> ClosedRow | None:
    """The last issue of a customer's period."""
    return next((row for row in list_closed_months(desk.db, customer_id) if row.period == key), None)


def issued_words(issue: ClosedRow, time_zone: str) -> str:
    """ "As issued on 6 November 2026, issue 2"."""
    day = spelled_day(issue.issued_at.astimezone(ZoneInfo(time_zone)).date())
    return f"As issued on {day}, issue {issue.number}"


def read_pending(desk: Desk, closed_id: int) -> tuple[int, int]:
    """An issue, and how many figures and words of the desk differ from it now."""
    return closed_id, len(pending_changes(desk.db, closed_id, datetime.now(UTC)))


def read_outage(desk: Desk, outage_id: int) -> OutageRow | None:
    """The outage as it stands on the desk now, if it is still there."""
    found = list_outages(desk.db, OutageFilter(ids=(outage_id,)), limit=1)
    return found[0] if found else None


def last_period(desk: Desk, zone: str) -> Period:
    """The last whole month, or the month of the newest outage where that is earlier."""
    ended = period_of("month", datetime.now(UTC), zone).previous()
    newest = list_outages(desk.db, limit=1)
    if not newest or newest[0].start >= ended.start:
        return ended
    return period_of("month", newest[0].start, zone)


def chart_rows(chart: SlamChart) -> tuple[ChartRow, ...]:
    """The chart as lines: each service's heading, then its targets."""
    rows: list[ChartRow] = []
    for service in chart.services:
        rows.append(ChartRow(service.name, service.name))
        rows.extend(ChartRow(service.name, row.label, row.lineage, row.cells) for row in service.rows)
    return tuple(rows)


def kept_words(period: str, rows: tuple[ChartRow, ...]) -> str:
    """ "October 2026: 7 of 13 targets kept; 2 without data": kept of all in force, as the pack says it.

    Nearly missed is kept; among those not kept, what could not be judged is named.
    """
    verdicts = Counter(row.cells[-1].verdict for row in rows if row.cells and row.cells[-1].verdict)
    kept, every = kept_of(verdicts.elements())
    judged = kept + verdicts["missed"]
    open_ones = (("not proven", verdicts["not proven"]), ("without data", verdicts["no data"]))
    rest = [(words, count) for words, count in open_ones if count]
    parts = [f"{kept or 'none'} of {plural(every, 'target')} kept"] if judged else []
    for words, count in rest:
        parts.append(f"{count if parts else plural(count, 'target')} {words}")
    return f"{period}: {'; '.join(parts)}" if parts else ""


def chart_heads(chart: SlamChart) -> tuple[Head, ...]:
    """The columns' heads: the month's letter, "Q3", "2026", the week's number, or a free period's first day, each
    below the year and month it lies in."""
    return tuple(_head(each) for each in chart.periods)


def _head(period: Period) -> Head:
    day = spelled_day(period.first_day)
    year, month = day.rsplit(" ", 1)[1], day.split(" ")[1][:3]
    match period.kind:
        case "week":  # an ISO week's year and month are its Thursday's
            thursday = spelled_day(period.first_day + timedelta(days=3)).split(" ")
            return Head(period.key[6:8], period.label, (thursday[2], thursday[1][:3]))
        case "days":
            return Head(str(period.first_day.day), period.label, (year, month))
        case "month":
            return Head(month[0], period.label, (year,))
        case "quarter":
            return Head(period.label.split(" ")[0], period.label, (year,))
        case "year":
            return Head(year, period.label)
