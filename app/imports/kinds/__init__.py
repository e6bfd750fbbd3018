"""The registry of layouts: adding one means one new module here and its test."""

from app.imports.kinds import figures, figures_across, outages, samples, states, ticket_events, tickets
from app.imports.kinds.base import Field, FieldType, Kind, KindName

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        outages.KIND,
        states.KIND,
        ticket_events.KIND,
        tickets.KIND,
        samples.KIND,
        figures.KIND,
        figures_across.KIND,
    )
}

__all__ = ["KINDS", "Field", "FieldType", "Kind", "KindName"]
