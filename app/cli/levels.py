"""`colonnade levels`."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction

from app.cli.desk import opened
from app.cli.speaking import iso, show, show_json
from app.errors import NotFound
from app.models.database import Database
from app.reports import shown
from app.reports.joint import demanded
from app.reports.month import Month, ServiceMonth, TargetMonth
from app.usecases.customers import CustomerRow, list_customers
from app.usecases.levels import month_levels

_SECOND = 1_000_000


def levels(asked: Namespace) -> int:
    """What was achieved against each target in the period."""
    with opened(asked.file, read_only_if_in_use=True) as db:
        customers = customers_named(db, asked.customer)
        months = month_levels(db, asked.month, datetime.now(UTC), [row.id for row in customers])
    if asked.json:
        show_json(
            month=asked.month, levels=[_level_json(*each) for month in months for each in _targets(month)]
        )
    else:
        show_levels(months)
    return 0


def show_levels(months: tuple[Month, ...]) -> None:
    """The levels as lines that align, a customer after the other."""
    for month in months:
        rows = [_words(service, target, month.time_zone) for _, service, target in _targets(month)]
        show(f"{month.customer}, {month.label} ({month.state})")
        widths = [max(len(row[column]) for row in rows) for column in range(4)] if rows else []
        for row in rows:
            cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
            show("  " + "  ".join([*cells, *row[4:]]).rstrip())
        if not rows:
            show("  nothing was agreed in this period")


def _words(service: ServiceMonth, target: TargetMonth, time_zone: str) -> tuple[str, ...]:
    spent = ""
    if target.counts_time and target.achieved is not None:
        used, allowed = shown.used_and_allowed(target)
        spent = (
            f"at least {allowed}, had {used}" if shown.is_floor(target) else f"allowed {allowed}, used {used}"
        )
    level = shown.achieved(target, target.achieved) or "–"
    qualified = "; ".join(filter(None, (spent or target.note, demanded(target, time_zone))))
    return service.name, shown.name(target), target.verdict, level, qualified


def _targets(month: Month) -> Iterator[tuple[Month, ServiceMonth, TargetMonth]]:
    return ((month, service, target) for service in month.services for target in service.targets)


def _level_json(month: Month, service: ServiceMonth, target: TargetMonth) -> dict[str, object]:
    """One target's level; amounts of time are whole seconds, other amounts are counts."""
    unit = _SECOND if target.counts_time else 1
    amounts = {name: round(Fraction(getattr(target, name), unit)) for name in ("base", "used", "allowed")}
    suffix = "_seconds" if target.counts_time else ""
    return {
        "customer": month.customer,
        "service": service.name,
        "target": target.sentence,
        "metric": target.metric,
        "comparison": target.comparison,
        "value": target.value,
        "demanded": float(shown.compared_with(target)),
        "demanded_words": demanded(target, month.time_zone),
        "unit": target.unit,
        "verdict": target.verdict,
        "achieved": _number(target.achieved),
        "lowest": _number(target.lowest),
        "highest": _number(target.highest),
        **{f"{name}{suffix}": amount for name, amount in amounts.items()},
        "seconds": {kind: round(Fraction(spent, _SECOND)) for kind, spent in sorted(target.classes.items())},
        "start": iso(month.start),
        "end": iso(month.end),
        "state": month.state,
        "version": target.version,
        "lineage": target.lineage,
    }


def _number(exact: str | None) -> float | None:
    return None if exact is None else float(Fraction(exact))


def customers_named(db: Database, name: str | None) -> tuple[CustomerRow, ...]:
    """The customer of this name, or all of them; raises NotFound, naming those there are."""
    rows = list_customers(db)
    if name is None:
        return rows
    found = tuple(row for row in rows if row.name.casefold() == name.strip().casefold())
    if not found:
        known = ", ".join(row.name for row in rows) or "none yet"
        raise NotFound(f"There is no customer “{name}” on this desk; there are: {known}.")
    return found
