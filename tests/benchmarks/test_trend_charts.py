"""A trend chart into a PDF file: our items against matplotlib's own PDF backend drawing the same figure.

Ours counts everything: the figure, its drawing as items, the page and the file. The goal is 45 ms.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from app.reports import drawing, look, trend_charts
from app.reports.content import Trend
from app.reports.month import Month
from app.reports.pack import pack_content
from app.reports.page import Page, Placed
from app.reports.pdf import About, write_pages
from tests.reports.by_hand import october

GROUP = "a trend chart in a PDF; goal ours ≤ 45 ms"
WIDTH = 493.0


@pytest.fixture(scope="module")
def month() -> Month:
    return october()


@pytest.fixture(scope="module")
def trend(month: Month) -> Trend:
    blocks = [block for section in pack_content(month, "customer").sections for block in section.blocks]
    return next(block for block in blocks if isinstance(block, Trend) and block.rows)


@pytest.mark.benchmark(group=GROUP)
def test_ours(benchmark: Callable[..., object], trend: Trend, tmp_path: Path) -> None:
    about = About("Trend", "Northwind IT", "A chart", datetime(2026, 11, 4, tzinfo=UTC))

    def chart() -> None:
        trend_charts.trend_items.cache_clear()
        height, items = trend_charts.trend_items(trend, WIDTH, look.ACCENT)
        page = Page(595.0, 842.0, [Placed(look.MARGIN, 100.0, items)])
        write_pages((page,), tmp_path / "p.pdf", about)
        assert height

    benchmark.pedantic(chart, rounds=20, warmup_rounds=2)  # pyright: ignore[reportFunctionMemberAccess]


@pytest.mark.benchmark(group=GROUP)
@pytest.mark.parametrize("kind", ["pdf", "svg"])
def test_matplotlib(
    benchmark: Callable[..., object], trend: Trend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The same figure through savefig, which lays it out again with its own fonts."""
    names = count()

    def saved(figure: Figure) -> tuple[()]:
        figure.savefig(tmp_path / f"{next(names)}.{kind}")
        return ()

    monkeypatch.setattr(trend_charts, "drawn", saved)
    assert drawing.drawn is not saved

    def chart() -> None:
        trend_charts.trend_items.cache_clear()
        trend_charts.trend_items(trend, WIDTH, look.ACCENT)

    benchmark.pedantic(chart, rounds=20, warmup_rounds=2)  # pyright: ignore[reportFunctionMemberAccess]
    trend_charts.trend_items.cache_clear()
