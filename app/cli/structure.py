"""`colonnade structure`."""

from argparse import Namespace
from datetime import UTC, datetime
from math import isfinite

from app.calc.structure import Importance
from app.cli.desk import opened
from app.cli.speaking import show, show_json
from app.usecases.chances import Chances, PartChance, chances_of

_SHOWN = 10


def structure(asked: Namespace) -> int:
    """What a service stands on, and what follows from it."""
    with opened(asked.file, read_only_if_in_use=True) as db:
        found = chances_of(db, asked.service, datetime.now(UTC))
    if asked.json:
        show_json(**_json(found))
    else:
        _show(found)
    return 0


def _show(found: Chances) -> None:
    show(found.service)
    if found.exactness == "exact":
        show(f"  availability   {_percent(found.low)}   modelled, exact")
    else:
        show(f"  availability   between {_percent(found.high)} and {_percent(found.low)}   bounds, not exact")
    if found.failures_a_year is not None:
        show(f"  failures       {found.failures_a_year:.3g} a year")
    if found.mtbsi_hours is not None and found.mtrs_hours is not None:
        show(f"  MTBSI {found.mtbsi_hours:,.0f} h, MTRS {found.mtrs_hours:.2f} h")
    if found.assumed:
        show(f"  {found.assumed} of {len(found.parts)} columns assumed")
    for size, count in found.cut_counts.items():
        show(f"  {_takes_down(size, count)}")
    if found.cut_sets:
        show("likeliest ways down")
        for cut in found.cut_sets[:_SHOWN]:
            show(f"  {cut.unavailability:.3g}   {' + '.join(cut.names)}")
    if found.parts:
        show("what to improve first")
        for part in found.parts[:_SHOWN]:
            won = "" if part.minutes_a_month is None else f"{part.minutes_a_month:.1f} min a month   "
            show(f"  {won}{part.figures.name}   {_percent(part.figures.unavailability)} {part.figures.basis}")


def _takes_down(size: int, count: int) -> str:
    take = "takes" if count == 1 else "take"
    if size == 1:
        return f"{count:,} {take} it down alone"
    return f"{count:,} {'set' if count == 1 else 'sets'} of {size} {take} it down together"


def _json(found: Chances) -> dict[str, object]:
    return {
        "service": found.service,
        "exactness": found.exactness,
        "availability": None if found.unavailability is None else 1 - found.unavailability,
        "unavailability": found.unavailability,
        "unavailability_low": found.low,
        "unavailability_high": found.high,
        "failures_per_year": found.failures_a_year,
        "mtbsi_hours": found.mtbsi_hours,
        "mtrs_hours": found.mtrs_hours,
        "assumed_parts": found.assumed,
        "cut_sets_by_size": {str(size): count for size, count in found.cut_counts.items()},
        "cut_sets": [{"parts": cut.names, "unavailability": cut.unavailability} for cut in found.cut_sets],
        "parts": [_part_json(part) for part in found.parts],
    }


def _part_json(part: PartChance) -> dict[str, object]:
    figures = part.figures
    return {
        "name": figures.name,
        "kind": figures.kind,
        "kept_by": figures.kept_by,
        "owner": figures.owner,
        "unavailability": figures.unavailability,
        "basis": figures.basis,
        "contracted": figures.contracted,
        "designed": figures.designed,
        "experienced": None if figures.experienced is None else figures.experienced.unavailability,
        "failures_per_year": figures.failures_a_year,
        "single_point_of_failure": part.takes_it_down_alone,
        "minutes_per_month": part.minutes_a_month,
        "importance": None if part.importance is None else _importance_json(part.importance),
    }


def _importance_json(importance: Importance) -> dict[str, float | None]:
    """An infinite worth is null: nothing else takes the service down."""
    figures = {
        "birnbaum": importance.birnbaum,
        "criticality": importance.criticality,
        "raw": importance.raw,
        "rrw": importance.rrw,
    }
    return {name: figure if isfinite(figure) else None for name, figure in figures.items()}


def _percent(unavailability: float) -> str:
    """As many digits as the nines need: 99.95 %, 99.999 87 %."""
    digits = 3
    while unavailability and unavailability * 100 < 10 ** (1 - digits) and digits < 12:
        digits += 1
    return f"{100 * (1 - unavailability):.{digits}f} %"
