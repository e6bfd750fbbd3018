"""Response: the share of tickets answered in time; a resolution without a response before it answers, too."""

from app.calc.metrics.ticket_share import ticket_metric

METRIC = ticket_metric("response", "Response", "answered", "responded", 8)
