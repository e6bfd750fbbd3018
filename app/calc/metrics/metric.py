"""What a metric is: its name, its parameters, its sentence and how it is judged."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from app.calc.evidence import Evidence
from app.calc.targets import Comparison, Level, Target
from app.errors import InputError

Need = Literal["ledger", "tickets", "samples", "figures"]
PERIODS = {"week": "per week", "month": "per month", "quarter": "per quarter", "year": "per year"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One setting of a metric, kept as text; `choices` where only these are allowed.

    `names` where it says what the target is about, as a priority does, and not how much is promised of it.
    """

    name: str
    title: str
    unit: str = ""
    default: str = ""
    choices: tuple[str, ...] = ()
    names: bool = False


@dataclass(frozen=True, slots=True)
class Metric:
    """A kind of target.

    `sentence(target, hours in words)` reads as in an agreement, `short(target)` as a row label. `unit` is
    empty where a parameter named "unit" gives it. `position` orders the metrics in lists. `worked_out(hours in
    words)` says how a metric is worked out that has no ledger and so no definition of downtime.
    """

    key: str
    title: str
    unit: str
    comparison: Comparison
    counts_time: bool
    needs: frozenset[Need]
    judge: Callable[[Evidence], Level]
    sentence: Callable[[Target, str], str]
    short: Callable[[Target], str]
    parameters: tuple[Parameter, ...] = ()
    position: int = 0
    worked_out: Callable[[str], str] | None = None

    def unit_of(self, target: Target) -> str:
        """The unit of the target's value."""
        return self.unit or self.setting(target, "unit")

    def setting(self, target: Target, name: str) -> str:
        """A parameter of the target, or the metric's default for it."""
        defaults = {parameter.name: parameter.default for parameter in self.parameters}
        return target.parameter(name, defaults.get(name, ""))

    def number(self, target: Target, name: str) -> Decimal | None:
        """A parameter as a number of 0 or more, None where it is empty; raises InputError for anything
        else.
        """
        text = self.setting(target, name)
        if not text:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or value < 0:
            raise InputError(
                f"“{text}” is not a number for “{self._title_of(name)}” of {self.title.lower()}."
            )
        return value

    def _title_of(self, name: str) -> str:
        return next((each.title for each in self.parameters if each.name == name), name)


def per_period(target: Target) -> str:
    """ "per month" and so on."""
    return PERIODS.get(target.period, f"per {target.period}")


def at_least_or_most(target: Target) -> str:
    """The comparison in words."""
    return "at least" if target.comparison == ">=" else "at most"
