"""Mean time to restore service (ITIL): downtime / breaks, in hours."""

from app.calc.metrics.mean_time import mean_time_metric

METRIC = mean_time_metric(
    "mtrs", "Mean time to restore service", "<=", lambda _agreed, downtime: downtime, 4, grows=False
)
