"""What an import says it covers: which subjects, from when to when; capped at the moment of the import."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calc.spans import Spans
from app.imports.check.running import SheetResult
from app.imports.proposal import Answers
from app.models.base import from_microseconds
from app.models.measurements import Coverage, ImportBatch
from app.usecases.import_checking import Checked
from app.usecases.import_names import Target

KIND_OF = {
    "outages": "outages",
    "states": "outages",
    "tickets": "tickets",
    "ticket_events": "tickets",
    "samples": "samples",
    "figures": "figures",
    "figures_across": "figures",
}


def declare(session: Session, checked: Checked, batch: ImportBatch, targets: Sequence[Target | None]) -> None:
    """Store the coverage of a batch, by what was answered."""
    answers = checked.proposal.answers
    for kind in dict.fromkeys(KIND_OF[result.proposal.kind] for result in checked.sheets):
        results = [
            one for one in checked.sheets if KIND_OF[one.proposal.kind] == kind and one.first is not None
        ]
        if not results:
            continue
        first = min(one.first for one in results if one.first is not None)
        last = max(one.last for one in results if one.last is not None)
        covered = covered_range(answers, first, last, datetime.now(UTC))
        if not covered:
            continue
        silences = _silences(results, targets)
        for service, component in _covered_subjects(session, answers, kind, targets):
            known = Spans.of([covered]) - silences.get((service, component), Spans.empty())
            session.add_all(
                Coverage(
                    batch_id=batch.id,
                    source=answers.source,
                    kind=kind,
                    service_id=service,
                    component_id=component,
                    start=start,
                    end=end,
                )
                for start, end in known.pairs()
            )


def covered_range(answers: Answers, first: int, last: int, now: datetime) -> tuple[datetime, datetime] | None:
    """From and to in UTC; None where nothing is said to be covered."""
    answer = answers.coverage
    start, end = from_microseconds(first), from_microseconds(last)
    zone = ZoneInfo(answers.time_zone)
    if answer == "none":
        return None
    if answer == "whole months":
        start = start.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        late = end.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        end = (late + timedelta(days=32)).replace(day=1)
    elif isinstance(answer, tuple):
        start = datetime(answer[0].year, answer[0].month, answer[0].day, tzinfo=zone)
        end = datetime(answer[1].year, answer[1].month, answer[1].day, tzinfo=zone) + timedelta(days=1)
    start, end = start.astimezone(UTC), min(end.astimezone(UTC), now)
    return (start, end) if start < end else None


def _silences(
    results: Sequence[SheetResult], targets: Sequence[Target | None]
) -> Mapping[tuple[int | None, int | None], Spans]:
    """When a source said that it did not know: of a subject while all its checks are silent, of all while one is."""
    silences: dict[tuple[int | None, int | None], Spans] = {}
    everything = Spans.empty()
    for result in results:
        found = result.silences()
        for number in result.subjects():
            target = targets[number]
            silence = found.get(number, Spans.empty())
            everything = everything | silence
            if target is not None:
                pair = (target[1], None) if target[0] == "service" else (None, target[1])
                silences[pair] = silences.get(pair, silence) & silence
    return silences | {(None, None): everything}


def _covered_subjects(
    session: Session, answers: Answers, kind: str, targets: Sequence[Target | None]
) -> list[tuple[int | None, int | None]]:
    """The subjects named now or by this source before; (None, None) stands for every one."""
    if answers.covers_all:
        return [(None, None)]
    named = {(key, None) if what == "service" else (None, key) for what, key in filter(None, targets)}
    before = session.execute(
        select(Coverage.service_id, Coverage.component_id).where(
            Coverage.source == answers.source, Coverage.kind == kind
        )
    )
    return sorted({*named, *before}, key=lambda pair: (pair[0] or 0, pair[1] or 0))
