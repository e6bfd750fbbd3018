"""State-change logs: one row each time something went up, down or was impaired; they become outages."""

from app.imports.kinds.base import Field, Kind, with_times

KIND = Kind(
    "states",
    "State changes",
    with_times(
        Field("subject", "Service or component", "subject"),
        Field("at", "Time", "instant"),
        Field("state", "State", "state"),
        Field("sure", "Hard or soft state", "text"),
        Field("internal_text", "Text", "text", "summary"),
    ),
    (frozenset({"at"}), frozenset({"state"})),
    weight=2,
)
