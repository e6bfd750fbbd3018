"""Whose tickets of a service count: those of the source of record of the version in force when one was opened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from app.calc.metrics import METRICS
from app.calc.spans import Spans
from app.usecases.promises import FOREVER, Promise, PromisedVersion

_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CountedSource:
    """A source (None: all together), and when a ticket is opened that it counts."""

    source: str | None
    opened: Spans


def counted_sources(promises: Iterable[Promise], service_id: int) -> tuple[CountedSource, ...]:
    """The sources of a service's tickets; each instant belongs to exactly one.

    Before the first version the first one decides, after one that nothing follows the last. Where the targets of
    the same time name several sources, the first in the order of promises does.
    """
    versions = _versions(promises, service_id)
    if not versions:
        return (CountedSource(None, Spans.of([(_BEGINNING, FOREVER)])),)
    turns = {moment for version in versions for moment in (version.start, version.end)}
    found: dict[str | None, list[tuple[datetime, datetime]]] = {}
    for start, end in pairwise(sorted({_BEGINNING, *turns, FOREVER})):
        found.setdefault(_source_at(versions, start), []).append((start, end))
    return tuple(CountedSource(source, Spans.of(stretches)) for source, stretches in found.items())


def judged_sources(promises: Iterable[Promise], service_id: int) -> frozenset[str | None]:
    """The sources by which a service's ticket targets are judged."""
    return frozenset(version.source for version in _versions(promises, service_id))


def _versions(promises: Iterable[Promise], service_id: int) -> list[PromisedVersion]:
    return [
        version
        for promise in promises
        if promise.service_id == service_id and not promise.closed_only
        for version in promise.versions
        if "tickets" in METRICS[version.target.metric].needs
    ]


def _source_at(versions: Sequence[PromisedVersion], moment: datetime) -> str | None:
    begun = [version for version in versions if version.start <= moment]
    in_force = [version for version in begun if moment < version.end]
    if not in_force:
        nearest = max(each.start for each in begun) if begun else min(each.start for each in versions)
        in_force = [version for version in versions if version.start == nearest]
    return next((version.source for version in in_force if version.source), None)
