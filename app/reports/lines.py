"""Lines of a document that several places cite: outages with their running number, targets with theirs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.calc.metrics import METRICS
from app.reports.month import Month, OutageLine, ServiceMonth, TargetMonth

PARTS = ("What happened", "What it meant for you", "What we did", "What prevents it")
BREACHES = ("missed", "nearly missed")


@dataclass(frozen=True, slots=True)
class NumberedOutage:
    """`number` is how the pack cites the outage, 1 for the earliest."""

    number: int
    service: ServiceMonth
    line: OutageLine


@dataclass(frozen=True, slots=True)
class NumberedTarget:
    """`number` is how the sheets of the workbook cite the target."""

    number: int
    service: ServiceMonth
    target: TargetMonth


def numbered_outages(month: Month) -> tuple[NumberedOutage, ...]:
    """Every outage of every service in the order of time."""
    found = [
        (line.start, at, line.id, service, line)
        for at, service in enumerate(month.services)
        for line in service.outages
    ]
    found.sort(key=lambda each: each[:3])
    return tuple(NumberedOutage(n, service, line) for n, (*_, service, line) in enumerate(found, start=1))


def outage_numbers(outages: tuple[NumberedOutage, ...]) -> Mapping[tuple[str, int], int]:
    """Service uid and outage id → the number it is cited by."""
    return {(each.service.uid, each.line.id): each.number for each in outages}


def numbered_targets(month: Month) -> tuple[NumberedTarget, ...]:
    """Every target of every service, numbered in the order of the document."""
    return tuple(
        NumberedTarget(number, service, target)
        for number, (service, target) in enumerate(_targets(month), start=1)
    )


def definition_letters(month: Month) -> Mapping[str, str]:
    """Each definition once, with the letters it is cited by: "A" … "Z", "AA" …"""
    found = dict.fromkeys(
        each.target.definition for each in numbered_targets(month) if each.target.definition
    )
    return {definition: _letters(at) for at, definition in enumerate(found)}


def _letters(at: int) -> str:
    rest, last = divmod(at, 26)
    return (_letters(rest - 1) if rest else "") + chr(ord("A") + last)


def parts_of(target: TargetMonth) -> tuple[tuple[str, str], ...]:
    """The four parts of what was written about a target, by their names, "" where nothing was.

    What documents of earlier releases say in one text is told as what happened.
    """
    said = target.in_words
    happened = "\n".join(filter(None, (target.commentary, said.happened)))
    return tuple(zip(PARTS, (happened, said.meant, said.done, said.prevents), strict=True))


def is_commented(target: TargetMonth) -> bool:
    """Whether the customer reads anything about why a target was missed or nearly missed."""
    return any(text.strip() for _, text in parts_of(target))


def to_be_written(month: Month) -> tuple[NumberedTarget, ...]:
    """The breaches, then the near misses, each in the order of the document."""
    targets = numbered_targets(month)
    return tuple(each for verdict in BREACHES for each in targets if each.target.verdict == verdict)


def uncommented(month: Month) -> tuple[NumberedTarget, ...]:
    """The breaches about which the customer reads nothing."""
    silent = (each for each in to_be_written(month) if not is_commented(each.target))
    return tuple(each for each in silent if each.target.verdict == "missed")


def judges_tickets(target: TargetMonth) -> bool:
    """Whether base and use of the target count tickets; it may list only those that were missed or need a remark."""
    metric = METRICS.get(target.metric)
    return bool(target.tickets) or (metric is not None and "tickets" in metric.needs)


def main_target(service: ServiceMonth) -> TargetMonth | None:
    """The target whose ledger says what of an outage was counted: the first that has one."""
    return next((target for target in service.targets if target.ledger), None)


def _targets(month: Month) -> Iterator[tuple[ServiceMonth, TargetMonth]]:
    for service in month.services:
        for target in service.targets:
            yield service, target
