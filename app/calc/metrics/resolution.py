"""Resolution: the share of tickets resolved in time; a reopened ticket is resolved when it last was."""

from app.calc.metrics.ticket_share import ticket_metric

METRIC = ticket_metric("resolution", "Resolution", "resolved", "resolved", 9)
