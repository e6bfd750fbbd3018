"""What the Packs page reads, off the window's thread."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.calc.periods import Period, parse_period
from app.reports.month import Change
from app.usecases.closing import ClosedRow, current_month, draft_month, list_closed_months, pending_changes
from app.usecases.customers import CustomerRow, list_customers
from app.usecases.leaks import AcceptedRow, list_accepted
from app.usecases.months import build_month
from app.usecases.packs import IssuedFileRow, before_issuing, list_issued_files, outages_behind
from app.usecases.to_write import ToWrite, to_write
from app.views.desk import Desk
from app.views.levels_read import last_period
from app.views.tasks import IsCancelled

Counts = Mapping[int, tuple[int, int]]
"""By customer: targets missed, things missing."""


@dataclass(frozen=True, slots=True)
class PackRow:
    """A customer in the chosen period, with its latest issue if there is one."""

    customer: CustomerRow
    period: Period
    latest: ClosedRow | None = None

    @property
    def state(self) -> str:
        """draft, issued or final, with the number of a later issue."""
        if self.latest is None:
            return "draft"
        return (
            self.latest.state
            if self.latest.number == 1
            else f"{self.latest.state}, issue {self.latest.number}"
        )


@dataclass(frozen=True, slots=True)
class PackDetail:
    """Everything the detail shows about one customer's period."""

    row: PackRow
    missing: tuple[str, ...]
    to_write: tuple[ToWrite, ...]
    uncommented: tuple[ToWrite, ...]  # the breaches among them about which the customer reads nothing
    issues: tuple[ClosedRow, ...]
    files: tuple[IssuedFileRow, ...]
    pending: tuple[Change, ...] = ()  # what the desk says now and the latest issue does not
    accepted: tuple[AcceptedRow, ...] = ()  # words that may be in this customer's files
    behind: Mapping[str, tuple[int, ...]] = field(default_factory=dict[str, tuple[int, ...]])
    """By sentence of what is missing: the outages it speaks of."""


def read_rows(desk: Desk, period: Period | None) -> tuple[PackRow, ...]:
    """Every customer in the period; without one, in the last that has data."""
    customers = list_customers(desk.db)
    issued = list_closed_months(desk.db)
    rows: list[PackRow] = []
    for customer in customers:
        zone = customer.time_zone
        period = parse_period(period.key, zone) if period else last_period(desk, zone)
        mine = (row for row in issued if row.customer_id == customer.id and row.period == period.key)
        rows.append(PackRow(customer, period, next(mine, None)))
    return tuple(rows)


def read_counts(desk: Desk, rows: tuple[PackRow, ...], cancelled: IsCancelled) -> Counts:
    """How many targets each customer's document says were missed, and how many things it lacks before it is issued.

    Of what was issued as it was issued; nothing is lacking there any more.
    """
    found: dict[int, tuple[int, int]] = {}
    now = datetime.now(UTC)
    for row in rows:
        if cancelled():
            break
        who, key = row.customer.id, row.period.key
        if row.latest is not None:
            month, missing = current_month(desk.db, who, key, now), 0
        else:
            month = build_month(desk.db, who, key, now, count=1, with_chains=False)
            missing = len(before_issuing(desk.db, who, key, now, month))
        verdicts = [target.verdict for service in month.services for target in service.targets]
        found[who] = verdicts.count("missed"), missing
    return found


def read_detail(desk: Desk, row: PackRow) -> PackDetail:
    """What is missing, what was written, issued and objected to."""
    db, customer, key = desk.db, row.customer.id, row.period.key
    now = datetime.now(UTC)
    draft = draft_month(db, customer, key, now)
    things = to_write(db, customer, draft)
    issues = tuple(each for each in list_closed_months(db, customer) if each.period == key)
    return PackDetail(
        PackRow(row.customer, row.period, issues[0] if issues else None),
        before_issuing(db, customer, key, now, draft),
        things,
        tuple(thing for thing in things if thing.verdict == "missed" and not thing.written),
        issues,
        tuple(each for each in list_issued_files(db, customer) if each.period == key),
        pending_changes(db, issues[0].id, datetime.now(UTC)) if issues else (),
        list_accepted(db, customer),
        outages_behind(draft),
    )
