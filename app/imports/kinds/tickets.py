"""Ticket lists: one row for each incident or request, with its times."""

from app.imports.kinds.base import Field, Kind, with_times

KIND = Kind(
    "tickets",
    "Tickets",
    with_times(
        Field("number", "Number", "text"),
        Field("opened", "Opened", "instant"),
        Field("responded", "Responded", "instant"),
        Field("resolved", "Resolved", "instant"),
        Field("closed", "Closed", "instant"),
        Field("priority", "Priority", "text"),
        Field("subject", "Service or component", "subject"),
        Field("kind", "Incident or request", "text", "ticket_kind"),
        Field("customer", "Customer", "text"),
        Field("site", "Site", "text"),
        Field("summary", "Summary", "text"),
        Field("status", "Status", "text"),
    ),
    (frozenset({"number"}), frozenset({"opened"})),
    weight=2,
)
