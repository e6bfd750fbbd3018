"""State logs: a row for each change to up, down or impaired, or for each stretch of it; they become outages."""

from app.imports.kinds.base import Field, Kind, with_times

KIND = Kind(
    "states",
    "State changes",
    with_times(
        Field("subject", "Service or component", "subject", "state_subject"),
        Field("host", "Host of the service", "text"),
        Field("at", "Time", "instant", "state_at"),
        Field("end", "Until", "instant"),
        Field("state", "State", "state"),
        Field("sure", "Hard or soft state", "text"),
        Field("internal_text", "Text", "text", "summary"),
    ),
    (frozenset({"at"}), frozenset({"state"})),
    weight=2,
)
