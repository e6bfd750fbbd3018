"""Period figures that no target will count: told when a file is checked, as tickets without a service are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.metrics import METRICS
from app.imports.check.base import Statuses
from app.imports.check.context import SubjectTable
from app.imports.checked import DUPLICATE, Rows
from app.imports.proposal import Answers
from app.models.agreements import AgreementVersion, Target
from app.usecases.import_names import Names
from app.usecases.targets import calc_target

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class _Taker:
    """A target that takes figures as reported: of which service, by which name, and when it is in force."""

    service_id: int
    metric: str
    first_day: str
    last_day: str


def unused_figures(
    session: Session,
    settled: Iterable[tuple[Rows, Statuses]],
    table: SubjectTable,
    names: Names,
    answers: Answers,
) -> str:
    """What to say of the file's figures that no promise in force takes; "" when there are none."""
    days = _days(settled)
    takers = _takers(session, answers.source) if days else ()
    texts = list(table.codes)
    unused: dict[str, list[str]] = {}
    for (subject, metric), (first, last) in days.items():
        service = _service(texts[subject], names, answers)
        if not any(_takes(taker, service, metric, first, last) for taker in takers):
            unused.setdefault(metric, []).append(texts[subject])
    if not unused:
        return ""
    told = "; ".join(f"{metric} of {_listed(subjects)}" for metric, subjects in unused.items())
    return (
        f"No target uses these figures as reported: {told}. Add a target “Figure as reported” for them, or import"
        " the outages behind them: an Availability target is worked out from outages."
    )


def _days(settled: Iterable[tuple[Rows, Statuses]]) -> dict[tuple[int, str], tuple[str, str]]:
    """First and last day that the figures of each subject and metric speak of, of rows that bring anything."""
    days: dict[tuple[int, str], tuple[str, str]] = {}
    for rows, status in settled:
        if rows.table != "period_figures":
            continue
        firsts, lasts, metrics = (rows.columns[name] for name in ("first_day", "last_day", "metric"))
        assert isinstance(firsts, list)
        assert isinstance(lasts, list)
        assert isinstance(metrics, list)
        for place in np.flatnonzero(status != DUPLICATE).tolist():
            key = int(rows.subjects[place]), metrics[place]
            first, last = firsts[place], lasts[place]
            known = days.get(key, (first, last))
            days[key] = min(known[0], first), max(known[1], last)
    return days


def _takers(session: Session, source: str) -> tuple[_Taker, ...]:
    """The targets that take figures as reported and are fed by this source."""
    query = (
        select(Target, AgreementVersion)
        .join(AgreementVersion, AgreementVersion.id == Target.version_id)
        .where(Target.metric == "figure")
    )
    return tuple(
        _Taker(
            target.service_id,
            METRICS["figure"].setting(calc_target(target), "figure"),
            version.valid_from,
            version.valid_until or "9999-12-31",
        )
        for target, version in session.execute(query)
        if target.source_of_record in (None, source)
    )


def _takes(taker: _Taker, service: int, metric: str, first: str, last: str) -> bool:
    return (taker.service_id, taker.metric) == (service, metric) and (
        taker.first_day <= last and first <= taker.last_day
    )


def _service(text: str, names: Names, answers: Answers) -> int:
    """The service a text of the file stands for; 0 for a component, and for what is yet to be made."""
    answer = answers.subjects.get(text)
    kind, key = answer if isinstance(answer, tuple) else names.find(text) or ("", 0)
    return key if kind == "service" else 0


def _listed(names: Sequence[str]) -> str:
    """ "Mail, Web, Till and 4 more"."""
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
