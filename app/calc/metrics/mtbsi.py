"""Mean time between service incidents (ITIL): agreed service time / breaks, in hours."""

from app.calc.metrics.mean_time import mean_time_metric

METRIC = mean_time_metric(
    "mtbsi", "Mean time between service incidents", ">=", lambda agreed, _downtime: agreed, 6, grows=True
)
