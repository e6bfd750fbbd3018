"""Period figures across a sheet: a row a service (and measure), a column a month, a figure in each cell."""

from app.imports.kinds.base import Field, Kind

PERIODS = "periods"
KIND = Kind(
    "figures_across",
    "Period figures, a column a month",
    (
        Field("subject", "Service or component", "subject"),
        Field(PERIODS, "Months", "across"),
        Field("metric", "What was measured", "text"),
    ),
    (frozenset({"subject", "metric"}), frozenset({PERIODS})),
    row="filled cell under a month",
)
