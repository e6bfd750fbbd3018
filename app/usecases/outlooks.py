"""What may still come of a promise in a period in progress: the budget left, and the chance of a miss."""

import math
from datetime import datetime, timedelta

from app.calc.agreed_time import agreed_time
from app.calc.budget import budget_of
from app.calc.evidence import Part
from app.calc.forecast import Forecast, History, forecast, forecast_breaks, history_of
from app.calc.spans import Spans
from app.calc.words import duration, plural
from app.usecases.judging import Judged
from app.usecases.measured import Measured

_LOOKS_BACK = timedelta(days=365)


def outlook_words(judged: Judged, measured: Measured, now: datetime) -> tuple[str, str]:
    """The budget left and the forecast, each a sentence; both empty once the period is over.

    While unknown time may still change what was used there is no forecast, and the first says so.
    """
    if judged.period.end <= now or not judged.parts:
        return "", ""
    if judged.target.metric == "availability":
        return _of_downtime(judged, measured, now)
    if judged.target.metric == "breaks":
        return _of_breaks(judged, measured, now)
    return "", ""


def _of_downtime(judged: Judged, measured: Measured, now: datetime) -> tuple[str, str]:
    budget = budget_of([part for _, part in judged.parts])
    if budget.open:
        return _sentence(budget.words()), ""
    chance = forecast(_history(judged, measured, now), math.floor(budget.remaining), budget.left)
    return _sentence(budget.words()), _sentence(_forecast_words(chance))


def _of_breaks(judged: Judged, measured: Measured, now: datetime) -> tuple[str, str]:
    level = judged.level
    left = level.allowed - level.used
    unknown = math.floor(sum(agreed_time(part).unknown for _, part in judged.parts))
    if unknown and left >= 0:
        return _sentence(f"with {duration(unknown)} unknown, how many breaks are left cannot be said"), ""
    chance = forecast_breaks(_history(judged, measured, now), level.remaining, left)
    words = f"{plural(left, 'break')} left" if left >= 0 else f"{plural(-left, 'break')} too many"
    return _sentence(words), _sentence(_forecast_words(chance))


def _history(judged: Judged, measured: Measured, now: datetime) -> History:
    covered = measured.covered.get("outages", Spans.empty())
    return history_of(_latest(judged), now - _LOOKS_BACK, now, covered)


def _latest(judged: Judged) -> Part:
    return judged.parts[-1][1]


def _forecast_words(chance: Forecast) -> str:
    return f"forecast: {chance.words()}"


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}." if words else ""
