from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calc.filters import Filter, Kind, read_filter
from app.errors import InputError

TODAY = date(2026, 11, 29)


def read(typed: str, kind: Kind, unit: str = "") -> Filter:
    return read_filter(typed, kind, zone="Europe/Berlin", today=TODAY, unit=unit)


@pytest.mark.parametrize(
    ("typed", "text", "fits"),
    [
        ("", "anything", True),
        ("disk", "Disk array full", True),
        ("full disk", "Disk array full", True),
        ("disk tape", "Disk array full", False),
        ('"array full"', "Disk array full", True),
        ('"full array"', "Disk array full", False),
        ("-disk", "Disk array full", False),
        ("-disk", "", True),
        ("not disk", "Network", True),
        ("network -disk", "Network disk", False),
        ("=down", "DOWN", True),
        ("=down", "down again", False),
        ("not =down", "degraded", True),
        ("empty", "", True),
        ("empty", "empty shelf", False),
        ("not empty", "x", True),
        ("P1 | P2", "P2", True),
        ("P1 | P2", "P3", False),
        ('"P1 | P2"', "P2", False),
        ("über", "ÜBERWACHUNG", True),
        ("50 %", "till 50 % slower", True),
        ("a.b", "axb", False),
        ("[x]^-", "[X]^-", True),
        ("not", "anything", True),
        ("-", "anything", True),
    ],
)
def test_a_text_has_every_word(typed: str, text: str, fits: bool) -> None:
    assert read(typed, "text").fits(text) is fits


@pytest.mark.parametrize(
    ("typed", "value", "fits"),
    [
        (">30", 30, False),
        (">30", 31, True),
        ("<= 5", Decimal(5), True),
        ("≥5", 5.0, True),
        ("10..20", 20, True),
        ("10 to 20", 21, False),
        ("10-20", 15, True),
        ("..20", -4, True),
        ("10..", 9, False),
        (">10 <20", 15, True),
        (">10 and <20", 20, False),
        ("124", 124.3, True),
        ("=124", 124.3, False),
        ("124", 125, False),
        ("99.5 %", Decimal("99.54"), True),
        ("99,50", Decimal("99.54"), False),
        ("1,703", 1703, True),
        ("1.234,5", 1234.5, True),
        ("-5", -5, True),
        ("not 30", 30, False),
        ("not 30", None, True),
        ("<>30", 31, True),
        ("empty", None, True),
        ("not empty", 0, True),
        ("0 | >100", 0, True),
        (">1", float("nan"), False),
        (">1", None, False),
    ],
)
def test_a_number_is_compared_as_people_type_it(typed: str, value: object, fits: bool) -> None:
    assert read(typed, "number").fits(value) is fits


def test_a_column_of_minutes_also_takes_hours() -> None:
    assert read("> 2 h", "number", "min").fits(121)
    assert not read("> 2 h", "number", "min").fits(120)
    assert read("30 min", "number", "min").fits(30)
    with pytest.raises(InputError):
        read("2 h", "number", "%")


def test_a_moment_is_judged_on_the_wall_clock_of_its_zone() -> None:
    before_midnight_in_berlin = datetime(2026, 9, 30, 21, 59, tzinfo=UTC)
    october = read("oct 2026", "moment")
    assert not october.fits(before_midnight_in_berlin)
    assert october.fits(before_midnight_in_berlin + timedelta(minutes=1))
    assert october.fits(date(2026, 10, 1))
    assert not october.fits(date(2026, 11, 1))


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        (">12.10.2026", [13, 14]),
        (">= 12.10.2026", [12, 13, 14]),
        ("<12.10.2026", [11]),
        ("<= 12 oct 2026", [11, 12]),
        ("12.10.2026..13.10.2026", [12, 13]),
        ("12.10.2026 to oct 2026", [12, 13, 14]),
        ("..12.10.2026", [11, 12]),
        ("not 12.10.2026", [11, 13, 14]),
        ("-12.10.2026", [11, 13, 14]),
        (">=12.10.2026 <14.10.2026", [12, 13]),
        ("11.10.2026 | 14.10.2026", [11, 14]),
        ("empty", []),
        ("2027", []),
    ],
)
def test_days_are_compared_as_people_type_them(typed: str, days: list[int]) -> None:
    wanted = read(typed, "moment")
    assert [day for day in (11, 12, 13, 14) if wanted.fits(date(2026, 10, day))] == days


def test_what_is_still_open_is_an_empty_moment() -> None:
    assert read("still open", "moment").fits(None)
    assert not read("not open", "moment").fits(None)


def test_a_flag_is_yes_or_no() -> None:
    assert read("yes", "flag").fits(True)
    assert read("no", "flag").fits(False)
    assert read("not yes", "flag").fits(False)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [(">", "number"), ("many", "number"), ("1..2..3", "number"), ("> soon", "moment"), ("perhaps", "flag")],
)
def test_what_cannot_be_understood_is_said(typed: str, kind: Kind) -> None:
    with pytest.raises(InputError):
        read(typed, kind)


@given(st.text(max_size=40), st.sampled_from(("text", "number", "moment", "flag")))
def test_no_text_breaks_a_filter(typed: str, kind: Kind) -> None:
    try:
        wanted = read(typed, kind, "min")
    except InputError:
        return
    for value in ("a\x00b", "") if kind == "text" else (None, 5, 5.5, date(2026, 1, 1), True):
        assert wanted.fits(value) in (True, False)
