"""The SLAM chart of a pack, every target against the last periods, and the downtime used beside it."""

from datetime import date
from fractions import Fraction

from app.calc import words
from app.reports import shown
from app.reports.content import (
    Block,
    Chart,
    Heading,
    Paragraph,
    Section,
    Series,
    Slam,
    SlamCell,
    SlamGroup,
    SlamRow,
)
from app.reports.month import Month, PastLevel, ServiceMonth, TargetMonth
from app.reports.trends import PERIODS, period_kind, periods_of


def slam(month: Month) -> Section:
    """Twelve periods against every target."""
    periods = periods_of(month)
    groups = tuple(_slam_group(service, periods) for service in month.services if service.targets)
    headings = tuple(period_heading(key, label) for key, label in periods)
    sentence = _slam_sentence(month, periods)
    nothing = Paragraph("No target is agreed for this period.", "muted")
    blocks: list[Block] = [Slam(headings, groups, sentence) if groups else nothing]
    allowed_and_used = _allowance_chart(month)
    blocks += [Heading("Allowed and used downtime"), allowed_and_used] if allowed_and_used else []
    title = (
        f"Service levels over twelve {period_kind(month.period)}s"
        if len(periods) == PERIODS
        else "Service levels so far"
    )
    return Section("slam", title, tuple(blocks))


def _slam_group(service: ServiceMonth, periods: list[tuple[str, str]]) -> SlamGroup:
    return SlamGroup(service.name, tuple(_slam_row(target, periods) for target in service.targets))


def _slam_row(target: TargetMonth, periods: list[tuple[str, str]]) -> SlamRow:
    past = {each.period: each for each in target.history}
    cells = [_slam_cell(past.get(key)) for key, _ in periods[:-1]]
    own = past.get(periods[-1][0])
    cells.append(SlamCell(target.verdict, restated=bool(own and own.restated)))
    result = f"{shown.achieved(target, target.achieved)} {target.verdict}".strip()
    limit = "" if target.limit is None else f", {shown.agreed(target)} agreed"
    return SlamRow(shown.name(target), tuple(cells), result + limit)


def _slam_cell(past: PastLevel | None) -> SlamCell | None:
    return SlamCell(past.verdict, past.restated) if past and past.verdict else None


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def period_heading(key: str, label: str) -> tuple[str, str]:
    """Two short lines above a column: "Oct", "2026"; "Q3", "2026"; "W40", "2026"; "5 Oct", "18 Oct"."""
    if ".." in key:
        first, last = (date.fromisoformat(day) for day in key.split(".."))
        return f"{first.day} {_MONTHS[first.month - 1]}", f"{last.day} {_MONTHS[last.month - 1]}"
    year, dash, rest = key.partition("-")
    if dash and rest.isdigit() and 1 <= int(rest) <= 12:
        return _MONTHS[int(rest) - 1], year
    return (rest, year) if dash else (label, "")


def _slam_sentence(month: Month, periods: list[tuple[str, str]]) -> str:
    """In how many periods something was missed, of those shown in which anything was judged."""
    keys = {key for key, _ in periods}
    told = [
        past
        for service in month.services
        for target in service.targets
        for past in _with_own(target, month)
        if past.period in keys and past.verdict not in ("", "no data")
    ]
    if not told:
        return f"No target has data yet; the last column is {month.label}."
    missed = {past.period for past in told if past.verdict == "missed"}
    span = f"{_spelled(month.period, len({past.period for past in told}))} with data"
    said = f"Something was missed in {len(missed)} of {span}" if missed else f"Nothing was missed in {span}"
    return f"{said}; the last column is {month.label}."


def _spelled(key: str, count: int) -> str:
    return words.plural(count, period_kind(key))


def _with_own(target: TargetMonth, month: Month) -> list[PastLevel]:
    """History with the period's own verdict as the document states it."""
    own = PastLevel(month.period, month.label, target.verdict, "")
    return [*[past for past in target.history if past.period != month.period], own]


def _allowance_chart(month: Month) -> Chart | None:
    found = [
        (service, target)
        for service in month.services
        for target in service.targets
        if target.counts_time and target.unit == "%" and target.verdict != "no data"
    ]
    if not found:
        return None
    used = [float(Fraction(target.used, words.MINUTE)) for _, target in found]
    allowed = [float(Fraction(target.allowed, words.MINUTE)) for _, target in found]
    texts = ["{} of {}".format(*shown.used_and_allowed(target)) for _, target in found]
    over = sum(1 for _, target in found if target.used > target.allowed)
    sentence = (
        f"{words.plural(over, 'service target')} used more downtime than was allowed."
        if over
        else ("Nowhere was more downtime used than was allowed.")
    )
    labels = tuple(_chart_label(service, target) for service, target in found)
    return Chart("Downtime used", labels, Series("used", tuple(used), tuple(texts)), tuple(allowed), sentence)


def _chart_label(service: ServiceMonth, target: TargetMonth) -> str:
    return f"{shown.brief(service.name)} · {shown.name(target)}"
