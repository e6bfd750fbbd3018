"""The tickets of a document as rows that pages and sheets show alike: a service's priorities, then all of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction

from app.calc.natural import natural
from app.calc.tickets import comparable
from app.reports.lines import NumberedTarget, numbered_targets
from app.reports.month import Month, TargetMonth
from app.reports.tickets import LongerTarget, PriorityCounts, PriorityInTime, ServiceTickets

ALL = "All"
NO_PRIORITY = "none given"


@dataclass(frozen=True, slots=True)
class InTimeRow:
    """Tickets decided against a target, and how many in time; the same of the period before, None if not known."""

    target: NumberedTarget
    decided: int
    kept: int
    before: tuple[int, int] | None = None

    @property
    def share(self) -> Fraction:
        """In percent."""
        return Fraction(100 * self.kept, self.decided)

    @property
    def share_before(self) -> Fraction | None:
        """In percent; None where nothing is known to have been decided."""
        if self.before is None or not self.before[0]:
            return None
        return Fraction(100 * self.before[1], self.before[0])


@dataclass(frozen=True, slots=True)
class PriorityRow:
    """One priority of a service, or all; `before` is None where the period before is not known."""

    name: str
    priority: str
    counts: PriorityCounts
    before: PriorityCounts | None
    in_time: tuple[InTimeRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceRows:
    """`whole` sums the rows; its tickets in time are those of targets about several priorities.

    `longer` are targets that longer periods judge, each with what the document says of it, if anything.
    """

    tickets: ServiceTickets
    rows: tuple[PriorityRow, ...]
    whole: PriorityRow
    longer: tuple[tuple[LongerTarget, TargetMonth | None], ...] = ()


def ticket_rows(month: Month) -> tuple[ServiceRows, ...]:
    """The services that have tickets to show; none where the document kept no counts."""
    if month.tickets is None:
        return ()
    targets = {each.target.lineage: each for each in numbered_targets(month)}
    found = (_service(each, targets) for each in month.tickets.services if not each.missing)
    return tuple(each for each in found if each.rows)


def _service(service: ServiceTickets, targets: Mapping[str, NumberedTarget]) -> ServiceRows:
    counts = {comparable(row.priority): row for row in service.counts}
    before = {comparable(row.priority): row for row in service.counts_before}
    names = {key: row.priority for key, row in (before | counts).items()}
    names |= {comparable(each.priority): each.priority for each in service.in_time} | names
    known = not service.missing_before
    rows = tuple(
        PriorityRow(
            name=name or NO_PRIORITY,
            priority=name,
            counts=counts.get(key, _none(name)),
            before=before.get(key, _none(name)) if known else None,
            in_time=tuple(_in_time(service, targets, key)),
        )
        for key, name in sorted(names.items(), key=lambda pair: natural(pair[0]))
    )
    whole = PriorityRow(
        name=ALL,
        priority="",
        counts=summed(service.counts),
        before=summed(service.counts_before) if known else None,
        in_time=tuple(_whole_in_time(service, targets)),
    )
    longer = tuple((each, _told(targets, each)) for each in service.longer)
    return ServiceRows(service, rows, whole, longer)


def _told(targets: Mapping[str, NumberedTarget], longer: LongerTarget) -> TargetMonth | None:
    found = targets.get(longer.lineage)
    return found.target if found and not longer.told_with else None


def summed(counts: Iterable[PriorityCounts]) -> PriorityCounts:
    """All priorities together."""
    rows = tuple(counts)
    names = [each.name for each in fields(PriorityCounts) if each.name != "priority"]
    return PriorityCounts("", *(sum(getattr(row, name) for row in rows) for name in names))


def _none(priority: str) -> PriorityCounts:
    return PriorityCounts(priority, 0, 0, 0, 0, 0, 0)


def _in_time(service: ServiceTickets, targets: Mapping[str, NumberedTarget], key: str) -> Iterator[InTimeRow]:
    for each in service.in_time:
        if comparable(each.priority) == key and each.lineage in targets:
            past = _of_target(service.in_time_before, each.lineage, key)
            yield InTimeRow(targets[each.lineage], each.decided, each.kept, _pair(past))


def _whole_in_time(service: ServiceTickets, targets: Mapping[str, NumberedTarget]) -> Iterator[InTimeRow]:
    for lineage in dict.fromkeys(each.lineage for each in service.in_time):
        own = _of_target(service.in_time, lineage)
        if len(own) > 1 and lineage in targets:
            pair = _pair(own)
            past = _pair(_of_target(service.in_time_before, lineage))
            if pair:
                yield InTimeRow(targets[lineage], *pair, past)


def _of_target(rows: Iterable[PriorityInTime], lineage: str, key: str | None = None) -> list[PriorityInTime]:
    return [row for row in rows if row.lineage == lineage and key in (None, comparable(row.priority))]


def _pair(rows: Sequence[PriorityInTime]) -> tuple[int, int] | None:
    return (sum(row.decided for row in rows), sum(row.kept for row in rows)) if rows else None
