"""Ticket event logs: many rows for each ticket, each one step of its clocks."""

from app.imports.kinds.base import Field, Kind, with_times

KIND = Kind(
    "ticket_events",
    "Ticket events",
    with_times(
        Field("number", "Number", "text"),
        Field("event", "Step or status", "event"),
        Field("detail", "Finer status", "event"),
        Field("before", "Status before", "event"),
        Field("changed", "Which field changed", "text"),
        Field("at", "Time", "instant"),
        Field("opened", "Opened", "instant"),
        Field("responded", "Responded", "instant"),
        Field("resolved", "Resolved", "instant"),
        Field("closed", "Closed", "instant"),
        Field("priority", "Priority", "text"),
        Field("subject", "Service or component", "subject"),
        Field("customer", "Customer", "text"),
        Field("summary", "Summary", "text"),
    ),
    (frozenset({"number"}), frozenset({"event"}), frozenset({"at"})),
    weight=1,
)
