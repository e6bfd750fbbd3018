"""Outage intervals: start and end, or start and duration, of a service or component."""

from app.imports.kinds.base import Field, Kind, with_times

KIND = Kind(
    "outages",
    "Outages",
    with_times(
        Field("subject", "Service or component", "subject"),
        Field("start", "Start", "instant", "outage_start"),
        Field("end", "End", "instant"),
        Field("duration", "Duration", "duration"),
        Field("reference", "Reference", "text"),
        Field("state", "Down or degraded", "state"),
        Field("impact", "Impact", "impact"),
        Field("planned", "Planned work", "truth"),
        Field("cause", "Cause", "text"),
        Field("internal_text", "Text", "text", "summary"),
        Field("customer_text", "Text for the customer", "text"),
        Field("users_affected", "Users affected", "number"),
        Field("site", "Site", "text"),
        Field("detected_at", "Detected", "instant", "detected"),
        Field("reported_at", "Reported", "instant", "reported"),
        Field("confirmed_at", "Confirmed", "instant", "confirmed"),
    ),
    (frozenset({"start"}), frozenset({"end", "end_time", "duration"})),
    weight=3,
)
