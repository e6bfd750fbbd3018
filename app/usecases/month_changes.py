"""What differs between two documents of the same period, figure by figure."""

from collections.abc import Iterator, Mapping

from app.calc.words import duration
from app.reports.month import Change, Month, ServiceMonth, TargetMonth
from app.usecases.month_targets import achieved_shown


def changes_between(before: Month, after: Month, reason: str) -> tuple[Change, ...]:
    """Every level, verdict or counted amount that changed, and every target that came or went."""
    old, new = _targets(before), _targets(after)
    changes: list[Change] = []
    for lineage in dict.fromkeys([*old, *new]):
        changes += _differences(old.get(lineage), new.get(lineage), reason)
    return tuple(changes)


def _targets(month: Month) -> Mapping[str, tuple[ServiceMonth, TargetMonth]]:
    return {target.lineage: (service, target) for service in month.services for target in service.targets}


def _differences(
    old: tuple[ServiceMonth, TargetMonth] | None, new: tuple[ServiceMonth, TargetMonth] | None, reason: str
) -> Iterator[Change]:
    service, target = new or old or (None, None)
    if service is None or target is None:
        return
    what = f"{service.name}: {target.sentence}"
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
        "base": base,
    }
