from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.reports.month import Piece
from app.views.widgets.day_rows import day_bars, local_days

BERLIN = "Europe/Berlin"


def microseconds(*parts: int, zone: str = BERLIN) -> int:
    moment = datetime(*parts, tzinfo=ZoneInfo(zone))
    return int((moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * 1_000_000


def hours_of(bars) -> float:
    return sum(bar.right - bar.left for bar in bars) * 24


def test_a_month_has_one_row_for_every_local_day() -> None:
    days = local_days(microseconds(2026, 10, 1), microseconds(2026, 11, 1), BERLIN)
    assert (days[0], days[-1], len(days)) == (date(2026, 10, 1), date(2026, 10, 31), 31)


def test_a_piece_over_midnight_is_cut_in_two() -> None:
    start, end = microseconds(2026, 10, 1), microseconds(2026, 10, 3)
    night = Piece("down", microseconds(2026, 10, 1, 22), microseconds(2026, 10, 2, 6))
    bars = day_bars((night,), start, end, BERLIN)
    assert [(bar.row, bar.left * 24, bar.right * 24) for bar in bars] == [(0, 22, 24), (1, 0, 6)]


@pytest.mark.parametrize(("day", "length"), [((2026, 3, 29), 23), ((2026, 10, 25), 25), ((2026, 10, 24), 24)])
def test_bars_of_a_day_add_up_to_the_hours_it_really_has(day, length) -> None:
    year, month, number = day
    start, end = microseconds(*day), microseconds(year, month, number + 1)
    bars = day_bars((Piece("up", start, end),), start, end, BERLIN)
    assert hours_of(bars) == pytest.approx(length)
    assert min(bar.left for bar in bars) == 0
    assert max(bar.right for bar in bars) == pytest.approx(1)


def test_a_repeated_hour_is_drawn_in_two_halves_at_the_same_place() -> None:
    start, end = microseconds(2026, 10, 25), microseconds(2026, 10, 26)
    bars = day_bars((Piece("up", start, end),), start, end, BERLIN)
    halves = {bar.half: (round(bar.left * 24), round(bar.right * 24)) for bar in bars if bar.half}
    assert halves == {1: (2, 3), 2: (2, 3)}


def test_a_skipped_hour_stays_empty() -> None:
    start, end = microseconds(2026, 3, 29), microseconds(2026, 3, 30)
    bars = day_bars((Piece("up", start, end),), start, end, BERLIN)
    assert [(round(bar.left * 24), round(bar.right * 24)) for bar in bars] == [(0, 2), (3, 24)]
