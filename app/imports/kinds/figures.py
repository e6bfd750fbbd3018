"""Period figures: a ready-made percentage or other figure for a service and a month."""

from app.imports.kinds.base import Field, Kind

KIND = Kind(
    "figures",
    "Period figures",
    (
        Field("subject", "Service or component", "subject"),
        Field("period", "Period", "period"),
        Field("first_day", "First day", "day"),
        Field("last_day", "Last day", "day"),
        Field("value", "Figure", "percent", "figure"),
        Field("metric", "What was measured", "text"),
    ),
    (frozenset({"period", "first_day"}), frozenset({"value"})),
    weight=0,
)
