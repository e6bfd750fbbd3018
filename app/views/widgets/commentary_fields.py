"""The fields in which commentary is written: of the period, of a service, and of a breach in its four parts."""

from app.reports.lines import PARTS
from app.usecases import commentary
from app.views.widgets.form import Field

_HINTS = (
    "What broke, when and for how long, in the customer’s words",
    "Who could not work, and what it cost them",
    "How it was put right",
    "What is or will be different, by when",
)
BREACH_FIELDS = (
    *(
        Field(name, title, "text", hint=hint)
        for name, title, hint in zip(commentary.PARTS, PARTS, _HINTS, strict=True)
    ),
    Field("internal_text", "Internal note", "text", hint="Only in the internal edition"),
)
PERIOD_FIELDS = (
    Field(
        "customer_text",
        "Summary",
        "text",
        hint="What the customer should know about this period, in a few sentences",
    ),
    Field("internal_text", "Internal note", "text", hint="Only in the internal edition"),
)
SERVICE_FIELDS = (
    Field("customer_text", "For the customer", "text", hint="What to know about this service in the period"),
    Field("internal_text", "Internal note", "text", hint="Only in the internal edition"),
)
