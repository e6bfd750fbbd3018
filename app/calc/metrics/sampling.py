"""What the sample metrics share: which samples count, and what is said where there are none."""

from app.calc.evidence import Evidence, Part
from app.calc.metrics.metric import Metric, Parameter
from app.calc.samples import Samples
from app.calc.spans import to_microseconds
from app.calc.targets import Level

SAMPLE_PARAMETERS = (
    Parameter("sample", "What is measured", default="response time", names=True),
    Parameter("unit", "Unit", default="ms"),
    Parameter("when", "Samples count", default="in service hours", choices=("in service hours", "always")),
)


def samples_of(evidence: Evidence, part: Part, metric: Metric) -> Samples:
    """The samples taken in the part, in its service hours unless all count; of closed time the frozen ones."""
    given = evidence.samples if part.samples is None else part.samples
    return Samples.together([part.taken, _counting(given.outside(evidence.closed), evidence, part, metric)])


def _counting(given: Samples, evidence: Evidence, part: Part, metric: Metric) -> Samples:
    start, end = to_microseconds(part.start), to_microseconds(part.end)
    now = end if evidence.now is None else min(end, to_microseconds(evidence.now))
    if metric.setting(part.target, "when") == "always":
        taken = (given.at >= start) & (given.at < now)
        return Samples(given.at[taken], given.value[taken])
    return given.inside(part.hours.between(start, now))


def uncovered(evidence: Evidence) -> str:
    """A remark where no source covers some of the period's service hours, else nothing."""
    for part in evidence.parts:
        start, end = to_microseconds(part.start), to_microseconds(part.end)
        owed = part.hours.between(start, end) | evidence.closed  # closed time keeps what was owed then
        if (owed & evidence.uncovered).clip(start, end):
            return "no source covers the whole period"
    return ""


def no_samples(evidence: Evidence, unit: str) -> Level:
    """The level where nothing was measured."""
    note = "no source covers this period" if uncovered(evidence) else "no sample was taken in this period"
    return Level("no data", counts_time=False, note=note, unit=unit)
