"""The one order in which promises stand: in charts, lists and documents, of every customer and period alike."""

from collections.abc import Iterable

from app.calc.metrics import METRICS, Metric
from app.calc.natural import natural
from app.calc.targets import Target
from app.usecases.promises import Promise
from app.usecases.targets import PERIODS


def in_order(promises: Iterable[Promise]) -> tuple[Promise, ...]:
    """By service, metric, what the target is about and the length it is agreed for.

    In which order targets were entered only tells apart what is alike in all of these.
    """
    return tuple(sorted(promises, key=_place))


def _place(promise: Promise) -> tuple[object, ...]:
    target = promise.latest.target
    metric = METRICS[target.metric]
    return (
        *(promise.service.casefold(), promise.service_uid),
        *(metric.position, metric.key, _about(metric, target), PERIODS.index(target.period)),
        *(promise.position, promise.lineage),
    )


def _about(metric: Metric, target: Target) -> tuple[object, ...]:
    """What tells targets of one metric apart, their names (priority P1, response time) before their numbers."""
    settings = sorted(metric.parameters, key=lambda each: not each.names)
    return tuple(natural(metric.setting(target, each.name).casefold()) for each in settings)
