"""The chance that a target is missed by the end of its period, from the service's own history of breaks.

Method: a compound Poisson process in agreed time. Breaks arrive at the rate seen in the history, each
as long as one of those seen; the distribution of the downtime to come is worked out by Panjer's
recursion (H. Panjer, "Recursive evaluation of a family of compound distributions", ASTIN Bulletin 12
(1981)) on a grid up to the budget. What a short history leaves open gives the interval: rates are drawn
from their Gamma posterior (Jeffreys), lengths reweighted by the Bayesian bootstrap (D. Rubin, Annals of
Statistics 9 (1981)), 1,000 times from a fixed seed; the middle 90 % of the chances is the interval and
their mean the forecast. Few breaks cannot rule out one longer than all of them: for the upper end of the
interval half a break that uses up the whole budget is added to those seen (the pseudo-count of Jeffreys; P.
Walley, "Inferences from multinomial data", JRSS B 58 (1996)). Simulated, the interval then holds the true
chance nine times in ten; without it, six times in ten after eight breaks a year. With fewer than five breaks
nothing is said.
"""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from app.calc.agreed_time import degraded_share
from app.calc.evidence import Part
from app.calc.ledger import Ledger, OutageColumns, build_ledger
from app.calc.metrics.breaks import counted
from app.calc.reliability import Breaks, breaks_of
from app.calc.spans import Instants, Spans
from app.calc.words import plural

FEWEST_BREAKS = 5
DRAWS = 1000
SEED = 20261001

_GRID = 240
_UNSEEN = 0.5
_MOST_AT_ONCE = 200.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class History:
    """What is known of the past: agreed time observed, and the downtime of each break in it, in
    microseconds.
    """

    agreed: int
    downtimes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """The chance of a miss from 0 to 1 with its 90 % interval; all None where there is too little data
    to say.
    """

    breaks: int
    probability: float | None
    low: float | None
    high: float | None

    def words(self) -> str:
        """The forecast as a sentence without a full stop."""
        if self.probability is None or self.low is None or self.high is None:
            return f"too little data to say ({plural(self.breaks, 'break')})"
        if self.low == self.high:
            return "missed already" if self.probability else "can no longer be missed"
        interval = f"{round(100 * self.low)}–{round(100 * self.high)} %"
        return (
            f"{_chance(self.probability)} chance of a miss ({interval}), from {plural(self.breaks, 'break')}"
        )


def forecast(history: History, remaining: int, left: int) -> Forecast:
    """The chance that downtime in the `remaining` agreed time exceeds what is `left`, both in
    microseconds.
    """
    breaks = len(history.downtimes)
    if left < 0 or left >= remaining:
        return _certain(breaks, missed=left < 0)
    lengths = np.minimum(np.array(history.downtimes, dtype=np.float64), remaining)
    fitting = lengths <= left
    cells = np.where(fitting, np.rint(lengths * (_GRID / max(left, 1))), _GRID + 1).astype(np.int64)
    return _forecast(history, remaining, cells, _GRID, unseen=_UNSEEN)


def forecast_breaks(history: History, remaining: int, left: int) -> Forecast:
    """The chance that more than `left` breaks begin in the `remaining` agreed time."""
    breaks = len(history.downtimes)
    if left < 0 or not remaining:
        return _certain(breaks, missed=left < 0)
    return _forecast(history, remaining, np.ones(breaks, dtype=np.int64), left)


def history_of(part: Part, since: datetime, until: datetime, covered: Spans | None = None) -> History:
    """The unplanned breaks under a part's terms between two instants, as far as sources cover them.

    Of a target on the number of breaks only those it counts.
    """
    outages = part.outages if part.outages is not None else OutageColumns([], [])
    unplanned = outages.take(~outages.planned)
    ledger = build_ledger(
        since,
        until,
        part.hours,
        outages=unplanned,
        unknown=None if covered is None else Spans.of([(since, until)]) - covered,
        definition=part.target.definition,
    )
    past = replace(
        part, start=since, end=until, ledger=ledger, outages=unplanned, ledgers_by_site={}, weights={}
    )
    breaks = breaks_of(past)
    if part.target.metric == "breaks":
        return History(ledger.base, tuple(breaks.downtime[counted(breaks, part.target)].tolist()))
    return History(ledger.base, tuple(_weighed(breaks, ledger)))


def _weighed(breaks: Breaks, ledger: Ledger) -> list[int]:
    """The downtime of each break as an availability counts it, degraded time by its weight."""
    share = degraded_share(ledger.definition)
    if not 0 < share < 1:
        return breaks.downtime.tolist()
    degraded = ledger.spans["degraded"].measure_between(breaks.start, breaks.end)
    return [
        int(down - (1 - share) * part)
        for down, part in zip(breaks.downtime.tolist(), degraded.tolist(), strict=True)
    ]


def _forecast(history: History, remaining: int, cells: Instants, most: int, *, unseen: float = 0) -> Forecast:
    """The forecast when each break of the history takes up so many grid cells of the `most` that are left.

    `unseen` is the pseudo-count of breaks beyond them all, which the upper end allows for.
    """
    breaks = len(cells)
    if breaks < FEWEST_BREAKS or not history.agreed:
        return Forecast(breaks, None, None, None)
    random = np.random.default_rng(SEED)
    expected = random.gamma(breaks + 0.5, 1 / history.agreed, DRAWS) * remaining
    weights = random.dirichlet(np.ones(breaks), DRAWS)
    sizes = np.stack([weights[:, cells == cell].sum(axis=1) for cell in range(most + 1)], axis=1)
    chances = _chances(expected, sizes)
    worse = chances
    if unseen:
        worse = _chances(expected, sizes * (1 - random.beta(unseen, breaks, (DRAWS, 1))))
    low, high = float(np.quantile(chances, 0.05)), float(np.quantile(worse, 0.95))
    return Forecast(breaks, float(chances.mean()), low, high)


def _chances(expected: Floats, sizes: Floats) -> Floats:
    """Of each draw, the chance that the sum goes beyond the last cell."""
    return 1 - np.clip(compound_poisson(expected, sizes).sum(axis=1), 0, 1)


def compound_poisson(expected: Floats, sizes: Floats) -> Floats:
    """Per row the probabilities that a Poisson number of sizes sums to 0, 1, … cells (Panjer's recursion).

    `sizes` gives the probabilities of the sizes 0, 1, …; what is missing to 1 is beyond the last cell.
    A large expected number is halved until its recursion does not underflow, and the result added to
    itself again.
    """
    halvings = max(0, int(np.ceil(np.log2(max(float(expected.max(initial=0)), 1e-300) / _MOST_AT_ONCE))))
    rate = expected / 2**halvings
    steps: Floats = sizes * np.arange(sizes.shape[1], dtype=np.float64)
    sums = np.zeros_like(sizes)
    sums[:, 0] = np.exp(rate * (sizes[:, 0] - 1))
    for cell in range(1, sizes.shape[1]):
        sums[:, cell] = rate / cell * np.einsum("ij,ij->i", steps[:, 1 : cell + 1], sums[:, cell - 1 :: -1])
    for _ in range(halvings):
        sums = _twice(sums)
    return sums


def _twice(sums: Floats) -> Floats:
    """The distribution of two independent sums, cut at the last cell."""
    cells = sums.shape[1]
    return np.fft.irfft(np.fft.rfft(sums, 2 * cells) ** 2, 2 * cells)[:, :cells]


def _certain(breaks: int, *, missed: bool) -> Forecast:
    chance = float(missed)
    return Forecast(breaks, chance, chance, chance)


def _chance(probability: float) -> str:
    if 0 < probability < 0.01:
        return "under 1 %"
    return "over 99 %" if 0.99 < probability < 1 else f"{round(100 * probability)} %"
