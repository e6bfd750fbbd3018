"""What is known of each part under a service: contracted, designed and experienced figures, and which of them counts.

Five or more breaks of its own say most; then what it was designed for, then what somebody agreed to, then fewer
breaks; a part nothing is known of is assumed, and said to be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.orm import Session

from app.calc.spans import Spans
from app.calc.structure.experience import Experience, experienced
from app.calc.structure.support import YEAR_HOURS, Repairable
from app.models.base import to_microseconds
from app.models.catalogue import Component, Service
from app.models.columns import raw
from app.models.measurements import Coverage, Outage
from app.usecases.standing import Under, of_component, of_service
from app.usecases.usual_week import Stretches, usual_week

Basis = Literal["experienced", "designed", "contracted", "assumed"]

ASSUMED_UNAVAILABILITY = 0.001
ASSUMED_RESTORE_HOURS = 8.0


@dataclass(frozen=True, slots=True)
class PartFigures:
    """A part by name, who keeps it, and what is known of it; unavailabilities are shares, not percent."""

    name: str
    kind: str
    kept_by: str
    owner: str
    contracted: float | None
    designed: float | None
    experienced: Experience | None
    basis: Basis
    unavailability: float
    restore_hours: float
    support: Stretches | None = None  # of a usual week; None is around the clock

    @property
    def failures_a_year(self) -> float:
        """From the unavailability and the mean time to restore, of the same basis."""
        if self.basis == "experienced" and self.experienced is not None:
            return self.experienced.failures_a_year
        return self.unavailability / self.restore_hours * YEAR_HOURS if self.restore_hours else 0.0

    @property
    def repairable(self) -> Repairable | None:
        """Its mean times, where it fails at all."""
        if not 0 < self.unavailability < 1:
            return None
        up_share = 1 - self.unavailability
        return Repairable(
            up_share / self.unavailability * self.restore_hours, self.restore_hours, self.support
        )


def figures_under(session: Session, under: Under, now: datetime) -> Mapping[str, PartFigures]:
    """Of every part of the service's structure, by the name it has there."""
    components = session.scalars(select(Component).where(Component.id.in_(under.components)))
    services = session.scalars(select(Service).where(Service.id.in_(under.services)))
    seen = _Seen(session, to_microseconds(now))
    found = {of_component(row.id): _of_component(row, seen) for row in components}
    return found | {of_service(row.id): _of_service(row, seen) for row in services}


def _of_component(row: Component, seen: _Seen) -> PartFigures:
    contracted = None if row.contracted_availability is None else 1 - float(row.contracted_availability) / 100
    mtbf, restore = _number(row.mtbf_hours), _number(row.restore_hours)
    designed = None if mtbf is None or restore is None else restore / (mtbf + restore)
    everything = and_(Coverage.component_id.is_(None), Coverage.service_id.is_(None))
    own = seen.of(Outage.component_id == row.id, or_(Coverage.component_id == row.id, everything))
    basis, unavailability, hours = _counting(
        contracted, _number(row.contracted_restore_hours), designed, restore, own
    )
    return PartFigures(
        *(row.name, row.kind, row.kept_by, row.owner, contracted, designed, own),
        *(basis, unavailability, hours),
        # What was experienced has waited for support already, and so has what was agreed.
        support=seen.support(row.support_hours_id) if basis == "designed" else None,
    )


def _of_service(row: Service, seen: _Seen) -> PartFigures:
    """What its own outages say, which counts where it stands on nothing."""
    observed = or_(Coverage.service_id == row.id, Coverage.service_id.is_(None))
    own = seen.of(Outage.service_id == row.id, and_(Coverage.component_id.is_(None), observed))
    basis, unavailability, hours = _counting(None, None, None, None, own)
    return PartFigures(row.name, "service", "", row.owner, None, None, own, basis, unavailability, hours)


def _counting(
    contracted: float | None,
    contracted_hours: float | None,
    designed: float | None,
    designed_hours: float | None,
    own: Experience | None,
) -> tuple[Basis, float, float]:
    """Which figures count, the unavailability, and the mean hours to restore."""
    usual = contracted_hours or designed_hours or ASSUMED_RESTORE_HOURS
    if own is not None and own.is_enough:
        return "experienced", own.unavailability, own.down_hours / own.breaks
    if designed is not None:
        return "designed", designed, designed_hours or usual
    if contracted is not None:
        return "contracted", contracted, usual
    if own is not None and own.breaks:
        return "experienced", own.unavailability, own.down_hours / own.breaks
    return "assumed", ASSUMED_UNAVAILABILITY, usual


class _Seen:
    """When parts were down, and when they were observed, until now."""

    def __init__(self, session: Session, now: int) -> None:
        self._session, self._now = session, now

    def of(self, outages: ColumnElement[bool], observed: ColumnElement[bool]) -> Experience | None:
        table = Outage.__table__.c
        query = select(raw(table.start), func.coalesce(raw(table.end), self._now)).where(
            outages, table.state == "down", table.planned.is_(False), table.excluded.is_(False)
        )
        down = self._spans(self._session.execute(query).all())
        cover = Coverage.__table__.c
        covered = select(raw(cover.start), raw(cover.end)).where(observed, cover.kind == "outages")
        return experienced(down, self._spans(self._session.execute(covered).all()))

    def support(self, hours_id: int | None) -> Stretches | None:
        """When somebody works on it, in a usual week; None is around the clock."""
        return None if hours_id is None else usual_week(self._session, [hours_id])

    def _spans(self, rows: Sequence[Row[int, int]]) -> Spans:
        pairs = [(start, end) for start, end in rows if start < end]
        return Spans.of_microseconds([start for start, _ in pairs], [end for _, end in pairs]).clip(
            0, self._now
        )


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)
