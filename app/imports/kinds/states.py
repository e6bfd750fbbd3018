"""State-change logs: one row each time something went up, down or was impaired; they become outages."""

from app.imports.kinds.base import Field, Kind

KIND = Kind(
    "states",
    "State changes",
    (
        Field("subject", "Service or component", "subject"),
        Field("at", "Time", "instant"),
        Field("state", "State", "state"),
        Field("internal_text", "Text", "text", "summary"),
    ),
    (frozenset({"at"}), frozenset({"state"})),
    weight=2,
)
