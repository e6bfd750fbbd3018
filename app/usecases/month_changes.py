"""What differs between two documents of the same period: figures, and the words the customer reads."""

from collections.abc import Iterator, Mapping

from app.calc.words import duration, number
from app.reports.lines import parts_of
from app.reports.month import Change, Month, ServiceMonth, TargetMonth
from app.reports.shown import has_base
from app.reports.tickets import TicketsByPriority
from app.usecases.month_targets import achieved_shown

_NOTHING = "nothing was written"


def changes_between(before: Month, after: Month, reason: str) -> tuple[Change, ...]:
    """Every level, verdict or counted amount that changed, every target that came or went, and every text.

    Counts of tickets are compared where both documents have them.
    """
    old, new = _targets(before), _targets(after)
    changes: list[Change] = []
    for lineage in dict.fromkeys([*old, *new]):
        changes += _differences(old.get(lineage), new.get(lineage), reason)
    return (*changes, *_recounted(before, after, reason), *_rewritten(before, after, reason))


def is_restated(month: Month, lineage: str) -> bool:
    """Whether a figure of this target differs from the issue before; words alone are no restatement."""
    service, target = _targets(month)[lineage]
    about = f"{_about(service, target)}, "
    told = (change.what.removeprefix(about) for change in month.changes if change.what.startswith(about))
    return any(what in _figures(target) for what in told)


def _about(service: ServiceMonth, target: TargetMonth) -> str:
    return f"{service.name}: {target.sentence}"


def _recounted(before: Month, after: Month, reason: str) -> Iterator[Change]:
    """Tickets by priority that are others now."""
    if before.tickets is None or after.tickets is None:
        return
    old, new = _counts(before.tickets), _counts(after.tickets)
    for what in dict.fromkeys([*new, *old]):
        was, now = old.get(what, 0), new.get(what, 0)
        if was != now:
            yield Change(what, number(was), number(now), reason)


def _counts(tickets: TicketsByPriority) -> Mapping[str, int]:
    """Every count by what it is of."""
    return {
        f"{service.service}, tickets of {row.priority or 'no priority'}, {name}": count
        for service in tickets.services
        for row in service.counts
        for name, count in (
            ("open before", row.open_before),
            ("opened", row.opened),
            ("reopened", row.reopened),
            ("resolved", row.resolved),
            ("open at end", row.open_at_end),
        )
    }


def _rewritten(before: Month, after: Month, reason: str) -> Iterator[Change]:
    """The texts the customer reads that were written, changed or taken away."""
    old, new = _texts(before), _texts(after)
    for what in dict.fromkeys([*old, *new]):
        was, now = old.get(what, ""), new.get(what, "")
        if was != now:
            yield Change(what, was or _NOTHING, now or _NOTHING, reason)


def _texts(month: Month) -> Mapping[str, str]:
    """Every released text by what it is about."""
    texts = {"Summary": month.summary}
    for service in month.services:
        texts[f"{service.name}, commentary"] = service.commentary
        for target in service.targets:
            for name, text in parts_of(target):
                texts[f"{_about(service, target)}, {name[:1].lower()}{name[1:]}"] = text
        for outage in service.outages:
            texts[f"{service.name}, outage {outage.id}"] = outage.customer_text
    return texts


def _targets(month: Month) -> Mapping[str, tuple[ServiceMonth, TargetMonth]]:
    return {target.lineage: (service, target) for service in month.services for target in service.targets}


def _differences(
    old: tuple[ServiceMonth, TargetMonth] | None, new: tuple[ServiceMonth, TargetMonth] | None, reason: str
) -> Iterator[Change]:
    service, target = new or old or (None, None)
    if service is None or target is None:
        return
    what = _about(service, target)
    before = _figures(old[1] if old else None)
    after = _figures(new[1] if new else None)
    for name in dict.fromkeys([*before, *after]):
        was, now = before.get(name, "not reported"), after.get(name, "not reported")
        if was != now:
            yield Change(f"{what}, {name}", was, now, reason)


def _figures(target: TargetMonth | None) -> Mapping[str, str]:
    """The figures a customer would compare; none of a target that was not reported."""
    if target is None:
        return {}
    amount = duration(target.used) if target.counts_time else str(target.used)
    base = duration(target.base) if target.counts_time else str(target.base)
    return {
        "level": achieved_shown(target) or "no data",
        "verdict": target.verdict,
        "used": amount,
        **({"base": base} if has_base(target) else {}),
    }
