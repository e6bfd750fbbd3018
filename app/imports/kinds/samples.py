"""Samples: one measured value at a time."""

from app.imports.kinds.base import Field, Kind, with_times

KIND = Kind(
    "samples",
    "Samples",
    with_times(
        Field("subject", "Service or component", "subject"),
        Field("at", "Time", "instant"),
        Field("value", "Value", "number"),
        Field("metric", "What was measured", "text"),
        Field("site", "Site", "text"),
    ),
    (frozenset({"at"}), frozenset({"value"})),
    weight=1,
)
