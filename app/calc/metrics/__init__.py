"""The metrics a target can have. A new one is a new module here with a constant METRIC, and its test."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from app.calc.metrics.metric import Metric, Need, Parameter

__all__ = ["METRICS", "Metric", "Need", "Parameter"]


def _registered() -> Mapping[str, Metric]:
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    metrics: list[Metric] = [module.METRIC for module in modules if hasattr(module, "METRIC")]
    return MappingProxyType(
        {metric.key: metric for metric in sorted(metrics, key=lambda each: each.position)}
    )


METRICS = _registered()
