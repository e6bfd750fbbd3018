"""Trends say only what the figures say."""

from dataclasses import replace
from fractions import Fraction

from app.reports.content import Paragraph, Table, Trend
from app.reports.month import Month, PastFigures, PastLevel
from app.reports.pack import pack_content
from app.reports.trends import sentence, trends_of
from tests.reports.by_hand import october

MINUTE = 60_000_000
BASE = 20_000 * MINUTE


def told(used: list[int | None], agreed: list[str] | None = None, restated: int = -1) -> Month:
    """October 2026 with one availability target whose past months used these minutes."""
    agreed = agreed or ["99"] * len(used)
    month = october()
    target = next(t for service in month.services for t in service.targets if t.metric == "availability")
    months = [(2025, 11), (2025, 12), *[(2026, n) for n in range(1, 11)]][-len(used) :]
    history = tuple(
        _level(f"{year}-{n:02d}", f"{n:02d}/{year}", minutes, value, at == restated)
        for at, ((year, n), minutes, value) in enumerate(zip(months, used, agreed, strict=True))
    )
    last = history[-1]
    figures = last.figures
    assert figures is not None
    own = replace(
        target,
        value=agreed[-1],
        limit=None,
        history=history,
        verdict=last.verdict,
        achieved=figures.achieved,
        base=figures.base,
        used=figures.used,
        allowed=figures.allowed,
    )
    return replace(month, services=(replace(month.services[0], targets=(own,)),))


def _level(key: str, label: str, minutes: int | None, value: str, restated: bool) -> PastLevel:
    if minutes is None:
        return PastLevel(key, label, "no data", "", restated, PastFigures(None, value, 0, 0, 0))
    used = minutes * MINUTE
    achieved = Fraction(100 * (BASE - used), BASE)
    allowed = int(BASE * (100 - Fraction(value)) / 100)
    verdict = "missed" if used > allowed else "met"
    figures = PastFigures(str(achieved), value, BASE, used, allowed, 1, used)
    return PastLevel(key, label, verdict, f"{float(achieved):.2f} %", restated, figures)


def said(month: Month) -> str:
    return sentence(trends_of(month)[0])


def test_misses_are_counted_and_named() -> None:
    text = said(told([10, 300, 20, 10, 10, 10, 10, 10, 10, 10, 400, 10]))
    assert "Missed in 2 of 12 months with data (12/2025 and 09/2026)." in text
    assert "Lowest: 09/2026, 98.00 % (400 min of 200 min allowed)." in text


def test_the_later_half_stands_against_the_earlier() -> None:
    text = said(told([10] * 6 + [30] * 6))
    assert "Downtime in the last 6 months 180 min, in the 6 before 60 min." in text


def test_halves_are_not_compared_where_a_month_has_no_data() -> None:
    text = said(told([10] * 5 + [None] + [30] * 6))
    assert "before" not in text
    assert "Not missed in 11 months with data." in text
    assert "No data: 04/2026." in text


def opening(month: Month) -> str:
    section = next(each for each in pack_content(month, "customer").sections if each.key == "trends")
    first = section.blocks[0]
    assert isinstance(first, Paragraph)
    return first.text


def test_targets_that_were_missed_and_have_no_chart_are_said_to_stand_in_the_annex() -> None:
    missed_once = told([10, 300, 10, 10])
    (service,) = missed_once.services
    assert "annex" not in opening(missed_once)
    second = replace(service.targets[0], lineage="another", short="Another")
    text = opening(replace(missed_once, services=(replace(service, targets=(*service.targets, second)),)))
    assert text.startswith("2 of 2 targets were missed at least once in ")
    assert text.endswith("the levels of the others stand in the annex “Levels by period”.")


def test_a_changed_value_is_told_with_its_month() -> None:
    assert "Agreed: 99 %, 99.5 % from 08/2026." in said(told([10] * 12, ["99"] * 9 + ["99.5"] * 3))


def test_restated_months_are_named() -> None:
    assert "Restated: 01/2026." in said(told([10] * 12, restated=2))


def test_a_missed_level_is_never_rounded_to_the_agreed_one() -> None:
    month = told([10] * 11 + [201])
    chart = next(
        b for s in pack_content(month, "customer").sections for b in s.blocks if isinstance(b, Trend)
    )
    assert chart.points[-1].level_shown == "98.995"


def test_documents_without_figures_say_why_there_is_no_chart() -> None:
    month = told([10] * 12)
    (service,) = month.services
    (target,) = service.targets
    old = replace(target, history=tuple(replace(past, figures=None) for past in target.history))
    content = pack_content(replace(month, services=(replace(service, targets=(old,)),)), "customer")
    section = next(each for each in content.sections if each.key == "trends")
    assert not any(isinstance(block, Trend) for block in section.blocks)
    assert "issued without the figures" in str(section.blocks)


def test_nothing_measured_is_said() -> None:
    month = october()
    content = pack_content(replace(month, services=()), "customer")
    section = next(each for each in content.sections if each.key == "trends")
    assert "Nothing was measured yet." in str(section.blocks)


def test_a_month_without_breaks_shows_that_instead_of_a_mean() -> None:
    month = told([10, 0, 10])
    target = month.services[0].targets[0]
    figures = PastFigures(None, "1", BASE, 0, 0, 0, 0)
    quiet = replace(target.history[1], verdict="met", achieved="", figures=figures)
    unknown = replace(quiet, period=target.history[0].period, figures=replace(figures, breaks=None))
    mean = replace(
        target,
        metric="mtrs",
        unit="h",
        value="1",
        short="MTRS 1 h",
        achieved=None,
        breaks=0,
        verdict="met",
        used=0,
        allowed=0,
        history=(unknown, quiet, target.history[2]),
    )
    only = replace(month, services=(replace(month.services[0], targets=(mean,)),))
    sections = {each.key: each for each in pack_content(only, "customer").sections}
    table = next(block for block in sections["history"].blocks if isinstance(block, Table))
    assert [row[1] for row in table.rows] == ["met ✓", "no break ✓", "no break ✓"]
    levels = next(block for block in sections["levels"].blocks if isinstance(block, Table))
    assert levels.rows[0][3] == "no break"
