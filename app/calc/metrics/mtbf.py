"""Mean time between failures (ITIL): (agreed service time − downtime) / breaks, in hours."""

from app.calc.metrics.mean_time import mean_time_metric

METRIC = mean_time_metric(
    "mtbf", "Mean time between failures", ">=", lambda agreed, downtime: agreed - downtime, 5, grows=True
)
